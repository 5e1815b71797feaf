"""Verbs on waivers: excuse one window of a duty, with a reason, by somebody above whoever owes it; withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bihuan.catalog.loaded import catalogue
from bihuan.duties.counting import Units
from bihuan.duties.debtors import Facts, debtors, post_holders
from bihuan.duties.errors import AlreadyWaived, NoReason, NotOwed, NotWaived, OwnWaiver
from bihuan.duties.models import Waiver
from bihuan.duties.plans import plan_of
from bihuan.duties.registry import holder_counting
from bihuan.duties.rules import Life
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.trail.log import note
from bihuan.values.actor import ALLOWED, Action, Actor
from bihuan.values.period import Period, chinese_day

LONGEST_REASON = 200


@dataclass(frozen=True)
class WindowOwed:
    """One window of a duty: whose, and the day on which it begins.

    ``holder`` is the code of the person, where each holder of a post owes the duty.
    """

    duty: str
    unit: str
    first: date
    holder: str = ""


def may_waive(actor: Actor, place: UnitPlace) -> bool:
    """Whether the actor may waive what the unit owes: their leave has to come from above it."""
    return any(
        Action.WAIVE in ALLOWED[grant.role] and place.path.startswith(grant.path) and grant.path != place.path
        for grant in actor.grants
    )


def waive(actor: Actor, owed: WindowOwed, reason: str) -> None:
    """Excuse the window: from now on it is waived, whatever was done in it.

    Raises:
        NoReason: the reason is empty, or longer than `LONGEST_REASON`.
        UnknownUnit: the unit is not there, or the actor may not see it.
        MayNot: the actor may not waive there.
        OwnWaiver: the actor's leave to waive comes from the unit itself; it has to come from above.
        NotOwed: the unit owes no such window.
        AlreadyWaived: it was waived before.
    """
    reason = _reason("免办", reason)
    place = _place(actor, owed)
    _require_owed(place, owed)
    with transaction.atomic():
        row, made = Waiver.objects.get_or_create(
            duty=owed.duty,
            unit_id=place.number,
            holder=owed.holder,
            window_first=owed.first,
            withdrawn=None,
            defaults={"reason": reason, "approver": actor.name, "at": actor.at},
        )
        if not made:
            raise AlreadyWaived(f"{chinese_day(owed.first)}起的这一期已由{row.approver}批准免办，不用再批。")
        note(actor, "waive", f"waiver:{row.pk}", place.code, _detail(owed) | {"reason": reason})


def withdraw_waiver(actor: Actor, owed: WindowOwed, reason: str) -> None:
    """Take a waiver back: the window is judged again by what was done. The waiver itself stays on record.

    Raises:
        NoReason, UnknownUnit, MayNot, OwnWaiver: as for `waive`.
        NotWaived: no waiver of this window stands.
    """
    reason = _reason("撤回免办", reason)
    place = _place(actor, owed)
    with transaction.atomic():
        standing = Waiver.objects.filter(
            duty=owed.duty, unit_id=place.number, holder=owed.holder, window_first=owed.first, withdrawn=None
        )
        number = standing.values_list("pk", flat=True).first()
        # Whoever changes the row first has withdrawn it; a second one finds nothing to change.
        if not standing.update(withdrawn=actor.at, withdrawn_by=actor.name):
            raise NotWaived(f"{chinese_day(owed.first)}起的这一期没有免办，无需撤回。")
        note(actor, "withdraw_waiver", f"waiver:{number}", place.code, _detail(owed) | {"reason": reason})


def _reason(deed: str, words: str) -> str:
    reason = words.strip()
    if not reason:
        raise NoReason(f"{deed}要写明理由。")
    if len(reason) > LONGEST_REASON:
        raise NoReason(f"{deed}的理由有{len(reason)}个字，请压到{LONGEST_REASON}个字以内。")
    return reason


def _place(actor: Actor, owed: WindowOwed) -> UnitPlace:
    place = unit_for(actor, owed.unit, Action.WAIVE)
    if not may_waive(actor, place):
        raise OwnWaiver(f"“{place.name}”的免办要由上级单位的审批人批准，请报上级。")
    return place


def _require_owed(place: UnitPlace, owed: WindowOwed) -> None:
    """Refuse what is not owed, so that a slip of the hand does not leave a waiver that waives nothing."""
    obligations = [
        each for each in plan_of(catalogue()).obligations(place.type, place.code) if each.duty == owed.duty
    ]
    posts = {each.post for each in obligations if each.post}
    holding = post_holders(Units(numbers=(place.number,)), posts).get(place.number, ())
    facts = Facts(Life(place.begins, place.ends), holders=holding)
    for debtor in debtors(obligations, facts, each_holder=holder_counting() is not None):
        if debtor.holder != owed.holder:
            continue
        if any(tile.first == owed.first for tile, _ in debtor.debt.owed(Period(owed.first, owed.first))):
            return
    raise NotOwed(f"“{place.name}”没有自{chinese_day(owed.first)}起的这项责任，请核对责任事项、单位和起始日。")


def _detail(owed: WindowOwed) -> dict[str, str | int | None]:
    return {"duty": owed.duty, "window": owed.first.isoformat(), "holder": owed.holder}
