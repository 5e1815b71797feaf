"""组织: the tree for the system administrator, level by level, with the days of each unit; open, move, close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from bihuan.organisations.paths import WIDTH, unit_numbers
from bihuan.organisations.queries import UnitPlace, unit_for, units_below, units_numbered
from bihuan.organisations.structure import NewUnit, close_unit, move_unit, open_unit
from bihuan.values.actor import Action, Actor
from bihuan.values.unit_type import UnitType
from bihuan.web.administration.deeds import BadForm, Deed, attempted, day, word
from bihuan.web.asking import address, today
from bihuan.web.pages import page, signed_in_to_act

DONE = {"open": "单位已设立。", "move": "单位已划转，以前的账仍在原处。", "close": "单位已撤销，记录都留着。"}
NO_RIGHT = "您没有管理组织的权限，请联系系统管理员。"


@dataclass(frozen=True)
class UnitRow:
    """A unit right below the one shown."""

    place: UnitPlace
    href: str
    below: int
    is_living: bool


@signed_in_to_act
def units_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A unit with those right below it, and the forms to open, move and close."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    outcome = attempted(request, _deeds(actor, place), unit=place.code)
    if isinstance(outcome, HttpResponse):
        return outcome
    found = units_below(actor, place, action=Action.ORGANISE)
    context: dict[str, object] = {
        "unit": place,
        "rows": _rows(found, place),
        "total": len(found),
        "crumbs": _above(actor, place),
        "types": [(each.value, each.label) for each in UnitType],
        "outcome": outcome,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "today": today(),
        "is_living": place.lives_on(today()),
        "people": address(reverse("people"), unit=place.code),
    }
    return page(request, actor, "web/units.html", context, outcome.status)


def keeping_at(actor: Actor, code: str, action: Action, refusal: str) -> UnitPlace:
    """The unit asked for, else the top of what the actor keeps.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or not theirs to keep.
        KeepsNothing: they keep nothing at all.
    """
    tops = [path for path in actor.paths(action) if path]
    if not tops:
        raise KeepsNothing(refusal)
    if code:
        return unit_for(actor, code, action)
    number = unit_numbers(tops[0])[-1]
    return units_numbered([number])[number]


class KeepsNothing(BadForm):
    """The account keeps nothing of this sort."""

    status = 403


def _deeds(actor: Actor, place: UnitPlace) -> dict[str, Deed]:
    return {
        "open": lambda post: _open(actor, place, post),
        "move": lambda post: move_unit(
            actor, place.code, word(post, "parent", "新的上级单位"), day(post, "since", "划转日期")
        ),
        "close": lambda post: close_unit(actor, place.code, day(post, "ends", "撤销日期")),
    }


def _open(actor: Actor, place: UnitPlace, post: QueryDict) -> None:
    kind = post.get("type", "")
    if kind not in set(UnitType):
        raise BadForm("请选单位类型。")
    code, name = word(post, "code", "单位代码", 64), word(post, "name", "单位全称")
    open_unit(actor, NewUnit(code, name, UnitType(kind), place.code, day(post, "begins", "成立日期")))


def _rows(found: Sequence[UnitPlace], place: UnitPlace) -> list[UnitRow]:
    level = len(place.path) + WIDTH
    heads = [each for each in found if len(each.path) == level]
    below = Counter(each.path[:level] for each in found if len(each.path) > level)
    clock = today()
    return [
        UnitRow(each, address(reverse("units"), unit=each.code), below[each.path], each.lives_on(clock))
        for each in heads
    ]


def _above(actor: Actor, place: UnitPlace) -> list[tuple[str, str]]:
    numbers = unit_numbers(place.path)[:-1]
    kept = [
        number for level, number in enumerate(numbers, 1) if actor.may(Action.ORGANISE, place.path[: level * WIDTH])
    ]
    found = units_numbered(kept)
    return [(address(reverse("units"), unit=found[each].code), found[each].name) for each in kept if each in found]
