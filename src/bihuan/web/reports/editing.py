"""报告: a draft that is kept: read, edited beside its live figures, saved by versions, taken as a file, issued."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.reports.asking import answers
from bihuan.reports.drafting.drafts import KeptDraft, begin_draft, draft_for, read_authored, save_draft, settle
from bihuan.reports.drafting.figure_search import FoundFigure, found_figures
from bihuan.reports.drafting.text import CLOSE, OPEN
from bihuan.reports.errors import BrokenTemplate, Gaps, SavedMeanwhile, Unread
from bihuan.reports.issuing import issue_report
from bihuan.reports.writing import draft_report
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.problem import Problem
from bihuan.web.asking import BadAddress, address
from bihuan.web.downloads import download
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.reports.draft import KINDS, opened, order_of
from bihuan.web.reports.files import report_file
from bihuan.web.reports.kept import Desk, desk


@dataclass(frozen=True)
class FigureRow:
    """A figure that may be put into the text, and what the book holds for it."""

    found: FoundFigure
    held: str

    @property
    def bracket(self) -> str:
        """What stands for it in the text."""
        return f"{OPEN}{self.found.name}：{self.held}{CLOSE}"


@dataclass(frozen=True)
class ChangedLine:
    """A line of somebody else's version that is not in one's own, or the other way round."""

    is_theirs: bool
    text: str


@signed_in_to_act
def draft_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a draft and lead to the page on which it is edited; looking leads to the list."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reports"))
    number = begin_draft(actor, order_of(request.POST.dict()))
    return HttpResponseRedirect(reverse("edit_draft", args=[number]))


@signed_in
def kept_draft(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """A draft to be read; one of its figures may be opened beside it."""
    on = desk(actor, draft_for(actor, number, _number(request, "version")))
    chosen = _number(request, "figure") or 0
    panel = opened(actor, on.editing, chosen)
    context = _context(on) | {
        "panel": panel,
        "chosen": chosen if panel else 0,
        "here": address(on.href, version=on.kept.version),
        "is_saved": "saved" in request.GET,
    }
    return page(request, actor, "web/kept_draft.html", context)


@signed_in_to_act
def edit_draft(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The text of a draft, to be edited: shown, tried, looked up in, saved. Nothing that was typed is ever lost."""
    if request.method != "POST":
        kept = draft_for(actor, number, _number(request, "version"))
        on = desk(actor, kept)
        return _edit_page(request, actor, on, on.editing.text)
    typed, step = request.POST.get("text", ""), request.POST.get("step", "")
    bracket = request.POST.get("insert", "")
    if bracket:
        typed = f"{typed.rstrip()}\n{bracket}"
    if step == "save":
        return _save(request, actor, number, typed)
    return _look(request, actor, number, typed)


def _save(request: HttpRequest, actor: Actor, number: int, typed: str) -> HttpResponse:
    base = _base(request)
    try:
        save_draft(actor, number, read_authored(typed), base)
    except (Unread, BrokenTemplate) as refusal:
        return _with_problems(request, actor, number, typed, refusal)
    except SavedMeanwhile as refusal:
        on = desk(actor, draft_for(actor, number))
        theirs = on.editing.text
        more: dict[str, object] = {"refusal": refusal, "changes": list(_changes(typed, theirs)), "theirs": on.kept}
        return _edit_page(request, actor, on, typed, more, status=409)
    return HttpResponseRedirect(address(reverse("kept_draft", args=[number]), saved=1))


def _look(request: HttpRequest, actor: Actor, number: int, typed: str) -> HttpResponse:
    """The page with what the text comes to now; nothing is kept."""
    kept = draft_for(actor, number)
    try:
        on = desk(actor, replace(kept, order=replace(kept.order, text=read_authored(typed))))
    except (Unread, BrokenTemplate) as refusal:
        return _with_problems(request, actor, number, typed, refusal)
    return _edit_page(request, actor, on, typed, {"base": _base(request), "is_tried": True})


def _with_problems(
    request: HttpRequest, actor: Actor, number: int, typed: str, refusal: Unread | BrokenTemplate
) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, Unread) else (Problem("正文", str(refusal)),)
    on = desk(actor, draft_for(actor, number))
    is_asked_by_script = bool(request.headers.get("HX-Request"))
    more: dict[str, object] = {"problems": problems, "base": _base(request)}
    return _edit_page(request, actor, on, typed, more, status=200 if is_asked_by_script else 400)


def _edit_page(
    request: HttpRequest,
    actor: Actor,
    on: Desk,
    typed: str,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    words = request.POST.get("q", request.GET.get("q", "")).strip()
    context = _context(on) | {
        "typed": typed,
        "base": on.versions[0].version if on.versions else on.kept.version,
        "q": words,
        "rows": _rows(actor, on.kept, words),
        "crumbs": [(reverse("reports"), "报告"), (on.href, on.name)],
    }
    return page(request, actor, "web/edit_draft.html", context | (more or {}), status=status)


@signed_in_to_act
def settle_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Settle a figure that was typed over, and lead back to the draft; looking leads there, too."""
    to = reverse("kept_draft", args=[number])
    if request.method != "POST":
        return HttpResponseRedirect(to)
    place = request.POST.get("place", "")
    if not (place.isascii() and place.isdigit()):
        raise BadAddress("没有说是哪一处，请从草稿页点选。")
    settle(actor, number, _base(request), int(place[:6]), with_book=request.POST.get("with") == "book")
    return HttpResponseRedirect(address(to, saved=1))


@signed_in
def draft_figures(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The figures that fit what was typed, each with what the book holds for the draft's unit and period."""
    words = request.GET.get("q", "").strip()
    context = {"rows": _rows(actor, draft_for(actor, number), words), "q": words}
    return page(request, actor, "web/draft/found.html", context)


@signed_in
def kept_draft_file(request: HttpRequest, actor: Actor, number: int, ending: str) -> HttpResponse:
    """The draft as a file; refused while anything is missing."""
    kind = KINDS.get(f".{ending}")
    if kind is None:
        raise BadAddress("报告只写成docx、pdf、html或md，请从页面上点选。")
    kept = draft_for(actor, number, _number(request, "version"))
    drafted = draft_report(actor, kept.order)
    if drafted.gaps:
        raise Gaps(drafted.document.title, drafted.gaps)
    name = f"{drafted.document.title}（草稿{kept.number}第{kept.version}版）.{ending}"
    return download(report_file(request, drafted.document, ending), name, kind)


@signed_in_to_act
def issue_draft(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Issue the version that was read; looking leads to the draft."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("kept_draft", args=[number]))
    kept = draft_for(actor, number)
    if kept.version != _base(request):
        raise SavedMeanwhile(f"{kept.saved_by}刚刚又保存了一版，请先看过再签发。")
    issued = issue_report(actor, kept.order)
    return HttpResponseRedirect(address(reverse("issued", args=[issued.number]), new=1))


def _context(on: Desk) -> dict[str, object]:
    return {
        "desk": on,
        "kept": on.kept,
        "unit": on.unit,
        "name": on.name,
        "order": on.kept.order,
        "document": on.editing.document,
        "gaps": on.editing.gaps,
        "text": on.text,
        "crumbs": [(reverse("reports"), "报告")],
    }


def _rows(actor: Actor, kept: KeptDraft, words: str) -> list[FigureRow]:
    found = found_figures(catalogue(), words)
    asks = {each.key: Ask(each.key, kept.order.unit, kept.order.period) for each in found}
    held = answers(actor, asks.values())
    return [FigureRow(each, _held(held.get(asks[each.key]))) for each in found]


def _held(figure: Figure | None) -> str:
    return figure.text if figure is not None and figure.is_entered else "没有记录"


def _changes(mine: str, theirs: str) -> Iterator[ChangedLine]:
    """The lines in which two texts differ, in order."""
    for line in difflib.ndiff(mine.replace("\r\n", "\n").split("\n"), theirs.split("\n")):
        if line[:2] in ("- ", "+ ") and line[2:].strip():
            yield ChangedLine(line[0] == "+", line[2:])


def _base(request: HttpRequest) -> int:
    """The version from which the text was edited."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit()):
        raise BadAddress("没有带上版本号，请从草稿页重新打开。")
    return int(text[:9])


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise BadAddress(f"看不懂“{text[:20]}”，请从页面上点选。")
    return int(text[:9])
