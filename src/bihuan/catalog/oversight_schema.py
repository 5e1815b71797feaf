"""What a pack may say about oversight: the work calendar, the lives of tasks, what completes a loop, what overlaps.

These lists stand in pack files beside those of `bihuan.catalog.schema.PackFile`. No framework.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from bihuan.catalog.schema import Entry, Key, Name, SeriesKey, Wanted


class DaysOff(Entry):
    """A run of days off of one holiday, both ends in, weekends within it included."""

    name: Name
    first: date
    last: date


class CalendarYear(Entry):
    """A year's days off and make-up working days as the State Council's notice orders them."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    notice: Name
    days_off: Annotated[tuple[DaysOff, ...], Field(min_length=1)]
    make_up: tuple[date, ...] = ()


class Mark(StrEnum):
    """What the moves of a task know and a field of its kind can be filled in with.

    ``done`` is the day on which the work was reported done, known only once somebody else has verified it;
    ``due`` the deadline that holds; ``reopened`` whether it ever was.
    """

    TITLE = "title"
    RESPONSIBLE = "responsible"
    ISSUER = "issuer"
    LEADER = "leader"
    PERSON = "person"
    DUE = "due"
    DONE = "done"
    VERIFIED = "verified"
    VERIFIER = "verifier"
    CLOSED = "closed"
    IS_CLOSED = "is_closed"
    RESULT = "result"
    REOPENED = "reopened"
    SOURCE = "source"
    CATEGORY = "category"
    ITEM = "item"
    CLAUSE = "clause"
    DESCRIPTION = "description"
    SUGGESTION = "suggestion"
    REPEATS = "repeats"
    IS_REPEAT = "is_repeat"


class TaskLife(Entry):
    """How tasks of one origin are kept: by which kind they post, and which of its fields their moves fill in.

    Attributes:
        key: the origin: ``finding``, ``supervised_item``.
        keeps: whether each is a finding with its rectification, or a task alone.
        kind: the kind whose posting rules turn the moves into postings; without one it posts its life alone.
        counted_for: whose figures it counts in: the unit that answers for it, or the one that gave it.
        fills: fields of the kind by what fills them in.
        done_words: fixed values that a choice field takes once the work is verified, and before.
        lists: which of the offices' lists it stands in.
        working_days, days: the deadline where none is given, counted from the day of giving.
        act_only: only that it was given, when and by whom it was met; no words at all.
    """

    key: Key
    name: Name
    keeps: Literal["finding", "task"] = "task"
    kind: Key | None = None
    counted_for: Literal["responsible", "issuer"] = "issuer"
    fills: dict[Key, Mark] = {}
    done_words: dict[Key, tuple[Name, Name]] = {}
    lists: tuple[Name, ...] = ()
    working_days: Annotated[int, Field(ge=1, le=365)] | None = None
    days: Annotated[int, Field(ge=1, le=1000)] | None = None
    act_only: bool = False


class LoopStep(Entry):
    """What completes one step of a loop.

    Attributes:
        loop, step: the loop's key and the step's name as the loop lists it.
        by: the series that complete it with what they count in the period; any of several will do.
        all_of: series that ``by`` have to reach together: as many rectified as found. Absent, one entry is enough.
        records: a kind, with the field values in ``where``, whose acts complete it as well: for what no series tells
            apart. A register's entry counts while it is in force.
        life: the origin whose open tasks hold the step up.
        who: who does it.
    """

    loop: Key
    step: Name
    by: tuple[SeriesKey, ...] = ()
    all_of: tuple[SeriesKey, ...] = ()
    records: Key | None = None
    where: dict[Key, Wanted] = {}
    life: Key | None = None
    who: Name


class MechanismPart(Entry):
    """The series that show one part of a parallel mechanism at work."""

    mechanism: Key
    part: Name
    by: Annotated[tuple[SeriesKey, ...], Field(min_length=1)]
    who: Name = "各单位"


class Overlap(Entry):
    """Series that one and the same act may post to together: a trip that is research, inspection and help at once."""

    key: Key
    name: Name
    series: Annotated[tuple[SeriesKey, ...], Field(min_length=2)]
    note: str = ""


class OversightFile(Entry):
    """The lists about oversight that a YAML file of a pack may hold; every list may be absent."""

    calendars: tuple[CalendarYear, ...] = ()
    task_lives: tuple[TaskLife, ...] = ()
    loop_steps: tuple[LoopStep, ...] = ()
    mechanism_parts: tuple[MechanismPart, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
