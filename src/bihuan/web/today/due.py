"""What is owed now, in the order in which it falls due: old debts apart, then one group for each last day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bihuan.duties.balances import State
from bihuan.duties.standing import UnitBalance
from bihuan.values.period import Period
from bihuan.web.duties.account import Arrear, last_day_to_meet
from bihuan.web.overview.matrix import Standing
from bihuan.web.overview.plan import unmet

MOST = 600
"""Windows that are looked at: more than any brigade owes at once; a detachment's are counted beyond that."""

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Batch:
    """What falls due on one day."""

    day: date
    days_left: int
    arrears: tuple[Arrear, ...]

    @property
    def weekday(self) -> str:
        """The day of the week in one character."""
        return _WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class Dues:
    """What a unit and all below it owe on a day.

    Attributes:
        missed: debts whose time is over, the newest first; ``missed_count`` counts all of them.
        batches: what is still open, the first day first; ``open_count`` counts all of it.
        left: how many open ones are not listed, and ``next_left`` the first of them.
    """

    missed: tuple[Arrear, ...]
    missed_count: int
    batches: tuple[Batch, ...]
    open_count: int
    left: int = 0
    next_left: Arrear | None = None

    @property
    def missed_left(self) -> int:
        """How many debts are not listed."""
        return self.missed_count - len(self.missed)


def dues(balances: Sequence[UnitBalance], day: date, *, missed: int, listed: int) -> Dues:
    """The windows not met, at most so many missed and so many open ones listed."""
    found = unmet(balances, MOST)
    waiting = [arrear for arrear in found.first if arrear.window.state is State.OPEN]
    waiting.sort(key=lambda arrear: last_day_to_meet(arrear.window))
    debts = [arrear for arrear in found.first if arrear.window.state is State.MISSED]
    shown, rest = waiting[:listed], waiting[listed:]
    batches = tuple(
        Batch(last, (last - day).days, tuple(arrears))
        for last, arrears in groupby(shown, key=lambda arrear: last_day_to_meet(arrear.window))
    )
    return Dues(
        tuple(debts[:missed]),
        found.count - len(waiting),
        batches,
        len(waiting),
        len(rest),
        rest[0] if rest else None,
    )


def standing_in(balances: Sequence[UnitBalance], month: Period) -> Standing:
    """How the windows stand that end in the month, over all units: what a superior counts."""
    states = [
        window.state
        for balance in balances
        for duty in balance.duties
        for window in duty.windows
        if window.last in month
    ]
    return Standing(
        met=states.count(State.MET),
        late=states.count(State.MET_LATE),
        open=states.count(State.OPEN),
        missed=states.count(State.MISSED),
        waived=states.count(State.WAIVED),
        upcoming=states.count(State.UPCOMING),
    )


def share(done: int, asked: int) -> str:
    """Done in hundredths of what was asked, with one decimal; "无" where nothing was."""
    return f"{100 * done / asked:.1f}%" if asked else "无"
