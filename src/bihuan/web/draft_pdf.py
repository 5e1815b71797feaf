"""A draft as PDF: LibreOffice takes seconds for it, so it is always done in the background."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.jobs.job import Order
from bihuan.organisations.queries import unit_for
from bihuan.reports.templates import templates
from bihuan.values.actor import Actor
from bihuan.web.background import ask_and_go
from bihuan.web.draft import order_of
from bihuan.web.pages import signed_in_to_act


@signed_in_to_act
def draft_pdf(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the draft as PDF and lead to the job; looking leads to the list of reports."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reports"))
    order = order_of(request.POST.dict())
    place = unit_for(actor, order.unit)
    ask = {
        "template": order.template,
        "unit": place.code,
        "period": str(order.period),
        "day": order.day.isoformat(),
        "to": order.addressee,
    }
    title = f"{templates()[order.template].head.name}，{place.name}，{order.period.name}"
    return ask_and_go(actor, Order("pdf", title, ask), at_once=False)
