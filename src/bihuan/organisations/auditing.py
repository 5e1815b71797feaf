"""What the audit administrator reads of the trail: the entries of the units that they audit, and nobody else any.

Nothing here writes. An entry that concerns no unit (a password changed, a period sealed) is read by those who audit
the whole tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from bihuan.organisations.errors import MayNot, UnknownEntry
from bihuan.organisations.models import Placement
from bihuan.organisations.paths import below
from bihuan.organisations.queries import unit_for
from bihuan.trail import queries as trail
from bihuan.trail.queries import EntryLine, EntryPage, SealLine, TrailSearch
from bihuan.trail.verification import verify_latest, verify_seals
from bihuan.values.actor import Action, Actor
from bihuan.values.problem import Problem

MOST_CHECKED = 100_000
"""How many of the latest entries a page checks; the whole trail is checked by ``bihuan verify``."""


@dataclass(frozen=True)
class TrailCheck:
    """What checking the trail found.

    Attributes:
        first, last: the numbers of the entries that were checked.
        problems: every break, in the order of the trail; the seals after it.
    """

    first: int
    last: int
    problems: tuple[Problem, ...]


def audited(actor: Actor, search: TrailSearch, unit: str = "", before: int = 0, size: int = 50) -> EntryPage:
    """A page of the entries wanted, newest first.

    Args:
        actor: who reads.
        search: what is looked for.
        unit: the code or name of a unit; it and all below it are meant.
        before: only entries with a smaller number; 0 for the newest.
        size: how many at most.

    Raises:
        MayNot: the actor audits nothing, or not this unit.
        UnknownUnit: there is no such unit, or the actor may not know of it.
    """
    return trail.entries(search, _units(actor, unit), before, size)


def every_audited(actor: Actor, search: TrailSearch, unit: str, most: int) -> Iterator[EntryLine]:
    """The same one after the other, at most so many.

    Raises:
        MayNot, UnknownUnit: as for `audited`.
    """
    return trail.every_entry(search, _units(actor, unit), most)


def audited_entry(actor: Actor, number: int) -> EntryLine:
    """One entry.

    Raises:
        MayNot: the actor audits nothing.
        UnknownEntry: there is none with this number, or it concerns a unit that the actor does not audit.
    """
    found = trail.entry_numbered(number, _units(actor))
    if found is None:
        raise UnknownEntry(f"没有找到第 {number} 条日志，请核对编号。")
    return found


def sealings(actor: Actor) -> list[SealLine]:
    """Every period that was closed, the last first.

    Raises:
        MayNot: the actor audits nothing.
    """
    _tops(actor)
    return trail.seals()


def checked_trail(actor: Actor) -> TrailCheck:
    """Check the chain of the latest entries and all seals. It reads only.

    Raises:
        MayNot: the actor audits nothing.
    """
    _tops(actor)
    last = trail.length()
    first = max(1, last - MOST_CHECKED + 1)
    return TrailCheck(first, last, (*verify_latest(first), *verify_seals()))


def _tops(actor: Actor) -> Sequence[str]:
    tops = actor.paths(Action.AUDIT)
    if not tops:
        raise MayNot("日志由审计管理员看，请联系本单位的审计管理员。")
    return tops


def _units(actor: Actor, unit: str = "") -> trail.Units:
    tops = _tops(actor)
    if unit:
        tops = [unit_for(actor, unit, Action.AUDIT).path]
    elif _whole_tree(tops):
        return None
    within = Q(pk__in=())
    for top in tops:
        low, high = below(top)
        within |= Q(path__gte=low, path__lt=high)
    return Placement.objects.filter(within, until=None).values_list("unit__code", flat=True)


def _whole_tree(tops: Sequence[str]) -> bool:
    heads = Placement.objects.filter(until=None, parent=None).values_list("path", flat=True)
    return all(any(head.startswith(top) for top in tops) for head in heads)
