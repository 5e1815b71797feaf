"""The roster: everybody who was enrolled at a unit or one below it, or held a post there, with their posts there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.organisations.errors import UnknownPerson
from bihuan.organisations.models import Appointment, Person, Placement
from bihuan.organisations.paths import below
from bihuan.organisations.queries import Holder, UnitPlace, require
from bihuan.values.actor import Action, Actor


class Serving(StrEnum):
    """Whether somebody holds a post now."""

    NOW = "now"
    ENDED = "ended"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"now": "在任", "ended": "已免职", "never": "没有岗位"}[self.value]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the roster shows them.

    Attributes:
        enrolled: the name of the unit that enrolled them, "" where it lies elsewhere or nobody noted it.
        posts: the posts that they held or hold in this part of the tree, the latest first; units by their names.
        serving: whether they hold one of these on the day.
    """

    code: str
    name: str
    enrolled: str
    posts: tuple[Holder, ...]
    serving: Serving


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The people of a page in the order of their codes, and the code behind which the next page begins, or ""."""

    lines: tuple[PersonLine, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for: words of the name, or the code; and whether they serve. What is empty does not narrow."""

    text: str = ""
    serving: Serving | None = None


def roster(actor: Actor, place: UnitPlace, day: date, sought: Sought, after: str = "", size: int = 50) -> RosterPage:
    """A page of the people of a unit and all below it.

    Args:
        actor: who asks; they organise the unit.
        place: the unit.
        day: the day on which somebody serves or no longer does.
        sought: who is looked for.
        after: only people with a greater code.
        size: how many at most.

    Raises:
        UnknownUnit, MayNot: the unit is not the actor's to organise.
    """
    require(actor, Action.ORGANISE, place)
    units = _units(place)
    rows = _narrowed(_people(units), units, day, sought).order_by("code")
    if after:
        rows = rows.filter(code__gt=after)
    some = list(rows.select_related("unit")[: size + 1])
    following = some[size - 1].code if len(some) > size else ""
    return RosterPage(tuple(_lines(some[:size], units, day)), following)


def person_in(actor: Actor, place: UnitPlace, code: str, day: date) -> PersonLine:
    """One person with all posts that they held in this part of the tree.

    Raises:
        UnknownUnit, MayNot: the unit is not the actor's to organise.
        UnknownPerson: nobody of this part of the tree has the code.
    """
    require(actor, Action.ORGANISE, place)
    units = _units(place)
    found = list(_people(units).filter(code=code).select_related("unit"))
    if not found:
        raise UnknownPerson(f"{place.name}及所属没有人员“{code}”，请核对代码。")
    return _lines(found, units, day)[0]


def _units(place: UnitPlace) -> QuerySet[Placement, int]:
    low, high = below(place.path)
    return Placement.objects.filter(until=None, path__gte=low, path__lt=high).values_list("unit_id", flat=True)


def _people(units: QuerySet[Placement, int]) -> QuerySet[Person]:
    held = Appointment.objects.filter(post__unit__in=units).values("person")
    return Person.objects.filter(Q(unit__in=units) | Q(pk__in=held))


def _narrowed(rows: QuerySet[Person], units: QuerySet[Placement, int], day: date, sought: Sought) -> QuerySet[Person]:
    if sought.text:
        rows = rows.filter(Q(name__contains=sought.text) | Q(code=sought.text))
    if sought.serving is None:
        return rows
    held = Appointment.objects.filter(person=OuterRef("pk"), post__unit__in=units)
    now = held.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    if sought.serving is Serving.NOW:
        return rows.filter(Exists(now))
    if sought.serving is Serving.ENDED:
        return rows.filter(Exists(held) & ~Exists(now))
    return rows.filter(~Exists(held))


def _lines(people: Sequence[Person], units: QuerySet[Placement, int], day: date) -> list[PersonLine]:
    rows = Appointment.objects.filter(person__in=[each.pk for each in people], post__unit__in=units)
    held: dict[int, list[Holder]] = {}
    for row in rows.select_related("post__unit").order_by("-since", "-pk"):
        of = held.setdefault(row.person_id, [])
        of.append(Holder("", "", row.post.name, row.post.unit.name, row.since, row.until))
    inside = set(units)
    return [
        PersonLine(
            each.code,
            each.name,
            each.unit.name if each.unit is not None and each.unit_id in inside else "",
            tuple(held.get(each.pk, ())),
            _serving(held.get(each.pk, ()), day),
        )
        for each in people
    ]


def _serving(posts: Sequence[Holder], day: date) -> Serving:
    if any(post.since <= day and (post.until is None or post.until >= day) for post in posts):
        return Serving.NOW
    return Serving.ENDED if posts else Serving.NEVER
