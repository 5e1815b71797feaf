"""报告: a draft with live figures, each with its proof beside the text; its files; and its issue."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.organisations.queries import unit_for
from bihuan.reports.document import Document
from bihuan.reports.errors import Gaps, UnknownTemplate
from bihuan.reports.issuing import issue_report
from bihuan.reports.templates import templates
from bihuan.reports.writing import Drafted, Order, draft_report
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.web.asking import BadAddress, address, day_written, today
from bihuan.web.downloads import DOCX, download
from bihuan.web.figures.panel import ProofPanel, proof_panel
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.reports.drafted import draft_text
from bihuan.web.reports.files import file_links, report_file

KINDS = {".docx": DOCX, ".pdf": "application/pdf", ".html": "text/html; charset=utf-8", ".md": "text/markdown"}
_ASKED = ("template", "unit", "period", "day", "to")


def order_of(asked: Mapping[str, str]) -> Order:
    """The order that an address or a form describes.

    Raises:
        UnknownTemplate: no loaded pack has the template; a file of this machine is none, whatever the address says.
        BadPeriod, BadAddress: the period or the day cannot be read.
    """
    template = asked.get("template", "")
    if template not in templates():
        raise UnknownTemplate("没有这个模板，请回到报告页重新选。")
    day = day_written(asked.get("day", "")) or today()
    period = Period.parse(asked.get("period", ""))
    return Order(template, asked.get("unit", "").strip(), period, day, asked.get("to", "").strip())


@signed_in
def draft_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A draft; one of its figures may be opened beside it. Without a template there is none to show yet."""
    if "template" not in request.GET:
        return HttpResponseRedirect(reverse("reports"))
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    order = order_of(asked)
    place = unit_for(actor, order.unit)
    drafted = draft_report(actor, order)
    text = draft_text(drafted.document)
    number = _figure_asked(request, drafted.document)
    context: dict[str, object] = {
        "asked": asked,
        "order": order,
        "unit": place,
        "name": templates()[order.template].head.name,
        "document": drafted.document,
        "gaps": drafted.gaps,
        "text": text,
        "chosen": number,
        "panel": opened(actor, drafted, number),
        "here": address(request.path, **asked),
        "files": [] if drafted.gaps else file_links(reverse("draft_file", args=["docx"]), asked),
        "may_issue": actor.may(Action.ISSUE, place.path),
        "may_write": actor.may(Action.WRITE, place.path),
        "crumbs": [(reverse("reports"), "报告")],
    }
    return page(request, actor, "web/draft.html", context)


def opened(actor: Actor, drafted: Drafted, mention: int) -> ProofPanel | None:
    """The proof of what a mention states, counted from 1; None where there is no such mention."""
    document = drafted.document
    if not 0 < mention <= len(document.mentions):
        return None
    identity = document.figures[document.mentions[mention - 1].figure]
    return proof_panel(actor, drafted.figures[identity.ask(None)])


@signed_in
def draft_file(request: HttpRequest, actor: Actor, ending: str) -> HttpResponse:
    """The draft as a file; refused while anything is missing."""
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    kind = KINDS.get(f".{ending}")
    if kind is None:
        raise BadAddress("报告只写成docx、pdf、html或md，请从页面上点选。")
    order = order_of(asked)
    drafted = draft_report(actor, order)
    if drafted.gaps:
        raise Gaps(templates()[order.template].head.name, drafted.gaps)
    document = drafted.document
    return download(report_file(request, document, ending), f"{document.title}（草稿）.{ending}", kind)


@signed_in_to_act
def issue_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Issue the report and lead to its page; looking leads to the list."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reports"))
    issued = issue_report(actor, order_of(request.POST.dict()))
    return HttpResponseRedirect(address(reverse("issued", args=[issued.number]), new=1))


def _figure_asked(request: HttpRequest, document: Document) -> int:
    """The mention of ``?figure=``, from 1; 0 where none is asked for or there is no such one any more."""
    text = request.GET.get("figure", "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise BadAddress(f"看不懂第“{text[:20]}”处数据，请从正文里点选。")
    return int(text[:9]) if int(text[:9]) <= len(document.mentions) else 0
