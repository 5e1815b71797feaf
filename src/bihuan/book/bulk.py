"""Rows written many to a statement: on either database the cost of a statement outweighs that of a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from django.db import connection

VARIABLES = 900
"""How many values a statement may carry: the oldest SQLite that Django runs on takes 999."""

Value = int | str | date | datetime | None
Row = tuple[Value, ...]


def insert(statement: str, rows: Sequence[Row]) -> None:
    """Write the rows in their order.

    Args:
        statement: an INSERT with ``{rows}`` where its rows go, after VALUES.
        rows: their values, as many in each.
    """
    if not rows:
        return
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    size = VARIABLES // len(rows[0])
    whole = len(rows) - len(rows) % size
    with connection.cursor() as cursor:
        if whole:
            # One call for all statements of the same shape: Django reads the words of a statement once for each call.
            sql = statement.format(rows=", ".join([one] * size))
            cursor.executemany(sql, [_flat(rows[begin : begin + size]) for begin in range(0, whole, size)])
        if whole < len(rows):
            sql = statement.format(rows=", ".join([one] * (len(rows) - whole)))
            cursor.execute(sql, _flat(rows[whole:]))


def _flat(rows: Sequence[Row]) -> list[Value]:
    return list(chain.from_iterable(rows))
