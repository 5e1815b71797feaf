"""Accounts: what a unit and all below it owe, did and still owe, by the branches right below it.

A branch works each of its sums out once, when it is first asked for it. Of accounts brought up to date, the branches
in which nothing changed are the same objects as before, with all that was worked out of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge, nsmallest
from itertools import chain, groupby, islice
from operator import attrgetter, itemgetter

from bihuan.duties.balances import State, Window
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.organisations.paths import WIDTH
from bihuan.organisations.queries import UnitPlace

Month = tuple[int, int]
"""A year and its month."""
States = Mapping[State, int]
"""How many windows stand in each state."""

MOST_OWING = 300
"""Windows of a branch and state that are put in order: more than any brigade owes at once."""

UNMET = (State.MISSED, State.OPEN)


@dataclass(frozen=True, slots=True)
class Owing:
    """A window that is missed or open, and who owes it."""

    balance: UnitBalance
    duty: DutyBalance
    window: Window

    @property
    def urgency(self) -> int:
        """Its place among those of its state: the first day of the open ones leads, the last of the missed ones."""
        return _urgency(self.window)


@dataclass(frozen=True, eq=False)
class Branch:
    """A unit right below another with everything below it, or the other's own account.

    Attributes:
        places: the unit first, then all below it, in the order of the tree.
        balances: of each of them.
        is_own: whether this is the upper unit's own account.
    """

    places: tuple[UnitPlace, ...]
    balances: tuple[UnitBalance, ...]
    is_own: bool = False

    @property
    def place(self) -> UnitPlace:
        """The unit itself."""
        return self.places[0]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the unit and all below it."""
        return frozenset(place.code for place in self.places)

    @cached_property
    def by_month(self) -> Mapping[Month, States]:
        """How its windows stand, each in the month of its last day."""
        return states_by_month(duty.windows for balance in self.balances for duty in balance.duties)

    @cached_property
    def missed_duties(self) -> Mapping[Month, Counter[tuple[str, str]]]:
        """How many windows were missed, by the month in which they ended, the duty's name and who owed it."""
        found: dict[Month, Counter[tuple[str, str]]] = {}
        for balance, duty, times in self._missed:
            for month, count in times.items():
                found.setdefault(month, Counter())[duty.rule.name, duty.holder_name or balance.unit_name] += count
        return found

    @cached_property
    def missed_themes(self) -> Mapping[Month, Counter[str]]:
        """How many windows were missed, by the month in which they ended and the duty's theme."""
        found: dict[Month, Counter[str]] = {}
        for _, duty, times in self._missed:
            for month, count in times.items():
                found.setdefault(month, Counter())[duty.rule.theme] += count
        return found

    @property
    def _missed(self) -> Iterator[tuple[UnitBalance, DutyBalance, Mapping[Month, int]]]:
        """Each duty of each unit with the windows that it missed by their month."""
        known: dict[int, Counter[Month]] = {}
        for balance in self.balances:
            for duty in balance.duties:
                times = known.get(id(duty))
                if times is None:
                    missed = (window.last for window in duty.windows if window.state is State.MISSED)
                    times = known[id(duty)] = Counter((last.year, last.month) for last in missed)
                if times:
                    yield balance, duty, times

    @cached_property
    def owing(self) -> Mapping[State, tuple[Owing, ...]]:
        """The most urgent of what is missed, and of what is open."""
        found: dict[State, list[tuple[int, int, int, Window]]] = {state: [] for state in UNMET}
        known: dict[int, list[tuple[int, Window]]] = {}
        for number, balance in enumerate(self.balances):
            for line, duty in enumerate(balance.duties):
                unmet = known.get(id(duty))
                if unmet is None:
                    unmet = known[id(duty)] = [(_urgency(w), w) for w in duty.windows if w.state in UNMET]
                for urgency, window in unmet:
                    found[window.state].append((urgency, number, line, window))
        return {state: tuple(self._most_urgent(windows)) for state, windows in found.items()}

    def _most_urgent(self, windows: Iterable[tuple[int, int, int, Window]]) -> Iterator[Owing]:
        for _, number, line, window in nsmallest(MOST_OWING, windows, key=itemgetter(0, 1, 2)):
            balance = self.balances[number]
            yield Owing(balance, balance.duties[line], window)


@dataclass(frozen=True, eq=False)
class Accounts:
    """The accounts of a unit and all below it, as they stand on a day.

    Attributes:
        top: the unit.
        branches: its own account and those right below it, in the order of the tree.
    """

    top: UnitPlace
    branches: tuple[Branch, ...]

    @property
    def places(self) -> Iterator[UnitPlace]:
        """The unit and all below it, in the order of the tree."""
        return chain.from_iterable(branch.places for branch in self.branches)

    @property
    def balances(self) -> Iterator[UnitBalance]:
        """The balance of each of them."""
        return chain.from_iterable(branch.balances for branch in self.branches)

    @cached_property
    def by_month(self) -> Mapping[Month, States]:
        """How all windows stand, each in the month of its last day."""
        found: dict[Month, Counter[State]] = {}
        for branch in self.branches:
            for month, states in branch.by_month.items():
                found.setdefault(month, Counter()).update(states)
        return found

    def owing(self, state: State, most: int) -> list[Owing]:
        """The most urgent of the windows in a state of the `UNMET`, at most so many and at most `MOST_OWING`."""
        together = merge(*(branch.owing[state] for branch in self.branches), key=attrgetter("urgency"))
        return list(islice(together, most))

    def count(self, *states: State) -> int:
        """How many windows stand in one of the states."""
        return sum(found.get(state, 0) for found in self.by_month.values() for state in states)

    def branch(self, code: str) -> Branch | None:
        """The branch of the unit with this code."""
        return next((branch for branch in self.branches if branch.place.code == code), None)

    def counted(self, by_unit: Mapping[str, int]) -> dict[str, int]:
        """What is counted by the code of a unit, summed by the code of each branch's unit."""
        found = dict.fromkeys((branch.place.code for branch in self.branches), 0)
        branch_codes = self._branch_codes
        for code, count in by_unit.items():
            if code in branch_codes:
                found[branch_codes[code]] += count
        return found

    @cached_property
    def _branch_codes(self) -> Mapping[str, str]:
        """The code of its branch's unit, by the code of each unit."""
        return {place.code: branch.place.code for branch in self.branches for place in branch.places}

    def with_balances(self, changed: Mapping[str, UnitBalance]) -> Accounts:
        """The accounts with the balances of some units, by their codes, in the place of theirs."""
        return replace(self, branches=tuple(_with_balances(branch, changed) for branch in self.branches))


def accounts_of(top: UnitPlace, places: Sequence[UnitPlace], balances: Sequence[UnitBalance]) -> Accounts:
    """Accounts put together.

    Args:
        top: the unit.
        places: it and all below it, in the order of the tree.
        balances: the balance of each of these.
    """
    level = len(top.path) + WIDTH
    both = zip(places, balances, strict=True)
    branches: list[Branch] = []
    for path, group in groupby(both, key=lambda each: each[0].path[:level]):
        own_places, own_balances = zip(*group, strict=True)
        branches.append(Branch(own_places, own_balances, is_own=path == top.path))
    return Accounts(top, tuple(branches))


def states_by_month(accounts: Iterable[Sequence[Window]]) -> dict[Month, Counter[State]]:
    """How windows stand, each in the month of its last day.

    Units that stand alike share one sequence of windows, so each sequence is looked at once, however many share it.
    """
    times: Counter[int] = Counter()
    known: dict[int, Sequence[Window]] = {}
    for windows in accounts:
        times[id(windows)] += 1
        known[id(windows)] = windows
    found: dict[Month, Counter[State]] = {}
    for number, windows in known.items():
        for window in windows:
            last = window.last
            found.setdefault((last.year, last.month), Counter())[window.state] += times[number]
    return found


def _with_balances(branch: Branch, changed: Mapping[str, UnitBalance]) -> Branch:
    if branch.codes.isdisjoint(changed):
        return branch
    return replace(branch, balances=tuple(changed.get(each.unit, each) for each in branch.balances))


def _urgency(window: Window) -> int:
    day = window.last.toordinal()
    return day if window.state is State.OPEN else -day
