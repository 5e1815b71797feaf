"""记一笔: the form of a kind with what was so last time, the look-alike before saving, corrections and voiding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind
from bihuan.organisations.paths import unit_numbers
from bihuan.organisations.queries import UnitPlace, unit_for, units_below, units_numbered
from bihuan.records.act import Act, AttendeeRole, EvidenceFile, State
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.duplicates import Duplicate, likely_duplicates
from bihuan.records.errors import BadAct, UnknownRecord
from bihuan.records.queries import Page, RecordView, Search, record_for, records
from bihuan.records.scope import leave
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.values.problem import Problem
from bihuan.values.refusal import NotAllowed, NotFound, Refusal
from bihuan.web.asking import address, day_asked, today
from bihuan.web.pages import page, signed_in_to_act
from bihuan.web.records.effects import account_on, met_by
from bihuan.web.records.entry_fields import (
    FormField,
    PartForm,
    asked_first,
    copied,
    fields_of,
    filled,
    is_named,
    parts_of,
    values_of,
    with_problems,
)
from bihuan.web.records.entry_reading import Mention, Sent, act_of, files_of, from_store, sent, stored, token_of
from bihuan.web.records.page import record_address

MOST_UNITS = 120
"""More units than this are not offered in a list: the name or code is typed."""


class EnteredElsewhere(NotAllowed):
    """Nobody enters records of the kind by hand."""


@dataclass(frozen=True)
class Form:
    """One form on its way: the kind, who fills it in, and what stands in it.

    Attributes:
        places: the units that it may be for.
        replaces: the record that is corrected, or None for a new one.
        last: the record that was taken as the model, or None.
    """

    kind: Kind
    actor: Actor
    fields: tuple[FormField, ...]
    parts: tuple[PartForm, ...]
    told: Sent
    places: tuple[UnitPlace, ...] = ()
    replaces: RecordView | None = None
    last: RecordView | None = None
    problems: tuple[Problem, ...] = ()
    sentence: str = ""
    status: int = 200


@signed_in_to_act
def record_new(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The form of a kind, and by POST the record."""
    found = _enterable(actor, kind)
    packs = catalogue()
    day = today()
    places = tuple(place for place in _places(actor, leave(found, Action.RECORD)) if place.lives_on(day))
    blank = Form(found, actor, fields_of(found, packs), parts_of(found, packs), Sent(), places)
    if request.method == "POST":
        return _save(request, blank)
    return _show(request, _begun(request, blank))


@signed_in_to_act
def correct(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The form of a record to be corrected, and by POST the record in its place."""
    view = _correctable(actor, number)
    packs = catalogue()
    kind = packs.kind(view.line.kind)
    places = _places(actor, leave(kind, Action.CORRECT))
    blank = Form(kind, actor, fields_of(kind, packs), (), Sent(), places, replaces=view)
    if request.method == "POST":
        return _save(request, blank)
    told = _told_by(view)
    return _show(request, replace(blank, told=told, fields=filled(blank.fields, told.values)))


@signed_in_to_act
def void_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Why a record is to be voided, and by POST the voiding."""
    view = _correctable(actor, number)
    problem = ""
    if request.method == "POST":
        try:
            void(actor, number, request.POST.get("reason", ""))
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect(record_address(number))
    context = {"view": view, "line": view.line, "problem": problem, "href": record_address(number)}
    return page(request, actor, "web/void.html", context, 400 if problem else 200)


def _enterable(actor: Actor, key: str) -> Kind:
    """The kind, where the actor may enter records of it somewhere.

    Raises:
        UnknownKey: there is none.
        EnteredElsewhere: tasks post it, it is an item of a meeting, or the actor enters none.
    """
    packs = catalogue()
    kind = packs.kind(key)
    if not actor.paths(leave(kind, Action.RECORD)):
        raise EnteredElsewhere(f"您没有记“{kind.name}”的权限，请联系安全管理员。")
    if key in packs.kept_kinds:
        raise EnteredElsewhere(f"“{kind.name}”由问题与任务自动记入，不用手工再记。")
    if kind.part_of is not None:
        raise EnteredElsewhere(f"“{kind.name}”请在“{packs.kind(kind.part_of).name}”里作为分项记。")
    return kind


def _correctable(actor: Actor, number: int) -> RecordView:
    """A record that stands and that the actor may correct.

    Raises:
        UnknownRecord: there is none, the actor may not see it, or it was corrected or voided before.
        MayNot: the actor may not correct it.
    """
    view = record_for(actor, number)
    unit_for(actor, view.line.unit, leave(catalogue().kind(view.line.kind), Action.CORRECT))
    if not view.line.standing:
        raise UnknownRecord(f"记录{number}已经更正或作废，请从它的页面看最新的那一条。")
    return view


def _save(request: HttpRequest, blank: Form) -> HttpResponse:
    """Enter what was sent, or show the form again with everything that is wrong."""
    told = sent(request.POST, blank.fields, blank.parts)
    form = replace(blank, told=told, fields=filled(blank.fields, told.values))
    files = files_of(request)
    try:
        evidence = (*from_store(told.kept), *files)
        act = act_of(form.kind, form.parts, told, evidence)
        if form.replaces is not None:
            act = replace(act, parts=None)
        if not told.anyway and (alike := _alike(form, act)):
            return _show(request, _kept(form, files), alike)
        number = _entered(form, act)
    except BadAct as refusal:
        return _show(request, _refused(_kept(form, files), refusal.problems, "", refusal.status))
    except NotFound as refusal:
        # A unit mistyped in a form is no page that is missing.
        return _show(request, _refused(_kept(form, files), (), str(refusal), 400))
    except Refusal as refusal:
        return _show(request, _refused(form, (), str(refusal), refusal.status))
    return redirect(f"{record_address(number)}?saved={'corrected' if form.replaces else 'new'}")


def _entered(form: Form, act: Act) -> int:
    if form.replaces is None:
        return record_act(form.actor, act)
    return supersede(form.actor, form.replaces.line.number, act, form.told.reason)


def _alike(form: Form, act: Act) -> list[Duplicate]:
    # What the unit is not the actor's to record for is refused before anything is looked up there.
    unit_for(form.actor, act.unit, leave(form.kind, Action.CORRECT if form.replaces else Action.RECORD))
    return likely_duplicates(form.actor, act, form.replaces.line.number if form.replaces else None)


def _kept(form: Form, files: Sequence[EvidenceFile]) -> Form:
    """The form with the files put aside, so that they need not be chosen again."""
    return replace(form, told=replace(form.told, kept=(*form.told.kept, *stored(files)))) if files else form


def _refused(form: Form, problems: Sequence[Problem], sentence: str, status: int) -> Form:
    by_place = {
        problem.place: f"{problem.message}{'，' if problem.mend else ''}{problem.mend}" for problem in problems
    }
    fields = with_problems(form.fields, by_place)
    return replace(form, fields=fields, problems=tuple(problems), sentence=sentence, status=status)


def _begun(request: HttpRequest, blank: Form) -> Form:
    """A new form with what the address asks for and what was so last time."""
    unit = _unit_of(request.GET.get("unit", ""), blank)
    within = request.GET.get("within", "")
    asked = day_asked(request, "day")
    day = asked.isoformat() if asked else "" if within else today().isoformat()
    last = _last(blank, unit)
    people = tuple(_people_of(last)) if last else ()
    told = Sent(unit=unit, day=day, people=people)
    fields = copied(blank.fields, blank.kind, last.fields) if last else blank.fields
    return replace(blank, told=told, fields=fields, last=last)


def _people_of(view: RecordView) -> list[Mention]:
    return [Mention(each.code, each.role, each.name) for each in view.people]


def _unit_of(asked: str, form: Form) -> str:
    """The unit asked for, else the one that recorded such an act last, else one that owes such acts, else the top.

    Raises:
        UnknownUnit, MayNot: the unit asked for is not the actor's to record for.
    """
    if asked:
        return unit_for(form.actor, asked, leave(form.kind, Action.RECORD)).code
    places = form.places
    codes = {place.code for place in places}
    lately = records(form.actor, Search(kind=form.kind.key), Page(size=10)).lines
    used = next((line.unit for line in lately if line.unit in codes), "")
    owing = {
        duty.owed_by.unit_type
        for duty in catalogue().duties
        if catalogue().series(duty.series).kind == form.kind.key and not duty.owed_by.post
    }
    return used or next((place.code for place in places if place.type in owing), places[0].code if places else "")


def _last(form: Form, unit: str) -> RecordView | None:
    """The unit's latest act of the kind that was held: the model of the next."""
    lately = records(form.actor, Search(unit=unit, kind=form.kind.key, state=State.HELD), Page(size=10)).lines
    number = next((line.number for line in lately if line.unit == unit), None)
    return record_for(form.actor, number) if number is not None else None


def _told_by(view: RecordView) -> Sent:
    """A record as a form would have sent it."""
    line = view.line
    return Sent(
        unit=line.unit,
        day=line.happened.isoformat(),
        until=line.until.isoformat() if line.until else "",
        state=line.state,
        title=line.title,
        values=values_of(view.fields),
        people=tuple(_people_of(view)),
        kept=view.evidence,
    )


def _places(actor: Actor, action: Action) -> tuple[UnitPlace, ...]:
    """The units on which the actor may do the action, in the order of the tree; those that have ended as well."""
    tops = units_numbered([unit_numbers(path)[-1] for path in actor.paths(action) if path])
    found = [place for top in tops.values() for place in units_below(actor, top, action=action)]
    return tuple(sorted(found, key=lambda place: place.path))


def _show(request: HttpRequest, form: Form, alike: Sequence[Duplicate] | None = None) -> HttpResponse:
    places, told = form.places, form.told
    if alike is None:
        alike = _alike_at_first(form) if request.method == "GET" and form.replaces is None else ()
    fields = form.fields
    first, more = asked_first(fields, _needed(form.kind))
    within = request.GET.get("within", "")
    context: dict[str, object] = {
        "form": form,
        "problems": [(each, _field_at(form, each.place)) for each in form.problems],
        "kind": form.kind,
        "told": told,
        "first": first,
        "more_fields": more,
        "parts": [replace(part, rows=(*told.rows.get(part.key, ()), *part.rows)) for part in form.parts],
        "places": places if len(places) <= MOST_UNITS else [],
        "known_units": places[:MOST_UNITS],
        "states": list(State),
        "roles": list(AttendeeRole),
        "blank_people": range(2),
        "alike": [(each, record_address(each.record.number)) for each in alike],
        "kept": [(file, token_of(file)) for file in told.kept],
        "takes_title": not is_named(form.kind),
        "day_label": _label(form.kind, form.kind.day_field) or "日期",
        "unit_label": _label(form.kind, form.kind.unit_field) or "单位",
        "until_label": _label(form.kind, form.kind.until_field) or "截止日期",
        "met": _owed_now(form),
        "within": Period.parse(within) if within else None,
        "today": today(),
        "swap": reverse("kinds"),
        "back": record_address(form.replaces.line.number) if form.replaces else reverse("home"),
        "crumbs": _crumbs(form),
    }
    return page(request, form.actor, "web/entry.html", context, form.status)


def _field_at(form: Form, place: str) -> str:
    """Where on the page the field of this label stands; "" for a problem of none of them."""
    names = {"日期": "day", "截止日期": "until", "单位": "unit", **{each.label: each.name for each in form.fields}}
    return f"#{names[place]}" if place in names else ""


def _crumbs(form: Form) -> list[tuple[str, str]]:
    if form.replaces is not None:
        line = form.replaces.line
        return [(reverse("records"), "台账"), (record_address(line.number), line.title or line.kind_name)]
    return [(address(reverse("kinds"), unit=form.told.unit), "记一笔")]


def _alike_at_first(form: Form) -> Sequence[Duplicate]:
    day = _read(form.told.day)
    if day is None or not form.told.unit:
        return ()
    return likely_duplicates(form.actor, Act(form.kind.key, form.told.unit, day))


def _owed_now(form: Form) -> object:
    """How the unit's windows of the day stand before the act is entered."""
    day = _read(form.told.day)
    if day is None or not form.told.unit or form.status != 200 or form.replaces is not None:  # noqa: PLR2004 - HTTP's own word for well
        return ()
    return met_by(account_on(form.actor, form.told.unit, day, today()), form.kind.key, day)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _needed(kind: Kind) -> frozenset[str]:
    keys = {kind.quorum.due, kind.quorum.present} if kind.quorum else set()
    return frozenset(keys | {measure.field for measure in kind.measures if measure.field})


def _label(kind: Kind, key: str | None) -> str:
    return next((each.name for each in kind.fields if each.key == key), "")
