"""The holidays before which an integrity reminder is due 节点: how many of them begin in a period.

Which holidays they are, the kind of the reminder says: the choices of its field ``node`` that a year's calendar
names. When they begin, the State Council's notices say, which the packs hold. The number is the same for every unit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.utils.timezone import get_default_timezone

from bihuan.book.registry import Offer, offer
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period

NODES = "duty.due_nodes"
_KIND, _FIELD = "integrity_reminder", "node"


def register() -> None:
    """Tell the book who works the number out; called once when the program starts."""
    offer(NODES, _offered)


def _offered(actor: Actor, asks: Sequence[Ask]) -> list[Offer]:
    return [nodes_due(catalogue(), ask, _day(actor, ask)) for ask in asks]


def _day(actor: Actor, ask: Ask) -> date:
    """The day on which the number is asked for: that of the moment asked about, else that of the asking."""
    return (ask.as_of or actor.at).astimezone(get_default_timezone()).date()


def nodes_due(packs: Catalogue, ask: Ask, today: date) -> Offer:
    """How many nodes of the period asked for are due on a day; no number where a year's notice is not loaded."""
    known = {calendar.year for calendar in packs.calendars}
    years = range(ask.period.first.year, min(ask.period.last, today).year + 1)
    missing = [year for year in years if year not in known]
    if missing:
        return Offer(None, notes=(f"{missing[0]}年的放假安排还没有载入，请在目录包里补上。",))
    due = [(name, first) for name, first in nodes(packs, ask.period) if first - timedelta(days=1) <= today]
    said = "、".join(f"{name}（{first.month}月{first.day}日起放假）" for name, first in due)
    note = f"时段内已到的节点：{said}。" if due else "时段内还没有到节点。"
    marks = sum(_mark(f"{name}|{first}") for name, first in due)
    return Offer(Fraction(len(due)), members=len(due), marks=marks, notes=(note,))


def nodes(packs: Catalogue, period: Period) -> Iterator[tuple[str, date]]:
    """The holidays that begin in the period and ask for a reminder, each with its first day off."""
    kind = packs.kinds.get(_KIND)
    names = next((packs.choices(each) for each in kind.fields if each.key == _FIELD), ()) if kind else ()
    for calendar in packs.calendars:
        for run in calendar.days_off:
            if run.first in period:
                yield from ((name, run.first) for name in names if name in run.name)


def _mark(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big") >> 2
