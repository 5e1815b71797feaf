"""The control plan of a unit for a year, drawn up from the balances of all that stand below it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from bihuan.duties.balances import State
from bihuan.duties.standing import UnitBalance
from bihuan.organisations.paths import WIDTH
from bihuan.organisations.queries import UnitPlace
from bihuan.web.accounts import Arrear
from bihuan.web.matrix import Line, by_month, closing

OWN = "本级"
_ORDER = {State.MISSED: 0, State.OPEN: 1, State.MET_LATE: 2, State.WAIVED: 3, State.UPCOMING: 4, State.MET: 5}


@dataclass(frozen=True)
class Branch:
    """A row of the plan: a unit below the chosen one with everything below it, or the chosen one's own account."""

    place: UnitPlace
    balances: tuple[UnitBalance, ...]
    is_own: bool = False

    @property
    def name(self) -> str:
        """What the row is called."""
        return OWN if self.is_own else self.place.name

    @property
    def opens(self) -> bool:
        """Whether there is a level below to open."""
        return not self.is_own and len(self.balances) > 1

    @cached_property
    def line(self) -> Line:
        """The row with its months."""
        windows = (duty.windows for balance in self.balances for duty in balance.duties)
        return Line(self.place.code, self.name, by_month(windows), opens=self.opens)


@dataclass(frozen=True)
class Plan:
    """The rows of the plan that owe something, and the line that closes them."""

    top: UnitPlace
    branches: tuple[Branch, ...]
    lines: tuple[Line, ...]

    @property
    def closing(self) -> Line:
        """All lines together."""
        return closing("合计", self.lines)

    def branch(self, code: str) -> Branch | None:
        """The row of the unit with this code."""
        return next((branch for branch in self.branches if branch.place.code == code), None)

    @property
    def worst(self) -> Line | None:
        """The row below with the most missed windows; None where nothing is missed, or only one row stands there."""
        missed = [line for line in self.lines if line.year.missed and line.code != self.top.code]
        return max(missed, key=lambda line: line.year.missed) if missed and len(self.lines) > 1 else None


def drawn_up(top: UnitPlace, places: Sequence[UnitPlace], balances: Sequence[UnitBalance]) -> Plan:
    """The plan of a unit.

    Args:
        top: the chosen unit.
        places: it and all below it that the actor sees, in the order of the tree.
        balances: the balances of these.
    """
    known = {balance.unit: balance for balance in balances}
    level = len(top.path) + WIDTH
    found: list[Branch] = []
    for path, group in groupby(places, key=lambda place: place.path[:level]):
        some = list(group)
        own = tuple(known[place.code] for place in some if place.code in known)
        found.append(Branch(some[0], own, is_own=path == top.path))
    owing = [(branch, branch.line) for branch in found]
    kept = [(branch, line) for branch, line in owing if line.year.owed or line.year.waived]
    return Plan(top, tuple(branch for branch, _ in kept), tuple(line for _, line in kept))


def unmet(balances: Sequence[UnitBalance]) -> list[Arrear]:
    """Every window that is missed or open: open ones first, by their last day; then what was missed, newest first."""
    found = [
        Arrear(balance.unit, balance.unit_name, duty, window)
        for balance in balances
        for duty in balance.duties
        for window in duty.windows
        if window.state in (State.MISSED, State.OPEN)
    ]
    return sorted(found, key=_by_urgency)


def _by_urgency(arrear: Arrear) -> tuple[int, int]:
    day = arrear.window.last.toordinal()
    return (0, day) if arrear.window.state is State.OPEN else (1, -day)


def of_month(balances: Sequence[UnitBalance], month: int) -> list[Arrear]:
    """The windows that end in the month, what asks for attention first and what was met last."""
    found = [
        Arrear(balance.unit, balance.unit_name, duty, window)
        for balance in balances
        for duty in balance.duties
        for window in duty.windows
        if window.last.month == month
    ]
    return sorted(found, key=lambda arrear: _ORDER[arrear.window.state])
