"""Writing record rows and what hangs on them. One act and a hundred thousand go through the same statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from bihuan.book.vouchers import Voucher
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


@dataclass(frozen=True, slots=True)
class Entering:
    """What the rows of one call share: who enters them, when, in which import, as parts of which record."""

    by: str
    at: datetime
    batch: int | None = None
    part_of: int | None = None


def insert_records(prepared: Sequence[Prepared], entering: Entering) -> list[int]:
    """Write the rows of acts and of who took part; their numbers in the order given."""
    at = connection.ops.adapt_datetimefield_value(entering.at)
    numbers: list[int] = []
    with connection.cursor() as cursor:
        for begin in range(0, len(prepared), ROWS_AT_ONCE):
            some = prepared[begin : begin + ROWS_AT_ONCE]
            values: list[str | int | datetime | None] = []
            for each in some:
                values += _row(each, entering, at)
            # The database hands the numbers back in the order of the rows; Django's bulk_create relies on it too.
            cursor.execute(
                f"INSERT INTO records_record ({_COLUMNS}) VALUES {', '.join([_ROW] * len(some))} RETURNING id", values
            )
            numbers += [number for (number,) in cursor.fetchall()]
        people = _attendances(prepared, numbers)
        if people:
            cursor.executemany(_ATTENDANCE, people)
    return numbers


def voucher_of(prepared: Prepared, number: int) -> Voucher:
    """What the record posts."""
    return Voucher(ORIGIN, number, prepared.place.number, prepared.path, prepared.lines)


def _row(each: Prepared, entering: Entering, at: str | datetime | None) -> tuple[str | int | datetime | None, ...]:
    act = each.act
    return (
        act.kind,
        each.place.number,
        each.path,
        act.state.value,
        act.happened.isoformat(),
        act.until.isoformat() if act.until else None,
        act.title,
        written(act.fields),
        at,
        entering.by,
        each.delay,
        each.after_seal,
        entering.part_of,
        entering.batch,
    )


def _attendances(prepared: Sequence[Prepared], numbers: Sequence[int]) -> list[tuple[int, int, AttendeeRole]]:
    return [
        (number, person, role) for number, each in zip(numbers, prepared, strict=True) for person, role in each.people
    ]
