"""Near misses: why somebody may have written 15 where the book has 14. Asked only of claims that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from django.utils.timezone import get_default_timezone

from bihuan.book.errors import Restricted
from bihuan.book.proofs import members_of
from bihuan.organisations.queries import UnitPlace, unit_coded, units_of_level
from bihuan.reports.asking import answers
from bihuan.reports.checking.verdicts import Ruling, Verdict, does_agree
from bihuan.reports.unposted import unposted
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period

_DAYS = 31
"""How far outside the period an act may lie and still be taken for one of it."""
_MOST_UNITS = 40
_NAMED = 3


class Near(StrEnum):
    """What kind of near miss it is."""

    OUTSIDE = "outside"
    UNPOSTED = "unposted"
    GONE = "gone"
    OTHER_UNIT = "other_unit"
    OTHER_PERIOD = "other_period"
    OTHER_SERIES = "other_series"


@dataclass(frozen=True)
class NearMiss:
    """What might have been counted or looked at instead.

    Attributes:
        near: what kind it is.
        why: one Chinese sentence.
        explains: whether with it the claim would be true.
    """

    near: Near
    why: str
    explains: bool


@dataclass(frozen=True)
class _Case:
    """A claim that differs, with the book's figure."""

    place: int
    verdict: Verdict
    figure: Figure

    def agrees(self, value: Fraction | None, unit: str = "") -> bool:
        """Whether the claim would be true of the value."""
        measure = unit or self.figure.measure_unit
        return value is not None and does_agree(self.verdict.claim, value, measure)

    def agrees_with(self, more: int) -> bool:
        """Whether it would be true with so many acts more."""
        counts_acts = self.figure.value == self.figure.members
        return counts_acts and self.agrees(Fraction(self.figure.members + more))


def near_misses(actor: Actor, verdicts: Sequence[Verdict], place: UnitPlace) -> Mapping[int, tuple[NearMiss, ...]]:
    """For each verdict of ``differs``, by its place among all: what explains it first, what is merely near after."""
    cases = [
        _Case(number, verdict, verdict.ledger)
        for number, verdict in enumerate(verdicts)
        if verdict.ruling is Ruling.DIFFERS and verdict.ledger is not None
    ]
    if not cases:
        return {}
    units = _other_units(actor, place)
    known = answers(actor, (ask for case in cases for ask in _asks(case, units)))
    found: dict[int, tuple[NearMiss, ...]] = {}
    for case in cases:
        misses = [*_elsewhere(case, known, units), *_outside(actor, case, known), *_gone(case, known)]
        misses += _never_posted(actor, case)
        found[case.place] = tuple(sorted(misses, key=lambda miss: not miss.explains))
    return found


def _other_units(actor: Actor, place: UnitPlace) -> dict[str, str]:
    """The units right below, and the one above where the actor sees it: code to name."""
    below = units_of_level(actor, place)[:_MOST_UNITS]
    above = unit_coded([place.parent]).values() if place.parent else ()
    return {unit.code: unit.name for unit in (*above, *below) if actor.may(Action.SEE, unit.path)}


def _before(period: Period) -> Period:
    return Period(period.first - timedelta(days=_DAYS), period.first - timedelta(days=1))


def _behind(period: Period) -> Period:
    return Period(period.end, period.end + timedelta(days=_DAYS - 1))


def _other_periods(period: Period) -> list[Period]:
    year = Period.of_months(period.last.year, 1, 12)
    to_date = Period(date(period.last.year, 1, 1), period.last)
    return [each for each in dict.fromkeys((to_date, year, period.year_before(), period.before())) if each != period]


def _then(period: Period) -> datetime:
    """The end of the period's last day: what was known when the report was most likely written."""
    return datetime.combine(period.last, time.max, get_default_timezone())


def _asks(case: _Case, units: Mapping[str, str]) -> Iterator[Ask]:
    ask = case.figure.ask
    for period in (_before(ask.period), _behind(ask.period), *_other_periods(ask.period)):
        yield Ask(ask.key, ask.unit, period)
    yield Ask(ask.key, ask.unit, ask.period, _then(ask.period))
    for unit in units:
        yield Ask(ask.key, unit, ask.period)
    for candidate in case.verdict.candidates:
        yield from (Ask(key, ask.unit, ask.period) for key in (candidate.series, candidate.whole) if key != ask.key)


def _elsewhere(case: _Case, known: Mapping[Ask, Figure], units: Mapping[str, str]) -> Iterator[NearMiss]:
    """Another unit, period or series of which the claim would be true."""
    ask = case.figure.ask
    for unit, name in units.items():
        if _fits(case, known.get(Ask(ask.key, unit, ask.period))):
            yield NearMiss(Near.OTHER_UNIT, f"“{name}”的数正好与文中相符。", explains=True)
    for period in _other_periods(ask.period):
        if _fits(case, known.get(Ask(ask.key, ask.unit, period))):
            yield NearMiss(Near.OTHER_PERIOD, f"{period.name}的数正好与文中相符。", explains=True)
    keys = {key for each in case.verdict.candidates for key in (each.series, each.whole)} - {ask.key}
    for key in sorted(keys):
        figure = known.get(Ask(key, ask.unit, ask.period))
        if figure is not None and _fits(case, figure):
            yield NearMiss(Near.OTHER_SERIES, f"账上“{figure.name}”为{figure.text}，正好与文中相符。", explains=True)


def _fits(case: _Case, figure: Figure | None) -> bool:
    return figure is not None and figure.is_entered and case.agrees(figure.value, figure.measure_unit)


def _outside(actor: Actor, case: _Case, known: Mapping[Ask, Figure]) -> Iterator[NearMiss]:
    """Acts within a month before or after the period."""
    ask = case.figure.ask
    for words, period in (("之前", _before(ask.period)), ("之后", _behind(ask.period))):
        figure = known.get(Ask(ask.key, ask.unit, period))
        if figure is None or not figure.members or figure.parts:
            continue
        named = _named(actor, figure)
        explains = any(case.agrees_with(more) for more in range(1, figure.members + 1))
        yield NearMiss(Near.OUTSIDE, f"时段{words}一个月内另有{figure.members}条，不计入本时段{named}。", explains)


def _named(actor: Actor, figure: Figure) -> str:
    """The first few of the acts behind a figure: ：7月3日“支队党委会”; "" where they are not open to the actor."""
    try:
        members = members_of(actor, figure, _NAMED)
    except Restricted:
        return ""
    words = "、".join(f"{member.day.month}月{member.day.day}日“{member.title}”" for member in members if member.title)
    return f"：{words}" if words else ""


def _gone(case: _Case, known: Mapping[Ask, Figure]) -> Iterator[NearMiss]:
    """Acts that the book held at the period's end and holds no more, or that it has learned of since."""
    ask = case.figure.ask
    then = known.get(Ask(ask.key, ask.unit, ask.period, _then(ask.period)))
    if then is None or then.digest == case.figure.digest or not then.is_entered:
        return
    more = f"期末时账上为{then.text}，后来有记录作废、更正或补录，现为{case.figure.text}。"
    yield NearMiss(Near.GONE, more, explains=_fits(case, then))


def _never_posted(actor: Actor, case: _Case) -> Iterator[NearMiss]:
    """Acts that were recorded and count nowhere."""
    found = sorted(unposted(actor, case.figure), key=lambda each: each.reason)
    for reason, group in groupby(found, key=lambda each: each.reason):
        some = list(group)
        words = "、".join(f"{each.day.month}月{each.day.day}日“{each.title}”" for each in some[:_NAMED])
        explains = any(case.agrees_with(more) for more in range(1, len(some) + 1))
        yield NearMiss(Near.UNPOSTED, f"另有{len(some)}条{reason}，没有计入：{words}。", explains)
