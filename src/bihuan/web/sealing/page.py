"""封账: what is sealed, and by who approves for all, one more period; asked twice, since nobody can take it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bihuan.book.verification import book_digest
from bihuan.organisations.closing import may_seal, seal_period, sealed
from bihuan.records.queries import Page, Search, records
from bihuan.records.sorting import Sorting
from bihuan.trail.queries import SealLine
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.refusal import BadInput, Refusal
from bihuan.web.administration.trail import SealRow
from bihuan.web.asking import address, period_asked, today
from bihuan.web.pages import page, signed_in_to_act
from bihuan.web.period_choices import Group
from bihuan.web.sealing.choices import open_periods

MOST_YEARS = 8
"""How many years are offered; an older one is sealed on the command line."""


class NotSure(BadInput):
    """The box that says so was not ticked."""


@signed_in_to_act
def seals_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sealed periods; with ``period`` the question whether that one is to be sealed, and by POST the seal."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            period = _seal(request, actor)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect(address(request.path, done=period))
    lines, asked = sealed(actor), period_asked(request)
    may = may_seal(actor)
    rows = [SealRow(Period.parse(line.period).name, line) for line in lines]
    done = request.GET.get("done", "")
    context: dict[str, object] = {
        "seals": rows,
        "done": next((row for row in rows if row.line.period == done), None),
        "may_seal": may,
        "asked": asked if may else None,
        "open": _open(actor, lines) if may and asked is None else [],
        "problem": problem,
    }
    return page(request, actor, "web/seals.html", context, status)


def _seal(request: HttpRequest, actor: Actor) -> Period:
    period = Period.parse(request.POST.get("period", ""))
    if not request.POST.get("sure"):
        raise NotSure("封账不能撤销，请先勾选“我知道封账不能撤销”，再点“封账”。")
    seal_period(actor, period, book_digest, today())
    return period


def _open(actor: Actor, lines: Sequence[SealLine]) -> list[Group]:
    """The periods to choose from, from the year of the first record on."""
    day = today()
    first = records(actor, Search(), Page(size=1, order=Sorting.OLDEST)).lines
    begins = first[0].happened.year if first else day.year
    years = range(max(begins, day.year - MOST_YEARS + 1), day.year + 1)
    return open_periods([Period.parse(line.period) for line in lines], years, day)
