"""The synonyms speak of what the shipped packs count, and of nothing else."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from bihuan.catalog.loaded import catalogue
from bihuan.reports.checking.synonyms import synonyms
from bihuan.reports.checking.wordings import wordings


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, object]]:
    text = files("bihuan.reports.checking").joinpath("synonyms.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def test_every_series_that_has_synonyms_is_there(written: dict[str, dict[str, object]]) -> None:
    assert [key for key in written["wordings"] if not catalogue().has_series(key)] == []


def test_every_choice_that_has_other_names_is_there(written: dict[str, dict[str, object]]) -> None:
    packs = catalogue()
    missing = []
    for place, choices in written["choices"].items():
        kind, _, field = place.partition(".")
        known = {choice for each in packs.kind(kind).fields if each.key == field for choice in packs.choices(each)}
        assert isinstance(choices, dict)
        missing += [f"{place}={choice}" for choice in choices if choice not in known]
    assert missing == []


def test_every_measure_can_be_named() -> None:
    named = {
        wording.series
        for found in wordings(catalogue()).values()
        for wording in found
        if wording.ways or wording.named
    }
    counted = {
        f"{kind.key}.{measure.key}"
        for kind in catalogue().kinds.values()
        for measure in kind.measures
        if measure.attested and not measure.supporting
    }
    assert counted - named == set()


def test_a_measure_word_of_another_scale_finds_the_same_wordings() -> None:
    known = wordings(catalogue())
    assert "dispatch.personnel" in {wording.series for wording in known["人次"]}
    assert "dispatch.property_saved" in {wording.series for wording in known["元"]}


def test_synonyms_that_are_kept_say_the_same() -> None:
    synonyms.cache_clear()
    read = synonyms()
    synonyms.cache_clear()
    assert synonyms() is not read
    assert synonyms() == read
