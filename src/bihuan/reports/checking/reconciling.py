"""Several reports held against each other: a superior's against its subordinates', this year's against last year's.

What each report states is taken from the report itself; the book's word on each is `bihuan check`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from bihuan.organisations.queries import UnitPlace
from bihuan.reading.documents import text_of
from bihuan.reading.shapes import ClaimKind
from bihuan.reports.checking.check import Check, check_text
from bihuan.reports.checking.verdicts import Ruling, Verdict, does_agree
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.quantity import Bound, MeasureUnit, shown

_SHORTEST = 24
"""Characters from which a sentence that stands in two reports word for word was copied and not just alike."""
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]")
_NUMBERS = re.compile(r"[\d０-９.]+")
_SHOWN = 60


class Misfit(StrEnum):
    """What does not fit between reports."""

    SUBORDINATES = "subordinates"
    LAST_YEAR = "last_year"
    SAME_FIGURE = "same_figure"
    COPIED = "copied"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Misfit.SUBORDINATES: "上下级不符",
    Misfit.LAST_YEAR: "与往年不符",
    Misfit.SAME_FIGURE: "两份不一",
    Misfit.COPIED: "照抄",
}


@dataclass(frozen=True)
class Part:
    """One report: its file, whose it is, and the period that it is about."""

    file: Path
    unit: str
    period: Period


@dataclass(frozen=True)
class Mismatch:
    """What does not fit: between which files, on which series, said in one Chinese sentence."""

    kind: Misfit
    files: tuple[Path, ...]
    series: str
    why: str


@dataclass(frozen=True)
class _Stated:
    """A number that a report surely states of a series and a period."""

    verdict: Verdict
    value: Fraction
    unit: str

    @property
    def is_exact(self) -> bool:
        return self.verdict.claim.bound is Bound.EXACT and not self.verdict.claim.raw_bound


@dataclass(frozen=True)
class _Report:
    part: Part
    check: Check
    stated: Mapping[tuple[str, Period], _Stated]

    @property
    def place(self) -> UnitPlace:
        return self.check.unit


def reconcile(actor: Actor, parts: Sequence[Part]) -> list[Mismatch]:
    """Everything in which the reports do not fit each other.

    Raises:
        UnreadableDocument: a file cannot be read.
        UnknownUnit, AmbiguousUnit, MayNot: a unit is not there, or the actor may not see it.
    """
    reports = [_report(actor, part) for part in parts]
    found = [*_subordinates(reports)]
    for one, other in combinations(reports, 2):
        found += _same_figure(one, other)
        found += _copied(one, other)
    return found


def _report(actor: Actor, part: Part) -> _Report:
    check = check_text(actor, text_of(part.file), part.unit, part.period)
    stated: dict[tuple[str, Period], _Stated] = {}
    for verdict in check.verdicts:
        claim, figure = verdict.claim, verdict.ledger
        sure = verdict.ruling in (Ruling.PROVEN, Ruling.DIFFERS) or _is_merely_unrecorded(verdict)
        if sure and figure is not None and claim.value is not None and claim.kind is not ClaimKind.NORM:
            unit = MeasureUnit.parse(claim.unit)
            row = _Stated(verdict, Fraction(claim.value) * unit.scale, unit.base)
            stated.setdefault((figure.ask.key, figure.ask.period), row)
    return _Report(part, check, stated)


def _is_merely_unrecorded(verdict: Verdict) -> bool:
    """Whether the claim is surely about its series, of which the book has nothing to say."""
    return verdict.ruling is Ruling.UNPROVEN and verdict.ledger is not None and not verdict.ledger.is_entered


def _is_above(one: _Report, other: _Report) -> bool:
    return one.place.path != other.place.path and other.place.path.startswith(one.place.path)


def _subordinates(reports: Sequence[_Report]) -> Iterator[Mismatch]:
    """A superior that states less of a count than the reports of its subordinates do together."""
    for superior in reports:
        below = [each for each in reports if _is_above(superior, each)]
        tops = [each for each in below if not any(_is_above(other, each) for other in below)]
        told: dict[tuple[str, Period], list[_Report]] = defaultdict(list)
        for each in tops:
            for key in each.stated:
                told[key].append(each)
        for key, tellers in told.items():
            own = superior.stated.get(key)
            if own is None or own.verdict.claim.kind is ClaimKind.RATE or not own.is_exact:
                continue
            total = sum((each.stated[key].value for each in tellers), Fraction(0))
            if total > own.value:
                listed = "、".join(f"{each.place.name}{each.stated[key].verdict.claim.text}" for each in tellers)
                words = f"{superior.place.name}写的是{own.verdict.claim.text}，下级合计{shown(total)}（{listed}）"
                why = f"“{_name(own)}”{words}。"
                yield Mismatch(
                    Misfit.SUBORDINATES, (superior.part.file, *(each.part.file for each in tellers)), key[0], why
                )


def _name(stated: _Stated) -> str:
    return stated.verdict.ledger.name if stated.verdict.ledger is not None else stated.verdict.claim.subject


def _same_figure(one: _Report, other: _Report) -> Iterator[Mismatch]:
    """One series of one unit and one period, in two reports, with numbers that cannot both be true."""
    if one.place.code != other.place.code:
        return
    for key in one.stated.keys() & other.stated.keys():
        first, second = one.stated[key], other.stated[key]
        if does_agree(first.verdict.claim, second.value, second.unit) or does_agree(
            second.verdict.claim, first.value, first.unit
        ):
            continue
        words = f"{first.verdict.claim.text}与{second.verdict.claim.text}"
        why = f"“{_name(first)}”{key[1].name}在两份报告里分别写作{words}。"
        of_one_year = one.part.period == other.part.period
        kind = Misfit.SAME_FIGURE if of_one_year else Misfit.LAST_YEAR
        yield Mismatch(kind, (one.part.file, other.part.file), key[0], why)


def _copied(one: _Report, other: _Report) -> Iterator[Mismatch]:
    """Sentences with numbers that stand in both reports word for word, though unit or period differ."""
    if (one.place.code, one.part.period) == (other.place.code, other.part.period):
        return
    mine = dict.fromkeys(_sentences(one.check.text))
    for sentence in dict.fromkeys(_sentences(other.check.text)):
        if sentence in mine:
            shown_words = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}…"
            why = f"{one.part.file.name}与{other.part.file.name}里一字不差：“{shown_words}”"
            yield Mismatch(Misfit.COPIED, (one.part.file, other.part.file), "", why)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        words = sentence.strip()
        if len(words) >= _SHORTEST and _NUMBERS.search(words):
            yield words
