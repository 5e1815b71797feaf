"""Acts that the tests of records speak of."""

from __future__ import annotations

from datetime import date

from bihuan.records.act import Act, Value

MEETINGS = "party_committee_meeting.meetings"
ITEMS = "agenda_item.items"


def meeting(unit: str = "dc", day: date = date(2023, 6, 5), **fields: Value) -> Act:
    """A meeting of a Party committee that was held with nine of ten members."""
    seats: dict[str, Value] = {"members_due": 10, "members_present": 9}
    return Act("party_committee_meeting", unit, day, "六月第一次党委会", fields=seats | fields)


def item(title: str = "研究经费安排", **fields: Value) -> Act:
    """An item on a meeting's agenda."""
    return Act("agenda_item", "", date(2023, 6, 5), title, fields=fields)


def assembly(day: date, present: int) -> Act:
    """An assembly of the members of a branch, of whom twenty were due."""
    return Act("member_assembly", "dczb", day, fields={"members_due": 20, "members_present": present})
