"""Verbs on people: enrol a person, make a post, appoint to it and end the appointment."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from bihuan.organisations.errors import BadAppointment, PersonTaken
from bihuan.organisations.models import Appointment, Person, Post
from bihuan.organisations.queries import person_coded, unit_for
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor


@transaction.atomic
def enrol(actor: Actor, unit: str, code: str, name: str) -> None:
    """Enrol a person at a unit: their name under a code, nothing else about them.

    Raises:
        PersonTaken: the code is somebody else's.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    row, made = Person.objects.get_or_create(code=code, defaults={"name": name, "unit_id": place.number})
    if row.name != name:
        raise PersonTaken(f"人员代码“{code}”已登记给{row.name}，请换一个代码。")
    if made:
        note(actor, "enrol", f"person:{row.pk}", place.code, {"code": code, "name": name})


@transaction.atomic
def appoint(actor: Actor, person: str, unit: str, post: str, since: date) -> None:
    """Appoint a person to a post at a unit from a day on.

    Raises:
        UnknownPerson: nobody has this code.
        BadAppointment: they hold the post on that day or later already.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    number, name = person_coded(person)
    row, _ = Post.objects.get_or_create(unit_id=place.number, name=post)
    held = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person_id=number, post=row)
    if held.exists():
        # Held twice, the post would owe twice.
        raise BadAppointment(f"{name}在 {since} 已任或将任“{post}”，请先结束原任职。")
    made = Appointment.objects.create(person_id=number, post=row, since=since)
    note(
        actor,
        "appoint",
        f"appointment:{made.pk}",
        place.code,
        {"name": name, "post": post, "since": since.isoformat()},
    )


@transaction.atomic
def end_appointment(actor: Actor, person: str, unit: str, post: str, until: date) -> None:
    """End a person's open appointment to a post on a day, the last of it.

    Raises:
        UnknownPerson: nobody has this code.
        BadAppointment: they do not hold the post, or it would end before it began.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    number, name = person_coded(person)
    ended = Appointment.objects.filter(
        person_id=number, post__unit_id=place.number, post__name=post, until__isnull=True, since__lte=until
    ).update(until=until)
    if not ended:
        raise BadAppointment(f"{name}在 {until} 没有任“{post}”，请核对岗位和日期。")
    note(
        actor,
        "end_appointment",
        f"person:{number}",
        place.code,
        {"name": name, "post": post, "until": until.isoformat()},
    )
