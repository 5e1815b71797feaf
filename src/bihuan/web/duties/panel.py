"""The window that is opened in a unit's account: how it stands, what counts in it, whether it is or may be waived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from bihuan.book.proofs import proof
from bihuan.duties.balances import State, Window
from bihuan.duties.standing import DutyBalance
from bihuan.duties.waived import Waiving, waivings
from bihuan.duties.waivers import WindowOwed, may_waive
from bihuan.organisations.queries import UnitPlace
from bihuan.records.doers import carried_out_by
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Member
from bihuan.values.period import Period
from bihuan.values.quantity import shown
from bihuan.web.asking import address, way
from bihuan.web.duties.account import grace_of, norm, window_name
from bihuan.web.duties.near import NearMiss, near_misses
from bihuan.web.records.page import record_address
from bihuan.web.seals import Seal, duty_seal

MOST_RECORDS = 30
MOST_OF_HOLDERS = 500
"""Records of a unit that are gone through for those that one person carried out."""

DONE = {"waive": "已批准免办，这一期不算欠账了。", "withdraw": "已撤回免办，这一期重新按办了没有来算。"}
"""What is said after each step."""


@dataclass(frozen=True)
class PanelRecord:
    """A record that counts in the window."""

    member: Member
    amount: str
    href: str


@dataclass(frozen=True)
class Refused:
    """A step that was not taken: the sentence, and the reason that was typed."""

    sentence: str
    told: str


@dataclass(frozen=True)
class Excuse:
    """Whether the window was waived, and whether the viewer may waive it or take that back.

    Attributes:
        standing: the waiver that stands, or None; ``past`` are those that were withdrawn, the last first.
        step: what the form does, "waive" or "withdraw"; "" where the viewer is offered none.
        is_own: whether the viewer approves for this unit only, so that it has to come from above.
        action: the address of the form.
        done: what was just done.
    """

    standing: Waiving | None
    past: tuple[Waiving, ...]
    step: str
    is_own: bool
    action: str
    done: str = ""
    refused: Refused | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.past or self.step or self.is_own or self.refused)


@dataclass(frozen=True)
class Panel:
    """The window that is opened: what it asks, how it stands, the records that count in it, and the rule.

    Attributes:
        records: the records on its days, and ``late_records`` those in the grace after it.
        elsewhere: what of it a post-holder carried out that another unit recorded, "" for nothing.
        near: records of the same kind that nearly counted, where something is still missing.
        closes: the address of the account without it.
    """

    duty: DutyBalance
    window: Window
    when: str
    seal: Seal
    norm: str
    done: str
    owed: str
    arrears: str
    records: tuple[PanelRecord, ...]
    late_records: tuple[PanelRecord, ...]
    total: int
    elsewhere: str
    closes: str
    near: tuple[NearMiss, ...]
    excuse: Excuse


def is_opened(request: HttpRequest, duty: DutyBalance, window: Window) -> bool:
    """Whether the address asks for this window."""
    asked = (request.GET.get("duty", ""), request.GET.get("holder", ""), request.GET.get("window", ""))
    return asked == (duty.rule.duty, duty.holder, window.first.isoformat())


def panel_of(
    request: HttpRequest,
    actor: Actor,
    place: UnitPlace,
    opened: tuple[DutyBalance, Window],
    refused: Refused | None = None,
) -> Panel:
    """The window as the page shows it beside the account.

    Args:
        request: the address that opened it.
        actor: who looks.
        place: the unit whose account it is.
        opened: the duty and its window.
        refused: the step that was asked for and not taken, if there was one.
    """
    duty, window = opened
    members, total = _members(actor, place.code, duty, window.period)
    grace = grace_of(window) if window.late else None
    late = _members(actor, place.code, duty, grace)[0] if grace else ()
    asked = {name: request.GET.get(name) for name in ("year", "theme", "state")}
    return Panel(
        duty=duty,
        window=window,
        when=window_name(window),
        seal=duty_seal(window.state),
        norm=norm(duty),
        done=shown(duty.quantity(window.done)),
        owed=shown(duty.quantity(window.owed)),
        arrears=shown(duty.quantity(window.arrears)),
        records=members,
        late_records=late,
        total=total,
        elsewhere=_elsewhere(duty, window, (*members, *late)) if total <= MOST_RECORDS else "",
        closes=address(way("duties_of", place.code), **asked),
        near=near_misses(actor, place.code, duty, window) if window.arrears else (),
        excuse=_excuse(request, actor, place, opened, refused),
    )


def _excuse(
    request: HttpRequest,
    actor: Actor,
    place: UnitPlace,
    opened: tuple[DutyBalance, Window],
    refused: Refused | None,
) -> Excuse:
    duty, window = opened
    asked = {name: request.GET.get(name) for name in ("year", "duty", "holder", "window")}
    known = waivings(actor, WindowOwed(duty.rule.duty, place.code, window.first, duty.holder))
    step = _step(window) if may_waive(actor, place) else ""
    done = request.GET.get("done", "")
    # An address that is opened again later may speak of what is no longer so.
    is_so = (window.state is State.WAIVED) == (done == "waive") and not refused
    return Excuse(
        standing=next((each for each in known if each.withdrawn is None), None),
        past=tuple(each for each in known if each.withdrawn is not None),
        step=step,
        is_own=bool(_step(window)) and not step and actor.may(Action.WAIVE, place.path),
        action=address(way("waive", place.code), **asked) + "#h-waive",
        done=DONE.get(done, "") if is_so else "",
        refused=refused,
    )


def _step(window: Window) -> str:
    """What may be done to the window: one that is met needs no waiver."""
    if window.state is State.WAIVED:
        return "withdraw"
    return "" if window.state in (State.MET, State.MET_LATE) else "waive"


def _elsewhere(duty: DutyBalance, window: Window, listed: Sequence[PanelRecord]) -> str:
    """Acts of a post-holder count whatever unit recorded them, while the unit's own are listed."""
    missing = duty.quantity(window.done) - sum(each.member.amount for each in listed)
    return shown(missing) if duty.holder and missing > 0 else ""


def _members(actor: Actor, unit: str, duty: DutyBalance, period: Period) -> tuple[tuple[PanelRecord, ...], int]:
    """The unit's own records on these days in the series that meets the duty, and how many there are in all.

    Of what a post-holder owes only those that this person carried out.
    """
    size = MOST_OF_HOLDERS if duty.holder else MOST_RECORDS
    known = proof(actor, Ask(duty.definition.key, unit, period, own=True), 1, size)
    members, total = known.members, known.total
    if duty.holder:
        own = carried_out_by(duty.holder, [each.source for each in members if each.origin == "record"])
        members = tuple(each for each in members if each.source in own)
        members, total = members[:MOST_RECORDS], len(members)
    rows = tuple(
        PanelRecord(
            member,
            f"{shown(member.amount)}{duty.definition.unit}",
            record_address(member.source) if member.origin == "record" else "",
        )
        for member in members
    )
    return rows, total
