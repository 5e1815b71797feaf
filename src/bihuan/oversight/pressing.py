"""Which tasks a list shows, and how many there are: statements that cost the same however many were ever given.

What is wanted is what `bihuan.oversight.queries.found` says; a test holds the two against each other. Below a unit
with few others its own tasks are fetched by their places; below one with many, tasks are walked by their deadline, of
which enough are soon found. No list counts more than a thousand beyond the page that it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.paths import below
from bihuan.organisations.queries import unit_for
from bihuan.oversight.bearing import OF_NO_TASK
from bihuan.oversight.moves import OF_DEADLINE, TABLE, State, Step
from bihuan.oversight.scope import Condition, seen_by, within_place
from bihuan.oversight.standing import SOON, Urgency
from bihuan.oversight.work_calendar import work_calendar
from bihuan.trail.remembered import Deed, Remembered
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period

COUNTED = 1_000
"""Tasks that are counted one by one; what is beyond that is many, whatever their number."""
FEW = 40
"""Units below a unit up to which its tasks are fetched by their places."""

# Word for word the condition of the index of open tasks, so that the database sees that it may be used.
OPEN = "NOT (t.state IN ('closed', 'cancelled'))"


@dataclass(frozen=True, slots=True)
class TaskSearch:
    """Which tasks are wanted. What is empty or None does not narrow.

    Attributes:
        unit: a unit that gave or answers for it; all below it is included.
        origins: keys of origins.
        state: where it stands; ``is_open`` whether it is still owed.
        urgency: how it stands to its deadline on the day asked for.
        opened: the period in which it was given.
        text: words of the title.
        category, severity, source: of a finding.
        repeated: only findings that came back.
        awaits_answer: only what somebody asked another deadline for, who waits for an answer.
        source_record: only what came of this record: an inspection, an audit, a meeting's item.
    """

    unit: str = ""
    origins: tuple[str, ...] = ()
    state: State | None = None
    is_open: bool | None = None
    urgency: Urgency | None = None
    opened: Period | None = None
    text: str = ""
    category: str = ""
    severity: str = ""
    source: str = ""
    repeated: bool = False
    awaits_answer: bool = False
    source_record: int | None = None


@dataclass(frozen=True, slots=True)
class PressingTask:
    """An open task in the words of a short list."""

    number: int
    title: str
    origin_name: str
    responsible_name: str
    state: State
    due: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are; where ``is_more``, so many and more."""

    number: int
    is_more: bool = False

    @property
    def text(self) -> str:
        """The number as a page shows it: 36, 1000+."""
        return f"{self.number}{'+' if self.is_more else ''}"


@dataclass(frozen=True, slots=True)
class Pressing:
    """The open tasks that fall due first, and how many there are."""

    lines: tuple[PressingTask, ...]
    counted: Counted


def pressing(actor: Actor, unit: str, count: int, today: date, state: State | None = None) -> Pressing:
    """The first open tasks by deadline that a unit or one below it answers for, gave or helps with.

    With a state, only those that stand there: what was returned.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    wanted = _wanted(actor, TaskSearch(unit=unit, state=state, is_open=True), today)
    some = _fetched(_LINES, wanted, count)
    names = catalogue().task_lives
    lines = (
        PressingTask(number, title, names[origin].name if origin in names else origin, name, State(state), _day(due))
        for number, title, origin, name, state, due in some
    )
    # What is not full is all there is, and need not be counted.
    return Pressing(tuple(lines), Counted(len(some)) if len(some) < count else _counted(wanted, COUNTED))


def page_of_tasks(actor: Actor, search: TaskSearch, today: date, page: int, size: int) -> tuple[list[int], Counted]:
    """The numbers of a page's tasks, by deadline, and how many there are in all.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    wanted, before = _wanted(actor, search, today), (page - 1) * size
    found = [number for (number,) in _fetched(_NUMBERS, wanted, size, before)]
    is_last = len(found) < size and (found or page == 1)
    return found, Counted(before + len(found)) if is_last else _counted(wanted, before + COUNTED)


def first_numbers(actor: Actor, search: TaskSearch, today: date, most: int) -> list[int]:
    """The numbers of the first tasks by deadline, at most so many.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    return [number for (number,) in _fetched(_NUMBERS, _wanted(actor, search, today), most, 0)]


def count_by_unit(actor: Actor, search: TaskSearch, today: date) -> Counter[str]:
    """How many of the tasks wanted each unit answers for, by its code.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    wanted = _wanted(actor, search, today)
    return _REMEMBERED.answer(wanted, lambda: Counter(dict(_fetched(_BY_UNIT, wanted))), _unless_of_tasks)


_REMEMBERED: Remembered[Condition, Counter[str]] = Remembered(most=48)


def _unless_of_tasks(known: Counter[str], deeds: Sequence[Deed]) -> Counter[str] | None:
    return None if any(deed.verb not in OF_NO_TASK for deed in deeds) else known


_FROM = "FROM oversight_task t LEFT JOIN oversight_finding f ON f.task_id = t.id"
_NUMBERS = f"SELECT t.id {_FROM} WHERE {{where}} ORDER BY t.due, t.id LIMIT %s OFFSET %s"
_COUNT = f"SELECT COUNT(*) FROM (SELECT 1 {_FROM} WHERE {{where}} LIMIT %s) AS counted"
_BY_UNIT = f"""SELECT u.code, COUNT(*) {_FROM} JOIN organisations_unit u ON u.id = t.responsible_id
    WHERE {{where}} GROUP BY u.code"""
_LINES = f"""SELECT t.id, COALESCE(NULLIF(f.description, ''), t.title), t.origin, u.name, t.state, t.due {_FROM}
    LEFT JOIN organisations_unit u ON u.id = t.responsible_id WHERE {{where}} ORDER BY t.due, t.id LIMIT %s"""


def _fetched(sql: str, wanted: Condition, *rest: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(where=wanted.sql), (*wanted.values, *rest))
        rows: list[Any] = cursor.fetchall()
    return rows


def _counted(wanted: Condition, most: int) -> Counted:
    ((number,),) = _fetched(_COUNT, wanted, most + 1)
    return Counted(min(number, most), is_more=number > most)


def _wanted(actor: Actor, search: TaskSearch, today: date) -> Condition:
    """Everything that a search says, as far as the actor may see it."""
    place = unit_for(actor, search.unit) if search.unit else None
    tops = actor.paths(Action.SEE) + actor.paths(Action.DISCIPLINE) if place is None else (place.path,)
    by_index = _have_few_below(tops)
    parts = [seen_by(actor, by_index=by_index and place is None)]
    parts += [*_plainly(search), *_urgent(search.urgency, today)]
    if place is not None:
        parts.append(within_place(place, by_index=by_index))
    return Condition(" AND ".join(each.sql for each in parts), tuple(v for each in parts for v in each.values))


def _awaiting_answer() -> Condition:
    """Those where the last move that has to do with a request for another deadline is the request itself."""
    states = sorted(TABLE[Step.APPROVE_DEADLINE].starts)
    of_states, of_steps = (", ".join(["%s"] * len(words)) for words in (states, OF_DEADLINE))
    last = f"""SELECT m.step FROM oversight_move m WHERE m.task_id = t.id AND m.step IN ({of_steps})
        ORDER BY m.number DESC LIMIT 1"""
    return Condition(f"t.state IN ({of_states}) AND ({last}) = %s", (*states, *OF_DEADLINE, Step.ASK_DEADLINE))


_AWAITS_ANSWER = _awaiting_answer()


def _plainly(search: TaskSearch) -> list[Condition]:
    equal = {
        "t.state": search.state,
        "t.category": search.category,
        "t.severity": search.severity,
        "f.source": search.source,
        "t.source_record_id": search.source_record,
    }
    found = [Condition(f"{column} = %s", (value,)) for column, value in equal.items() if value]
    if search.origins:
        marks = ", ".join(["%s"] * len(search.origins))
        found.append(Condition(f"t.origin IN ({marks})", search.origins))
    if search.is_open is not None:
        found.append(Condition(OPEN if search.is_open else "t.state IN ('closed', 'cancelled')"))
    if search.opened is not None:
        days = (search.opened.first.isoformat(), search.opened.last.isoformat())
        found.append(Condition("t.opened BETWEEN %s AND %s", days))
    if search.text:
        like = f"%{connection.ops.prep_for_like_query(search.text)}%"
        found.append(Condition(r"(t.title LIKE %s ESCAPE '\' OR f.description LIKE %s ESCAPE '\')", (like, like)))
    if search.repeated:
        found.append(Condition("f.repeats_id IS NOT NULL"))
    if search.awaits_answer:
        found.append(_AWAITS_ANSWER)
    return found


def _urgent(urgency: Urgency | None, today: date) -> Sequence[Condition]:
    if urgency is None:
        return ()
    now, soon = today.isoformat(), work_calendar().after_working_days(today, SOON).day.isoformat()
    conditions = {
        Urgency.SETTLED: Condition("t.state IN ('closed', 'cancelled')"),
        Urgency.UNDATED: Condition(f"{OPEN} AND t.due IS NULL"),
        Urgency.AHEAD: Condition(f"{OPEN} AND t.due > %s", (soon,)),
        Urgency.SOON: Condition(f"{OPEN} AND t.due > %s AND t.due <= %s", (now, soon)),
        Urgency.TODAY: Condition(f"{OPEN} AND t.due = %s", (now,)),
        Urgency.OVERDUE: Condition(f"{OPEN} AND t.due < %s", (now,)),
    }
    return (conditions[urgency],)


def _have_few_below(tops: Sequence[str]) -> bool:
    if not tops or "" in tops:
        return not tops
    ranges = " OR ".join(["path >= %s AND path < %s"] * len(tops))
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM organisations_placement WHERE {ranges} LIMIT %s) AS few"
    with connection.cursor() as cursor:
        cursor.execute(sql, (*chain.from_iterable(map(below, tops)), FEW + 1))
        return bool(cursor.fetchone()[0] <= FEW)


def _day(value: date | str | None) -> date | None:
    """A day as the database gives it: a date, or text where no column says what it is."""
    return date.fromisoformat(value) if isinstance(value, str) else value
