"""Recognising what came back: the earlier findings at a unit or below that a new one may repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.organisations.paths import below
from bihuan.organisations.queries import unit_for
from bihuan.oversight.models import Finding
from bihuan.oversight.reposting import way_of
from bihuan.oversight.scope import is_restricted
from bihuan.oversight.similarity import SHORTLIST, Earlier, folded, proposals, shortlist
from bihuan.values.actor import Action, Actor

LIKELY = 20
"""Likeness below which nothing is proposed: two findings that share a stray word."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a finding that may repeat another.

    Attributes:
        unit: where it was found, by code or full name; findings there and below are looked at.
        words: what was found.
        before: the day it was found; only earlier findings can have come back.
        origin, item, category: how it is kept, and what it falls under.
        number: its own number, where it is registered already.
    """

    unit: str
    words: str
    before: date
    origin: str = "finding"
    item: str = ""
    category: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Likely:
    """An earlier finding that may have come back.

    Attributes:
        number, words, found_on, unit_name: which one.
        returns: how often it had come back by then.
        likeness: how alike the two are, from 0 to 110.
        rectified: whether it was closed before it came back.
    """

    number: int
    words: str
    found_on: date
    unit_name: str
    returns: int
    likeness: float
    rectified: bool


def likely_earlier(actor: Actor, about: Description, limit: int = 5) -> list[Likely]:
    """The earlier findings that this one may repeat, the likeliest first; a person confirms one or none.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    kind = way_of(about.origin).kind or ""
    # Who may see a unit may see what was found there and below; asking for each finding would only be slower.
    place = unit_for(actor, about.unit, Action.DISCIPLINE if is_restricted(kind) else Action.SEE)
    low, high = below(place.path)
    rows = list(
        Finding.objects.filter(task__origin=about.origin, task__opened__lte=about.before)
        .filter(task__responsible_path__gte=low, task__responsible_path__lt=high)
        .exclude(pk=about.number)
        .order_by()
        .values_list("pk", "gist", "item", "task__category", "task__responsible_id")
    )
    gist = folded(about.words)
    chosen = shortlist(gist, [row[1] for row in rows])
    # The same item at the same place is looked at whatever its words are; the latest are likelier to have come back.
    known = [n for n, row in enumerate(rows) if row[4] == place.number and _same(about, row[2], row[3])]
    near = [rows[n] for n in sorted(chosen | set(known[-SHORTLIST:]))]
    earlier = [
        Earlier(number, words, unit == place.number, _same(about, item, category))
        for number, words, item, category, unit in near
    ]
    likely = [each for each in proposals(gist, earlier, limit) if each.likeness >= LIKELY]
    found = Finding.objects.select_related("task", "task__responsible").in_bulk([each.number for each in likely])
    return [
        Likely(
            number=each.number,
            words=found[each.number].description,
            found_on=found[each.number].task.opened,
            unit_name=found[each.number].task.responsible.name,
            returns=found[each.number].returns,
            likeness=each.likeness,
            rectified=found[each.number].task.settled is not None,
        )
        for each in likely
    ]


def _same(about: Description, item: str, category: str) -> bool:
    if about.item or item:
        return about.item == item
    return bool(about.category) and about.category == category
