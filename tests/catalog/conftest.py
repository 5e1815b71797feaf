"""Packs written in a test, as a person would write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loader import load_packs

HEAD = "{key: town, name: 镇, version: 1.0, description: 试验}"

MEETING = """
themes:
  - {key: meetings, name: 会议}
kinds:
  - key: town_meeting
    name: 镇务会
    theme: meetings
    day_field: held_on
    fields:
      - {key: held_on, name: 召开日期, type: day}
      - {key: topic, name: 议题类型, type: choice, choices: [安全, 经费], breakdown: true}
      - {key: people, name: 参会人数, type: number, measure_unit: 人}
      - {key: closed_on, name: 办结日期, type: day}
    measures:
      - {key: meetings, name: 镇务会次数, unit: 次, aggregation: count}
      - {key: people, name: 参会人次, unit: 人次, aggregation: sum}
"""

WritePack = Callable[..., Path]


@pytest.fixture
def meeting() -> str:
    """A file with one kind that has nothing wrong."""
    return MEETING


@pytest.fixture
def write_pack(tmp_path: Path) -> WritePack:
    """Write a pack folder: its key, its head, and its files by name without the ending."""

    def write(key: str = "town", head: str = HEAD, **files: str) -> Path:
        folder = tmp_path / key
        folder.mkdir()
        (folder / "pack.yaml").write_text(head, encoding="utf-8")
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def loaded(write_pack: WritePack) -> Callable[..., Catalogue]:
    """The catalogue of one pack that has no problem."""

    def load(**files: str) -> Catalogue:
        found, problems = load_packs([write_pack(**files)])
        assert not [str(problem) for problem in problems]
        assert found is not None
        return found

    return load


@pytest.fixture
def problems_of(write_pack: WritePack) -> Callable[..., list[str]]:
    """Every problem of one pack, as its author reads it."""

    def problems(**files: str) -> list[str]:
        found, problems = load_packs([write_pack(**files)])
        assert found is None
        return [str(problem) for problem in problems]

    return problems
