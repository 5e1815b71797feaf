"""A draft as PDF: LibreOffice takes seconds for it, so it is always done in the background."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.jobs.job import Order as JobOrder
from bihuan.reports.drafting.drafts import draft_for
from bihuan.reports.errors import Gaps
from bihuan.reports.writing import draft_report
from bihuan.values.actor import Actor
from bihuan.web.asking import BadAddress
from bihuan.web.jobs.background import ask_and_go
from bihuan.web.pages import signed_in_to_act
from bihuan.web.reports.draft import order_of


@signed_in_to_act
def draft_pdf(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the draft as PDF and lead to the job; looking leads to the list of reports.

    It is drafted once here, in the time that its page takes: what is missing is said at once and not by the job.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reports"))
    if "draft" in request.POST:
        number, version = _number(request, "draft"), _number(request, "version")
        order = draft_for(actor, number, version).order
        ask = {"draft": str(number), "version": str(version)}
    else:
        order = order_of(request.POST.dict())
        ask = {
            "template": order.template,
            "unit": order.unit,
            "period": str(order.period),
            "day": order.day.isoformat(),
            "to": order.addressee,
        }
    drafted = draft_report(actor, order)
    title = drafted.document.title
    if drafted.gaps:
        raise Gaps(title, drafted.gaps)
    return ask_and_go(actor, JobOrder("pdf", title, ask), at_once=False)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit()):
        raise BadAddress("看不懂是哪一份草稿，请从草稿页点选。")
    return int(text[:9])
