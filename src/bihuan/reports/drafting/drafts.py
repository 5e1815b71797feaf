"""Drafts: a report's text as its author edits it. Words are kept as typed, figures stay slots and live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace, unit_coded, unit_for
from bihuan.reports.drafting.names import Calling
from bihuan.reports.drafting.settling import settled
from bihuan.reports.drafting.text import from_author
from bihuan.reports.errors import SavedMeanwhile, UnknownDraft, Unread
from bihuan.reports.models import Draft, DraftText
from bihuan.reports.orders import Order
from bihuan.reports.templates import template_for, templates
from bihuan.reports.writing import Drafted, draft_report, text_to_edit
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period

_CHUNK = 100


@dataclass(frozen=True)
class KeptDraft:
    """A draft with its latest text.

    Attributes:
        number: of the draft.
        order: what to write, its text included; handed to `issue_report` it issues the draft.
        version: of the text; a face hands it back with the next one.
        saved_by, saved_at: who saved it, and when.
        place: the unit that reports.
    """

    number: int
    order: Order
    version: int
    saved_by: str
    saved_at: datetime
    place: UnitPlace


@dataclass(frozen=True)
class DraftLine:
    """A draft as a list shows it: its number, what it is, whose, and who saved it last."""

    number: int
    name: str
    unit: str
    unit_name: str
    period: Period
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class DraftVersion:
    """One version of a draft's text: who saved it, and when."""

    version: int
    saved_by: str
    saved_at: datetime


def begin_draft(actor: Actor, order: Order) -> int:
    """Begin a draft from the template of the order, its words set and its figures slots; the draft's number.

    Raises:
        UnknownTemplate, BrokenTemplate, WrongSpan: as for `bihuan.reports.writing.write_report`.
        UnknownUnit, MayNot: the unit is not there, or the actor may not write for it.
    """
    place = unit_for(actor, order.unit, Action.WRITE)
    text = text_to_edit(actor, order)
    with transaction.atomic():
        draft = Draft.objects.create(
            template=_template_of(order),
            unit=place.code,
            first=order.period.first,
            last=order.period.last,
            day=order.day,
            addressee=order.addressee,
            begun_by=actor.name,
            begun_at=actor.at,
        )
        DraftText.objects.create(draft=draft, version=1, text=text, by=actor.name, at=actor.at)
        note(actor, "begin_draft", f"draft:{draft.pk}", place.code, {"template": draft.template})
    return draft.pk


def _template_of(order: Order) -> str:
    """The key under which the template is found again; a file that is no pack's is found by its path."""
    key = template_for(order.template).head.key
    return key if key in templates() else order.template


def save_draft(actor: Actor, number: int, text: str, version: int) -> int:
    """Keep a new text of the draft, made from the version that is named; the new version.

    Raises:
        UnknownDraft: there is none, or the actor may not see it.
        MayNot: the actor may not write for its unit.
        SavedMeanwhile: somebody saved after that version; nothing is overwritten.
        BrokenTemplate: the text holds more than words and slots, or a slot that cannot be read.
    """
    kept = draft_for(actor, number)
    place = unit_for(actor, kept.order.unit, Action.WRITE)
    draft_report(actor, replace(kept.order, text=text))
    if kept.version != version:
        raise SavedMeanwhile(f"{kept.saved_by}刚刚保存过这份草稿，请先看他的改动再保存。")
    try:
        with transaction.atomic():
            DraftText.objects.create(draft_id=number, version=version + 1, text=text, by=actor.name, at=actor.at)
            note(actor, "save_draft", f"draft:{number}", place.code, {"version": version + 1})
    except IntegrityError as error:
        raise SavedMeanwhile("刚刚有人保存过这份草稿，请先看他的改动再保存。") from error
    return version + 1


def settle(actor: Actor, number: int, version: int, place: int, *, with_book: bool) -> int:
    """Settle a figure that somebody typed over, by the book's figure or by the typed words; the new version.

    Raises:
        UnknownDraft: there is no such draft, or no such place in the version.
        MayNot, SavedMeanwhile: as for `save_draft`.
    """
    kept = draft_for(actor, number, version)
    text = settled(kept.order.text, place, with_book=with_book)
    if text is None:
        raise UnknownDraft("这一处已经定过了，请回草稿页看最新的一版。")
    return save_draft(actor, number, text, version)


def read_authored(text: str) -> str:
    """The text of a draft, from what its author wrote.

    Raises:
        Unread: brackets in it name nothing; every one is named.
    """
    read = from_author(text, Calling.of(catalogue()))
    if read.problems:
        raise Unread(read.problems)
    return read.source


def draft_for(actor: Actor, number: int, version: int | None = None) -> KeptDraft:
    """The draft with its latest text, or with that of an earlier version.

    Raises:
        UnknownDraft: there is none, or the actor may not see its unit.
    """
    row = Draft.objects.filter(pk=number).first()
    place = unit_coded([row.unit]).get(row.unit) if row is not None else None
    if row is None or place is None or not actor.may(Action.SEE, place.path):
        raise UnknownDraft(f"没有编号为 {number} 的草稿，请核对编号。")
    texts = row.texts.order_by("-version")
    text = (texts if version is None else texts.filter(version=version)).first()
    if text is None:
        raise UnknownDraft(f"草稿 {number} 没有第 {version} 版，请从草稿页点选。")
    return _kept(row, text, place)


def versions_of(kept: KeptDraft) -> list[DraftVersion]:
    """Every version of a draft that was handed out, the latest first."""
    rows = DraftText.objects.filter(draft_id=kept.number).order_by("-version").values_list("version", "by", "at")
    return [DraftVersion(*row) for row in rows]


def drafts_of(actor: Actor, unit: str, limit: int = 200) -> list[DraftLine]:
    """The drafts of the unit and of all below it that the actor sees, the latest begun first.

    Raises:
        UnknownUnit, AmbiguousUnit, MayNot: the unit is not there, or the actor may not see it.
    """
    place: UnitPlace = unit_for(actor, unit)
    latest = DraftText.objects.filter(draft=OuterRef("pk")).order_by("-version")
    rows = Draft.objects.order_by("-pk").annotate(
        version=Subquery(latest.values("version")[:1]),
        saved_by=Subquery(latest.values("by")[:1]),
        saved_at=Subquery(latest.values("at")[:1]),
    )
    names = {key: found.head.name for key, found in templates().items()}
    return [
        DraftLine(
            number=row.pk,
            name=names.get(row.template, row.template),
            unit=row.unit,
            unit_name=writing.name,
            period=Period(row.first, row.last),
            version=row.version,
            saved_by=row.saved_by,
            saved_at=row.saved_at,
        )
        for row, writing in islice(_below(place, rows.iterator()), limit)
    ]


def _below(place: UnitPlace, rows: Iterator[Any]) -> Iterator[tuple[Any, UnitPlace]]:
    """The drafts of the unit and of all below it, each with the unit that writes it.

    A few units are asked for at a time: a statement takes fewer values than a province has units.
    """
    while some := list(islice(rows, _CHUNK)):
        writing = unit_coded(sorted({row.unit for row in some}))
        found = ((row, writing.get(row.unit)) for row in some)
        yield from ((row, unit) for row, unit in found if unit is not None and unit.path.startswith(place.path))


def live(actor: Actor, number: int) -> Drafted:
    """The draft with its figures as they stand now; gaps show in their place.

    Raises:
        UnknownDraft: there is none, or the actor may not see its unit.
        MayNot: the actor may not write for its unit.
    """
    return draft_report(actor, draft_for(actor, number).order)


def _kept(row: Draft, text: DraftText, place: UnitPlace) -> KeptDraft:
    order = Order(
        row.template,
        row.unit,
        Period(row.first, row.last),
        row.day,
        row.addressee,
        text.text,
        draft=row.pk,
        version=text.version,
    )
    return KeptDraft(row.pk, order, text.version, text.by, text.at, place)
