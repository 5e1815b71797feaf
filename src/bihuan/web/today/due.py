"""What is owed now, in the order in which it falls due: old debts apart, then one group for each last day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bihuan.duties.accounts import MOST_OWING, Accounts
from bihuan.duties.balances import State
from bihuan.values.period import Period
from bihuan.web.duties.account import Arrear, arrear_of, last_day_to_meet
from bihuan.web.overview.matrix import Standing, standing_of

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


def dues(accounts: Accounts, day: date, *, missed: int, listed: int) -> Dues:
    """The windows not met, at most so many missed and so many open ones listed."""
    waiting = [arrear_of(each) for each in accounts.owing(State.OPEN, MOST_OWING)]
    waiting.sort(key=lambda arrear: last_day_to_meet(arrear.window))
    open_count = accounts.count(State.OPEN)
    shown, rest = waiting[:listed], waiting[listed:]
    batches = tuple(
        Batch(last, (last - day).days, tuple(arrears))
        for last, arrears in groupby(shown, key=lambda arrear: last_day_to_meet(arrear.window))
    )
    return Dues(
        tuple(arrear_of(each) for each in accounts.owing(State.MISSED, missed)),
        accounts.count(State.MISSED),
        batches,
        open_count,
        open_count - len(shown),
        rest[0] if rest else None,
    )


def standing_in(accounts: Accounts, month: Period) -> Standing:
    """How the windows stand that end in the month, over all units: what a superior counts."""
    return standing_of(accounts.by_month.get((month.first.year, month.first.month), {}))


def share(done: int, asked: int) -> str:
    """Done in hundredths of what was asked, with one decimal; "无" where nothing was."""
    return f"{100 * done / asked:.1f}%" if asked else "无"
