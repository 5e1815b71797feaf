"""A page of records: the statement that finds it, so that it costs the same however many records there are.

What is wanted is what `bihuan.records.queries.found` says; a test holds the two against each other. Two things are
told to the database that it does not see by itself. Below a unit with few others, each place has its newest records
at the end of an index, so that these are put together; below one with many, the records are walked from the newest
on, of which enough are soon found. And putting a statement together by the ORM takes longer than answering it.
The other orders likewise: each walks an index of its own; by unit, the subtree itself is one run of an index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from typing import Any

from django.db import connection

from bihuan.organisations.paths import below, unit_numbers
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import State
from bihuan.records.lateness import LATE_AFTER
from bihuan.records.scope import moved_into, restricted_kinds
from bihuan.records.sorting import Cursor, Sorting
from bihuan.records.touching import units_concerned
from bihuan.trail.look import once
from bihuan.trail.remembered import Deed, Remembered
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period

FEW = 40
"""Places below a unit up to which each one's newest records are asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: what is None or "" does not narrow.

    Attributes:
        place: a unit; all that stood below it on their day, and its own, are included.
        order: in which they stand.
        behind: where the page before ended.
    """

    place: UnitPlace | None = None
    kind: str = ""
    period: Period | None = None
    state: State | None = None
    text: str = ""
    late: bool | None = None
    corrected: bool | None = None
    order: Sorting = Sorting.NEWEST
    behind: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the database gives it, its days and moments read."""

    number: int
    kind: str
    path: str
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

    def apart(self) -> Iterator[tuple[str, list[str | int]]]:
        """The condition of each subtree by itself, as a run of the index of places, and that of the units beside."""
        if "" in self.tops:
            yield "1 = 1", []
            return
        for top in self.tops:
            yield "r.path >= %s AND r.path < %s", [*below(top)]
        if self.units:
            marks = ", ".join(["%s"] * len(self.units))
            outside = " AND NOT (r.path >= %s AND r.path < %s)" * len(self.tops)
            yield f"r.unit_id IN ({marks}){outside}", [*self.units, *chain.from_iterable(map(below, self.tops))]

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


_ROWS = """SELECT r.id, r.kind, r.path, u.code, u.name, r.happened, r.until, r.state, r.title, r.entered,
    r.entered_by, r.delay, r.after_seal, r.part_of_id, c.id AS correction FROM records_record r
    JOIN organisations_unit u ON u.id = r.unit_id LEFT JOIN records_correction c ON c.record_id = r.id
    WHERE {where} ORDER BY {order} LIMIT %s"""
_TOGETHER = "SELECT * FROM ({each}) AS together ORDER BY {order} LIMIT %s"


def listed(actor: Actor, wanted: Wanted, count: int) -> list[Row]:
    """The first of the records wanted in their order, as far as the actor may see them, and at most so many."""
    rest = _narrowed(wanted)
    seen, kept = _reach(actor, Action.SEE), _reach(actor, Action.DISCIPLINE)
    sql, values = _visible(seen, kept)
    rest.add(sql, *values)
    reach = seen if wanted.place is None else _reach_of(wanted.place, seen)
    if wanted.place is None and kept.tops:
        reach = _Reach(_none_below_another({*seen.tops, *kept.tops}), tuple({*seen.units, *kept.units}))
    if "path" in wanted.order.columns:
        return _put_together(rest, list(reach.apart()), wanted.order, count)
    paths = _paths_below(reach.tops)
    if len(paths) <= FEW:
        return _put_together(rest, list(_places(reach, paths, wanted.order)), wanted.order, count)
    sql, values = reach.condition()
    rest.add(sql, *values)
    return _fetched(_ROWS.format(where=rest.sql, order=_by(wanted.order, "r.")), [*rest.values, count])


_LATE = """SELECT u.code, COUNT(*) FROM records_record r
    JOIN organisations_unit u ON u.id = r.unit_id LEFT JOIN records_correction c ON c.record_id = r.id
    WHERE {where} GROUP BY u.code"""


def late_by_unit(actor: Actor, place: UnitPlace, periods: Sequence[Period]) -> list[Counter[str]]:
    """How many standing records of each of the periods each unit entered late, by its code.

    Args:
        actor: who asks; only what they may see is counted.
        place: the unit; all that stood below it on their day, and its own, are included.
        periods: the days of the acts.
    """
    seen = _reach(actor, Action.SEE)
    scope = (_visible(seen, _reach(actor, Action.DISCIPLINE)), _reach_of(place, seen).condition())
    question: list[_Question] = []
    for period in periods:
        where = _narrowed(Wanted(period=period, late=True, corrected=False))
        for sql, values in scope:
            where.add(sql, *values)
        question.append((where.sql, tuple(where.values)))
    asked = tuple(question)
    return list(_REMEMBERED.answer(asked, partial(_late, asked), partial(_late_again, asked)))


_Question = tuple[str, tuple[str | int, ...]]
"""A condition, and what its marks stand for."""

_REMEMBERED: Remembered[tuple[_Question, ...], tuple[Counter[str], ...]] = Remembered(most=24)


def _late(asked: Sequence[_Question]) -> tuple[Counter[str], ...]:
    found: list[Counter[str]] = []
    with connection.cursor() as cursor:
        for where, values in asked:
            cursor.execute(_LATE.format(where=where), values)
            found.append(Counter(dict(cursor.fetchall())))
    return tuple(found)


def _late_again(
    asked: Sequence[_Question], known: Sequence[Counter[str]], deeds: Sequence[Deed]
) -> tuple[Counter[str], ...] | None:
    """The counts with those of the units concerned in the place of theirs; None where that cannot be said."""
    concerned = units_concerned(deeds)
    if not concerned:
        return None if concerned is None else tuple(known)
    among = f"u.code IN ({', '.join(['%s'] * len(concerned))})"
    now = _late([(f"{sql} AND {among}", (*values, *sorted(concerned))) for sql, values in asked])
    found = tuple(counts.copy() for counts in known)
    for counts, new in zip(found, now, strict=True):
        for code in concerned:
            counts.pop(code, None)
        counts.update(new)
    return found


def _none_below_another(tops: Collection[str]) -> tuple[str, ...]:
    return tuple(top for top in sorted(tops) if not any(top != each and top.startswith(each) for each in tops))


def _places(reach: _Reach, paths: Sequence[str], order: Sorting) -> Iterator[tuple[str, list[str | int]]]:
    """The condition of each place, and that of the units that stood elsewhere."""
    for path in paths:
        if "kind" in order.columns:
            # The index of a unit's kinds leads through them in order; that of its days is to be left alone.
            yield "(r.path || '') = %s AND r.unit_id = %s", [path, unit_numbers(path)[-1]]
        else:
            yield "r.path = %s", [path]
    if reach.units:
        places, units = (", ".join(["%s"] * len(some)) for some in (paths, reach.units))
        yield f"r.unit_id IN ({units}) AND r.path NOT IN ({places})", [*reach.units, *paths]


def _by(order: Sorting, table: str = "") -> str:
    return ", ".join(f"{table}{column}{' DESC' if order.is_back else ''}" for column in order.columns)


def _put_together(
    rest: _Conditions, places: Sequence[tuple[str, list[str | int]]], order: Sorting, count: int
) -> list[Row]:
    """The first of each place in one order."""
    if not places:
        return []
    rows = [_ROWS.format(where=f"{sql} AND {rest.sql}", order=_by(order, "r.")) for sql, _ in places]
    values = chain.from_iterable((*some, *rest.values, count) for _, some in places)
    together = " UNION ALL ".join(f"SELECT * FROM ({each}) AS of_{n}" for n, each in enumerate(rows))
    return _fetched(_TOGETHER.format(each=together, order=_by(order)), [*values, count])


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
        # Word for word the condition of the index of late records, so that the database sees that it may be used.
        late = f"(r.delay > {LATE_AFTER} OR r.after_seal)"
        found.add(late if wanted.late else f"NOT {late}")
    if wanted.corrected is not None:
        found.add("c.id IS NOT NULL" if wanted.corrected else "c.id IS NULL")
    if wanted.behind is not None:
        _go_on(found, wanted.behind)
    return found


def _go_on(found: _Conditions, behind: Cursor) -> None:
    """Only what stands behind the page before, said once by its first column so that the walk begins there."""
    order, key = behind.order, behind.key
    sign = "<" if order.is_back else ">"
    columns, marks = ", ".join(f"r.{column}" for column in order.columns), ", ".join(["%s"] * len(key))
    found.add(f"r.{order.columns[0]} {sign}= %s AND ({columns}) {sign} ({marks})", key[0], *key)


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


def _reach_of(place: UnitPlace, seen: _Reach) -> _Reach:
    """A unit's subtree; of its own records also those from where it stood before.

    Args:
        place: the unit.
        seen: what the actor sees; of units within it, it is known already whether they moved.
    """
    is_known = "" not in seen.tops and place.path.startswith(seen.tops)
    moved = seen.units if is_known else moved_into(*below(place.path))
    return _Reach((place.path,), (place.number,) if place.number in moved else ())


def _paths_below(tops: Sequence[str]) -> list[str]:
    """The places at which units stand or stood there, and no more than it takes to know that they are not few."""
    if not tops:
        return []
    ranges = " OR ".join(["path >= %s AND path < %s"] * len(tops))
    sql = f"SELECT DISTINCT path FROM organisations_placement WHERE {ranges} LIMIT %s"
    values: tuple[str | int, ...] = (*chain.from_iterable(map(below, tops)), FEW + 1)
    return once((sql, values), partial(_column, sql, values))


def _column(sql: str, values: Sequence[str | int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [path for (path,) in cursor.fetchall()]


def _fetched(sql: str, values: Sequence[str | int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_row(*each) for each in cursor.fetchall()]


def _row(number: int, kind: str, path: str, unit: str, *rest: Any) -> Row:
    unit_name, happened, until, state, title, entered, by, delay, after_seal, part_of, correction = rest
    return Row(
        number, kind, path, unit, unit_name, _day(happened), _day(until) if until else None, state, title,
        _moment(entered), by, delay, bool(after_seal), part_of, correction,
    )  # fmt: skip


def _day(value: date | str) -> date:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: datetime | str) -> datetime:
    """A moment as the database gives it: in UTC from SQLite, as text where it went through a statement within one."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
