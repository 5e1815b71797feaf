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
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), size):
            some = rows[begin : begin + size]
            sql = statement.format(rows=", ".join([one] * len(some)))
            cursor.execute(sql, list(chain.from_iterable(some)))
