"""Sentences as brigades and bureaus write them, each figure labelled: spans, kinds, bounds and subjects."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bihuan.reading import read

LABEL = re.compile(r"⟦(?P<text>[^|⟧]*)\|(?P<subject>[^|]*)\|(?P<kind>[carn])(?P<bound>[=>+~])⟧")
KINDS = {"c": "count", "a": "amount", "r": "rate", "n": "norm"}
BOUNDS = {"=": "exact", ">": "over", "+": "at_least", "~": "about"}
LINES = [
    line
    for path in sorted((Path(__file__).parent / "sentences").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _labelled(line: str) -> tuple[str, list[tuple[int, str, str, str, str]]]:
    text, labels, place = "", [], 0
    for match in LABEL.finditer(line):
        text += line[place : match.start()]
        labels.append((len(text), match["text"], KINDS[match["kind"]], BOUNDS[match["bound"]], match["subject"]))
        text += match["text"]
        place = match.end()
    return text + line[place:], labels


def _alike(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


@pytest.mark.parametrize("line", LINES)
def test_spans_kinds_and_bounds_are_as_labelled(line: str) -> None:
    text, labels = _labelled(line)
    claims = read(text).claims
    assert [(claim.start, claim.text, claim.kind, claim.bound) for claim in claims] == [
        (start, words, kind, bound) for start, words, kind, bound, _ in labels
    ]


def test_nineteen_subjects_of_twenty_are_as_labelled() -> None:
    right = wrong = 0
    for line in LINES:
        text, labels = _labelled(line)
        for claim, label in zip(read(text).claims, labels, strict=True):
            good = _alike(claim.subject, label[-1]) >= 0.6
            right, wrong = right + good, wrong + (not good)
    assert right >= 19 * wrong
    assert right + wrong > 150
