"""Reads of the organisation: the only way a face or another part obtains a unit. Always told who is asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.organisations.errors import AmbiguousUnit, MayNot, UnknownPerson, UnknownUnit
from bihuan.organisations.models import Appointment, Person, Placement
from bihuan.organisations.paths import below
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
    known = _open_placements().filter(_may_know_of(actor))
    found = list(known.filter(unit__code=name)) or list(known.filter(unit__name=name).order_by("path")[:20])
    if not found:
        raise UnknownUnit(f"没有找到单位“{name}”，请用单位代码或全称。")
    if len(found) > 1:
        codes = "、".join(row.unit.code for row in found)
        raise AmbiguousUnit(f"不止一个单位叫“{name}”，请改用代码：{codes}。")
    place = _value(found[0])
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


def may_know_of(actor: Actor, path: str) -> bool:
    """Whether the actor may know that the unit exists: any role over it will do."""
    return any(path.startswith(grant.path) for grant in actor.grants)


def _may_know_of(actor: Actor) -> Q:
    """The same as a condition on placements."""
    known = Q(pk__in=())
    for path in {grant.path for grant in actor.grants}:
        if not path:
            return Q()
        low, high = below(path)
        known |= Q(path__gte=low, path__lt=high)
    return known


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
    low, high = below(place.path)
    rows = _open_placements() if on is None else placements_on(on)
    columns = ("unit_id", "unit__code", "unit__name", "unit__type", "path", "unit__begins", "unit__ends")
    # Plain rows: a province has thousands, and making two model instances of each took most of the time.
    found = rows.filter(path__gte=low, path__lt=high).order_by("path").values_list(*columns, "parent__code")
    types = {each.value: each for each in UnitType}
    return [
        UnitPlace(number, code, name, types[kind], path, begins, ends, parent or "")
        for number, code, name, kind, path, begins, ends, parent in found
        if actor.may(action, path)
    ]


def units_numbered(numbers: Sequence[int]) -> dict[int, UnitPlace]:
    """The units with these numbers. For parts that already checked what the actor may see."""
    rows = _open_placements().filter(unit__in=numbers)
    return {row.unit_id: _value(row) for row in rows}


def unit_coded(codes: Sequence[str]) -> dict[str, UnitPlace]:
    """The units with these codes. For parts that check each one's path themselves."""
    rows = _open_placements().filter(unit__code__in=codes)
    return {row.unit.code: _value(row) for row in rows}


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


def _open_placements() -> QuerySet[Placement]:
    return Placement.objects.filter(until__isnull=True).select_related("unit", "parent")


def _value(row: Placement) -> UnitPlace:
    unit = row.unit
    return UnitPlace(
        number=unit.pk,
        code=unit.code,
        name=unit.name,
        type=UnitType(unit.type),
        path=row.path,
        begins=unit.begins,
        ends=unit.ends,
        parent=row.parent.code if row.parent else "",
    )
