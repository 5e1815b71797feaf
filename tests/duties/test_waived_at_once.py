"""Two people waive the same window at once, and two take that back: one has done it, the other is told so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bihuan.duties.errors import AlreadyWaived, NotWaived
from bihuan.duties.waived import waivings
from bihuan.duties.waivers import WindowOwed, waive, withdraw_waiver
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor
from side_by_side import at_once

JULY = WindowOwed("committee_meeting", "dczb", date(2023, 7, 1))


def kept(actor: Actor) -> Callable[[], tuple[object, object, object]]:
    """What is known of the window, what the trail tells of it, and where the trail is broken."""

    def read() -> tuple[object, object, object]:
        known = [(each.reason, each.approver, each.withdrawn_by) for each in waivings(actor, JULY)]
        deeds = Entry.objects.filter(subject__startswith="waiver:").order_by("number").values_list("verb", flat=True)
        return known, list(deeds), list(verify_trail())

    return read


def test_of_two_at_once_one_is_told_who_did_it(side_by_side: None, approver: Actor) -> None:
    waived = at_once(*[lambda: waive(approver, JULY, "全员抗洪抢险")] * 2)
    assert [type(each) for each in waived if each is not None] == [AlreadyWaived]
    withdrawn = at_once(*[lambda: withdraw_waiver(approver, JULY, "批错了单位")] * 2)
    assert [type(each) for each in withdrawn if each is not None] == [NotWaived]
    # Read where they wrote: on a connection of its own.
    assert at_once(kept(approver)) == [
        ([("全员抗洪抢险", "赵主任", "赵主任")], ["waive", "withdraw_waiver"], []),
    ]
