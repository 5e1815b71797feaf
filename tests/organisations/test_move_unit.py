from __future__ import annotations

from datetime import date

import pytest

from bihuan.organisations.errors import BadPlacement, UnknownUnit
from bihuan.organisations.models import Placement, Unit
from bihuan.organisations.paths import unit_numbers
from bihuan.organisations.queries import UnitPlace, path_on, unit_for, units_below
from bihuan.organisations.structure import NewUnit, close_unit, move_unit, open_unit, open_units
from bihuan.values.actor import Actor, Role
from bihuan.values.unit_type import UnitType
from conftest import acting

Tree = dict[str, UnitPlace]
MAY = date(2023, 5, 1)


def new(code: str, parent: str, begins: date = date(2021, 1, 1), name: str = "") -> NewUnit:
    return NewUnit(code, name or f"{code}站", UnitType.STATION, parent, begins)


def stands(actor: Actor, code: str, day: date) -> list[str]:
    """The codes of the units above the one, from the top, as they stood on the day."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return [codes[number] for number in unit_numbers(path_on(unit_for(actor, code), day))][:-1]


def test_a_unit_moves_with_all_below_it_and_stood_before_where_it_stood(operator: Actor, tree: Tree) -> None:
    open_unit(operator, new("dc11", "dc1"))
    move_unit(operator, "dc1", "xc", MAY)
    assert stands(operator, "dc11", date(2023, 4, 30)) == ["zd", "dc", "dc1"]
    assert stands(operator, "dc11", MAY) == ["zd", "xc", "dc1"]
    assert unit_for(operator, "dc1").parent == "xc"
    assert unit_for(operator, "dc11").parent == "dc1"
    assert [place.code for place in units_below(operator, unit_for(operator, "xc"))] == [
        "xc",
        "dc1",
        "dc11",
        "xc1",
    ]
    then = units_below(operator, tree["dc"], on=date(2023, 4, 30))
    assert [place.code for place in then] == ["dc", "dc1", "dc11", "dc2", "dczb"]


def test_a_unit_opened_below_it_after_the_day_only_ever_stood_there(operator: Actor, tree: Tree) -> None:
    open_unit(operator, new("late", "dc1", date(2023, 6, 1)))
    move_unit(operator, "dc1", "xc", MAY)
    assert stands(operator, "late", date(2023, 6, 1)) == ["zd", "xc", "dc1"]
    assert Placement.objects.filter(unit__code="late").count() == 1


def test_it_can_move_there_and_back(operator: Actor, tree: Tree) -> None:
    move_unit(operator, "dc1", "xc", MAY)
    move_unit(operator, "dc1", "dc", date(2023, 9, 1))
    assert [stands(operator, "dc1", day)[-1] for day in (date(2023, 4, 1), MAY, date(2023, 9, 1))] == [
        "dc", "xc", "dc",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "parent", "since"),
    [
        ("dc", "dc1", MAY),
        ("dc", "dc", MAY),
        ("dc1", "xc", date(2020, 1, 1)),
        ("dc1", "new", date(2023, 2, 28)),
        ("dc1", "gone", MAY),
    ],
)
def test_it_refuses_a_place_where_it_cannot_stand(
    operator: Actor, tree: Tree, code: str, parent: str, since: date
) -> None:
    open_units(operator, [new("new", "zd", date(2023, 3, 1)), new("gone", "zd")])
    close_unit(operator, "gone", date(2023, 4, 30))
    before = list(Placement.objects.order_by("pk").values())
    with pytest.raises(BadPlacement):
        move_unit(operator, code, parent, since)
    assert list(Placement.objects.order_by("pk").values()) == before


def test_it_refuses_a_day_before_a_later_move_of_itself_or_one_below_it(operator: Actor, tree: Tree) -> None:
    open_unit(operator, new("xc11", "xc1"))
    move_unit(operator, "xc11", "xc", date(2023, 8, 1))
    with pytest.raises(BadPlacement, match="下级"):
        move_unit(operator, "xc", "dc", MAY)
    with pytest.raises(BadPlacement, match="满一天"):
        move_unit(operator, "xc11", "dc", MAY)
    move_unit(operator, "xc", "dc", date(2023, 8, 2))
    assert stands(operator, "xc11", date(2023, 8, 1)) == ["zd", "xc"]


def test_it_refuses_a_parent_that_stood_elsewhere_on_the_day(operator: Actor, tree: Tree) -> None:
    move_unit(operator, "xc1", "dc", date(2023, 8, 1))
    with pytest.raises(BadPlacement, match="不在现处"):
        move_unit(operator, "dc2", "xc1", MAY)


def test_only_who_may_organise_both_places(operator: Actor, tree: Tree) -> None:
    clerk = acting("系统员", tree["dc"].path, Role.SYSTEM_ADMIN)
    with pytest.raises(UnknownUnit):
        move_unit(clerk, "dc1", "xc", MAY)
    move_unit(clerk, "dc1", "dc2", MAY)


def test_after_a_move_whoever_sees_the_new_parent_sees_the_unit(
    operator: Actor, tree: Tree, outsider: Actor, recorder: Actor
) -> None:
    with pytest.raises(UnknownUnit):
        unit_for(outsider, "dc1")
    move_unit(operator, "dc1", "xc", MAY)
    assert unit_for(outsider, "dc1").parent == "xc"
    with pytest.raises(UnknownUnit):
        unit_for(recorder, "dc1")
