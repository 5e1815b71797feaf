"""Which units and people deeds of the trail are about, as far as they are about records."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from bihuan.records.doers import who_carried_out
from bihuan.records.models import Record
from bihuan.trail.remembered import Deed

OF_RECORDS = frozenset({"record_act", "supersede", "void"})
"""Deeds on one record and its parts."""
OF_MANY = frozenset({"import_records", "open_unit", "move_unit", "close_unit"})
"""Deeds that bear on more records than they name."""


def units_concerned(deeds: Sequence[Deed]) -> set[str] | None:
    """The codes of the units whose records the deeds may have changed; None where that cannot be said."""
    if any(deed.verb in OF_MANY for deed in deeds):
        return None
    mine = [deed for deed in deeds if deed.verb in OF_RECORDS]
    rows = _meant(numbers_of(mine)) if mine else Record.objects.none()
    return {deed.unit for deed in mine} | set(rows.values_list("unit__code", flat=True))


def touched(records: Sequence[int]) -> tuple[set[int], set[str]]:
    """The numbers of the units and the codes of the people whose accounts records may bear on.

    Args:
        records: numbers of records, corrected ones among them.
    """
    found = dict(_meant(records).values_list("pk", "unit_id"))
    return set(found.values()), who_carried_out(sorted(found))


def numbers_of(deeds: Sequence[Deed]) -> list[int]:
    """The numbers of what the deeds were done on: 17 of ``record:17``."""
    return [int(deed.subject.partition(":")[2]) for deed in deeds]


def _meant(records: Sequence[int]) -> QuerySet[Record]:
    """The records, their parts, and those that came in the place of either: what was given up counts no more."""
    given_up = Q(predecessor_correction__record__in=records) | Q(predecessor_correction__record__part_of__in=records)
    return Record.objects.filter(Q(pk__in=records) | Q(part_of__in=records) | given_up)
