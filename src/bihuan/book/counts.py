"""Counts for duties: what units did themselves, for many units and series at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import connection

from bihuan.book.bulk import Value
from bihuan.book.series import series_numbers
from bihuan.values.period import Period

_FEW = 400
"""Up to so many units the database picks them out; beyond it reading the series whole is faster."""


def monthly(
    series: Sequence[str], units: Sequence[int], months: tuple[int, int]
) -> Iterator[tuple[str, int, int, int]]:
    """What each unit itself added to each series in each month, in steps: (series, unit, yyyymm, amount).

    One statement, whatever the number of units; months without an amount are not there. The rows come series by
    series, unit by unit, month by month, straight from the tallies and one at a time, so that a whole province
    can be gone through without being held in memory.

    Args:
        series: keys of series that add up.
        units: the numbers of the units.
        months: the first and the last month as yyyymm, both in.
    """
    numbers = series_numbers(series)
    wanted = set(units)
    if not numbers or not wanted:
        return
    sql = (
        "SELECT series_id, unit_id, month, amount FROM book_tally"
        f" WHERE series_id IN ({_places(len(numbers))}) AND month >= %s AND month <= %s"
    )
    values: list[Value] = [*numbers.values(), *months]
    few = len(wanted) <= _FEW
    if few:
        sql += f" AND unit_id IN ({_places(len(wanted))})"
        values += sorted(wanted)
    keys = {number: key for key, number in numbers.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql + " ORDER BY series_id, unit_id, month", values)
        for number, unit, month, amount in cursor:
            if few or unit in wanted:
                yield keys[number], unit, month, amount


def daily(series: Sequence[str], units: Sequence[int], period: Period) -> Mapping[tuple[str, int, date], int]:
    """What each unit itself added to each series on each day of the period, in steps; for graces that need days.

    Days on which everything was taken back again are left out.
    """
    numbers = series_numbers(series)
    found: dict[tuple[str, int, date], int] = {}
    keys = {number: key for key, number in numbers.items()}
    for begin in range(0, len(units) if numbers else 0, _FEW):
        some = units[begin : begin + _FEW]
        sql = (
            "SELECT p.series_id, p.unit_id, p.happened, SUM(p.amount) FROM book_place b CROSS JOIN book_posting p"
            f" WHERE b.unit_id IN ({_places(len(some))}) AND p.series_id IN ({_places(len(numbers))})"
            " AND p.path = b.path AND p.happened >= %s AND p.happened <= %s"
            " GROUP BY p.series_id, p.unit_id, p.happened HAVING SUM(p.amount) <> 0"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*some, *numbers.values(), period.first, period.last])
            for number, unit, day, amount in cursor.fetchall():
                found[keys[number], unit, date.fromisoformat(str(day))] = int(amount)
    return found


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
