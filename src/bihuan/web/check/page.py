"""核验: a document handed in is held against the book; each claim opens what the book says to it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.jobs.job import Order
from bihuan.organisations.queries import unit_for
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.refusal import BadInput, Refusal
from bihuan.web.asking import BadAddress
from bihuan.web.check.decisions import decide, may_decide
from bihuan.web.check.memory import check_of
from bihuan.web.check.panel import claim_panel
from bihuan.web.check.sheet import workbook_of
from bihuan.web.check.uploads import LARGEST, Upload, all_kept, keep, kept, name_of, new_token, saved, text_of_file
from bihuan.web.downloads import XLSX, download
from bihuan.web.jobs.background import ask_and_go
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.unit_form import unit_form
from bihuan.web.whereabouts import NOTHING_TO_SEE

AT_ONCE = 40_000
"""Characters of a document that is checked before the page answers: about fifty pages, a second."""
READ_AT_ONCE = 1024 * 1024
"""Bytes of a PDF that is read before the page answers."""


@dataclass(frozen=True)
class KeptRow:
    """A document handed in before, with its address."""

    upload: Upload
    href: str
    period_name: str


@signed_in_to_act
def check_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form to hand in a document; sent, it leads to the document's own page."""
    if request.method != "POST":
        return _form(request, actor)
    try:
        return _handed_in(request, actor)
    except Refusal as refusal:
        return _form(request, actor, refusal)


def _handed_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    period = Period.parse(request.POST.get("period", ""))
    place = unit_for(actor, request.POST.get("unit", "").strip())
    file = request.FILES.get("file")
    name = name_of(file)
    with tempfile.TemporaryDirectory() as folder:
        path = saved(file, Path(folder) / name)
        text = "" if _is_slow_to_read(path) else text_of_file(path)[1]
        if not text or len(text) > AT_ONCE:
            ask = {"file": name, "unit": place.code, "period": str(period)}
            return ask_and_go(actor, Order("check", name, ask, {name: path}), at_once=False)
    upload = Upload(new_token(), name, text, place.code, str(period), actor.at.isoformat())
    keep(actor.account, upload, actor.at)
    return HttpResponseRedirect(reverse("checked", args=[upload.token]))


def _is_slow_to_read(path: Path) -> bool:
    """Whether reading alone takes seconds: what LibreOffice has to convert, and scans of hundreds of pages."""
    ending = path.suffix.lower()
    return ending == ".doc" or (ending == ".pdf" and path.stat().st_size > READ_AT_ONCE)


def _form(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    form = unit_form(actor, request.POST.get("unit", ""), _period_sent(request))
    if form is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    context: dict[str, object] = {
        "form": form,
        "refusal": refusal,
        "megabytes": LARGEST // 1024 // 1024,
        "rows": [
            KeptRow(each, reverse("checked", args=[each.token]), Period.parse(each.period).name)
            for each in all_kept(actor.account)
        ],
    }
    return page(request, actor, "web/check.html", context, status=refusal.status if refusal else 200)


def _period_sent(request: HttpRequest) -> Period | None:
    try:
        return Period.parse(request.POST.get("period", ""))
    except BadInput:
        return None


@signed_in_to_act
def checked_page(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """A document with its claims coloured by what the book says now, one of them opened; sent, it is decided on."""
    upload = kept(actor.account, token)
    found = check_of(actor, upload)
    number = _claim_asked(request)
    entry = found.entry(number) or found.first()
    refusal: Refusal | None = None
    if request.method == "POST" and entry is not None:
        try:
            decide(request, actor, found, entry)
        except Refusal as said:
            refusal = said
        else:
            return HttpResponseRedirect(f"{request.path}?claim={entry.number}#h-now")
    context: dict[str, object] = {
        "upload": upload,
        "refusal": refusal,
        "may_decide": may_decide(actor, upload.unit),
        "checked": found,
        "panel": claim_panel(actor, found, entry) if entry else None,
        "queue": [each for each in found.queue if entry is None or each.number != entry.number],
        "here": request.path,
        "sheet_href": reverse("check_sheet", args=[token]),
        "crumbs": [(reverse("check"), "核验")],
    }
    return page(request, actor, "web/checked.html", context, status=refusal.status if refusal else 200)


@signed_in
def check_sheet(_request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """The answers as a workbook."""
    upload = kept(actor.account, token)
    content = workbook_of(upload.name, check_of(actor, upload))
    return download(content, f"{PurePath(upload.name).stem}核验单.xlsx", XLSX)


def _claim_asked(request: HttpRequest) -> int:
    text = request.GET.get("claim", "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise BadAddress(f"看不懂第“{text[:20]}”处，请从文中点选。")
    return int(text[:9])
