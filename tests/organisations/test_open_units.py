from __future__ import annotations

from datetime import date

import pytest

from bihuan.organisations.errors import BadPlacement, MayNot, UnitTaken, UnknownUnit
from bihuan.organisations.models import Placement, Unit
from bihuan.organisations.paths import unit_numbers
from bihuan.organisations.queries import UnitPlace, path_on, unit_for, units_below
from bihuan.organisations.structure import NewUnit, close_unit, open_unit, open_units
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor, Role
from bihuan.values.unit_type import UnitType
from conftest import TREE, acting

Tree = dict[str, UnitPlace]
MAY = date(2023, 5, 1)


def new(code: str, parent: str, begins: date = date(2021, 1, 1), name: str = "") -> NewUnit:
    return NewUnit(code, name or f"{code}站", UnitType.STATION, parent, begins)


def stands(actor: Actor, code: str, day: date) -> list[str]:
    """The codes of the units above the one, from the top, as they stood on the day."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return [codes[number] for number in unit_numbers(path_on(unit_for(actor, code), day))][:-1]


def test_units_stand_under_their_parents(operator: Actor, tree: Tree) -> None:
    assert stands(operator, "dc1", MAY) == ["zd", "dc"]
    assert tree["dc1"].path.startswith(tree["dc"].path)
    assert [place.code for place in units_below(operator, tree["dc"])] == ["dc", "dc1", "dc2", "dczb"]
    assert unit_for(operator, "dc1").parent == "dc"


def test_each_is_noted(operator: Actor, tree: Tree) -> None:
    assert Entry.objects.filter(verb="open_unit").count() == len(TREE)
    assert list(verify_trail()) == []


@pytest.mark.parametrize(
    ("news", "refusal"),
    [
        ([new("dc1", "dc")], UnitTaken),
        ([new("n1", "dc"), new("n1", "dc")], UnitTaken),
        ([new("n1", "nowhere")], UnknownUnit),
        ([new("n2", "n1"), new("n1", "dc")], UnknownUnit),
        ([new("n1", "dc", date(2019, 12, 31))], BadPlacement),
        ([new("n1", "dc", date(2022, 1, 1)), new("n2", "n1", date(2021, 1, 1))], BadPlacement),
    ],
)
def test_all_of_them_or_none(operator: Actor, tree: Tree, news: list[NewUnit], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        open_units(operator, [new("good", "dc"), *news])
    assert Unit.objects.count() == Placement.objects.count() == len(TREE)


def test_none_under_a_unit_that_had_ended(operator: Actor, tree: Tree) -> None:
    close_unit(operator, "xc1", date(2023, 3, 31))
    with pytest.raises(BadPlacement, match="撤销"):
        open_unit(operator, new("n1", "xc1", date(2023, 4, 1)))
    open_unit(operator, new("n1", "xc1", date(2023, 3, 31)))


def test_only_where_the_actor_may_organise(tree: Tree, recorder: Actor) -> None:
    clerk = acting("系统员", tree["dc"].path, Role.SYSTEM_ADMIN)
    open_unit(clerk, new("dc3", "dc"))
    with pytest.raises(MayNot):
        open_unit(clerk, new("xc2", "xc"))
    with pytest.raises(MayNot):
        open_unit(clerk, NewUnit("top", "另一支队", UnitType.DETACHMENT, "", date(2020, 1, 1)))
    with pytest.raises(MayNot):
        open_unit(recorder, new("dc4", "dc"))
