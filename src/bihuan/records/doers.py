"""Which acts a person carried out: what they add to a series, for the duties that post-holders owe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import FieldType
from bihuan.records.act import AttendeeRole
from bihuan.records.rows import ORIGIN
from bihuan.trail.look import once
from bihuan.values.period import Period

DOING_ROLES = (AttendeeRole.CHAIR, AttendeeRole.LECTURER, AttendeeRole.SPEAKER)
"""What a person carries out, as against attends."""

DOING_FIELDS = frozenset({"chair", "lecturer", "led_by", "checker", "revisitor"})
"""The same, where the kind has a field for it."""

_CHUNK = 500


class PersonCount(NamedTuple):
    """What one person's acts of a day add to a series, in its smallest step, whatever unit recorded them."""

    series: str
    person: str
    day: date
    amount: int


def acts_carried_out(
    series: Sequence[str], people: Sequence[str], period: Period, as_of: datetime | None = None
) -> Iterator[PersonCount]:
    """What the people's own acts of the period add to the series.

    A person carried an act out who chaired it, lectured or spoke, as one who took part or in the kind's own field for
    it. Who merely attended did not.

    Args:
        series: keys of posted series.
        people: codes of people.
        period: the days that the amounts count for.
        as_of: only what was entered up to this moment; None for all.
    """
    amounts = _amounts(series, period, as_of)
    sources = sorted({source for source, _, _ in amounts})
    wanted = frozenset(people)
    doers: dict[int, set[str]] = {}
    for begin in range(0, len(sources), _CHUNK):
        doers |= _doers_of(sources[begin : begin + _CHUNK], wanted)
    for (source, key, day), amount in amounts.items():
        for person in sorted(doers.get(source, ())):
            yield PersonCount(key, person, day, amount)


def _amounts(series: Sequence[str], period: Period, as_of: datetime | None) -> Mapping[tuple[int, str, date], int]:
    """What each record adds to each series on each day; what was taken back again is left out."""
    sql = _AMOUNTS.format(marks=", ".join(["%s"] * len(series)), known="" if as_of is None else "AND p.entered <= %s")
    known = () if as_of is None else (connection.ops.adapt_datetimefield_value(as_of),)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*series, ORIGIN, period.first.isoformat(), period.last.isoformat(), *known))
        return {(source, key, _day(day)): int(amount) for source, key, day, amount in cursor.fetchall()}


# From the series to their postings, which have an index that begins with them; CROSS JOIN keeps SQLite to that order.
_AMOUNTS = """SELECT p.source, s.key, p.happened, SUM(p.amount) FROM book_series s CROSS JOIN book_posting p
    WHERE s.key IN ({marks}) AND p.series_id = s.id AND p.origin = %s AND p.happened BETWEEN %s AND %s {known}
    GROUP BY p.source, s.key, p.happened HAVING SUM(p.sense) <> 0"""


def _day(value: date | str) -> date:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def who_carried_out(records: Sequence[int]) -> set[str]:
    """The codes of the people who carried records out."""
    return {code for _, code in _doings(records)} if records else set()


def carried_out_by(person: str, records: Sequence[int]) -> frozenset[int]:
    """Which of the records the person with this code carried out."""
    return frozenset(_doers_of(sorted(records), frozenset({person}))) if records else frozenset()


def _doers_of(sources: Sequence[int], wanted: frozenset[str]) -> dict[int, set[str]]:
    doers: dict[int, set[str]] = {}
    for number, code in _doings(sources):
        if code in wanted:
            doers.setdefault(number, set()).add(code)
    return doers


def _doings(sources: Sequence[int]) -> Iterator[tuple[int, str]]:
    """A record's number with the code of somebody who carried it out."""
    yield from _fetched(_ATTENDED, sources, DOING_ROLES)
    naming = _naming(catalogue())
    rows = _fetched(_NAMING, sources, list(naming)) if naming else ()
    for number, key, text in rows:
        # A person is written as their code: the other fields need not be read into their types.
        values = json.loads(text)
        yield from ((number, str(values[field])) for field in naming[key] if field in values)


@lru_cache(maxsize=4)
def _naming(packs: Catalogue) -> Mapping[str, list[str]]:
    """The fields that name who carried an act out, by the kind that has them."""
    found = {
        kind.key: [each.key for each in kind.fields if _is_doing(each.key, each.type)]
        for kind in packs.kinds.values()
    }
    return {key: named for key, named in found.items() if named}


_ATTENDED = """SELECT a.record_id, p.code FROM records_attendance a
    JOIN organisations_person p ON p.id = a.person_id WHERE a.record_id IN ({sources}) AND a.role IN ({others})"""
_NAMING = "SELECT id, kind, fields FROM records_record WHERE id IN ({sources}) AND kind IN ({others})"


def _fetched(sql: str, sources: Sequence[int], others: Sequence[str]) -> list[Any]:
    marks = {"sources": ", ".join(["%s"] * len(sources)), "others": ", ".join(["%s"] * len(others))}
    # Of two accounts that are drawn up within one look, as of two days, most people's acts are the same.
    return once((sql, *sources, *others), partial(_rows, sql.format(**marks), (*sources, *others)))


def _rows(sql: str, parameters: tuple[int | str, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows


def _is_doing(key: str, type_: FieldType) -> bool:
    return type_ is FieldType.PERSON and key in DOING_FIELDS
