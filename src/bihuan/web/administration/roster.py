"""名册: everybody of a unit and all below it, found by name, with the history of their posts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.organisations.enrolment import Enrolled, enrol_all
from bihuan.organisations.errors import BadRoster
from bihuan.organisations.roster import PersonLine, Serving, Sought, person_in, roster
from bihuan.records.people_tables import COLUMNS, NEEDED, people_in
from bihuan.values.actor import Action, Actor
from bihuan.values.refusal import Refusal
from bihuan.web.administration.units import NO_RIGHT, keeping_at
from bihuan.web.asking import BadAddress, address, today
from bihuan.web.check.uploads import name_of, saved
from bihuan.web.pages import page, signed_in, signed_in_to_act

SIZE = 50
LARGEST = 2 * 1024 * 1024
"""Bytes of a table of people."""


@dataclass(frozen=True)
class RosterRow:
    """A person with their address and the post that they hold, or the last that they held."""

    line: PersonLine
    href: str

    @property
    def post(self) -> str:
        """The latest post with its unit, "" where there never was one."""
        return f"{self.line.posts[0].unit}{self.line.posts[0].post}" if self.line.posts else ""

    @property
    def others(self) -> int:
        """How many more posts there are."""
        return max(0, len(self.line.posts) - 1)


@signed_in
def roster_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The people of a unit and all below it, a page at a time."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    text, serving = request.GET.get("text", "").strip()[:40], request.GET.get("serving", "")
    if serving not in {"", *Serving}:
        raise BadAddress("看不懂要找哪一种人，请从下拉框里选。")
    sought = Sought(text, Serving(serving) if serving else None)
    after = request.GET.get("after", "")
    found = roster(actor, place, today(), sought, after, SIZE)
    asked = {"unit": place.code, "text": text, "serving": serving}
    context: dict[str, object] = {
        "unit": place,
        "asked": asked,
        "rows": [RosterRow(line, _person(line.code, place.code)) for line in found.lines],
        "servings": [(each.value, each.label) for each in Serving],
        "is_narrowed": bool(text or serving),
        "is_first": not after,
        "first_page": address(request.path, **asked),
        "following": address(request.path, **asked, after=found.following) if found.following else "",
        "people": address(reverse("people"), unit=place.code),
        "import": address(reverse("people_import"), unit=place.code),
    }
    return page(request, actor, "web/roster.html", context)


@signed_in
def person_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One person with all posts that they held in the part of the tree that the actor organises."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    line = person_in(actor, place, code, today())
    here = address(reverse("roster"), unit=place.code)
    context: dict[str, object] = {
        "line": line,
        "unit": place,
        "people": address(reverse("people"), unit=place.code),
        "crumbs": [(here, "名册")],
    }
    return page(request, actor, "web/person.html", context)


@signed_in_to_act
def people_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand in a table of people: all of them are enrolled, or none, and every row that has to be mended is named."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    refusal: Refusal | None = None
    done: Enrolled | None = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            name = name_of(file, LARGEST)
            with TemporaryDirectory() as folder:
                people = people_in(saved(file, Path(folder) / name))
            done = enrol_all(actor, place.code, people)
        except Refusal as said:
            refusal = said
    context: dict[str, object] = {
        "unit": place,
        "columns": COLUMNS,
        "needed": NEEDED,
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, BadRoster) else (),
        "done": done,
        "roster": address(reverse("roster"), unit=place.code),
        "crumbs": [(address(reverse("roster"), unit=place.code), "名册")],
    }
    return page(request, actor, "web/people_import.html", context, refusal.status if refusal else 200)


def _person(code: str, unit: str) -> str:
    return address(reverse("person", args=[code]), unit=unit)
