"""Balances: what a duty asks in each window, what met it, what is still owed, and how that stands on a day. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bihuan.duties.rules import Life, Rule
from bihuan.duties.windows import Tile, tiles
from bihuan.values.period import Period
from bihuan.values.quantity import Bound


class State(StrEnum):
    """How a window stands. A missed window stays missed: nothing that happens later changes it."""

    UPCOMING = "upcoming"
    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _LABELS[self]

    @property
    def is_due(self) -> bool:
        """Whether the window counts in a completion rate: it was met, or its time is over."""
        return self in (State.MET, State.MET_LATE, State.MISSED)


_LABELS = {
    State.UPCOMING: "未到期",
    State.OPEN: "待办",
    State.MET: "已办",
    State.MET_LATE: "逾期补办",
    State.MISSED: "欠账",
    State.WAIVED: "免办",
}


class Count(NamedTuple):
    """What acts of one day add to the series of a duty, in its smallest step.

    ``item`` is set where the series counts distinct ones: the same item counts once in a window.
    """

    day: date
    amount: int
    item: str = ""


class Window(NamedTuple):
    """One window of a duty and how it stands. Amounts are in the smallest step of the rule's series.

    Attributes:
        first, last: its days, both in.
        rule: the version of the duty that it is judged by.
        owed: what it asks.
        done: what counts for it, in time and in the grace after it; never what made up for an earlier window.
        late: the part of ``done`` that came in the grace.
        state: how it stands on the day asked.
        reason: why it was waived, or "".
    """

    first: date
    last: date
    rule: Rule
    owed: int
    done: int
    late: int
    state: State
    reason: str = ""

    @property
    def arrears(self) -> int:
        """What is still owed: nothing while it has not begun or where it was waived."""
        if self.state in (State.UPCOMING, State.WAIVED):
            return 0
        return max(0, self.owed - self.done)

    @property
    def over(self) -> int:
        """How much more was done than an exact quota asks; 0 where the quota is a floor."""
        return max(0, self.done - self.owed) if self.rule.bound is Bound.EXACT else 0

    @property
    def period(self) -> Period:
        """Its days as a period."""
        return Period(self.first, self.last)


@dataclass(frozen=True)
class Debt:
    """One duty of one debtor.

    Attributes:
        rules: the versions of the duty that bind the debtor, the oldest first.
        lives: the days on which each of those who owe it is there: the unit, or every holder of the post. A window
            asks its quota of each whose life has all of its days.
        waived: the reason by the first day of each window that was waived.
    """

    rules: tuple[Rule, ...]
    lives: tuple[Life, ...]
    waived: Mapping[date, str] = field(default_factory=dict)

    def owed(self, over: Period) -> tuple[tuple[Tile, int], ...]:
        """Every window that shares a day with the period and is owed, with what it asks of all who owe it."""
        return _owed(self.rules, self.lives, over)


# Most units have been there for longer than the period, so that the same windows are owed by one after the other.
@lru_cache(maxsize=4096)
def _owed(rules: tuple[Rule, ...], lives: tuple[Life, ...], over: Period) -> tuple[tuple[Tile, int], ...]:
    found: list[tuple[Tile, int]] = []
    for tile in tiles(rules, over):
        heads = sum(life.covers(tile.first, tile.last) for life in lives)
        if tile.rule.quota and heads:
            found.append((tile, tile.rule.quota * heads))
    return tuple(found)


Counts = Mapping[str, Sequence[Count]]

# A grace is at most 31 days and a window at least 28, so an act reaches back over two windows at most.
_REACH = 2


def balance(debt: Debt, counts: Counts, over: Period, today: date) -> tuple[Window, ...]:
    """Every owed window that shares a day with the period, as it stands on ``today``.

    Args:
        debt: the duty and who owes it.
        counts: by series, what was done; days after ``today`` are left out. Where the duty has a grace, all counts
            from the beginning belong here, because an act may have gone to an earlier window.
        over: the period asked for. Any period that holds a window gives the same answer for it.
        today: the day on which the account is drawn up.
    """
    known = {
        series: sorted(count for count in counts.get(series, ()) if count.day <= today and count.amount > 0)
        for series in {rule.series for rule in debt.rules}
    }
    lines = [_Line(tile, amount) for tile, amount in debt.owed(_reach(debt.rules, known, over))]
    _settle(lines, debt.waived, known)
    return tuple([_window(line, debt.waived, today) for line in lines if line.tile.last >= over.first])


def _reach(rules: Sequence[Rule], counts: Counts, over: Period) -> Period:
    """The period whose windows have to be settled: with a grace, from before the first act on."""
    if not any(rule.grace for rule in rules):
        return over
    days = [found[0].day for found in counts.values() if found]
    # A grace is at most 31 days, so an act reaches no window that ended more than a year before it.
    first = min([over.first, *days])
    return Period(first.replace(year=first.year - 1, day=1), over.last)


class _Line:
    """A window while acts are being shared out."""

    __slots__ = ("in_time", "items", "late", "owed", "tile")

    def __init__(self, tile: Tile, owed: int) -> None:
        self.tile = tile
        self.owed = owed
        self.in_time = 0
        self.late = 0
        self.items: tuple[str, ...] = ()

    def is_news(self, item: str) -> bool:
        """Whether the item has not counted in this window yet; from now on it has."""
        if not item:
            return True
        if item in self.items:
            return False
        self.items += (item,)
        return True

    @property
    def short(self) -> int:
        return max(0, self.owed - self.in_time - self.late)


def _settle(lines: Sequence[_Line], waived: Mapping[date, str], counts: Counts) -> None:
    """Share the acts out: the oldest window that is still in its grace first, then the act's own window."""
    for series, found in counts.items():
        own = lines if len(counts) == 1 else [line for line in lines if line.tile.rule.series == series]
        if any(rule.grace for rule in {line.tile.rule for line in own}):
            _share_with_grace(own, waived, found)
        else:
            _share(own, found)


def _share(lines: Sequence[_Line], counts: Sequence[Count]) -> None:
    lasts = [line.tile.last for line in lines]
    for day, amount, item in counts:
        place = bisect_left(lasts, day)
        if place < len(lines) and lines[place].tile.first <= day and lines[place].is_news(item):
            lines[place].in_time += amount


def _share_with_grace(lines: Sequence[_Line], waived: Mapping[date, str], counts: Sequence[Count]) -> None:
    lasts = [line.tile.last for line in lines]
    for day, amount, item in counts:
        place = bisect_left(lasts, day)
        left = amount
        for line in lines[max(0, place - _REACH) : place]:
            if line.tile.first in waived or day > line.tile.rule.grace_ends(line.tile.last):
                continue
            if line.short and left and line.is_news(item):
                paid = min(left, line.short)
                line.late += paid
                left -= paid
        if left and place < len(lines) and lines[place].tile.first <= day and lines[place].is_news(item):
            lines[place].in_time += left


def _window(line: _Line, waived: Mapping[date, str], today: date) -> Window:
    first, last, rule = line.tile
    owed, in_time, late = line.owed, line.in_time, line.late
    if first in waived:
        return Window(first, last, rule, owed, in_time + late, late, State.WAIVED, waived[first])
    if in_time >= owed:
        state = State.MET
    elif in_time + late >= owed:
        state = State.MET_LATE
    elif today < first:
        state = State.UPCOMING
    else:
        state = State.OPEN if today <= rule.grace_ends(last) else State.MISSED
    return Window(first, last, rule, owed, in_time + late, late, state)
