"""Writing record rows and what hangs on them. One act and a hundred thousand go through the same statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from bihuan.book.vouchers import Line, Voucher
from bihuan.records.act import AttendeeRole
from bihuan.records.fields import written
from bihuan.records.preparation import Prepared

ORIGIN = "record"
"""What the book calls postings of this part."""

ROWS_AT_ONCE = 500
"""Rows of one statement: 15 values each stay far below SQLite's limit of parameters."""

_COLUMNS = (
    "kind, unit_id, path, state, happened, until, title, fields, entered, entered_by, delay, after_seal,"
    " part_of_id, batch_id"
)
_ROW = f"({', '.join(['%s'] * 14)})"
_ATTENDANCE = "INSERT INTO records_attendance (record_id, person_id, role) VALUES (%s, %s, %s)"


Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Entering:
    """What the rows of one call share: who enters them, when, in which import, as parts of which record."""

    by: str
    at: datetime
    batch: int | None = None
    part_of: int | None = None


class Ready(NamedTuple):
    """An act as it is written: plain values, in the order of the columns, with what hangs on it.

    Attributes:
        unit: the number of the unit.
        fields: the typed values as they are kept.
        people: who took part, by number.
        lines: what it posts.
    """

    kind: str
    unit: int
    path: str
    state: str
    happened: str
    until: str | None
    title: str
    fields: str
    delay: int
    after_seal: bool
    people: tuple[tuple[int, AttendeeRole], ...]
    lines: tuple[Line, ...]


def ready(prepared: Prepared) -> Ready:
    """The act, made ready to be written; its parts are rows of their own."""
    act = prepared.act
    return Ready(
        act.kind,
        prepared.place.number,
        prepared.path,
        act.state.value,
        act.happened.isoformat(),
        act.until.isoformat() if act.until else None,
        act.title,
        written(act.fields),
        prepared.delay,
        prepared.after_seal,
        prepared.people,
        prepared.lines,
    )


def insert_records(rows: Sequence[Ready], entering: Entering) -> list[int]:
    """Write the rows of acts and of who took part; their numbers in the order given."""
    at = connection.ops.adapt_datetimefield_value(entering.at)
    numbers: list[int] = []
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[begin : begin + ROWS_AT_ONCE]
            values: list[Value] = []
            for each in some:
                values += _row(each, entering, at)
            # The database hands the numbers back in the order of the rows; Django's bulk_create relies on it too.
            cursor.execute(
                f"INSERT INTO records_record ({_COLUMNS}) VALUES {', '.join([_ROW] * len(some))} RETURNING id", values
            )
            numbers += [number for (number,) in cursor.fetchall()]
        people = _attendances(rows, numbers)
        if people:
            cursor.executemany(_ATTENDANCE, people)
    return numbers


def voucher_of(row: Ready, number: int) -> Voucher:
    """What the record posts."""
    return Voucher(ORIGIN, number, row.unit, row.path, row.lines)


def _row(each: Ready, entering: Entering, at: Value) -> tuple[Value, ...]:
    # kind to fields, then the entry, then how late it is.
    return (
        *each[:8],
        at,
        entering.by,
        each.delay,
        each.after_seal,
        entering.part_of,
        entering.batch,
    )


def _attendances(rows: Sequence[Ready], numbers: Sequence[int]) -> list[tuple[int, int, AttendeeRole]]:
    return [
        (number, person, role) for number, each in zip(numbers, rows, strict=True) for person, role in each.people
    ]
