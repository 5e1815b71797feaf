"""人员: who holds the posts of a unit; enrol a person, appoint to a post, end an appointment."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.people import appoint, end_appointment, enrol
from bihuan.organisations.queries import Holder, UnitPlace, holders
from bihuan.values.actor import Action, Actor
from bihuan.web.administration.deeds import Deed, attempted, day, word
from bihuan.web.administration.units import NO_RIGHT, keeping_at
from bihuan.web.asking import address, today
from bihuan.web.pages import page, signed_in_to_act

DONE = {"enrol": "人员已登记。", "appoint": "任职已记下。", "end": "任职已结束。"}


@dataclass(frozen=True)
class PostRow:
    """A post of the unit with everybody who held it, and how many duties its holders owe."""

    name: str
    holders: tuple[Holder, ...]
    duties: int


@signed_in_to_act
def people_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The posts of a unit that duties bind, or the one asked for, with their holders and the forms."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    asked = request.GET.get("post", "").strip()[:60]
    outcome = attempted(request, _deeds(actor, place), unit=place.code, post=asked)
    if isinstance(outcome, HttpResponse):
        return outcome
    bound = _bound_posts(place)
    names = [asked] if asked else list(bound)
    context: dict[str, object] = {
        "unit": place,
        "post": asked,
        "rows": [PostRow(name, tuple(holders(place, name)), bound.get(name, 0)) for name in names],
        "known_posts": list(bound),
        "outcome": outcome,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "today": today(),
        "units": address(reverse("units"), unit=place.code),
        "roster": address(reverse("roster"), unit=place.code),
    }
    return page(request, actor, "web/people.html", context, outcome.status)


def _bound_posts(place: UnitPlace) -> dict[str, int]:
    """The posts that duties name for a unit of this type, with how many do."""
    found: dict[str, int] = {}
    for duty in catalogue().duties:
        owed_by = duty.owed_by
        if owed_by.post and owed_by.unit_type is place.type and place.code in (owed_by.codes or (place.code,)):
            found[owed_by.post] = found.get(owed_by.post, 0) + 1
    return found


def _deeds(actor: Actor, place: UnitPlace) -> dict[str, Deed]:
    return {
        "enrol": lambda post: enrol(
            actor, place.code, word(post, "code", "人员代码", 64), word(post, "name", "姓名", 40)
        ),
        "appoint": lambda post: appoint(
            actor,
            word(post, "person", "人员代码", 64),
            place.code,
            word(post, "post", "岗位", 60),
            day(post, "since", "任职日期"),
        ),
        "end": lambda post: end_appointment(
            actor,
            word(post, "person", "人员代码", 64),
            place.code,
            word(post, "post", "岗位", 60),
            day(post, "until", "免职日期"),
        ),
    }
