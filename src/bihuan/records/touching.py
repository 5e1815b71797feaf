"""Which units and people deeds of the trail are about, as far as they are about records."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.organisations.queries import units_numbered
from bihuan.records.doers import who_carried_out
from bihuan.records.models import Correction, Record
from bihuan.trail.remembered import Deed

OF_RECORDS = frozenset({"record_act", "supersede", "void"})
"""Deeds on one record and its parts."""
OF_MANY = frozenset({"import_records", "open_unit", "move_unit", "close_unit"})
"""Deeds that bear on more records than they name."""


def units_concerned(deeds: Sequence[Deed]) -> set[str] | None:
    """The codes of the units whose records the deeds may have changed; None where that cannot be said."""
    if any(deed.verb in OF_MANY for deed in deeds):
        return None
    numbers = [int(deed.subject.partition(":")[2]) for deed in deeds if deed.verb in OF_RECORDS]
    units = {unit for _, unit in _meant(numbers)} if numbers else set()
    return {place.code for place in units_numbered(sorted(units)).values()}


def touched(records: Sequence[int]) -> tuple[set[int], set[str]]:
    """The numbers of the units and the codes of the people whose accounts records may bear on.

    Args:
        records: numbers of records, corrected ones among them.
    """
    found = _meant(records)
    return {unit for _, unit in found}, who_carried_out(sorted(number for number, _ in found))


def _meant(records: Sequence[int]) -> list[tuple[int, int]]:
    """The records, those that came in their place, and the parts of either, each with the number of its unit.

    What was given up counts no more.
    """
    # Each is found by an index of its own, which one statement for all would not use.
    came = Correction.objects.filter(record__in=records, successor__isnull=False).values_list("successor", flat=True)
    whole = sorted({*records, *came})
    return [
        *Record.objects.filter(pk__in=whole).values_list("pk", "unit_id"),
        *Record.objects.filter(part_of__in=whole).values_list("pk", "unit_id"),
    ]
