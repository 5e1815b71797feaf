"""A meeting's items with what was decided and what became of it, and what earlier meetings of the body left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.oversight.decisions import Item, agenda_behind, is_meeting
from bihuan.oversight.queries import TaskLine
from bihuan.records.queries import RecordView
from bihuan.values.actor import Actor
from bihuan.web.records.page import record_address
from bihuan.web.tasks.page import TaskRow, row_of

MOST_LEFT = 12
"""What earlier meetings left open is listed so far; the rest is counted."""


@dataclass(frozen=True)
class ItemRow:
    """An item of the meeting: what it was about in a few words, what was decided, and the tasks that came of it."""

    item: Item
    href: str
    words: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class AgendaBlock:
    """What the page of a meeting shows.

    Attributes:
        tasks: the tasks that came of the meeting itself.
        left: what earlier meetings left open on its day, as far as it is listed; ``left_count`` is how many in all.
        thresholds: the organisation's own thresholds of 三重一大, where an item is one.
    """

    items: tuple[ItemRow, ...]
    tasks: tuple[TaskRow, ...]
    left: tuple[TaskRow, ...]
    left_count: int
    thresholds: tuple[str, ...]


def agenda_block(actor: Actor, view: RecordView, day: date) -> AgendaBlock | None:
    """The agenda of a record that is a meeting which stands, else None.

    Args:
        actor: who looks; tasks that they may not see are left out.
        view: the record.
        day: the day on which deadlines are looked at.
    """
    if not view.line.standing or not is_meeting(view.line.kind):
        return None
    found = agenda_behind(actor, view, day)
    return AgendaBlock(
        tuple(ItemRow(item, record_address(item.number), _words(item), _rows(item.tasks)) for item in found.items),
        _rows(found.tasks),
        _rows(found.still_open[:MOST_LEFT]),
        len(found.still_open),
        found.thresholds if any(item.big_matter for item in found.items) else (),
    )


def _rows(lines: Sequence[TaskLine]) -> tuple[TaskRow, ...]:
    return tuple(row_of(line) for line in lines)


def _words(item: Item) -> str:
    """The kind of item, its type, its class of 三重一大, whether it was announced: 会议议题，议训，临时动议."""
    big = f"三重一大（{item.big_matter}）" if item.big_matter not in ("", "三重一大") else item.big_matter
    told = (item.kind_name, item.deliberation, big, "临时动议" if item.impromptu else "")
    return "，".join(word for word in told if word)
