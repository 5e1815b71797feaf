"""Mapping on documents of other bodies in other words, labelled before anything was matched.

Each round was read once, as it came, and then taught the rules and the synonyms, so that its documents hold the ground
now and measure no more. What was right at first sight, of the claims with a key and of those without one, and what was
asserted wrongly of all:

| round | documents | with a key | without | asserted wrongly |
| --- | --- | --- | --- | --- |
| 1 | bureau, brigade, transport | 124 of 141 | 14 of 18 | 0 |
| 2 | detachment, emergency | 105 of 137 | 24 of 26 | 0 of 163 |
| 3 | water, first_person | 111 of 125 | 21 of 21 | 0 of 146 |
| 4 | plan, briefing | 100 of 116 | 24 of 27 | 1 of 143 |
| 5 | commissar, housing | 118 of 133 | 33 of 35 | 0 of 168 |
| 6 | statistics, civil | 95 of 99 | 73 of 77 | 2 of 176 |
| 7 | inverted, yearly | 105 of 115 | 41 of 44 | 0 of 159 |
| 8 | secretary, monthly | 90 of 99 | 25 of 28 | 1 of 127 |

These are the answers to the labels as they stood then; seven labels were wrong or too narrow and are mended here.
``market`` (60 of 66), ``whole_catalogue`` with nearly every series (149 of 190), ``single_lines`` (72 of 88) and
``more_lines`` (39 of 48) without any context were written in order to learn from them.

Each claim is written ``[[13次|key,other]]``: its text, the series it is about, and others that a reasonable person
would accept; no key where nothing in the catalogue counts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.checking.check import Check, check_text
from bihuan.reports.checking.verdicts import Ruling
from bihuan.values.actor import Actor
from bihuan.values.period import Period

FOLDER = Path(__file__).with_name("held_back")
MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]*)\]\]")


@dataclass(frozen=True)
class Label:
    """Where a claim stands in the plain text, and the series that are right for it; "" among them for none."""

    start: int
    end: int
    text: str
    keys: frozenset[str]

    @property
    def has_key(self) -> bool:
        return self.keys != {""}


def labelled(name: str) -> tuple[str, list[Label]]:
    """The plain text of a document, and its labels."""
    plain, labels, at = "", [], 0
    source = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for mark in MARK.finditer(source):
        plain += source[at : mark.start()]
        labels.append(Label(len(plain), len(plain) + len(mark[1]), mark[1], frozenset(mark[2].split(","))))
        plain += mark[1]
        at = mark.end()
    return plain + source[at:], labels


def wrong(check: Check, labels: list[Label]) -> Iterator[tuple[Label, str, Ruling | None]]:
    """Each label whose claim was matched to something else, or not read."""
    verdicts = {(verdict.claim.start, verdict.claim.end): verdict for verdict in check.verdicts}
    for label in labels:
        verdict = verdicts.get((label.start, label.end))
        if verdict is None and "" in label.keys:
            continue
        figure = (verdict.figure or "").partition("[")[0] if verdict is not None else "?"
        if figure not in label.keys:
            yield label, figure, verdict.ruling if verdict is not None else None


DOCUMENTS = sorted(file.stem for file in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_label_names_what_the_catalogue_counts(name: str) -> None:
    _, labels = labelled(name)
    assert len(labels) > 40
    for label in labels:
        assert all(not key or catalogue().has_series(key) for key in label.keys), label


@pytest.mark.parametrize("name", DOCUMENTS)
def test_claims_of_other_bodies_are_matched_as_a_reader_would(
    name: str, operator: Actor, small_ledger: UnitPlace
) -> None:
    text, labels = labelled(name)
    misses = list(wrong(check_text(operator, text, "zd", Period.parse("2023")), labels))
    with_key = [label for label in labels if label.has_key]
    missed = [label.text for label, _, _ in misses if label.has_key]
    asserted = [label.text for label, _, ruling in misses if ruling in (Ruling.PROVEN, Ruling.DIFFERS)]
    assert len(missed) <= 0.1 * len(with_key), missed
    assert len(asserted) <= 0.02 * len(labels), asserted
    # So few claims have no key here that one of them may be matched: a plan's 轮训1期, which nobody asserts.
    assert len(misses) - len(missed) <= 1
