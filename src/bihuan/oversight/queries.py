"""Reads of tasks and findings: the only way a face obtains one. Always told who asks; values come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from bihuan.book.bulk import VARIABLES
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_for
from bihuan.oversight.errors import UnknownFinding
from bihuan.oversight.life import Life, Made, life_of
from bihuan.oversight.models import Move, MoveEvidence, Task
from bihuan.oversight.moves import OF_DEADLINE, TABLE, State, Step, allowed
from bihuan.oversight.pressing import Counted, TaskSearch, first_numbers, page_of_tasks
from bihuan.oversight.scope import task_row, visible, visible_findings, within
from bihuan.oversight.standing import SOON, Standing, Urgency, standing
from bihuan.oversight.work_calendar import work_calendar
from bihuan.values.actor import Actor

_SETTLED = (State.CLOSED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What belongs to a task because it puts a finding right.

    Attributes:
        number: the finding's own number.
        repeats: the number of the earlier finding that it repeats.
        returns: how often it had come back.
    """

    number: int
    source: str
    item: str
    description: str
    clause: str
    repeats: int | None
    returns: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a list shows it.

    Attributes:
        number: its number.
        origin_name: what its origin is called.
        moves: how many moves it has; a face hands it back with the next one.
        standing: how it stands to its deadline on the day that was asked for.
        source_document, source_clause: the document that asks for it, and its words there.
        life: its days and counts.
        finding: what it puts right, where it does.
    """

    number: int
    origin: str
    origin_name: str
    title: str
    issuer_name: str
    responsible: str
    responsible_name: str
    assisting: tuple[str, ...]
    leader: str
    person: str
    opened: date
    due: date | None
    state: State
    moves: int
    settled: date | None
    category: str
    severity: str
    source_record: int | None
    source_document: str
    source_clause: str
    standing: Standing
    life: Life
    finding: FindingLine | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move as a page shows it."""

    number: int
    step: Step
    after: State
    on: date
    at: datetime
    by: str
    words: str
    due: date | None
    same_unit: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with everything that belongs to it.

    Attributes:
        line: what a list shows of it.
        history: its moves, the first one first.
        steps: the moves that may follow, whoever may make them.
    """

    line: TaskLine
    history: tuple[MoveLine, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of tasks, the most pressing first, and how many there are."""

    lines: tuple[TaskLine, ...]
    counted: Counted
    page: int


def tasks(actor: Actor, search: TaskSearch, today: date, page: int = 1, size: int = 50) -> TaskPage:
    """A page of the tasks wanted, as far as the actor may see them, by deadline.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    numbers, counted = page_of_tasks(actor, search, today, page, size)
    return TaskPage(_lines_numbered(numbers, today), counted, page)


def first_tasks(actor: Actor, search: TaskSearch, today: date, most: int) -> tuple[TaskLine, ...]:
    """The first of the tasks wanted by deadline, as far as the actor may see them; nobody counts the others.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    return _lines_numbered(first_numbers(actor, search, today, most), today)


def _lines_numbered(numbers: Sequence[int], today: date) -> tuple[TaskLine, ...]:
    lines = {line.number: line for line in lines_of(Task.objects.filter(pk__in=numbers), today)}
    return tuple(lines[number] for number in numbers)


def task_for(actor: Actor, number: int, today: date) -> TaskView:
    """A task with its history.

    Raises:
        UnknownTask: there is none, or the actor may not see it.
    """
    row = task_row(actor, number)
    (line,) = lines_of(Task.objects.filter(pk=row.pk), today)
    moves = Move.objects.filter(task=row).order_by("number").prefetch_related("evidence")
    steps = allowed(line.state, pending=line.life.pending)
    return TaskView(line, tuple(map(_move_line, moves)), steps)


def finding_for(actor: Actor, number: int, today: date) -> TaskView:
    """The rectification of a finding, with the finding.

    Raises:
        UnknownFinding: there is none, or the actor may not see it.
    """
    task = visible_findings(actor).filter(pk=number).values_list("task_id", flat=True).first()
    if task is None:
        raise UnknownFinding(f"没有找到编号为 {number} 的问题，请核对编号。")
    return task_for(actor, task, today)


def found(actor: Actor, search: TaskSearch, today: date) -> QuerySet[Task]:
    """The rows of the tasks wanted, for a list or an export."""
    rows = Task.objects.filter(visible(actor))
    if search.unit:
        rows = rows.filter(within(unit_for(actor, search.unit)))
    plain = {
        "state": search.state,
        "category": search.category,
        "severity": search.severity,
        "finding__source": search.source,
        "source_record": search.source_record,
    }
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    if search.origins:
        rows = rows.filter(origin__in=search.origins)
    if search.is_open is not None:
        rows = rows.exclude(state__in=_SETTLED) if search.is_open else rows.filter(state__in=_SETTLED)
    if search.opened is not None:
        rows = rows.filter(opened__gte=search.opened.first, opened__lte=search.opened.last)
    if search.text:
        rows = rows.filter(Q(title__contains=search.text) | Q(finding__description__contains=search.text))
    if search.repeated:
        rows = rows.filter(finding__repeats__isnull=False)
    if search.awaits_answer:
        last = Move.objects.filter(task=OuterRef("pk"), step__in=OF_DEADLINE).order_by("-number").values("step")[:1]
        rows = rows.annotate(last_of_deadline=Subquery(last)).filter(
            last_of_deadline=Step.ASK_DEADLINE, state__in=TABLE[Step.APPROVE_DEADLINE].starts
        )
    return rows.filter(_urgent(search.urgency, today)) if search.urgency else rows


def lines_of(rows: QuerySet[Task], today: date) -> list[TaskLine]:
    """The tasks of these rows as lists show them, in their order; three statements whatever their number.

    Plain columns, no instances: a list of fifty tasks has three hundred rows behind it.
    """
    listed = list(rows.values_list(*_LINE, *_OF_FINDING))
    numbers = [each[0] for each in listed]
    helping, lives = _helping(numbers), _lives(numbers)
    calendar, names = work_calendar(), catalogue().task_lives
    return [
        TaskLine(
            number=number,
            origin=origin,
            origin_name=names[origin].name if origin in names else origin,
            title=title,
            issuer_name=issuer,
            responsible=code,
            responsible_name=name,
            assisting=tuple(helping.get(number, ())),
            leader=leader,
            person=person,
            opened=opened,
            due=due,
            state=State(state),
            moves=moves,
            settled=settled,
            category=category,
            severity=severity,
            source_record=source,
            source_document=document,
            source_clause=clause,
            standing=standing(due, settled, today, calendar),
            life=lives[number],
            finding=None if finding[0] is None else FindingLine(*finding),
        )
        for (
            number, origin, title, issuer, code, name, leader, person, opened, due, state, moves, settled, category,
            severity, source, document, clause, *finding,
        ) in listed
    ]  # fmt: skip


_LINE = (
    "pk",
    "origin",
    "title",
    "issuer__name",
    "responsible__code",
    "responsible__name",
    "leader",
    "person",
    "opened",
    "due",
    "state",
    "moves",
    "settled",
    "category",
    "severity",
    "source_record_id",
    "source_document",
    "source_clause",
)
_OF_FINDING = tuple(
    f"finding__{name}" for name in ("pk", "source", "item", "description", "clause", "repeats_id", "returns")
)


def _helping(numbers: Sequence[int]) -> Mapping[int, list[str]]:
    """The names of the units that help, by task."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, name in _of_tasks(_HELPING, numbers):
        found[number].append(name)
    return found


def _lives(numbers: Sequence[int]) -> Mapping[int, Life]:
    """What the moves of each task amount to."""
    return {
        number: life_of(
            Made(Step(step), _day(on), who, _day(due) if due else None) for _, step, on, who, due in moves
        )
        for number, moves in groupby(_of_tasks(_MOVES, numbers), key=itemgetter(0))
    }


# Asked for every list: written out, since the ORM takes far longer to put them together than the database to answer.
_HELPING = """SELECT a.task_id, u.name FROM oversight_assisting a JOIN organisations_unit u ON u.id = a.unit_id
    WHERE a.task_id IN ({tasks}) ORDER BY a.id"""
_MOVES = """SELECT m.task_id, m.step, m.happened, COALESCE(NULLIF(m.account, ''), m."by"), m.due
    FROM oversight_move m WHERE m.task_id IN ({tasks}) ORDER BY m.task_id, m.number"""


def _of_tasks(sql: str, numbers: Sequence[int]) -> Iterator[Any]:
    with connection.cursor() as cursor:
        for begin in range(0, len(numbers), VARIABLES):
            some = numbers[begin : begin + VARIABLES]
            cursor.execute(sql.format(tasks=", ".join(["%s"] * len(some))), some)
            yield from cursor.fetchall()


def _day(value: date | str) -> date:
    """A day as the database gives it: a date, or text where no column says what it is."""
    return value if isinstance(value, date) else date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a task beyond its line in a list.

    Attributes:
        fields: the further fields of its kind, as JSON.
        last: what was said at the last move of a step, and by whom.
    """

    fields: str
    last: dict[Step, tuple[str, str]]


def told_of(numbers: Sequence[int], steps: Iterable[Step]) -> Mapping[int, Told]:
    """What was told of the tasks, with the last of their moves of these steps."""
    made = FilteredRelation("history", condition=Q(history__step__in=list(steps)))
    rows = Task.objects.filter(pk__in=numbers).annotate(made=made).order_by("made__number")
    found: dict[int, Told] = {}
    for number, fields, step, words, by in rows.values_list("pk", "fields", "made__step", "made__words", "made__by"):
        told = found.setdefault(number, Told(fields, {}))
        if step is not None:
            told.last[Step(step)] = (words, by)
    return found


def _urgent(urgency: Urgency, today: date) -> Q:
    is_owed = ~Q(state__in=_SETTLED)
    soon = work_calendar().after_working_days(today, SOON).day
    conditions = {
        Urgency.SETTLED: ~is_owed,
        Urgency.UNDATED: is_owed & Q(due__isnull=True),
        Urgency.AHEAD: is_owed & Q(due__gt=soon),
        Urgency.SOON: is_owed & Q(due__gt=today, due__lte=soon),
        Urgency.TODAY: is_owed & Q(due=today),
        Urgency.OVERDUE: is_owed & Q(due__lt=today),
    }
    return conditions[urgency]


def _move_line(row: Move) -> MoveLine:
    files: list[MoveEvidence] = list(row.evidence.all())
    return MoveLine(
        number=row.number,
        step=Step(row.step),
        after=State(row.after),
        on=row.happened,
        at=row.at,
        by=row.by,
        words=row.words,
        due=row.due,
        same_unit=row.same_unit,
        evidence=tuple(file.name for file in files),
    )
