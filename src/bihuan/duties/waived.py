"""Reads of waivers: who waived a window, when and why, and who took that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.duties.models import Waiver
from bihuan.duties.waivers import WindowOwed
from bihuan.organisations.queries import unit_for
from bihuan.values.actor import Actor


@dataclass(frozen=True)
class Waiving:
    """A window was waived once: why, by whom and when; and by whom and when that was withdrawn, if it was."""

    reason: str
    approver: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn: datetime | None = None


def waivings(actor: Actor, owed: WindowOwed) -> tuple[Waiving, ...]:
    """Every waiver of one window, the last first: only the first can be one that stands.

    Raises:
        UnknownUnit: the unit is not there, or the actor may not know of it.
        MayNot: they may not see its account.
    """
    place = unit_for(actor, owed.unit)
    rows = Waiver.objects.filter(
        duty=owed.duty, unit_id=place.number, holder=owed.holder, window_first=owed.first
    ).order_by("-pk")
    return tuple(Waiving(row.reason, row.approver, row.at, row.withdrawn_by, row.withdrawn) for row in rows)
