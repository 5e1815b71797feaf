"""The pack author's guide: its example loads, its problems are what the loader says, and it leaves no word out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bihuan.catalog import mechanisms, pack_file, schema
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.pack_file import PackFile
from bihuan.catalog.schema import Aggregation, Entry, FieldType, Shift
from bihuan.values.period import Period
from bihuan.values.problem import Problem
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```(?:yaml|text) (\S+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
NAMED = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", GUIDE))))


def load(folder: Path, *names: str) -> tuple[Catalogue | None, list[Problem]]:
    """The shipped packs and the guide's own with these of its files."""
    pack = folder / "town"
    pack.mkdir()
    for name in names:
        file = pack / (name if name.endswith(".yaml") else f"{name}.yaml")
        file.write_text(EXAMPLES[name], encoding="utf-8")
    return load_packs([*shipped_folders(), pack])


def test_the_example_loads_and_means_what_it_says(tmp_path: Path) -> None:
    packs, problems = load(tmp_path, "pack.yaml", "kinds.yaml", "own.yaml")
    assert not problems
    assert packs is not None
    assert packs.series("petition.villagers").amount(1200) == 1200
    assert packs.series("petition.received[channel=热线]").name == "收到信访件数（热线）"
    assert packs.series("petition.growth").numerator[1].shift.of(Period.parse("2023-Q2")) == Period.parse("2022")
    assert packs.has_series("special_deliberation.sessions[deliberation_type=议战]")
    training = next(duty for duty in packs.duties if duty.key == "deliberate_training")
    assert training.times == 1
    assert training.per is Per.QUARTER


def test_the_problems_it_shows_are_those_of_its_wrong_pack(tmp_path: Path) -> None:
    packs, problems = load(tmp_path, "pack.yaml", "wrong")
    assert packs is None
    assert [str(problem) for problem in problems] == EXAMPLES["problems"].strip().splitlines()


ENTRIES: dict[str, type[Entry]] = {
    name: each
    for module in (schema, mechanisms, pack_file)
    for name, each in vars(module).items()
    if isinstance(each, type) and issubclass(each, Entry)
}


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_it_names_every_word_of_the_schema(entry: str) -> None:
    assert not set(ENTRIES[entry].model_fields) - NAMED


@pytest.mark.parametrize("words", [Aggregation, FieldType, Shift, Per, UnitType], ids=lambda each: each.__name__)
def test_it_names_every_word_that_a_field_of_the_schema_may_have(words: type[Per]) -> None:
    assert not {str(word) for word in words} - NAMED


def test_it_has_a_word_on_every_list() -> None:
    assert not set(PackFile.model_fields) - NAMED


def test_it_names_every_shipped_pack() -> None:
    assert not {folder.name for folder in shipped_folders()} - NAMED
