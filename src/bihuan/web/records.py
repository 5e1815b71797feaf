"""Records: the list, one record with everything behind it, and its evidence files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.records.act import AttendeeRole
from bihuan.records.queries import (
    Page,
    Participant,
    RecordLine,
    RecordView,
    Search,
    evidence_for,
    record_for,
)
from bihuan.records.queries import records as records_found
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import address, period_asked
from bihuan.web.pages import page, signed_in
from bihuan.web.seals import CORRECTED, ENTERED, VOIDED, Seal, record_seal

SIZE = 50


@dataclass(frozen=True)
class RecordRow:
    """A record as a list shows it, with its seal and address."""

    line: RecordLine
    seal: Seal
    href: str

    @property
    def title(self) -> str:
        """Its title; a kind that keeps no words is called by its name."""
        return self.line.title or self.line.kind_name


def rows_of(lines: Sequence[RecordLine]) -> list[RecordRow]:
    """The rows of a list."""
    return [RecordRow(line, record_seal(line.state), record_address(line.number)) for line in lines]


def record_address(number: int) -> str:
    """Where a record's page is."""
    return reverse("record", args=[number])


@signed_in
def records_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The records wanted, newest act first, a page at a time."""
    asked = {key: request.GET.get(key, "").strip() for key in ("unit", "kind", "period", "text")}
    search = Search(asked["unit"], asked["kind"], period_asked(request), None, asked["text"])
    found = records_found(actor, search, Page(request.GET.get("after", ""), SIZE))
    context: dict[str, object] = {
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "is_first": not request.GET.get("after"),
        "rows": rows_of(found.lines),
        "first_page": address(request.path, **asked),
        "following": address(request.path, **asked, after=found.following) if found.following else "",
        "themes": _kinds_by_theme(),
        "period_name": _name(search.period),
    }
    return page(request, actor, "web/records.html", context)


def _name(period: Period | None) -> str:
    return period.name if period else ""


def _kinds_by_theme() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a record can be of, under the names of the themes, for a drop-down list."""
    packs = catalogue()
    kinds = sorted(packs.kinds.values(), key=lambda kind: list(packs.themes).index(kind.theme))
    return [
        (packs.themes[theme].name, [(kind.key, kind.name) for kind in found])
        for theme, found in groupby(kinds, key=lambda kind: kind.theme)
    ]


@dataclass(frozen=True)
class Move:
    """A step in the life of a record, as its history shows it."""

    seal: Seal
    what: str
    by: str
    at: datetime
    reason: str = ""
    href: str = ""


@signed_in
def record_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One record: what it says, who took part, the files behind it, and how it came to be."""
    view = record_for(actor, number)
    line = view.line
    context: dict[str, object] = {
        "view": view,
        "line": line,
        "row": rows_of([line])[0],
        "people": _by_role(view.people),
        "parts": rows_of(view.parts),
        "moves": moves(view),
        "whole": record_address(line.part_of) if line.part_of else "",
        "crumbs": [(reverse("records"), "台账"), (address(reverse("records"), unit=line.unit), line.unit_name)],
        "unit_account": address(reverse("duties_of", args=[line.unit]), year=line.happened.year),
        "same_kind": address(reverse("records"), unit=line.unit, kind=line.kind, period=line.happened.year),
    }
    return page(request, actor, "web/record.html", context)


@signed_in
def evidence_file(_request: HttpRequest, actor: Actor, number: int, sha256: str) -> HttpResponseBase:
    """A file behind a record, checked against its digest. It is saved, never shown by the browser in our name."""
    kept, content = evidence_for(actor, number, sha256)
    return FileResponse(content, as_attachment=True, filename=kept.name, content_type="application/octet-stream")


def _by_role(people: Sequence[Participant]) -> Mapping[str, list[str]]:
    order = list(AttendeeRole)
    found: dict[str, list[str]] = {}
    for person in sorted(people, key=lambda person: order.index(person.role)):
        found.setdefault(person.role.label, []).append(person.name)
    return found


def moves(view: RecordView) -> list[Move]:
    """The history in words, the oldest first: earlier versions, the entry of this one, what became of it."""
    number = view.line.number
    before = [step for step in view.history if step.successor is not None and step.successor <= number]
    after = view.history[len(before) :]
    found = [
        Move(CORRECTED, f"更正记录{step.record}", step.by, step.at, step.reason, record_address(step.record))
        for step in before
    ]
    if not found:
        found.append(Move(ENTERED, "记入", view.line.entered_by, view.line.entered))
    for step in after:
        if step.successor is None:
            found.append(Move(VOIDED, "作废", step.by, step.at, step.reason))
        else:
            href = record_address(step.successor)
            found.append(Move(CORRECTED, f"更正为记录{step.successor}", step.by, step.at, step.reason, href))
    return found
