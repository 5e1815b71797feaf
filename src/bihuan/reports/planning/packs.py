"""A plan entered: its duties become a pack of the site, checked with all others before it is put in place."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import yaml

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue, forget, home, pack_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.schema import Duty
from bihuan.organisations.queries import UnitPlace, unit_for, units_below
from bihuan.reading import read
from bihuan.reports.checking.wordings import wordings
from bihuan.reports.errors import PlanNotEntered
from bihuan.reports.planning.proposal import Proposal, Scope, proposal
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.unit_type import UnitType

_TITLE_LONGEST = 60


def propose(actor: Actor, text: str, unit: str, year: int, document: str) -> Proposal:
    """What the plan's text asks to be entered for the unit and the year; nothing is entered.

    Args:
        actor: who asks.
        text: the plan.
        unit: the code or name of the unit whose plan it is.
        year: the year that it is for.
        document: what the plan is called where its own title says nothing.

    Raises:
        UnknownUnit, AmbiguousUnit, MayNot: the unit is not there, or the actor may not see it.
    """
    place = unit_for(actor, unit)
    reading = read(text)
    title = reading.outline.title
    words = text[title.start : title.end].strip() if title is not None else ""
    packs = catalogue()
    scope = _scope(actor, place, year, (words or document)[:_TITLE_LONGEST])
    return proposal(packs, wordings(packs), reading.duties, scope)


def _scope(actor: Actor, place: UnitPlace, year: int, document: str) -> Scope:
    units: dict[UnitType, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for each in units_below(actor, place):
        units[each.type].append(each.code)
        names.setdefault(each.name, each.code)
        names.setdefault(each.name.removeprefix(place.name), each.code)
        names.setdefault(re.sub(r"^.*(?=.{2}[科处室]$)", "", each.name), each.code)
    found = {kind: tuple(codes) for kind, codes in units.items()}
    return Scope(place.code, place.type, found, names, year, document)


def enter_duties(actor: Actor, unit: str, year: int, duties: Sequence[Duty]) -> str:
    """Put the duties into a pack of the site, and give the pack's key; the ledger owes them from the next call on.

    Raises:
        PlanNotEntered: there is nothing to enter, the plan was entered before, or the packs do not fit together.
        UnknownUnit, MayNot: the unit is not there, or the actor may not change what it owes.
    """
    place = unit_for(actor, unit, Action.ORGANISE)
    key = f"plan_{re.sub(r'[^a-z0-9]', '_', place.code.lower())}_{year}"[:64]
    target = home() / "packs" / key
    if not duties:
        raise PlanNotEntered("没有可以录入的责任事项，请看未能对上的各条。")
    if target.exists():
        raise PlanNotEntered(f"{place.name}{year}年的计划已经录入过（{key}），要改请编辑这个目录包。")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, key)
        folder.mkdir()
        _write(catalogue(), folder, place, year, duties)
        folders, _ = pack_folders(home())
        _, problems = load_packs([*folders, folder])
        if problems:
            raise PlanNotEntered(f"录入后目录包有 {len(problems)} 处问题，第一处：{problems[0]}，没有录入。")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, target)
    forget()
    if target not in pack_folders(home())[0]:
        shutil.rmtree(target)
        raise PlanNotEntered(f"packs.yaml 限定了使用的目录包，请先在其中加上 {key}。")
    note(actor, "enter_duties", f"pack:{key}", place.code, {"year": year, "duties": len(duties)})
    return key


def _write(packs: Catalogue, folder: Path, place: UnitPlace, year: int, duties: Sequence[Duty]) -> None:
    """The pack's files."""
    kinds = {packs.series(duty.series).kind for duty in duties}
    needs = sorted({packs.origins[kind] for kind in kinds} | {"base"})
    head = {
        "key": folder.name,
        "name": f"{place.name}{year}年计划"[:80],
        "version": "1.0",
        "description": f"由 bihuan plan 从“{duties[0].source.document}”录入。",
        "needs": [need for need in needs if need in {pack.key for pack in packs.packs}],
    }
    rows = [duty.model_dump(mode="json", exclude_defaults=True) for duty in duties]
    for name, value in (("pack.yaml", head), ("duties.yaml", {"duties": rows})):
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
