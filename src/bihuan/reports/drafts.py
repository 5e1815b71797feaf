"""Drafts: a report's text as its author edits it. Words are kept as typed, figures stay slots and live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from bihuan.organisations.queries import UnitPlace, unit_coded, unit_for, units_below
from bihuan.reports.errors import SavedMeanwhile, UnknownDraft
from bihuan.reports.models import Draft, DraftText
from bihuan.reports.orders import Order
from bihuan.reports.templates import template_for, templates
from bihuan.reports.writing import Drafted, draft_report, text_to_edit
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period


@dataclass(frozen=True)
class KeptDraft:
    """A draft with its latest text.

    Attributes:
        number: of the draft.
        order: what to write, its text included; handed to `issue_report` it issues the draft.
        version: of the text; a face hands it back with the next one.
        saved_by, saved_at: who saved it, and when.
    """

    number: int
    order: Order
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


def draft_for(actor: Actor, number: int) -> KeptDraft:
    """The draft with its latest text.

    Raises:
        UnknownDraft: there is none, or the actor may not see its unit.
    """
    row = Draft.objects.filter(pk=number).first()
    place = unit_coded([row.unit]).get(row.unit) if row is not None else None
    if row is None or place is None or not actor.may(Action.SEE, place.path):
        raise UnknownDraft(f"没有编号为 {number} 的草稿，请核对编号。")
    return _kept(row)


def drafts_of(actor: Actor, unit: str) -> list[KeptDraft]:
    """The drafts of the unit and of all below it that the actor sees, the latest first.

    Raises:
        UnknownUnit, AmbiguousUnit, MayNot: the unit is not there, or the actor may not see it.
    """
    place: UnitPlace = unit_for(actor, unit)
    seen = {each.code for each in units_below(actor, place)}
    return [_kept(row) for row in Draft.objects.order_by("-pk") if row.unit in seen]


def live(actor: Actor, number: int) -> Drafted:
    """The draft with its figures as they stand now; gaps show in their place.

    Raises:
        UnknownDraft: there is none, or the actor may not see its unit.
        MayNot: the actor may not write for its unit.
    """
    return draft_report(actor, draft_for(actor, number).order)


def _kept(row: Draft) -> KeptDraft:
    text = row.texts.order_by("-version")[0]
    order = Order(row.template, row.unit, Period(row.first, row.last), row.day, row.addressee, text.text)
    return KeptDraft(row.pk, order, text.version, text.by, text.at)
