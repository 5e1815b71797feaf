"""What a record did: which windows of its unit's account it counts in, what is owed next, and what it posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.errors import UnknownKey
from bihuan.catalog.loaded import catalogue
from bihuan.duties.balances import State, Window
from bihuan.duties.queries import balance
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.records.act import Act
from bihuan.records.posting_rules import lines
from bihuan.records.queries import RecordView
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.quantity import from_steps, shown
from bihuan.web.duties.account import Arrear, last_day_to_meet, window_name
from bihuan.web.duties.page import window_address
from bihuan.web.figures.page import figure_address
from bihuan.web.records.kinds import entry_of
from bihuan.web.seals import Seal, duty_seal

NEXT = 3


@dataclass(frozen=True)
class Met:
    """A window that a record counts in, as its unit's account shows it."""

    name: str
    when: str
    done: str
    owed: str
    unit: str
    seal: Seal
    href: str
    window: Window


@dataclass(frozen=True)
class StillOwed:
    """What the unit owes beside it, where its account opens, and where it is recorded ("" for who may not)."""

    name: str
    last_day: date
    href: str
    record: str


@dataclass(frozen=True)
class Posted:
    """One amount that the record added to the book, with the figure of the month that it is part of."""

    name: str
    amount: str
    month: str
    href: str


def account_on(actor: Actor, unit: str, day: date, today: date) -> UnitBalance:
    """The unit's account as far as it touches the day."""
    return balance(actor, unit, Period(day, day), today)


def met_by(account: UnitBalance, kind: str, day: date) -> tuple[Met, ...]:
    """The windows of the day that acts of the kind count in."""
    return tuple(
        _met(account.unit, duty, window)
        for duty in account.duties
        for window in duty.windows
        if duty.definition.kind == kind and window.first <= day <= window.last
    )


def _met(unit: str, duty: DutyBalance, window: Window) -> Met:
    return Met(
        name=duty.rule.name,
        when=window_name(window),
        done=shown(duty.quantity(window.done)),
        owed=shown(duty.quantity(window.owed)),
        unit=duty.definition.unit,
        seal=duty_seal(window.state),
        href=window_address(unit, duty, window, window.first.year),
        window=window,
    )


def still_owed(actor: Actor, account: UnitBalance, kind: str, day: date) -> tuple[StillOwed, ...]:
    """What the unit owes beside acts of the kind in the windows of the day, the first to fall due first."""
    owed = [
        Arrear(account.unit, account.unit_name, duty, window)
        for duty in account.duties
        for window in duty.windows
        if window.state in (State.OPEN, State.MISSED)
        and window.first <= day <= window.last
        # A duty that only the same acts meet has just been spoken of.
        and duty.definition.kind != kind
    ]
    owed.sort(key=lambda arrear: last_day_to_meet(arrear.window))
    return tuple(
        StillOwed(
            each.duty.rule.name,
            last_day_to_meet(each.window),
            window_address(each.unit, each.duty, each.window, each.window.first.year),
            entry_of(actor, each.duty.definition.kind, each.unit, day=day),
        )
        for each in owed[:NEXT]
    )


def posted_by(view: RecordView) -> tuple[Posted, ...]:
    """What the record posts, worked out from what it says by the rules of its kind; nothing once it is corrected."""
    line = view.line
    packs = catalogue()
    if not line.standing or line.part_of is not None:
        return ()
    try:
        kind = packs.kind(line.kind)
    except UnknownKey:
        return ()
    act = Act(line.kind, line.unit, line.happened, line.title, line.state, line.until, view.fields)
    found = lines(kind, act, {key: each.choices for key, each in packs.lists.items()})
    return tuple(
        _posted(packs, each.series, each.amount, line.unit, each.happened) for each in found if not each.closes
    )


def _posted(packs: Catalogue, series: str, amount: int, unit: str, day: date) -> Posted:
    month = Period.of_months(day.year, day.month, 1)
    definition = packs.series(series)
    value = shown(from_steps(amount, definition.decimals))
    return Posted(definition.name, f"{value}{definition.unit}", month.name, figure_address(Ask(series, unit, month)))


def names(owed: Sequence[StillOwed]) -> str:
    """What is owed, in a row of words."""
    return "、".join(each.name for each in owed)
