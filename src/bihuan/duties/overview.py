"""Overview: many units judged at once. Units with the same duties, facts and counts stand the same: one is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from bihuan.duties.balances import Count, Counts, Debt
from bihuan.duties.counting import Units, by_day, month_counts, numbers_of, packed
from bihuan.duties.debtors import Debtor, Facts, PostHolder, Waived, debtors
from bihuan.duties.packing import Packing
from bihuan.duties.plans import Obligation, Plan
from bihuan.duties.routes import Routes
from bihuan.duties.rules import Life
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.organisations.queries import UnitPlace
from bihuan.values.period import Period

Row = list[DutyBalance | None]
Pattern = tuple[int, ...]
"""The number of a series, and what was done of it over the months, packed."""


_Alike = tuple[tuple[Obligation, ...], date, date | None, Waived, tuple[PostHolder, ...]]
"""What units have in common that stand alike with nothing done: their duties, life, waivers and holders of posts."""


@dataclass(eq=False)
class _Group:
    """Units that owe the same under the same facts, with the lines that were judged for them so far."""

    debtors: list[Debtor]
    empty: Row
    slots: dict[str, list[int]]
    people: list[int]
    judged: dict[Pattern, list[tuple[int, DutyBalance | None]]] = field(default_factory=dict)


class Overview:
    """The balances of many units, put together from a few queries.

    Args:
        plan: the duties of the catalogue.
        routes: how their series are counted.
        over: the period asked for.
        today: the day on which the accounts are drawn up.
        each_holder: whether each holder of a post has a line of their own.
    """

    def __init__(self, plan: Plan, routes: Routes, over: Period, today: date, *, each_holder: bool) -> None:
        self._plan, self._routes, self._over, self._today = plan, routes, over, today
        self._each_holder = each_holder
        self._groups: dict[_Alike, _Group] = {}
        self._places: list[UnitPlace] = []
        self._rows: dict[int, tuple[_Group, Row]] = {}

    def add(self, place: UnitPlace, waived: Waived, holders: tuple[PostHolder, ...]) -> None:
        """Add a unit, as it stands with nothing done, with what was waived for it and who holds its posts."""
        obligations = self._plan.obligations(place.type, place.code)
        key = (obligations, place.begins, place.ends, waived, holders)
        group = self._groups.get(key)
        if group is None:
            facts = Facts(Life(place.begins, place.ends), waived, holders)
            group = self._groups[key] = self._group(obligations, facts)
        self._places.append(place)
        self._rows[place.number] = (group, group.empty.copy())

    def debtors(self) -> Iterator[Debtor]:
        """Everybody who owes something at the units added."""
        for group in self._groups.values():
            yield from group.debtors

    def count(self, units: Units) -> None:
        """Count what the units did, and judge every line it bears on."""
        for cap in sorted(set(self._routes.monthly.values())):
            self._count_by_month(units, cap)
        if self._routes.daily:
            self._count_by_day(units)

    def count_people(self, counts: Mapping[str, Counts]) -> None:
        """Judge the lines of post-holders by what each of them carried out."""
        for group, row in self._rows.values():
            for slot in group.people:
                debtor = group.debtors[slot]
                row[slot] = self._line(debtor, counts.get(debtor.holder, {}))

    def balances(self) -> list[UnitBalance]:
        """The balances, in the order in which the units were added."""
        return [
            UnitBalance(
                place.code,
                place.name,
                self._over,
                self._today,
                tuple(line for line in self._rows[place.number][1] if line is not None),
            )
            for place in self._places
        ]

    def _group(self, obligations: tuple[Obligation, ...], facts: Facts) -> _Group:
        owing = debtors(obligations, facts, each_holder=self._each_holder)
        slots: dict[str, list[int]] = defaultdict(list)
        for slot, debtor in enumerate(owing):
            if not debtor.holder and self._routes.is_monthly(debtor.obligation):
                slots[min(debtor.obligation.series)].append(slot)
        people = [slot for slot, debtor in enumerate(owing) if debtor.holder]
        return _Group(owing, [self._line(debtor, {}) for debtor in owing], dict(slots), people)

    def _count_by_month(self, units: Units, cap: int) -> None:
        first, last = self._routes.months
        if first > last:
            return
        packing = Packing(first, last, cap)
        wanted = [series for series, own in self._routes.monthly.items() if own == cap]
        names = numbers_of(wanted)
        units_rows = self._rows
        # The innermost loop of an overview: a million rows pass here, a few thousand patterns are judged.
        for rows in packed(units, list(names), packing):
            for found in rows:
                known = units_rows.get(found[0])
                if known is None:
                    continue
                group, lines = known
                pattern = found[1:]
                judged = group.judged.get(pattern)
                if judged is None:
                    months = _counts_of(packing, pattern[1:], self._today)
                    judged = self._judged(group, names[pattern[0]], months)
                    group.judged[pattern] = judged
                for slot, line in judged:
                    lines[slot] = line

    def _judged(self, group: _Group, series: str, months: tuple[Count, ...]) -> list[tuple[int, DutyBalance | None]]:
        counts = {series: months}
        return [(slot, self._line(group.debtors[slot], counts)) for slot in group.slots.get(series, ())]

    def _count_by_day(self, units: Units) -> None:
        for unit, counts in by_day(units, self._routes.daily, self._routes.days, self._routes.as_of).items():
            if unit not in self._rows:
                continue
            group, row = self._rows[unit]
            for slot, debtor in enumerate(group.debtors):
                if not debtor.holder and debtor.obligation.series & self._routes.daily:
                    row[slot] = self._line(debtor, counts)

    def _line(self, debtor: Debtor, counts: Mapping[str, Sequence[Count]]) -> DutyBalance | None:
        known = tuple((series, tuple(counts[series])) for series in sorted(debtor.obligation.series & counts.keys()))
        who = (debtor.obligation, debtor.debt.lives, tuple(debtor.debt.waived.items()))
        return _cut_line(self._plan, who, (debtor.holder, debtor.holder_name), known, (self._over, self._today))


@lru_cache(maxsize=8192)
def _counts_of(packing: Packing, packed: tuple[int, ...], today: date) -> tuple[Count, ...]:
    """The months of a pattern as counts; the same few patterns come back on every page."""
    return tuple(month_counts(packing.unpack(packed), today))


_Who = tuple[Obligation, tuple[Life, ...], tuple[tuple[date, str], ...]]


# Everything that bears on the line is an argument, so that what was judged for one page is right on every other:
# rules are told apart by identity, and packs that are read anew bring new ones.
@lru_cache(maxsize=8192)
def _cut_line(
    plan: Plan,
    who: _Who,
    holder: tuple[str, str],
    counts: tuple[tuple[str, tuple[Count, ...]], ...],
    asked: tuple[Period, date],
) -> DutyBalance | None:
    """The line of a debtor, with what is beyond the quota cut off: it was cut for some, so it is for all."""
    obligation, lives, waived = who
    debtor = Debtor(obligation, Debt(obligation.rules, lives, dict(waived)), *holder)
    line = debtor.line(plan, dict(counts), *asked)
    if line is None:
        return None
    windows = tuple(w._replace(done=w.owed) if w.done > w.owed else w for w in line.windows)
    return replace(line, windows=windows)
