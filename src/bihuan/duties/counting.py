"""Counting: what units themselves did, from the tallies by month and, where days or items matter, from the postings.

One SQL text for SQLite and PostgreSQL. The number of queries depends on the duties, never on the number of units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from bihuan.book.series import numbers_told
from bihuan.duties.balances import Count
from bihuan.duties.packing import Packing
from bihuan.organisations.paths import below
from bihuan.trail.look import once
from bihuan.values.period import Period, month_of

Months = list[tuple[int, int]]
"""Months as yyyymm, each with what was done in it."""

_ROWS = 20_000


@dataclass(frozen=True)
class Units:
    """Which units' own acts are counted: some by their numbers, all that stand below a path now, or every one."""

    numbers: tuple[int, ...] = ()
    path: str | None = None

    @property
    def condition(self) -> str:
        """The condition on a column ``unit_id``, in SQL."""
        if self.numbers:
            return f"unit_id IN ({_marks(self.numbers)})"
        if self.path is not None:
            inside = "until IS NULL AND path >= %s AND path < %s"
            return f"unit_id IN (SELECT unit_id FROM organisations_placement WHERE {inside})"
        return "1 = 1"

    @property
    def parameters(self) -> tuple[str | int, ...]:
        """What the condition's marks stand for."""
        if self.numbers:
            return self.numbers
        return () if self.path is None else below(self.path)


def by_day(
    units: Units, series: Iterable[str], period: Period, as_of: datetime | None = None
) -> dict[int, dict[str, list[Count]]]:
    """What units did by day and, in a series that counts distinct ones, by item; by unit and series.

    Args:
        units: whose own acts.
        series: the keys.
        period: the days.
        as_of: only what was entered up to this moment; None for all.
    """
    names = numbers_of(series)
    found: dict[int, dict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    if not names:
        return found
    sql = f"""SELECT unit_id, series_id, happened, item, SUM(amount), SUM(sense) FROM book_posting
        WHERE series_id IN ({_marks(names)}) AND path IN (SELECT path FROM book_place WHERE {units.condition})
        AND happened BETWEEN %s AND %s {"" if as_of is None else "AND entered <= %s"}
        GROUP BY unit_id, series_id, happened, item"""
    known = () if as_of is None else (connection.ops.adapt_datetimefield_value(as_of),)
    parameters = (*names, *units.parameters, period.first.isoformat(), period.last.isoformat(), *known)
    for unit, number, day, item, amount, members in fetched(sql, parameters):
        if members > 0 and amount > 0:
            # An item is posted once for each act that has it and counts once.
            found[unit][names[number]].append(Count(day_of(day), 1 if item else int(amount), item))
    return found


def by_month(units: Units, series: Iterable[str], months: tuple[int, int]) -> dict[int, dict[str, Months]]:
    """What units did by month, exactly; by unit and series."""
    names = numbers_of(series)
    found: dict[int, dict[str, Months]] = defaultdict(lambda: defaultdict(list))
    if not names:
        return found
    sql = f"""SELECT unit_id, series_id, month, amount FROM book_tally
        WHERE series_id IN ({_marks(names)}) AND {units.condition} AND month BETWEEN %s AND %s"""
    for unit, number, month, amount in fetched(sql, (*names, *units.parameters, *months)):
        found[unit][names[number]].append((month, amount))
    return found


def packed(units: Units, numbers: Sequence[int], packing: Packing) -> Iterator[list[tuple[int, ...]]]:
    """What units did by month, cut at the packing's cap: a row for a unit and series, many rows at a time.

    A row is the unit's number, the series' number in the book (see `numbers_of`), and the packed integers.
    """
    if not numbers:
        return
    sql = f"""SELECT unit_id, series_id, {packing.columns()} FROM book_tally
        WHERE series_id IN ({_marks(numbers)}) AND {units.condition} AND month BETWEEN %s AND %s
        GROUP BY series_id, unit_id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, (*numbers, *units.parameters, packing.first, packing.last))
        while rows := cursor.fetchmany(_ROWS):
            yield rows


def month_counts(months: Iterable[tuple[int, int]], today: date) -> list[Count]:
    """Counts of months as counts of days: on the month's last day, or on ``today`` in the month that is running."""
    running = month_of(today)
    return [
        Count(_last_day(month) if month < running else today, amount) for month, amount in months if month <= running
    ]


@cache
def _last_day(month: int) -> date:
    return Period.of_months(month // 100, month % 100, 1).last


def numbers_of(series: Iterable[str]) -> Mapping[int, str]:
    """The series that something was posted to, by their numbers in the book."""
    return {number: key for key, number in numbers_told(series).items()}


def _marks(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def fetched(sql: str, parameters: Sequence[str | int | datetime | None]) -> Iterator[Any]:
    """The rows of a statement, taken many at a time: one at a time costs as much as the statement itself."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(_ROWS):
            yield from rows


def told(sql: str, parameters: Sequence[str | int | datetime | None]) -> list[Any]:
    """The rows of a short statement; two accounts that are drawn up within one look ask it once."""
    return once((sql, tuple(parameters)), lambda: list(fetched(sql, parameters)))


def day_of(value: date | str) -> date:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return value if isinstance(value, date) else date.fromisoformat(value)
