"""报告: what to write, what was issued, and whether a file still says what the ledger says."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.reports.document import Identity
from bihuan.reports.drafting.drafts import drafts_of
from bihuan.reports.orders import fits
from bihuan.reports.queries import IssuedLine, issued_figures, issued_file, issued_report, issued_reports
from bihuan.reports.templates import templates
from bihuan.reports.verifying import MentionCheck, MentionState, Verification, verify_report
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.values.quantity import shown
from bihuan.values.refusal import Refusal
from bihuan.web.check.uploads import name_of, saved
from bihuan.web.downloads import DOCX, download
from bihuan.web.figures.page import figure_address
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.periods import Choice
from bihuan.web.seals import Seal
from bihuan.web.unit_form import unit_form
from bihuan.web.whereabouts import NOTHING_TO_SEE, tops

LISTED = 50
_SEALS = {
    MentionState.UNCHANGED: ("据", "ok"),
    MentionState.RECORDS_CHANGED: ("变", "due"),
    MentionState.EDITED: ("改", "owe"),
    MentionState.LOST: ("失", "owe"),
    MentionState.COPIED: ("复", "due"),
    MentionState.ALTERED: ("改", "owe"),
}
_WORST_FIRST = tuple(reversed(MentionState))


@dataclass(frozen=True)
class IssuedRow:
    """An issued report as a row."""

    line: IssuedLine
    href: str


@dataclass(frozen=True)
class FrozenRow:
    """A figure of an issued report as it was frozen."""

    identity: Identity
    texts: str
    value: str
    period: str
    href: str


@dataclass(frozen=True)
class MentionRow:
    """A mention of a verified file."""

    check: MentionCheck
    seal: Seal
    href: str


@signed_in
def reports_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What can be written, and what was issued, the latest first."""
    form = unit_form(actor)
    if form is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    found = [line for top in tops(actor) for line in issued_reports(actor, top.code)]
    found.sort(key=lambda line: line.as_of, reverse=True)
    may_write = bool(actor.paths(Action.WRITE) or actor.paths(Action.ISSUE))
    drafts = [line for top in tops(actor) for line in drafts_of(actor, top.code, LISTED)] if may_write else []
    context: dict[str, object] = {
        "form": form,
        "may_write": may_write,
        "drafts": sorted(drafts, key=lambda line: line.saved_at, reverse=True)[:LISTED],
        "templates": _choices(form.period),
        "rows": [IssuedRow(line, reverse("issued", args=[line.number])) for line in found[:LISTED]],
        "left": max(0, len(found) - LISTED),
    }
    return page(request, actor, "web/reports.html", context)


def _choices(period: Period) -> list[Choice]:
    """The templates; chosen is the first that reports on a period like the one that the form proposes."""
    known = templates()
    first = next((key for key, each in known.items() if fits(each, period)), "")
    return [Choice(key, each.head.name, is_chosen=key == first) for key, each in known.items()]


@signed_in
def issued_page(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """An issued report: its figures as they were frozen, and how they stand now where that is asked for."""
    line = issued_report(actor, number)
    figures = [
        FrozenRow(
            identity,
            "、".join(texts),
            f"{shown(identity.exact)}{identity.measure_unit}",
            Period.parse(identity.period).name,
            figure_address(identity.ask(None)),
        )
        for identity, texts in issued_figures(actor, number)
    ]
    verification = _verified(actor, issued_file(actor, number), f"{number}.docx") if "verify" in request.GET else None
    context: dict[str, object] = {
        "line": line,
        "figures": figures,
        "is_new": "new" in request.GET,
        "verification": verification,
        "mentions": mention_rows(verification) if verification else [],
        "changed": changed(verification) if verification else 0,
        "crumbs": [(reverse("reports"), "报告")],
    }
    return page(request, actor, "web/issued.html", context)


@signed_in
def issued_docx(_request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The file as it left the house, byte for byte."""
    line = issued_report(actor, number)
    return download(issued_file(actor, number), f"{line.title}（{number}）.docx", DOCX)


@signed_in_to_act
def verify_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hold an uploaded .docx of ours against the ledger; nothing of it is kept."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('reports')}#verify")
    file = request.FILES.get("file")
    context: dict[str, object] = {"crumbs": [(reverse("reports"), "报告")]}
    try:
        name = name_of(file)
        with tempfile.TemporaryDirectory() as folder:
            verification = verify_report(actor, saved(file, Path(folder) / name))
    except Refusal as refusal:
        context["refusal"] = refusal
        return page(request, actor, "web/verified.html", context, status=refusal.status)
    context |= {"name": name, "verification": verification, "mentions": mention_rows(verification)}
    context["changed"] = changed(verification)
    return page(request, actor, "web/verified.html", context)


def _verified(actor: Actor, content: bytes, name: str) -> Verification:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return verify_report(actor, file)


def changed(verification: Verification) -> int:
    """How many mentions do not stand as written, on the same records."""
    return sum(each.state is not MentionState.UNCHANGED for each in verification.mentions)


def mention_rows(verification: Verification) -> list[MentionRow]:
    """The mentions, what asks to be looked at first."""
    found = [
        MentionRow(each, Seal(*_SEALS[each.state], each.state.label), figure_address(each.identity.ask(None)))
        for each in verification.mentions
    ]
    return sorted(found, key=lambda row: _WORST_FIRST.index(row.check.state))
