"""导入: a kind is chosen, its empty workbook filled in and handed in; all of it is entered, or nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind
from bihuan.jobs.job import Order
from bihuan.organisations.paths import unit_numbers
from bihuan.organisations.queries import UnitPlace, unit_for, units_below, units_numbered
from bihuan.records.exporting import export_template
from bihuan.records.scope import leave
from bihuan.records.tables import MOST_ROWS
from bihuan.values.actor import Action, Actor
from bihuan.values.refusal import NotAllowed, Refusal
from bihuan.web.asking import address
from bihuan.web.check.uploads import name_of, saved
from bihuan.web.downloads import XLSX, download
from bihuan.web.jobs.background import ask_and_go
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.records.kinds import may_enter
from bihuan.web.unit_form import SUGGESTED
from bihuan.web.whereabouts import NOTHING_TO_SEE

LARGEST = 40 * 1024 * 1024
"""Bytes of a table: two hundred thousand rows of thirty columns are less."""
AT_ONCE = {".xlsx": 150 * 1024, ".csv": 300 * 1024}
"""Bytes of a table that is entered before the page answers: some three thousand rows, about a second."""


class NotByTable(NotAllowed):
    """Records of the kind are not entered from a table by this actor, or by nobody."""


@dataclass(frozen=True)
class UnitField:
    """What the field of the unit shows at first, and the names that it offers."""

    unit: str
    names: tuple[str, ...]


@signed_in
def import_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which kind to import; chosen, it leads to its own page."""
    if not actor.paths(Action.RECORD) and not actor.paths(Action.DISCIPLINE):
        return page(request, actor, NOTHING_TO_SEE, {}, status=403)
    kind, unit = request.GET.get("kind", ""), request.GET.get("unit", "")
    if kind and kind in catalogue().kinds and by_table(actor, catalogue().kind(kind)):
        return HttpResponseRedirect(address(reverse("import_kind", args=[kind]), unit=unit))
    context: dict[str, object] = {"themes": _themes(actor), "unit": unit, "is_refused": bool(kind)}
    return page(request, actor, "web/import.html", context)


@signed_in_to_act
def import_kind(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The form that takes a table of one kind; sent, it leads to the job that enters it."""
    found = _importable(actor, kind)
    if request.method != "POST":
        return _form(request, actor, found)
    try:
        return _handed_in(request, actor, found)
    except Refusal as refusal:
        return _form(request, actor, found, refusal)


@signed_in
def import_template(_request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The empty workbook of a kind."""
    found = _importable(actor, kind)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.xlsx"
        export_template(found.key, file)
        return download(file.read_bytes(), f"{found.name}（导入模板）.xlsx", XLSX)


def by_table(actor: Actor, kind: Kind) -> bool:
    """Whether the actor may hand in a table of the kind: what the tasks post and what is part of a meeting is not."""
    return may_enter(actor, kind) and kind.key not in catalogue().kept_kinds and kind.part_of is None


def _importable(actor: Actor, key: str) -> Kind:
    kind = catalogue().kind(key)
    if not by_table(actor, kind):
        raise NotByTable("这种事项您不能从表格导入，请选别的事项，或联系管理员。")
    return kind


def _handed_in(request: HttpRequest, actor: Actor, kind: Kind) -> HttpResponse:
    place = unit_for(actor, request.POST.get("unit", "").strip(), leave(kind, Action.RECORD))
    file = request.FILES.get("file")
    name = name_of(file, LARGEST)
    with tempfile.TemporaryDirectory() as folder:
        path = saved(file, Path(folder) / name)
        at_once = path.stat().st_size <= AT_ONCE.get(path.suffix.lower(), LARGEST)
        ask = {"kind": kind.key, "unit": place.code, "file": name, "at_once": str(int(at_once))}
        order = Order("import", f"{kind.name}，{name}", ask, {name: path})
        return ask_and_go(actor, order, at_once=at_once)


def _form(request: HttpRequest, actor: Actor, kind: Kind, refusal: Refusal | None = None) -> HttpResponse:
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    context: dict[str, object] = {
        "kind": kind,
        "form": _unit_field(actor, kind, asked.strip()),
        "refusal": refusal,
        "template": reverse("import_template", args=[kind.key]),
        "megabytes": LARGEST // 1024 // 1024,
        "most_rows": MOST_ROWS // 10_000,
        "crumbs": [(reverse("records"), "台账"), (reverse("import"), "导入")],
    }
    return page(request, actor, "web/import_kind.html", context, status=refusal.status if refusal else 200)


def _unit_field(actor: Actor, kind: Kind, asked: str) -> UnitField:
    """What was typed, else the top of the first part of the tree for which the actor may record the kind."""
    action = leave(kind, Action.RECORD)
    numbers = [unit_numbers(path)[-1] for path in actor.paths(action) if path]
    offered: list[UnitPlace] = []
    for place in units_numbered(numbers).values():
        offered += units_below(actor, place, action=action)
    offered.sort(key=lambda place: (len(place.path), place.path))
    return UnitField(
        asked or (offered[0].name if offered else ""), tuple(place.name for place in offered[:SUGGESTED])
    )


def _themes(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    packs = catalogue()
    order = list(packs.themes)
    kinds = sorted(packs.kinds.values(), key=lambda kind: order.index(kind.theme))
    found = [
        (packs.themes[theme].name, [(kind.key, kind.name) for kind in group if by_table(actor, kind)])
        for theme, group in groupby(kinds, key=lambda kind: kind.theme)
    ]
    return [(theme, kinds) for theme, kinds in found if kinds]
