"""Verbs on people: enrol a person, make a post, appoint to it and end the appointment."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bihuan.organisations.models import Appointment, Person, Post
from bihuan.organisations.queries import person_coded, unit_for
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor


@transaction.atomic
def enrol(actor: Actor, unit: str, code: str, name: str) -> None:
    """Enrol a person at a unit: their name under a code, nothing else about them."""
    place = unit_for(actor, unit, Action.ORGANISE)
    row, made = Person.objects.get_or_create(code=code, defaults={"name": name})
    if made:
        note(actor, "enrol", f"person:{row.pk}", place.code, {"code": code, "name": name})


@transaction.atomic
def appoint(actor: Actor, person: str, unit: str, post: str, since: date) -> None:
    """Appoint a person to a post at a unit from a day on.

    Raises:
        UnknownPerson: nobody has this code.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    number, name = person_coded(person)
    row, _ = Post.objects.get_or_create(unit_id=place.number, name=post)
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
    """End a person's open appointment to a post on a day, the last of it."""
    place = unit_for(actor, unit, Action.ORGANISE)
    number, name = person_coded(person)
    Appointment.objects.filter(
        person_id=number, post__unit_id=place.number, post__name=post, until__isnull=True
    ).update(until=until)
    note(
        actor,
        "end_appointment",
        f"person:{number}",
        place.code,
        {"name": name, "post": post, "until": until.isoformat()},
    )
