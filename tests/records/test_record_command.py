"""``bihuan record``, ``import`` and ``export``: what they print and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bihuan.cli.records import export_command, import_command, record_group
from bihuan.organisations.queries import UnitPlace
from bihuan.records.errors import AlreadyCorrected, ImportedBefore, UnknownRecord
from bihuan.records.models import Record

Tree = dict[str, UnitPlace]
ADD = ("add", "党委会（党组会）", "--unit", "dc", "--day", "2023-06-05", "--title", "六月会")


def run(command: click.Command, *words: str) -> Result:
    """The command's result; a refusal is raised, since `bihuan.cli.main` turns all of them into a line."""
    return CliRunner().invoke(command, list(words), standalone_mode=False, catch_exceptions=False)


def answer(command: click.Command, *words: str) -> dict[str, object]:
    """What the command prints with --json."""
    found: dict[str, object] = json.loads(run(command, *words, "--json").stdout)
    return found


def test_an_act_is_added_with_fields_people_and_evidence(tree: Tree, people: None, tmp_path: Path) -> None:
    minutes = tmp_path / "纪要.pdf"
    minutes.write_bytes(b"minutes")
    more = (
        "--field",
        "应到人数=9",
        "--field",
        "members_present=8人",
        "--person",
        "主持=张三",
        "--evidence",
        str(minutes),
    )
    made = answer(record_group, *ADD, *more)
    shown = answer(record_group, "show", str(made["record"]))
    assert made["duplicates"] == []
    assert shown["fields"] == {"members_due": 9, "members_present": 8}
    assert shown["people"] == [{"code": "p1", "name": "张三", "role": "chair"}]
    assert [file["name"] for file in shown["evidence"]] == ["纪要.pdf"]  # type: ignore[attr-defined]


def test_a_likely_duplicate_is_pointed_out_and_recorded(tree: Tree) -> None:
    first = answer(record_group, *ADD)["record"]
    second = run(record_group, *ADD)
    assert f"请注意：同一单位同一天已有同类记录：{first} 2023-06-05" in second.stderr
    assert "已记录" in second.stdout


def test_every_problem_of_an_act_is_printed_and_the_call_was_wrong(tree: Tree) -> None:
    bad = ("--field", "应到人数=九个", "--field", "会议=x")
    refused = run(record_group, *ADD, *bad)
    assert refused.exit_code == 2
    assert "应到人数: “九个”的单位“个”不能换算成“人”" in refused.stderr
    assert "没有栏目“会议”" in refused.stderr
    assert "共 2 处要改，什么也没有记入。" in refused.stderr
    told = run(record_group, *ADD, *bad, "--json")
    assert (told.exit_code, json.loads(told.stdout)["total"]) == (2, 2)


def test_a_correction_says_only_what_changes(tree: Tree) -> None:
    old = answer(record_group, *ADD, "--field", "应到人数=9", "--field", "纪要文号=5号")["record"]
    words = ("--reason", "人数有误", "--field", "应到人数=10", "--field", "minutes_ref=")
    new = answer(record_group, "correct", str(old), *words)["record"]
    shown = answer(record_group, "show", str(new))
    assert (shown["title"], shown["fields"]) == ("六月会", {"members_due": 10})
    with pytest.raises(AlreadyCorrected):
        run(record_group, "void", str(old), "--reason", "重复")


def test_a_void_record_is_listed_where_it_is_asked_for(tree: Tree) -> None:
    number = answer(record_group, *ADD)["record"]
    run(record_group, "void", str(number), "--reason", "重复")
    assert answer(record_group, "list")["records"] == []
    gone = run(record_group, "list", "--corrected", "--unit", "dc", "--kind", "party_committee_meeting")
    assert gone.stdout == f"{number} 2023-06-05 东城消防救援大队 党委会（党组会） 六月会（补录、已更正或作废）\n"
    assert "作废，本机" in run(record_group, "show", str(number)).stdout


def test_a_list_goes_on_where_it_stopped(tree: Tree) -> None:
    for _ in range(3):
        run(record_group, *ADD, "--yes")
    first = answer(record_group, "list", "--size", "2")
    second = answer(record_group, "list", "--size", "2", "--after", str(first["next"]))
    assert (len(first["records"]), len(second["records"]), second["next"]) == (2, 1, "")  # type: ignore[arg-type]


def test_a_record_that_is_not_there(tree: Tree) -> None:
    with pytest.raises(UnknownRecord):
        run(record_group, "show", "7")


def test_a_word_that_is_no_pair_and_a_role_that_is_none(tree: Tree) -> None:
    with pytest.raises(click.BadParameter, match="请写成 名=值"):
        run(record_group, *ADD, "--field", "应到人数")
    with pytest.raises(click.UsageError, match="没有“旁听”这种参与方式"):
        run(record_group, *ADD, "--person", "旁听=张三")


def test_a_template_is_filled_in_and_imported(tree: Tree, tmp_path: Path) -> None:
    table = tmp_path / "会议.csv"
    table.write_text("召开日期,应到人数（人）\n2023-06-05,9\n2023-06-05,9\n", encoding="utf-8")
    done = run(import_command, "party_committee_meeting", str(table), "--unit", "dc")
    assert done.stdout == "已导入 2 条记录，其中 2 条为补录。\n"
    assert "第 3 行: 东城消防救援大队 2023-06-05 与第 2 行相似" in done.stderr
    with pytest.raises(ImportedBefore):
        run(import_command, "party_committee_meeting", str(table), "--unit", "dc")
    assert answer(import_command, "party_committee_meeting", str(table), "--unit", "dc", "--again")["rows"] == 2


def test_a_bad_file_prints_its_cells_and_how_many_more(tree: Tree, tmp_path: Path) -> None:
    table = tmp_path / "坏.csv"
    table.write_text("召开日期\n" + "坏\n" * 60, encoding="utf-8")
    refused = run(import_command, "party_committee_meeting", str(table), "--unit", "dc")
    lines = refused.stderr.splitlines()
    assert refused.exit_code == 2
    assert lines[0] == "第 2 行 A 列: “坏”不是日期（请写成 2023-06-05）"
    assert lines[-1] == "共 60 处要改，什么也没有记入。（只列出前 50 处）"
    assert len(lines) == 51
    assert not Record.objects.exists()


def test_export_of_a_kind_of_all_and_of_a_template(tree: Tree, tmp_path: Path) -> None:
    run(record_group, *ADD)
    for words in (("党委会（党组会）",), ("all",), ("--template", "audit")):
        to = tmp_path / "出.xlsx"
        assert str(to) in run(export_command, *words, "-o", str(to)).stdout
        assert to.stat().st_size > 5000
        to.unlink()
    for wrong in ((), ("all", "--template", "audit")):
        with pytest.raises(click.UsageError):
            run(export_command, *wrong, "-o", str(tmp_path / "出.xlsx"))
