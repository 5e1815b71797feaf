"""The control plan of a unit for a year, drawn up from the balances of all that stand below it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.duties.accounts import UNMET, Accounts, Branch, Month
from bihuan.duties.balances import State
from bihuan.duties.standing import UnitBalance
from bihuan.organisations.queries import UnitPlace
from bihuan.web.duties.account import Arrear, arrear_of
from bihuan.web.overview.matrix import Line, closing, year_of_months

OWN = "本级"
_ORDER = {State.MISSED: 0, State.OPEN: 1, State.MET_LATE: 2, State.WAIVED: 3, State.UPCOMING: 4, State.MET: 5}


@dataclass(frozen=True)
class Plan:
    """The rows of the plan that owe something, and the line that closes them."""

    top: UnitPlace
    lines: tuple[Line, ...]

    @property
    def closing(self) -> Line:
        """All lines together."""
        return closing("合计", self.lines)

    def line(self, code: str) -> Line | None:
        """The row of the unit with this code."""
        return next((line for line in self.lines if line.code == code), None)

    @property
    def worst(self) -> Line | None:
        """The row with the most missed windows; None where nothing is missed, or only one row stands there."""
        missed = [line for line in self.lines if line.year.missed]
        return max(missed, key=lambda line: line.year.missed) if missed and len(self.lines) > 1 else None


def drawn_up(accounts: Accounts, year: int) -> Plan:
    """The plan of a unit for a year, from the accounts of it and all below it."""
    lines = (_line(branch, year) for branch in accounts.branches)
    return Plan(accounts.top, tuple(line for line in lines if line.year.owed or line.year.waived))


def _line(branch: Branch, year: int) -> Line:
    name = OWN if branch.is_own else branch.place.name
    opens = not branch.is_own and len(branch.places) > 1
    return Line(branch.place.code, name, year_of_months(branch.by_month, year), opens=opens)


@dataclass(frozen=True)
class Unmet:
    """The windows that are missed or open: how many, and the most urgent of them."""

    count: int
    first: tuple[Arrear, ...]

    @property
    def left(self) -> int:
        """How many more there are than are listed."""
        return self.count - len(self.first)

    @property
    def next_due(self) -> Arrear | None:
        """The open window that ends first; None where nothing is open."""
        return next((arrear for arrear in self.first if arrear.window.state is State.OPEN), None)


def unmet(accounts: Accounts, most: int) -> Unmet:
    """Open windows by their last day, then missed ones, the newest first; at most so many of them."""
    owing = accounts.owing(State.OPEN, most) + accounts.owing(State.MISSED, most)
    return Unmet(accounts.count(*UNMET), tuple(map(arrear_of, owing[:most])))


def of_month(balances: Sequence[UnitBalance], month: Month) -> list[Arrear]:
    """The windows that end in the month, what asks for attention first and what was met last."""
    found = [
        Arrear(balance.unit, balance.unit_name, duty, window)
        for balance in balances
        for duty in balance.duties
        for window in duty.windows
        if (window.last.year, window.last.month) == month
    ]
    return sorted(found, key=lambda arrear: _ORDER[arrear.window.state])
