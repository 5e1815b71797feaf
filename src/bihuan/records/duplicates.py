"""Records that look like one already there: pointed out before saving, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.organisations.queries import unit_for
from bihuan.records.act import Act, EvidenceFile
from bihuan.records.evidence import digest_of
from bihuan.records.models import Attachment, Record
from bihuan.records.queries import RecordLine, lines_of
from bihuan.records.scope import visible
from bihuan.values.actor import Actor

SHOWN = 10
"""How many look-alikes are named: enough to see that something is wrong."""


class Likeness(StrEnum):
    """Why a record looks like another."""

    SAME_DAY = "same_day"
    SAME_FILE = "same_file"

    @property
    def label(self) -> str:
        """The Chinese words for it."""
        return {"same_day": "同一单位同一天已有同类记录", "same_file": "同一份佐证已用于另一条记录"}[self.value]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that the act looks like, and why; ``file`` names the file they share."""

    record: RecordLine
    likeness: Likeness
    file: str = ""


def likely_duplicates(actor: Actor, act: Act, apart_from: int | None = None) -> list[Duplicate]:
    """The records that stand and look like the act: same unit, kind and day, or the same file under another act.

    Args:
        actor: who asks; what they may not see is not pointed out to them.
        act: what is about to be recorded.
        apart_from: the record that the act is going to supersede.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    place = unit_for(actor, act.unit)
    standing = Record.objects.filter(visible(actor), correction=None)
    if apart_from is not None:
        standing = standing.exclude(pk=apart_from).exclude(part_of=apart_from)
    same_day = standing.filter(unit_id=place.number, kind=act.kind, happened=act.happened)
    if act.part_of is not None:
        # The items of one meeting share its day; that says nothing.
        same_day = same_day.exclude(part_of=act.part_of)
    rows = list(same_day.select_related("correction").order_by("pk")[:SHOWN])
    found = [Duplicate(line, Likeness.SAME_DAY) for line in lines_of(rows)]
    return [*found, *_sharing_files(actor, act.evidence or (), apart_from)][:SHOWN]


def _sharing_files(actor: Actor, files: Sequence[EvidenceFile], apart_from: int | None) -> Iterator[Duplicate]:
    for file in files:
        numbers = Attachment.objects.filter(evidence__sha256=digest_of(file)).values_list("record_id", flat=True)
        others = [number for number in numbers if number != apart_from]
        rows = Record.objects.filter(visible(actor), correction=None, pk__in=others)
        for line in lines_of(list(rows.select_related("correction").order_by("pk")[:SHOWN])):
            yield Duplicate(line, Likeness.SAME_FILE, file.name)
