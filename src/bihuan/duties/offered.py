"""The numbers of duties that are not postings: windows that fell due, windows met, and the rate between them.

A window belongs to the period in which its last day lies, as in the bulletin and the plan: a quarter's duty is due in
March and not in January, and the months of a year add up to the year.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby

from django.utils.timezone import get_default_timezone

from bihuan.book.figures import units_asked
from bihuan.book.registry import Offer, offer
from bihuan.duties.balances import State
from bihuan.duties.queries import balances_below
from bihuan.organisations.paths import WIDTH, below, unit_numbers
from bihuan.organisations.queries import UnitPlace, units_below, units_numbered
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period

DUE, MET, RATE = "duty.due_items", "duty.met_items", "duty.completion_rate"
FEW = 3
"""Units that are asked for one by one; more are read off the account of the unit above them all."""

_NOTE = "到期条目为最后一天落在时段内的已办、逾期补办和欠账的期限，免办和未到期的不计。"


def register() -> None:
    """Tell the book who works these numbers out; called once when the program starts.

    One function for the three, so that a report that asks for all of them, of many units and months, has each unit's
    account drawn up once.
    """
    for key in _VALUES:
        offer(key, _offered)


def _due(_met: int, due: int) -> Fraction | None:
    return Fraction(due)


def _met(met: int, _due: int) -> Fraction | None:
    return Fraction(met)


def _rate(met: int, due: int) -> Fraction | None:
    return Fraction(100 * met, due) if due else None


_VALUES: dict[str, Callable[[int, int], Fraction | None]] = {DUE: _due, MET: _met, RATE: _rate}


@dataclass(frozen=True, slots=True)
class _Fallen:
    """A window that fell due: where its unit stands, its last day, whether it was met, and a mark of all that."""

    path: str
    last: date
    is_met: bool
    mark: int


class _Account:
    """Windows that fell due, in the order of the tree, so that a unit's are a run of them."""

    def __init__(self, windows: Iterable[_Fallen]) -> None:
        self._windows = sorted(windows, key=lambda each: each.path)
        self._paths = [each.path for each in self._windows]
        self._counted: dict[tuple[str, Period, bool], tuple[int, int, int]] = {}

    def counted(self, path: str, period: Period, *, own: bool) -> tuple[int, int, int]:
        """How many windows of the unit ended in the period: met, in all; and the sum of their marks."""
        key = (path, period, own)
        if key not in self._counted:
            end = path if own else below(path)[1]
            run = self._windows[bisect_left(self._paths, path) : bisect_right(self._paths, end)]
            mine = [each for each in run if each.last in period]
            self._counted[key] = sum(each.is_met for each in mine), len(mine), sum(each.mark for each in mine)
        return self._counted[key]


def _offered(actor: Actor, asks: Sequence[Ask]) -> list[Offer]:
    places = units_asked(actor, {ask.unit for ask in asks})
    found: dict[Ask, Offer] = {}
    for as_of, some in groupby(sorted(asks, key=_moment), key=lambda ask: ask.as_of):
        together = list(some)
        account = _Account(_fallen(actor, [places[ask.unit] for ask in together], _hull(together), as_of))
        for ask in together:
            met, due, marks = account.counted(places[ask.unit].path, ask.period, own=ask.own)
            found[ask] = Offer(_VALUES[ask.key](met, due), members=due, marks=marks, notes=(_NOTE,))
    return [found[ask] for ask in asks]


def _moment(ask: Ask) -> str:
    return ask.as_of.isoformat() if ask.as_of else ""


def _hull(asks: Iterable[Ask]) -> Period:
    """All periods in one: any period that holds a window gives the same answer for it."""
    periods = [ask.period for ask in asks]
    return Period(min(each.first for each in periods), max(each.last for each in periods))


def _fallen(actor: Actor, units: Sequence[UnitPlace], over: Period, as_of: datetime | None) -> list[_Fallen]:
    """Every window of the units and all below them that ends in the period and fell due."""
    today = (as_of or actor.at).astimezone(get_default_timezone()).date()
    found: list[_Fallen] = []
    for top in _tops(actor, units):
        paths = {place.code: place.path for place in units_below(actor, top)}
        for balance in balances_below(actor, top.code, over, today, as_of):
            for duty in balance.duties:
                name = f"{balance.unit}|{duty.rule.duty}|{duty.holder}"
                found += [
                    _Fallen(paths[balance.unit], window.last, window.state is not State.MISSED, _mark(
                        f"{name}|{window.first}|{window.state}"
                    ))
                    for window in duty.windows
                    if window.state.is_due
                ]  # fmt: skip
    return found


def _tops(actor: Actor, units: Sequence[UnitPlace]) -> list[UnitPlace]:
    """The units with none of them above; where these are many, the one above them all that the actor sees."""
    highest: dict[str, UnitPlace] = {}
    for place in sorted(units, key=lambda place: place.path):
        if not any(place.path.startswith(path) for path in highest):
            highest[place.path] = place
    if len(highest) <= FEW:
        return list(highest.values())
    shared = _shared(list(highest))
    if not shared or not actor.may(Action.SEE, shared):
        return list(highest.values())
    return list(units_numbered([unit_numbers(shared)[-1]]).values())


def _shared(paths: Sequence[str]) -> str:
    """The path down to which all of them are the same."""
    first, last = min(paths), max(paths)
    level = 0
    while level < len(first) and first[: level + WIDTH] == last[: level + WIDTH]:
        level += WIDTH
    return first[:level]


def _mark(text: str) -> int:
    """A number that changes when the state of a window does."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big") >> 2
