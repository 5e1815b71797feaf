"""Decisions 议题与决议: the items of a meeting with what became of them, and what earlier meetings left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.catalog.loaded import catalogue
from bihuan.oversight.models import Task
from bihuan.oversight.moves import State
from bihuan.oversight.queries import TaskLine, lines_of
from bihuan.oversight.scope import visible
from bihuan.records.act import State as ActState
from bihuan.records.act import Value
from bihuan.records.fields import reread
from bihuan.records.models import Record
from bihuan.records.queries import RecordView, record_for
from bihuan.values.actor import Actor

THRESHOLDS = "big_matter_thresholds"
"""The open list in which an organisation writes from which amount on spending is a 大额资金使用, in 万元."""

DECISION = ("decision", "decisions")
"""The fields of an item in which its decision is written."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a meeting.

    Attributes:
        number: the record's number.
        kind_name: 会议议题 or 第一议题学习.
        deliberation: its type, where it was given one (议训, 议廉...).
        big_matter: its class of 三重一大, "" for none.
        impromptu: whether it was not on the agenda beforehand; None where nobody said.
        decision: what was decided.
        tasks: the tasks that came of it.
    """

    number: int
    title: str
    kind_name: str
    deliberation: str
    big_matter: str
    impromptu: bool | None
    decision: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's items, and what earlier meetings of the same body left open on its day.

    Attributes:
        tasks: the tasks that came of the meeting itself, of no item.
        thresholds: the organisation's own thresholds of 三重一大, as it wrote them.
    """

    meeting: int
    day: date
    items: tuple[Item, ...]
    tasks: tuple[TaskLine, ...]
    still_open: tuple[TaskLine, ...]
    thresholds: tuple[str, ...]


def is_meeting(key: str) -> bool:
    """Whether acts of the kind are meetings: they have a quorum, or items on which something is decided."""
    packs = catalogue()
    items = (kind for kind in packs.kinds.values() if kind.part_of == key)
    decided = any(field.key in DECISION for kind in items for field in kind.fields)
    return key in packs.kinds and (packs.kind(key).quorum is not None or decided)


def agenda_of(actor: Actor, meeting: int, today: date) -> Agenda:
    """The items of a meeting with their tasks, and the tasks of earlier meetings that were open on its day.

    Raises:
        UnknownRecord: there is no such meeting, or the actor may not see it.
    """
    return agenda_behind(actor, record_for(actor, meeting), today)


def agenda_behind(actor: Actor, view: RecordView, today: date) -> Agenda:
    """The same of a meeting that the actor was shown."""
    meeting = view.line.number
    parts = list(Record.objects.filter(part_of=meeting, correction__isnull=True).order_by("pk"))
    numbers = [part.pk for part in parts]
    came = lines_of(Task.objects.filter(visible(actor), source_record__in=[*numbers, meeting]), today)
    by_source: dict[int, list[TaskLine]] = {}
    for line in came:
        by_source.setdefault(line.source_record or 0, []).append(line)
    items = tuple(_item(part, tuple(by_source.get(part.pk, ()))) for part in parts)
    packs = catalogue()
    thresholds = packs.lists[THRESHOLDS].choices if THRESHOLDS in packs.lists else ()
    still = tuple(left_open(actor, view.line.kind, view.line.unit, view.line.happened, today))
    own = tuple(by_source.get(meeting, ()))
    return Agenda(meeting, view.line.happened, items, own, still, thresholds)


def left_open(actor: Actor, kind: str, unit: str, day: date, today: date) -> list[TaskLine]:
    """The tasks of a body's earlier meetings of a kind that were not settled on a day, by deadline.

    Args:
        actor: who asks.
        kind: the kind of meeting.
        unit: the code of the body.
        day: the day of the next meeting.
        today: the day on which deadlines are looked at.
    """
    meetings = Record.objects.filter(
        kind=kind, unit__code=unit, happened__lt=day, state=ActState.HELD, correction__isnull=True
    )
    items = Record.objects.filter(part_of__in=meetings, correction__isnull=True)
    came = Task.objects.filter(visible(actor), source_record__in=items) | Task.objects.filter(
        visible(actor), source_record__in=meetings
    )
    rows = came.exclude(state=State.CANCELLED).exclude(settled__lt=day).order_by("due", "pk")
    return lines_of(rows, today)


def _item(row: Record, came: tuple[TaskLine, ...]) -> Item:
    kind = catalogue().kind(row.kind)
    fields: dict[str, Value] = reread(kind, row.fields)
    listed = fields.get("pre_listed")
    big = bool(fields.get("is_big_matter")) or bool(fields.get("big_matter_class"))
    return Item(
        number=row.pk,
        title=row.title or str(fields.get("title") or fields.get("material") or kind.name),
        kind_name=kind.name,
        deliberation=str(fields.get("deliberation_type") or ""),
        big_matter=str(fields.get("big_matter_class") or "三重一大") if big else "",
        impromptu=None if not isinstance(listed, bool) else not listed,
        decision=next((str(fields[key]) for key in DECISION if fields.get(key)), ""),
        tasks=came,
    )
