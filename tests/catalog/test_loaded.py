"""The catalogue of the running ledger: the shipped packs, the site's own, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.catalog.errors import BrokenPacks
from bihuan.catalog.loaded import catalogue, forget


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder."""
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    forget()
    yield tmp_path
    forget()


def write_own(home: Path, needs: str = "party_life") -> None:
    folder = home / "packs" / "ours"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        f"{{key: ours, name: 本单位, version: '1.0', description: 本单位的目录, needs: [{needs}]}}", encoding="utf-8"
    )
    (folder / "own.yaml").write_text("fillings: [{list: seven_deliberations, choices: [议战]}]", encoding="utf-8")


def test_without_a_choice_every_shipped_pack_is_loaded_once(home: Path) -> None:
    assert next(head.key for head in catalogue().packs) == "base"
    assert len(catalogue().packs) == 6
    assert catalogue() is catalogue()


def test_a_pack_of_the_site_is_loaded_beside_them(home: Path) -> None:
    write_own(home)
    field = next(each for each in catalogue().kind("special_deliberation").fields if each.key == "deliberation_type")
    assert catalogue().choices(field)[-1] == "议战"
    assert catalogue().has_series("special_deliberation.sessions[deliberation_type=议战]")


@pytest.mark.parametrize(
    ("use", "loaded"),
    [
        ("[party_life]", {"base", "party_life"}),
        ("[bureau]", {"base", "party_life", "governance", "bureau"}),
        ("[fire_rescue]", {"base", "party_life", "governance", "fire_rescue"}),
        ("[emergency]", {"base", "emergency"}),
    ],
)
def test_a_brigade_loads_what_it_uses_and_what_that_stands_on(home: Path, use: str, loaded: set[str]) -> None:
    (home / "packs.yaml").write_text(f"use: {use}", encoding="utf-8")
    assert {head.key for head in catalogue().packs} == loaded


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("use: [party_live]", "packs.yaml: 没有目录包 party_live（是不是 party_life）"),
        ("use: party_life", "packs.yaml: 看不懂（写成 use:"),
        ("use: [", "packs.yaml 第 1 行: 不合 YAML 的写法"),
    ],
)
def test_a_choice_that_cannot_be_followed_is_said_in_one_sentence(home: Path, choice: str, said: str) -> None:
    (home / "packs.yaml").write_text(choice, encoding="utf-8")
    with pytest.raises(BrokenPacks) as refused:
        catalogue()
    assert said in str(refused.value)
    assert str(refused.value).endswith("请用 bihuan pack check 查看并改正。")


def test_a_broken_pack_of_the_site_stops_the_ledger_and_says_where(home: Path) -> None:
    write_own(home, needs="party_live")
    with pytest.raises(
        BrokenPacks, match=r"目录包有 2 处问题，第一处：ours/own.yaml 第 1 行: 用到目录包 party_life 的开放清单"
    ):
        catalogue()
