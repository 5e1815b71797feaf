"""Who may see and correct which records: over which part of the tree, and which kinds are kept to one role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import connection
from django.db.models import Q

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind
from bihuan.organisations.paths import below
from bihuan.organisations.queries import UnitPlace
from bihuan.trail.look import once
from bihuan.values.actor import Action, Actor


def leave(kind: Kind, action: Action) -> Action:
    """What has to be allowed for the action on records of the kind: a restricted kind asks for its own role."""
    return Action.DISCIPLINE if kind.restricted else action


def restricted_kinds() -> frozenset[str]:
    """The keys of the kinds that are kept to one role."""
    return frozenset(kind.key for kind in catalogue().kinds.values() if kind.restricted)


def sees(actor: Actor, kind: str, path: str, place: UnitPlace) -> bool:
    """Whether the actor may see a record: by where the unit stood on its day, or where the unit stands now.

    Both count: a unit keeps seeing its own acts after a move, and those who were above it keep seeing the acts in
    their figures.
    """
    action = Action.DISCIPLINE if kind in restricted_kinds() else Action.SEE
    return actor.may(action, path) or actor.may(action, place.path)


def visible(actor: Actor) -> Q:
    """The condition on records that the actor may see."""
    restricted = restricted_kinds()
    seen = _within(actor.paths(Action.SEE))
    if not restricted:
        return seen
    return (seen & ~Q(kind__in=restricted)) | (_within(actor.paths(Action.DISCIPLINE)) & Q(kind__in=restricted))


def within(place: UnitPlace) -> Q:
    """The condition on records of a unit and all below it: those that stood there on their day, and its own."""
    low, high = below(place.path)
    return Q(path__gte=low, path__lt=high) | Q(unit_id=place.number)


def _within(tops: Sequence[str]) -> Q:
    if "" in tops:
        return Q()
    found = Q(pk__in=[])
    for top in tops:
        low, high = below(top)
        found |= Q(path__gte=low, path__lt=high) | Q(unit__in=moved_into(low, high))
    return found


def moved_into(low: str, high: str) -> Sequence[int]:
    """The units of the subtree that once stood elsewhere: few, and in most ledgers none."""
    return once((_MOVED, low, high), partial(_moved, low, high))


def _moved(low: str, high: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, (low, high))
        return [number for (number,) in cursor.fetchall()]


# Asked for every list: written out, since the ORM takes far longer to put it together than the database to answer it.
_MOVED = """SELECT DISTINCT p.unit_id FROM organisations_placement p
    JOIN organisations_placement e ON e.unit_id = p.unit_id AND e.until IS NOT NULL
    WHERE p.until IS NULL AND p.path >= %s AND p.path < %s"""
