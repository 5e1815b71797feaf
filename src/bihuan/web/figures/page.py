"""The proof of a figure: its value, definition and digest, and the records or parts it was worked out from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.book.figures import figures
from bihuan.book.proofs import proof_of
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure, Member
from bihuan.values.quantity import shown
from bihuan.web.asking import address, moment_asked, page_asked, period_asked, today, year_of
from bihuan.web.pages import page, signed_in
from bihuan.web.paging import Paging
from bihuan.web.periods import choices_of
from bihuan.web.whereabouts import NOTHING_TO_SEE, chosen

SIZE = 50


@dataclass(frozen=True)
class Part:
    """A figure that another was worked out from, how deep it stands below it, and where its own proof is."""

    figure: Figure
    depth: int
    href: str


@dataclass(frozen=True)
class MemberRow:
    """A record behind a figure, and where it stands."""

    member: Member
    amount: str
    href: str


def figure_address(ask: Ask) -> str:
    """Where the proof of a figure is."""
    as_of = ask.as_of.isoformat() if ask.as_of is not None else ""
    return address(reverse("figure", args=[ask.key]), unit=ask.unit, period=ask.period, as_of=as_of)


@signed_in
def figure_page(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """One figure with everything behind it, paged; as the book stood at the moment of ``?as_of=`` if given."""
    place = chosen(actor, request.GET.get("unit", ""))
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    period = period_asked(request) or year_of(today().year)
    ask = Ask(key, place.code, period, moment_asked(request, "as_of"))
    found = figures(actor, [ask])[0]
    context: dict[str, object] = {
        "figure": found,
        "unit": place,
        "period": period,
        "as_of": ask.as_of,
        "present": figure_address(replace(ask, as_of=None)),
        "choices": choices_of(period),
        "crumbs": [(address(reverse("overview"), unit=place.code, year=period.last.year), place.name)],
    }
    if found.parts:
        context["parts"] = list(_parts(found, 0))
    else:
        context |= _members(request, actor, found, place)
    return page(request, actor, "web/figure.html", context)


def _members(request: HttpRequest, actor: Actor, figure: Figure, place: UnitPlace) -> dict[str, object]:
    number, ask = page_asked(request), figure.ask
    known = proof_of(actor, figure, number, SIZE)
    rows = [MemberRow(member, shown(member.amount), _member_address(member)) for member in known.members]
    asked = (("unit", place.code), ("period", str(ask.period)), ("as_of", ask.as_of.isoformat() if ask.as_of else ""))
    return {"rows": rows, "paging": Paging(number, SIZE, known.total, request.path, asked)}


def _member_address(member: Member) -> str:
    return reverse("record", args=[member.source]) if member.origin == "record" else ""


def _parts(figure: Figure, depth: int) -> list[Part]:
    found: list[Part] = []
    for part in figure.parts:
        # A side that is itself a sum has no key of its own: its operands have.
        href = "" if part.ask.key[:1] in "+-" else figure_address(part.ask)
        found += [Part(part, depth, href), *_parts(part, depth + 1)]
    return found
