"""What an import did to the account of its unit: the duties that acts of its kind meet, as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.duties.balances import State
from bihuan.duties.queries import balance
from bihuan.duties.standing import DutyBalance
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import today
from bihuan.web.duties.page import window_address
from bihuan.web.seals import Seal, duty_seal


@dataclass(frozen=True)
class DutyNow:
    """A duty over the days of the import: how many of its windows are met, and where the first unmet one opens."""

    name: str
    seal: Seal
    met: int
    windows: int
    missed: int
    href: str


def duties_now(actor: Actor, unit: str, kind: str, first: date, last: date) -> tuple[DutyNow, ...]:
    """The duties of the unit that acts of the kind meet.

    Raises:
        UnknownUnit, MayNot: the actor may no longer see the unit.
    """
    account = balance(actor, unit, Period(first, last), today())
    return tuple(
        _now(unit, duty, last.year) for duty in account.duties if duty.definition.kind == kind and duty.windows
    )


def _now(unit: str, duty: DutyBalance, year: int) -> DutyNow:
    missed = [window for window in duty.windows if window.state is State.MISSED]
    shown = (missed or list(duty.windows))[0]
    state = State.MISSED if missed else State.MET if duty.met == len(duty.windows) else State.OPEN
    return DutyNow(
        name=duty.rule.name,
        seal=duty_seal(state),
        met=duty.met,
        windows=len(duty.windows),
        missed=len(missed),
        href=window_address(unit, duty, shown, year),
    )
