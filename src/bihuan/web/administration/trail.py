"""日志: who did what, when, on what, for the audit administrator; and whether the trail is whole. Nothing writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from bihuan.organisations.auditing import audited, audited_entry, checked_trail, every_audited, sealings
from bihuan.organisations.queries import unit_coded
from bihuan.trail.queries import EntryLine, SealLine, TrailSearch
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.administration.trail_sheet import workbook_of
from bihuan.web.administration.trail_words import (
    DEEDS,
    TrailRow,
    changes,
    deed_word,
    restricted,
    subject_choices,
    subject_word,
    summary,
)
from bihuan.web.asking import BadAddress, address, day_asked, today
from bihuan.web.downloads import XLSX, download
from bihuan.web.pages import page, signed_in

SIZE = 50
MOST_EXPORTED = 20_000
"""Rows of a workbook that is made while one waits; a narrower search gets the rest."""

NARROWED_BY = ("who", "deed", "of", "number", "unit", "from", "to", "text")


@dataclass(frozen=True)
class SealRow:
    """A sealed period with its name."""

    name: str
    line: SealLine


@signed_in
def trail_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The entries wanted, newest first; with ``check`` also whether the chain holds."""
    search, asked = _search_asked(request)
    found = audited(actor, search, asked["unit"], _before(request), SIZE)
    context: dict[str, object] = {
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "is_first": not request.GET.get("before"),
        "rows": rows_of(found.lines),
        "deeds": DEEDS,
        "subjects": subject_choices(),
        "first_page": address(request.path, **asked),
        "following": address(request.path, **asked, before=found.following) if found.following else "",
        "export": address(reverse("trail_export"), **asked) if found.lines else "",
        "check": checked_trail(actor) if request.GET.get("check") else None,
        "check_href": address(request.path, **asked, check=1),
        "seals": [SealRow(_period_name(line.period), line) for line in sealings(actor)],
    }
    return page(request, actor, "web/trail.html", context)


@signed_in
def entry_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One entry: who, when, on what, and what changed, in words."""
    line = audited_entry(actor, number)
    row = rows_of([line])[0]
    kind, _, of = line.subject.partition(":")
    context: dict[str, object] = {
        "row": row,
        "line": line,
        "changes": changes(line),
        "same_subject": address(reverse("trail"), of=kind, number=of),
        "same_person": address(reverse("trail"), who=line.account or line.actor),
        "crumbs": [(reverse("trail"), "日志")],
    }
    return page(request, actor, "web/trail_entry.html", context)


@signed_in
def trail_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The entries wanted as a workbook, newest first."""
    search, asked = _search_asked(request)
    lines = list(every_audited(actor, search, asked["unit"], MOST_EXPORTED + 1))
    content = workbook_of(rows_of(lines[:MOST_EXPORTED]), is_cut=len(lines) > MOST_EXPORTED)
    return download(content, f"日志-{today():%Y%m%d}.xlsx", XLSX)


def rows_of(lines: Sequence[EntryLine]) -> list[TrailRow]:
    """The entries in words, each with the name of its unit."""
    places = unit_coded(sorted({line.unit for line in lines if line.unit}))
    return [
        TrailRow(
            line,
            deed_word(line.verb),
            subject_word(line.subject),
            summary(line),
            places[line.unit].name if line.unit in places else line.unit,
            reverse("trail_entry", args=[line.number]),
        )
        for line in lines
    ]


def _search_asked(request: HttpRequest) -> tuple[TrailSearch, dict[str, str]]:
    asked = {key: request.GET.get(key, "").strip()[:120] for key in NARROWED_BY}
    verbs = {verb for group in DEEDS.values() for verb in group}
    if asked["deed"] and asked["deed"] not in verbs:
        raise BadAddress("看不懂要找哪一种操作，请从下拉框里选。")
    if asked["number"] and not asked["of"]:
        raise BadAddress("按编号找，要先选是什么的编号。")
    first, last = day_asked(request, "from"), day_asked(request, "to")
    search = TrailSearch(
        who=asked["who"],
        verbs=(asked["deed"],) if asked["deed"] else (),
        subject=f"{asked['of']}:{asked['number']}" if asked["number"] else "",
        begins=_midnight(first) if first else None,
        ends=_midnight(last + timedelta(days=1)) if last and last < date.max else None,
        text=asked["text"],
        shut=tuple(sorted(restricted())),
    )
    return search, asked


def _before(request: HttpRequest) -> int:
    text = request.GET.get("before", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < len(str(2**63))):
        raise BadAddress("翻页位置已失效，请从第一页开始。")
    return int(text or 0)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _period_name(text: str) -> str:
    return Period.parse(text).name
