"""Which acts a person carried out: what they add to a series, for the duties that post-holders owe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, Sum

from bihuan.book.models import Posting
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import FieldType
from bihuan.records.act import AttendeeRole
from bihuan.records.models import Attendance, Record
from bihuan.records.rows import ORIGIN
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
    rows = Posting.objects.filter(origin=ORIGIN, series__key__in=series, happened__range=(period.first, period.last))
    if as_of is not None:
        rows = rows.filter(entered__lte=as_of)
    summed = rows.values_list("source", "series__key", "happened").annotate(
        amount=Sum("amount"), members=Sum("sense")
    )
    return {(source, key, day): amount for source, key, day, amount, members in summed if members}


def _doers_of(sources: Sequence[int], wanted: frozenset[str]) -> dict[int, set[str]]:
    doers: dict[int, set[str]] = {}
    attended = Attendance.objects.filter(Q(role__in=DOING_ROLES), record_id__in=sources)
    for number, code in attended.values_list("record_id", "person__code"):
        if code in wanted:
            doers.setdefault(number, set()).add(code)
    naming = {
        kind.key: named
        for kind in catalogue().kinds.values()
        if (named := [each.key for each in kind.fields if _is_doing(each.key, each.type)])
    }
    rows = Record.objects.filter(pk__in=sources, kind__in=naming).values_list("pk", "kind", "fields")
    for number, key, text in rows:
        # A person is written as their code: the other fields need not be read into their types.
        values = json.loads(text)
        found = {str(values[field]) for field in naming[key] if field in values} & wanted
        if found:
            doers.setdefault(number, set()).update(found)
    return doers


def _is_doing(key: str, type_: FieldType) -> bool:
    return type_ is FieldType.PERSON and key in DOING_FIELDS
