"""Near misses: records that look as if they met a window and do not count, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.book.proofs import proof
from bihuan.catalog.loaded import catalogue
from bihuan.duties.balances import Window
from bihuan.duties.standing import DutyBalance
from bihuan.records.act import State
from bihuan.records.queries import Page, RecordLine, Search, records
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.web.records.page import record_address

AROUND = timedelta(days=20)
"""So far outside a window an act still looks as if it was meant for it."""

MOST = 5


@dataclass(frozen=True)
class NearMiss:
    """A record that nearly counted."""

    title: str
    day: date
    why: str
    href: str


def near_misses(actor: Actor, unit: str, duty: DutyBalance, window: Window) -> tuple[NearMiss, ...]:
    """The unit's own records of the duty's kind in and around the window that do not count in it."""
    definition = duty.definition
    if definition.kind not in catalogue().kinds:
        return ()
    around = Period(window.first - AROUND, window.last + AROUND)
    lines = records(actor, Search(unit, definition.kind, around), Page(size=50)).lines
    counted = {member.source for member in proof(actor, Ask(definition.key, unit, window.period, own=True)).members}
    found = [line for line in lines if line.unit == unit and line.number not in counted]
    return tuple(
        NearMiss(line.title or line.kind_name, line.happened, _why(line, window), record_address(line.number))
        for line in found[:MOST]
    )


def _why(line: RecordLine, window: Window) -> str:
    if line.happened not in window.period:
        return "在期限之外"
    if line.state is not State.HELD:
        return f"{line.state.label}，没有开展"
    return "不符合计数的条件，如到会人数不够"
