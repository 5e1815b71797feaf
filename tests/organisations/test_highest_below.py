"""Reading the tree: the highest units first, for a form that offers names."""

from __future__ import annotations

from bihuan.organisations.queries import UnitPlace, highest_below, units_below
from bihuan.values.actor import Actor, Role
from conftest import acting

Tree = dict[str, UnitPlace]


def test_the_highest_units_come_first_a_level_after_the_other(operator: Actor, tree: Tree) -> None:
    every = sorted(units_below(operator, tree["zd"]), key=lambda place: (len(place.path), place.path))
    assert highest_below(operator, tree["zd"], 100) == every
    assert highest_below(operator, tree["zd"], 3) == every[:3]
    assert every[0].code == "zd"


def test_who_sees_only_a_part_is_offered_that_part(tree: Tree) -> None:
    west = acting("查阅员", tree["xc"].path, Role.VIEWER)
    offered = highest_below(west, tree["zd"], 100)
    assert offered
    assert all(place.path.startswith(tree["xc"].path) for place in offered)
    assert highest_below(west, tree["xc"], 1) == [tree["xc"]]
