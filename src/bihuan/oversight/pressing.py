"""The first of the open tasks of a unit, and how many there are: for a page that is opened all day.

The lists of `bihuan.oversight.queries` know more of each task. Here two statements are written out, since the ORM
takes far longer to put them together than the database to answer them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_for
from bihuan.oversight.moves import State
from bihuan.oversight.scope import Condition, seen_by, within_place
from bihuan.values.actor import Actor

COUNTED = 10_000
"""Open tasks that are counted one by one; what is beyond that is many, whatever their number."""


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
class Pressing:
    """The open tasks that fall due first, and how many there are: at most `COUNTED`."""

    lines: tuple[PressingTask, ...]
    total: int

    @property
    def total_text(self) -> str:
        """The number as a page shows it."""
        return f"{COUNTED}+" if self.total > COUNTED else str(self.total)


def pressing(actor: Actor, unit: str, count: int) -> Pressing:
    """The first open tasks by deadline that a unit or one below it answers for, gave or helps with.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    seen, within = seen_by(actor), within_place(unit_for(actor, unit))
    some = _rows(_LINES, seen, within, count)
    # What is not full is all there is, and need not be counted.
    total = len(some) if len(some) < count else int(_rows(_COUNT, seen, within, COUNTED + 1)[0][0])
    names = catalogue().task_lives
    lines = (
        PressingTask(number, title, names[origin].name if origin in names else origin, name, State(state), _day(due))
        for number, title, origin, name, state, due in some
    )
    return Pressing(tuple(lines), total)


_OPEN = "t.state NOT IN ('closed', 'cancelled') AND {seen} AND {within}"
_LINES = f"""SELECT t.id, COALESCE(NULLIF(f.description, ''), t.title), t.origin, u.name, t.state, t.due
    FROM oversight_task t JOIN organisations_unit u ON u.id = t.responsible_id
    LEFT JOIN oversight_finding f ON f.task_id = t.id WHERE {_OPEN} ORDER BY t.due, t.id LIMIT %s"""
_COUNT = f"SELECT COUNT(*) FROM (SELECT 1 FROM oversight_task t WHERE {_OPEN} LIMIT %s) AS counted"


def _rows(sql: str, seen: Condition, within: Condition, limit: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(seen=seen.sql, within=within.sql), (*seen.values, *within.values, limit))
        return cursor.fetchall()


def _day(value: date | str | None) -> date | None:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return date.fromisoformat(value) if isinstance(value, str) else value
