"""A page of records: the statement that finds it, so that it costs the same however many records there are.

What is wanted is what `bihuan.records.queries.found` says; a test holds the two against each other. Two things are
told to the database that it does not see by itself. Below a unit with few others, each place has its newest records
at the end of an index, so that these are put together; below one with many, the records are walked from the newest
on, of which enough are soon found. And putting a statement together by the ORM takes longer than answering it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from django.db import connection

from bihuan.organisations.paths import below
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import State
from bihuan.records.lateness import LATE_AFTER
from bihuan.records.scope import moved_into, restricted_kinds
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period

FEW = 40
"""Places below a unit up to which each one's newest records are asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: what is None or "" does not narrow.

    Attributes:
        place: a unit; all that stood below it on their day, and its own, are included.
        before: the day and number of the last record of the page before.
    """

    place: UnitPlace | None = None
    kind: str = ""
    period: Period | None = None
    state: State | None = None
    text: str = ""
    late: bool | None = None
    corrected: bool | None = None
    before: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the database gives it, its days and moments read."""

    number: int
    kind: str
    unit: str
    unit_name: str
    happened: date
    until: date | None
    state: str
    title: str
    entered: datetime
    entered_by: str
    delay: int
    after_seal: bool
    part_of: int | None
    correction: int | None


class _Conditions:
    """Conditions on ``records_record r`` and its correction ``c``, and what their marks stand for."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[str | int] = []

    def add(self, sql: str, *values: str | int) -> None:
        self.parts.append(sql)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "1 = 1"


@dataclass(frozen=True, slots=True)
class _Reach:
    """Subtrees by their tops, with the units that stand there now and have records from elsewhere."""

    tops: tuple[str, ...]
    units: tuple[int, ...]

    def condition(self) -> tuple[str, list[str | int]]:
        """The condition on a record's place or unit.

        Adding nothing to the path keeps it from its index, by which the database would fetch and sort everything
        below the unit to show the newest fifty.
        """
        if "" in self.tops:
            return "1 = 1", []
        parts = ["(r.path || '') >= %s AND (r.path || '') < %s"] * len(self.tops)
        parts += ["r.unit_id = %s"] * len(self.units)
        return f"({' OR '.join(parts) or '1 = 0'})", [*chain.from_iterable(map(below, self.tops)), *self.units]


_ROWS = """SELECT r.id, r.kind, u.code, u.name, r.happened, r.until, r.state, r.title, r.entered, r.entered_by,
    r.delay, r.after_seal, r.part_of_id, c.id AS correction FROM records_record r
    JOIN organisations_unit u ON u.id = r.unit_id LEFT JOIN records_correction c ON c.record_id = r.id
    WHERE {where} ORDER BY r.happened DESC, r.id DESC LIMIT %s"""
_TOGETHER = "SELECT * FROM ({each}) AS together ORDER BY happened DESC, id DESC LIMIT %s"


def newest(actor: Actor, wanted: Wanted, count: int) -> list[Row]:
    """The newest of the records wanted, as far as the actor may see them, and at most so many."""
    rest = _narrowed(wanted)
    seen, kept = _reach(actor, Action.SEE), _reach(actor, Action.DISCIPLINE)
    sql, values = _visible(seen, kept)
    rest.add(sql, *values)
    reach = seen if wanted.place is None else _reach_of(wanted.place)
    if wanted.place is None and kept.tops:
        reach = _Reach(tuple({*seen.tops, *kept.tops}), tuple({*seen.units, *kept.units}))
    paths = _paths_below(reach.tops)
    if len(paths) <= FEW:
        return _put_together(rest, reach, paths, count)
    sql, values = reach.condition()
    rest.add(sql, *values)
    return _fetched(_ROWS.format(where=rest.sql), [*rest.values, count])


def _put_together(rest: _Conditions, reach: _Reach, paths: Sequence[str], count: int) -> list[Row]:
    """The newest of each place, and of units that stood elsewhere, in one order."""
    each = [_ROWS.format(where=f"r.path = %s AND {rest.sql}")] * len(paths)
    values = list(chain.from_iterable((path, *rest.values, count) for path in paths))
    if reach.units:
        places, units = (", ".join(["%s"] * len(some)) for some in (paths, reach.units))
        each.append(_ROWS.format(where=f"r.unit_id IN ({units}) AND r.path NOT IN ({places}) AND {rest.sql}"))
        values += [*reach.units, *paths, *rest.values, count]
    if not each:
        return []
    together = " UNION ALL ".join(f"SELECT * FROM ({rows}) AS of_{n}" for n, rows in enumerate(each))
    return _fetched(_TOGETHER.format(each=together), [*values, count])


def _narrowed(wanted: Wanted) -> _Conditions:
    found = _Conditions()
    if wanted.kind:
        found.add("r.kind = %s", wanted.kind)
    if wanted.period is not None:
        found.add("r.happened BETWEEN %s AND %s", wanted.period.first.isoformat(), wanted.period.last.isoformat())
    if wanted.state is not None:
        found.add("r.state = %s", wanted.state.value)
    if wanted.text:
        pattern = f"%{connection.ops.prep_for_like_query(wanted.text)}%"
        found.add(r"(r.title LIKE %s ESCAPE '\' OR r.fields LIKE %s ESCAPE '\')", pattern, pattern)
    if wanted.late is not None:
        late = f"(r.delay > {LATE_AFTER} OR r.after_seal)"
        found.add(late if wanted.late else f"NOT {late}")
    if wanted.corrected is not None:
        found.add("c.id IS NOT NULL" if wanted.corrected else "c.id IS NULL")
    if wanted.before is not None:
        day, number = wanted.before[0].isoformat(), wanted.before[1]
        # The day is said once more in a way that lets the walk begin there.
        found.add("r.happened <= %s AND (r.happened < %s OR r.id < %s)", day, day, number)
    return found


def _visible(seen: _Reach, kept: _Reach) -> tuple[str, list[str | int]]:
    """What `bihuan.records.scope.visible` says."""
    closed = sorted(restricted_kinds())
    sql, values = seen.condition()
    if not closed:
        return sql, values
    marks = ", ".join(["%s"] * len(closed))
    kept_sql, kept_values = kept.condition()
    whole = f"({sql} AND r.kind NOT IN ({marks}) OR {kept_sql} AND r.kind IN ({marks}))"
    return whole, [*values, *closed, *kept_values, *closed]


def _reach(actor: Actor, action: Action) -> _Reach:
    tops = actor.paths(action)
    return _Reach(tops, () if "" in tops else tuple(number for top in tops for number in moved_into(*below(top))))


def _reach_of(place: UnitPlace) -> _Reach:
    """A unit's subtree; of its own records also those from where it stood before."""
    moved = place.number in moved_into(*below(place.path))
    return _Reach((place.path,), (place.number,) if moved else ())


def _paths_below(tops: Sequence[str]) -> list[str]:
    """The places at which units stand or stood there, and no more than it takes to know that they are not few."""
    if not tops:
        return []
    ranges = " OR ".join(["path >= %s AND path < %s"] * len(tops))
    sql = f"SELECT DISTINCT path FROM organisations_placement WHERE {ranges} LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, (*chain.from_iterable(map(below, tops)), FEW + 1))
        return [path for (path,) in cursor.fetchall()]


def _fetched(sql: str, values: Sequence[str | int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_row(*each) for each in cursor.fetchall()]


def _row(number: int, kind: str, unit: str, unit_name: str, *rest: Any) -> Row:
    happened, until, state, title, entered, by, delay, after_seal, part_of, correction = rest
    return Row(
        number, kind, unit, unit_name, _day(happened), _day(until) if until else None, state, title,
        _moment(entered), by, delay, bool(after_seal), part_of, correction,
    )  # fmt: skip


def _day(value: date | str) -> date:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: datetime | str) -> datetime:
    """A moment as the database gives it: in UTC from SQLite, as text where it went through a statement within one."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
