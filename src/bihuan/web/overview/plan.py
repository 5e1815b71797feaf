"""The control plan of a unit for a year, drawn up from the balances of all that stand below it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter

from bihuan.duties.balances import State, Window
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.organisations.paths import WIDTH
from bihuan.organisations.queries import UnitPlace
from bihuan.web.duties.account import Arrear
from bihuan.web.overview.matrix import Line, by_month, closing

OWN = "本级"
_UNMET = (State.MISSED, State.OPEN)
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
        """The row with the most missed windows; None where nothing is missed, or only one row stands there."""
        missed = [line for line in self.lines if line.year.missed]
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


def unmet(balances: Sequence[UnitBalance], most: int) -> Unmet:
    """Open windows by their last day, then missed ones, the newest first; at most so many of them.

    A province has tens of thousands, and units that stand alike share their lines: each line is looked at once.
    """
    owing: dict[int, list[tuple[tuple[int, int], Window]]] = {}
    found: list[tuple[tuple[int, int], int, int, DutyBalance, Window]] = []
    for place, balance in enumerate(balances):
        for line, duty in enumerate(balance.duties):
            windows = owing.get(id(duty))
            if windows is None:
                windows = owing[id(duty)] = [(_urgency(w), w) for w in duty.windows if w.state in _UNMET]
            found += [(urgency, place, line, duty, window) for urgency, window in windows]
    some = nsmallest(most, found, key=itemgetter(0, 1, 2))
    return Unmet(
        len(found),
        tuple(
            Arrear(balances[place].unit, balances[place].unit_name, duty, window)
            for _, place, _, duty, window in some
        ),
    )


def _urgency(window: Window) -> tuple[int, int]:
    day = window.last.toordinal()
    return (0, day) if window.state is State.OPEN else (1, -day)


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
