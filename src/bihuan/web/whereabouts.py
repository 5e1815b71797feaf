"""Which unit a page speaks of, and what stands above it that the visitor may see."""

from __future__ import annotations

from bihuan.organisations.paths import WIDTH, unit_numbers
from bihuan.organisations.queries import UnitPlace, unit_for, units_numbered
from bihuan.values.actor import Action, Actor

NOTHING_TO_SEE = "web/nothing.html"
"""The page for an account that may see no unit's account: an administrator, or one that has no role yet."""


def tops(actor: Actor) -> list[UnitPlace]:
    """The tops of what the actor sees, in the order of the tree; none for who may see nothing."""
    paths = [path for path in actor.paths(Action.SEE) if path]
    places = units_numbered([unit_numbers(path)[-1] for path in paths])
    return sorted(places.values(), key=lambda place: place.path)


def chosen(actor: Actor, code: str) -> UnitPlace | None:
    """The unit asked for, else the first top of what the actor sees; None where they see nothing.

    Raises:
        UnknownUnit: the unit asked for is not there for this actor.
        MayNot: they know of it but may not see its account.
    """
    if code:
        return unit_for(actor, code)
    return next(iter(tops(actor)), None)


def above(actor: Actor, place: UnitPlace) -> list[UnitPlace]:
    """The units above this one that the actor sees, the highest first."""
    numbers = unit_numbers(place.path)[:-1]
    seen = [number for level, number in enumerate(numbers, 1) if actor.may(Action.SEE, place.path[: level * WIDTH])]
    found = units_numbered(seen)
    return [found[number] for number in seen if number in found]
