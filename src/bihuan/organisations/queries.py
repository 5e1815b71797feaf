"""Reads of the organisation: the only way a face or another part obtains a unit. Always told who is asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from django.db import connection
from django.db.models import Q, QuerySet

from bihuan.organisations.errors import AmbiguousUnit, MayNot, UnknownPerson, UnknownUnit
from bihuan.organisations.models import Appointment, Person, Placement
from bihuan.organisations.paths import below
from bihuan.trail.look import each_once, once, tell
from bihuan.values.actor import Action, Actor
from bihuan.values.unit_type import UnitType


@dataclass(frozen=True)
class UnitPlace:
    """A unit and where it stands.

    Attributes:
        number: its number in the database, from which paths are made.
        path: where it stands in the tree.
        begins, ends: the days of its life, both in.
        parent: the code of the unit above it, "" at the top.
    """

    number: int
    code: str
    name: str
    type: UnitType
    path: str
    begins: date
    ends: date | None
    parent: str = ""

    def lives_on(self, day: date) -> bool:
        """Whether the unit exists on the day."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Holder:
    """A person holding a post from a day until a day, both in."""

    person: str
    name: str
    post: str
    unit: str
    since: date
    until: date | None


def unit_for(actor: Actor, name: str, action: Action = Action.SEE) -> UnitPlace:
    """The unit with this code or full name, where the actor may do the action.

    Raises:
        UnknownUnit: there is none, or the actor may not even see it.
        AmbiguousUnit: several bear the name.
        MayNot: the actor sees it but may not do the action.
    """
    # What the actor may not know of is left out first: a common name may be borne by hundreds of units.
    known, paths = _may_know_of(actor)
    found = _open_places(f"u.code = %s AND {known}", (name, *paths))
    found = found or _open_places(f"u.name = %s AND {known} ORDER BY p.path LIMIT 20", (name, *paths))
    if not found:
        raise UnknownUnit(f"没有找到单位“{name}”，请用单位代码或全称。")
    if len(found) > 1:
        codes = "、".join(place.code for place in found)
        raise AmbiguousUnit(f"不止一个单位叫“{name}”，请改用代码：{codes}。")
    place = found[0]
    require(actor, action, place)
    return place


def require(actor: Actor, action: Action, place: UnitPlace) -> None:
    """Let the actor pass, or refuse.

    Raises:
        UnknownUnit: the actor may not even see the unit.
        MayNot: the actor sees it but may not do the action.
    """
    if actor.may(action, place.path):
        return
    if not may_know_of(actor, place.path):
        raise UnknownUnit(f"没有找到单位“{place.code}”，请用单位代码或全称。")
    raise MayNot(f"您没有对“{place.name}”做这件事的权限，请联系管理员。")


def whole_tree(actor: Actor, action: Action) -> bool:
    """Whether the actor may do the action on every unit of the tree."""
    heads = Placement.objects.filter(until=None, parent=None).values_list("path", flat=True)
    return bool(actor.paths(action)) and all(actor.may(action, head) for head in heads)


def may_know_of(actor: Actor, path: str) -> bool:
    """Whether the actor may know that the unit exists: any role over it will do."""
    return any(path.startswith(grant.path) for grant in actor.grants)


def _may_know_of(actor: Actor) -> tuple[str, tuple[str, ...]]:
    """The same as a condition on places, with what its marks stand for."""
    paths = sorted({grant.path for grant in actor.grants})
    if "" in paths:
        return "1 = 1", ()
    if not paths:
        return "1 = 0", ()
    ranges = " OR ".join("p.path >= %s AND p.path < %s" for _ in paths)
    return f"({ranges})", tuple(chain.from_iterable(map(below, paths)))


def units_below(
    actor: Actor, place: UnitPlace, on: date | None = None, action: Action = Action.SEE
) -> list[UnitPlace]:
    """The unit and all below it on which the actor may do the action, in the order of the tree.

    Args:
        actor: who asks.
        place: the top of the subtree, where it stands now.
        on: the day whose tree is wanted; None for the present one, with units that have ended.
        action: what they have to be allowed; to see, unless said otherwise.
    """
    inside = ("p.path >= %s AND p.path < %s ORDER BY p.path", below(place.path))
    found = _open_places(*inside) if on is None else _places_on(on, *inside)
    # What is allowed on a unit is allowed on all below it: a province has thousands to ask about.
    if actor.may(action, place.path):
        return found
    return [each for each in found if actor.may(action, each.path)]


def units_of_level(actor: Actor, place: UnitPlace, kind: UnitType | None = None) -> list[UnitPlace]:
    """Of a unit and all below it those of a type that the actor sees, in the order of the tree.

    Args:
        actor: who asks.
        place: the top of the subtree, where it stands now.
        kind: the type; None for the units right below, of whatever type.
    """
    condition, wanted = ("u.type = %s", kind.value) if kind else ("p.parent_id = %s", place.number)
    found = _open_places(
        f"p.path >= %s AND p.path < %s AND {condition} ORDER BY p.path", (*below(place.path), wanted)
    )
    return [each for each in found if actor.may(Action.SEE, each.path)]


def highest_below(actor: Actor, place: UnitPlace, count: int) -> list[UnitPlace]:
    """The unit and the highest of those below it that the actor sees, a level after the other, at most so many."""
    if not actor.may(Action.SEE, place.path):
        return sorted(units_below(actor, place), key=lambda each: (len(each.path), each.path))[:count]
    inside = "p.path >= %s AND p.path < %s ORDER BY LENGTH(p.path), p.path LIMIT %s"
    return _open_places(inside, (*below(place.path), count))


def units_numbered(numbers: Sequence[int]) -> dict[int, UnitPlace]:
    """The units with these numbers. For parts that already checked what the actor may see."""
    return each_once(
        units_numbered,
        numbers,
        lambda wanted: {place.number: place for place in _open_places_in("p.unit_id", wanted)},
    )


def unit_coded(codes: Sequence[str]) -> dict[str, UnitPlace]:
    """The units with these codes. For parts that check each one's path themselves."""
    return each_once(
        unit_coded, codes, lambda wanted: {place.code: place for place in _open_places_in("u.code", wanted)}
    )


def path_on(place: UnitPlace, day: date) -> str:
    """Where the unit stood on the day; before its first placement, where it stood first."""
    rows = Placement.objects.filter(unit_id=place.number)
    row = rows.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day).order_by("-since").first()
    row = row or rows.order_by("since").first()
    return row.path if row else place.path


def holders(place: UnitPlace, post: str) -> list[Holder]:
    """Everybody who held the post at the unit, in the order in which they began."""
    rows = Appointment.objects.filter(post__unit_id=place.number, post__name=post).select_related("person")
    return [
        Holder(row.person.code, row.person.name, post, place.code, row.since, row.until)
        for row in rows.order_by("since", "pk")
    ]


def person_coded(code: str) -> tuple[int, str]:
    """The number and name of the person with this code.

    Raises:
        UnknownPerson: there is none.
    """
    row = Person.objects.filter(code=code).values_list("pk", "name").first()
    if row is None:
        raise UnknownPerson(f"没有找到人员“{code}”，请先在人员名册中登记。")
    return row


def count_units(place: UnitPlace, day: date, types: frozenset[UnitType], *, own: bool = False) -> int:
    """How many units of the types lived on the day at the place: of its subtree, or only itself."""
    return _living_at(place, day, own=own).filter(unit__type__in=types).count()


def count_holders(place: UnitPlace, day: date, post: str = "", *, own: bool = False) -> int:
    """How many people held a post (or the post of this name) on the day at the units of the place."""
    units = _living_at(place, day, own=own).values("unit")
    rows = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, post__unit__in=units)
    return (rows.filter(post__name=post) if post else rows).values("person").distinct().count()


def _living_at(place: UnitPlace, day: date, *, own: bool) -> QuerySet[Placement]:
    path = path_on(place, day)
    low, high = below(path)
    rows = placements_on(day).filter(Q(unit__ends__isnull=True) | Q(unit__ends__gte=day), unit__begins__lte=day)
    return rows.filter(path=path) if own else rows.filter(path__gte=low, path__lt=high)


def placements_on(day: date) -> QuerySet[Placement]:
    """The placements of the tree as it stood on the day."""
    return Placement.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day).select_related(
        "unit", "parent"
    )


# Every page asks for units several times. Putting such a statement together by the ORM takes fifty times as long as
# the database takes to answer it, so it is written out once.
_PLACES = """SELECT p.unit_id, u.code, u.name, u.type, p.path, u.begins, u.ends, a.code
    FROM organisations_placement p JOIN organisations_unit u ON u.id = p.unit_id
    LEFT JOIN organisations_unit a ON a.id = p.parent_id WHERE {standing} AND {condition}"""
_TYPES = {each.value: each for each in UnitType}


def _open_places(condition: str, parameters: Sequence[str | int]) -> list[UnitPlace]:
    """The units that fulfil a condition on p, their open placement, or u, themselves."""
    sql = _PLACES.format(standing="p.until IS NULL", condition=condition)
    return once((sql, tuple(parameters)), partial(_met, sql, parameters))


def _places_on(day: date, condition: str, parameters: Sequence[str | int]) -> list[UnitPlace]:
    """The same, where the units stood on the day."""
    standing = "(p.until IS NULL OR p.until >= %s) AND p.since <= %s"
    told = day.isoformat()
    sql, values = _PLACES.format(standing=standing, condition=condition), (told, told, *parameters)
    return once((sql, values), partial(_asked, sql, values))


def _open_places_in(column: str, values: Sequence[str] | Sequence[int]) -> list[UnitPlace]:
    """The units of which the column has one of the values, a few hundred to a statement."""
    found: list[UnitPlace] = []
    for begin in range(0, len(values), _IN_ONE):
        some = values[begin : begin + _IN_ONE]
        found += _open_places(f"{column} IN ({', '.join(['%s'] * len(some))})", tuple(some))
    return found


def _met(sql: str, parameters: Sequence[str | int]) -> list[UnitPlace]:
    """The units that the statement finds where they stand now; within one look nobody asks for them by name again."""
    found = _asked(sql, parameters)
    tell(unit_coded, lambda: {place.code: place for place in found})
    tell(units_numbered, lambda: {place.number: place for place in found})
    return found


def _asked(sql: str, parameters: Sequence[str | int]) -> list[UnitPlace]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [
            UnitPlace(number, code, name, _TYPES[kind], path, _day(begins), _day(ends) if ends else None, above or "")
            for number, code, name, kind, path, begins, ends, above in cursor.fetchall()
        ]


def _day(value: date | str) -> date:
    """A day as the database gives it: text from SQLite, a date from PostgreSQL."""
    return value if isinstance(value, date) else date.fromisoformat(value)


_IN_ONE = 900
