"""Counts for duties: what units did themselves by month, for many units and series at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from bihuan.book.bulk import Value
from bihuan.book.series import series_numbers

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


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
