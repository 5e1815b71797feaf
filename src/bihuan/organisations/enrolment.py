"""Many people at once: everybody of a table is enrolled and appointed, or nobody, with every row to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bihuan.organisations.errors import BadRoster
from bihuan.organisations.models import Appointment, Person
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import unit_for
from bihuan.values.actor import Action, Actor
from bihuan.values.problem import Problem
from bihuan.values.refusal import Refusal

_LONGEST = {"人员代码": 64, "姓名": 40, "岗位": 60}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A row of the table.

    Attributes:
        row: its number in the file.
        code, name: of the person.
        unit: the code or name of their unit; "" for the one that the table is handed in for.
        post: the post that they hold there, "" for none.
        since: the day from which they hold it.
    """

    row: int
    code: str
    name: str
    unit: str = ""
    post: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many people and how many appointments were new."""

    people: int
    appointments: int


@transaction.atomic
def enrol_all(actor: Actor, unit: str, people: Sequence[NewPerson]) -> Enrolled:
    """Enrol everybody of a table and appoint who has a post. Handed in twice, it changes nothing the second time.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or not the actor's to organise.
        BadRoster: rows have to be mended; nobody was enrolled.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    problems: list[Problem] = []
    before = (Person.objects.count(), Appointment.objects.count())
    for each in people:
        found = list(_wrong(each))
        if not found:
            try:
                _enter(actor, each.unit or place.code, each)
            except Refusal as refusal:
                found = [Problem(f"第{each.row}行", str(refusal))]
        problems += found
    if problems:
        raise BadRoster(problems)
    return Enrolled(Person.objects.count() - before[0], Appointment.objects.count() - before[1])


def _wrong(each: NewPerson) -> Iterator[Problem]:
    place = f"第{each.row}行"
    for name, value in (("人员代码", each.code), ("姓名", each.name)):
        if not value:
            yield Problem(place, f"没有{name}", "请填写")
    for name, value in (("人员代码", each.code), ("姓名", each.name), ("岗位", each.post)):
        if len(value) > _LONGEST[name]:
            yield Problem(place, f"{name}超过{_LONGEST[name]}个字", "请缩短")
    if each.post and each.since is None:
        yield Problem(place, "有岗位，没有任职日期", "请写成 2023-06-26")


def _enter(actor: Actor, unit: str, each: NewPerson) -> None:
    place = unit_for(actor, unit, Action.ORGANISE)
    enrol(actor, place.code, each.code, each.name)
    if not each.post or each.since is None:
        return
    held = Appointment.objects.filter(person__code=each.code, post__unit_id=place.number, post__name=each.post)
    if not held.filter(since=each.since).exists():
        appoint(actor, each.code, place.code, each.post, each.since)
