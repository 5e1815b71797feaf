"""Verbs on the tree: open a unit, move it, close it. A move never rewrites where it stood before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from bihuan.organisations.errors import BadPlacement, MayNot, UnitTaken, UnknownUnit
from bihuan.organisations.models import Placement, Unit
from bihuan.organisations.paths import below, segment
from bihuan.organisations.queries import UnitPlace, path_on, unit_for
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.unit_type import UnitType


@dataclass(frozen=True)
class NewUnit:
    """A unit to be opened under ``parent`` (its code; "" for the top of a tree)."""

    code: str
    name: str
    type: UnitType
    parent: str
    begins: date


def open_unit(actor: Actor, new: NewUnit) -> UnitPlace:
    """Open one unit; see `open_units`."""
    open_units(actor, [new])
    return unit_for(actor, new.code, Action.ORGANISE)


@transaction.atomic
def open_units(actor: Actor, news: Sequence[NewUnit]) -> None:
    """Open units, each after its parent. All of them or none.

    Raises:
        UnitTaken: a code is in use.
        UnknownUnit: a parent is not there.
        BadPlacement: a unit would begin before its parent.
        MayNot: the actor may not organise there.
    """
    codes = [new.code for new in news]
    taken = list(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    repeated = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    if taken or repeated:
        raise UnitTaken(f"单位代码已被使用：{'、'.join([*taken, *repeated][:5])}，请换一个代码。")
    Unit.objects.bulk_create(
        [Unit(code=n.code, name=n.name, type=n.type, begins=n.begins) for n in news], batch_size=500
    )
    numbers = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    parents = {n.parent for n in news} - {""} - set(codes)
    places = {
        p.unit.code: p for p in Placement.objects.filter(until=None, unit__code__in=parents).select_related("unit")
    }
    paths = {code: _Parent(row.unit_id, row.path, row.unit.begins, row.unit.ends) for code, row in places.items()}
    rows: list[Placement] = []
    for new in news:
        parent, above = _place_under(actor, new, paths)
        path = above + segment(numbers[new.code])
        paths[new.code] = _Parent(numbers[new.code], path, new.begins)
        rows.append(Placement(unit_id=numbers[new.code], parent_id=parent, path=path, since=new.begins))
    Placement.objects.bulk_create(rows, batch_size=500)
    for new in news:
        note(
            actor,
            "open_unit",
            f"unit:{numbers[new.code]}",
            new.code,
            {"name": new.name, "parent": new.parent},
        )


@transaction.atomic
def move_unit(actor: Actor, code: str, parent: str, since: date) -> None:
    """Move a unit with all below it under another parent from a day on.

    Raises:
        BadPlacement: under itself, under a unit that is not there or stands elsewhere on that day, or before a later
            move of the unit or of one below it.
    """
    place, above = unit_for(actor, code, Action.ORGANISE), unit_for(actor, parent, Action.ORGANISE)
    if above.path.startswith(place.path):
        raise BadPlacement(f"不能把“{place.name}”移到它自己的下级“{above.name}”之下。")
    low, high = below(place.path)
    rows = list(Placement.objects.filter(until=None, path__gte=low, path__lt=high).select_for_update())
    if any(row.since >= since for row in rows if row.unit_id == place.number):
        raise BadPlacement(f"“{place.name}”在 {since} 之前还没有在现处满一天，请选更晚的日期。")
    _require_standing(above, since)
    numbers = [row.unit_id for row in rows]
    if Placement.objects.filter(unit__in=numbers, until__gte=since).exists():
        # Where units below stood between the two moves would have to be worked out anew, and with it what was posted.
        raise BadPlacement(f"“{place.name}”的下级在 {since} 之后还有过变动，请选更晚的日期。")
    cut = len(place.path) - len(segment(place.number))
    fresh: list[Placement] = []
    for row in rows:
        row_parent = above.number if row.unit_id == place.number else row.parent_id
        path = above.path + row.path[cut:]
        if row.since >= since:
            # Opened below it after the day of the move: it only ever stood under the new parent.
            row.path = path
            row.save(update_fields=["path"])
            continue
        row.until = since - timedelta(days=1)
        row.save(update_fields=["until"])
        fresh.append(Placement(unit_id=row.unit_id, parent_id=row_parent, path=path, since=since))
    Placement.objects.bulk_create(fresh, batch_size=500)
    note(actor, "move_unit", f"unit:{place.number}", code, {"parent": parent, "since": since.isoformat()})


@transaction.atomic
def close_unit(actor: Actor, code: str, ends: date) -> None:
    """End a unit on a day, the last of its life. Its records stay.

    Raises:
        BadPlacement: it would end before it began, or while units below it live on.
    """
    place = unit_for(actor, code, Action.ORGANISE)
    if ends < place.begins:
        raise BadPlacement(f"“{place.name}”的撤销日期早于成立日期，请检查。")
    low, high = below(place.path)
    living = Unit.objects.filter(
        Q(ends=None) | Q(ends__gt=ends),
        placements__until=None,
        placements__path__gt=low,
        placements__path__lt=high,
    ).first()
    if living is not None:
        raise BadPlacement(f"“{place.name}”下还有“{living.name}”，请先移走或撤销下级单位。")
    Unit.objects.filter(pk=place.number).update(ends=ends)
    note(actor, "close_unit", f"unit:{place.number}", code, {"ends": ends.isoformat()})


class _Parent(NamedTuple):
    """A unit under which others are opened."""

    number: int
    path: str
    begins: date
    ends: date | None = None


def _require_standing(above: UnitPlace, since: date) -> None:
    """Refuse a new parent that was not there on the day, or stood elsewhere."""
    if not above.lives_on(since):
        raise BadPlacement(f"“{above.name}”在 {since} 还没有成立或已经撤销，请选别的日期或上级。")
    if path_on(above, since) != above.path:
        raise BadPlacement(f"“{above.name}”在 {since} 还不在现处，请选它移到现处之后的日期。")


def _place_under(actor: Actor, new: NewUnit, parents: dict[str, _Parent]) -> tuple[int | None, str]:
    if not new.parent:
        if not actor.may(Action.ORGANISE, ""):
            raise MayNot("只有掌管整个机构树的系统管理员才能建立顶层单位。")
        return None, ""
    if new.parent not in parents:
        raise UnknownUnit(f"没有找到上级单位“{new.parent}”，请先建立它。")
    parent = parents[new.parent]
    if not actor.may(Action.ORGANISE, parent.path):
        raise MayNot(f"您没有在“{new.parent}”下建立单位的权限，请联系系统管理员。")
    if new.begins < parent.begins:
        raise BadPlacement(f"“{new.name}”的成立日期早于上级单位，请检查。")
    if parent.ends is not None and new.begins > parent.ends:
        raise BadPlacement(f"“{new.name}”的上级单位“{new.parent}”那时已经撤销，请检查。")
    return parent.number, parent.path
