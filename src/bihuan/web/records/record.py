"""One record with everything behind it: people, files, history, the windows it counts in, and what it posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_coded
from bihuan.records.act import AttendeeRole, State
from bihuan.records.queries import Participant, RecordLine, RecordView, evidence_for, record_for
from bihuan.records.scope import leave
from bihuan.values.actor import Action, Actor
from bihuan.web.asking import address, today
from bihuan.web.pages import page, signed_in
from bihuan.web.records.agenda import agenda_block
from bihuan.web.records.effects import account_on, met_by, posted_by, still_owed
from bihuan.web.records.page import record_address, rows_of
from bihuan.web.seals import CORRECTED, ENTERED, VOIDED, Seal


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
    saved = request.GET.get("saved", "")
    account = account_on(actor, line.unit, line.happened, today()) if _counts(actor, line) else None
    met = met_by(account, line.kind, line.happened) if account else ()
    context: dict[str, object] = {
        "saved": saved,
        "saved_path": reverse("record_new", args=[line.kind]) if saved == "new" else "",
        "met": met,
        "owed": still_owed(actor, account, line.kind, line.happened) if account and saved else (),
        "posted": posted_by(view),
        "may_correct": line.standing and _may_correct(actor, line),
        "view": view,
        "line": line,
        "row": rows_of([line])[0],
        "people": _by_role(view.people),
        "parts": rows_of(view.parts),
        "agenda": agenda_block(actor, view, today()),
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


def _counts(actor: Actor, line: RecordLine) -> bool:
    """Whether the record can count in an account that the actor sees: it stands, was held, and is a whole."""
    place = unit_coded([line.unit])[line.unit]
    return line.standing and line.state is State.HELD and actor.may(Action.SEE, place.path)


def _may_correct(actor: Actor, line: RecordLine) -> bool:
    packs = catalogue()
    if line.kind not in packs.kinds:
        return False
    return actor.may(leave(packs.kind(line.kind), Action.CORRECT), unit_coded([line.unit])[line.unit].path)
