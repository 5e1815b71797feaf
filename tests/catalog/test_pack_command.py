"""``bihuan pack``: problems on the screen and as JSON, and what the packs hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bihuan.catalog.loaded import forget, shipped_folders
from bihuan.cli.packs import pack_group

GOOD = "{key: town, name: 镇, version: 1.0, description: 试, needs: [base]}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("BIHUAN_HOME", str(home))
    forget()
    yield home
    forget()


def said(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(pack_group, list(words))
    return result.exit_code, result.output


def test_a_good_pack_has_no_problem_and_ends_with_zero(write_pack: Callable[..., Path], meeting: str) -> None:
    folder = write_pack(
        head=GOOD,
        a=meeting.partition("kinds:")[2].join(["kinds:", ""]).replace("meetings\n    day", "study\n    day"),
    )
    assert said("check", str(folder)) == (0, "没有问题。\n")
    assert said("check", str(folder), "--json") == (0, "[]\n")


def test_problems_are_listed_with_their_mend_and_end_with_one(write_pack: Callable[..., Path]) -> None:
    folder = write_pack(head=GOOD, a="kinds: [{key: a}]\nthemes: 5\n")
    code, text = said("check", str(folder))
    assert code == 1
    assert text.splitlines() == [
        "town/a.yaml 第 1 行: 缺少 name（写上它）",
        "town/a.yaml 第 1 行: 缺少 theme（写上它）",
        "town/a.yaml 第 1 行: 缺少 measures（写上它）",
        "town/a.yaml 第 2 行: 清单 themes 下应是一条条的条目（每条以“- ”开头）",
        "共 4 处问题。",
    ]
    code, text = said("check", str(folder), "--json")
    assert code == 1
    assert json.loads(text)[3] == {
        "place": "town/a.yaml 第 2 行",
        "message": "清单 themes 下应是一条条的条目",
        "mend": "每条以“- ”开头",
        "severity": "error",
    }


def test_a_folder_that_is_no_pack_is_a_problem_too(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, text = said("check", str(tmp_path / "empty"))
    assert (code, "没有 pack.yaml" in text) == (1, True)


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda folder: folder.name)
def test_every_shipped_pack_passes_its_own_check(folder: Path) -> None:
    assert said("check", str(folder)) == (0, "没有问题。\n")


def test_a_pack_already_in_the_home_is_checked_as_itself(home: Path, write_pack: Callable[..., Path]) -> None:
    folder = write_pack(head=GOOD)
    (home / "packs").mkdir()
    folder.rename(home / "packs" / "town")
    assert said("check", str(home / "packs" / "town"))[0] == 0


def test_the_list_names_packs_and_kinds() -> None:
    code, text = said("list")
    assert code == 0
    assert "党的组织生活（party_life 1.0）" in text
    assert "  branch_committee_meeting  支委会" in text
    rows = json.loads(said("list", "--json")[1])
    assert sum(len(row["kinds"]) for row in rows) >= 188


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("branch_committee_meeting", "支委会（branch_committee_meeting，party_life 1.0，会议与决策）"),
        ("支委会", "到会人数须达到应到人数的 1/2 才算数"),
        ("支委会", "责任事项 支委会（branch_committee_meeting）：党支部，每月至少 1 次，以 branch_committee_meeting.meetings 计"),
        ("member_assembly", "中国共产党支部工作条例（试行）第十一条（条文未核对）"),
        ("talk", "只记行为"),
        ("safety_risk_item", "登记簿"),
        ("problem_lead", "只有纪检员可见"),
        ("audit.amount", "审计金额（audit.amount）：合计，单位 万元，governance 1.0"),
        ("branch_life_total", "operation: sum"),
        ("deliberate_training", "次数由组织填定"),
    ],
)  # fmt: skip
def test_one_thing_is_shown_by_key_or_name(word: str, expected: str) -> None:
    code, text = said("show", word)
    assert code == 0
    assert expected in text


def test_what_is_shown_is_there_as_json_too() -> None:
    assert json.loads(said("show", "audit.amount", "--json")[1])[0]["decimals"] == 6
    assert json.loads(said("show", "audit", "--json")[1])[0]["key"] == "audit"


def test_a_word_that_names_nothing_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(pack_group, ["show", "adit"])
    assert str(result.exception) == "目录里没有“adit”，是不是 audit？"
