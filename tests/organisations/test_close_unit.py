from __future__ import annotations

from datetime import date

import pytest

from bihuan.organisations.errors import BadPlacement, MayNot, UnknownUnit
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.organisations.structure import close_unit
from bihuan.values.actor import Actor

Tree = dict[str, UnitPlace]
MAY = date(2023, 5, 1)


def test_a_unit_ends_on_its_last_day(operator: Actor, tree: Tree) -> None:
    close_unit(operator, "dc1", date(2023, 6, 30))
    place = unit_for(operator, "dc1")
    assert place.lives_on(date(2023, 6, 30))
    assert not place.lives_on(date(2023, 7, 1))


def test_not_while_units_below_it_live_on(operator: Actor, tree: Tree) -> None:
    with pytest.raises(BadPlacement, match="东城"):
        close_unit(operator, "dc", date(2023, 6, 30))
    for code in ("dc1", "dc2", "dczb"):
        close_unit(operator, code, date(2023, 6, 30))
    with pytest.raises(BadPlacement):
        close_unit(operator, "dc", date(2023, 6, 29))
    close_unit(operator, "dc", date(2023, 6, 30))


def test_not_before_it_began(operator: Actor, tree: Tree) -> None:
    with pytest.raises(BadPlacement):
        close_unit(operator, "dc1", date(2019, 12, 31))


def test_the_cast_may_not(tree: Tree, recorder: Actor, inspector: Actor, outsider: Actor) -> None:
    for actor in (recorder, inspector):
        with pytest.raises(MayNot):
            close_unit(actor, "dc1", MAY)
    with pytest.raises(UnknownUnit):
        close_unit(outsider, "dc1", MAY)
