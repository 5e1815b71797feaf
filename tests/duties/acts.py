"""Acts of the cast, posted to the book as a records part would post them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from django.db import transaction

from bihuan.book.posting import post, reverse
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace, path_on
from conftest import NOW

MEETING, ASSEMBLY, LECTURE = "meeting.meetings", "assembly.meetings", "lecture.lectures"
HOURS, COMMUNITIES = "training.hours", "visit.communities"
INSPECTION, PATROL = "inspection.inspections", "inspection.patrols"
DRILL, FULL_DRILL = "drill.drills", "drill.full_drills"

_numbers = count(1)


def day(text: str) -> date:
    """A day of 2023, written 03-17."""
    return date.fromisoformat(f"2023-{text}")


def did(place: UnitPlace, series: str, *days: str, amount: int = 1, item: str = "", at: datetime = NOW) -> None:
    """The unit did it on these days of 2023."""
    acts(place, series, [(day(each), amount) for each in days], item=item, at=at)


def took_back(place: UnitPlace, series: str, when: str, item: str = "") -> None:
    """The unit did it on a day of 2023, and the record was voided."""
    source = next(_numbers)
    voucher = Voucher("record", source, place.number, path_on(place, day(when)), (Line(series, day(when), 1, item),))
    with transaction.atomic():
        post([voucher], NOW)
        reverse("record", [source], NOW)


def acts(
    place: UnitPlace, series: str, amounts: Sequence[tuple[date, int]], item: str = "", at: datetime = NOW
) -> None:
    """The unit did so much on these days."""
    vouchers = [
        Voucher("record", next(_numbers), place.number, path_on(place, when), (Line(series, when, amount, item),))
        for when, amount in amounts
    ]
    with transaction.atomic():
        post(vouchers, at)
