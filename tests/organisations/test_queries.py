from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.organisations.errors import AmbiguousUnit, MayNot, UnknownPerson, UnknownUnit
from bihuan.organisations.people import appoint, end_appointment, enrol
from bihuan.organisations.queries import (
    UnitPlace,
    holders,
    person_coded,
    require,
    unit_coded,
    unit_for,
    units_below,
    units_numbered,
    units_of_level,
)
from bihuan.organisations.structure import NewUnit, close_unit, open_unit, open_units
from bihuan.trail.look import one_look
from bihuan.values.actor import Action, Actor, Role
from bihuan.values.refusal import NotAllowed, NotFound
from bihuan.values.unit_type import UnitType
from conftest import acting

Tree = dict[str, UnitPlace]


def test_a_unit_is_found_by_its_code_or_its_full_name(operator: Actor, tree: Tree) -> None:
    assert unit_for(operator, "dc1") == unit_for(operator, "东城一站")
    for wrong in ("东城", "DC1", "dc1 ", ""):
        with pytest.raises(UnknownUnit):
            unit_for(operator, wrong)


def test_a_code_wins_over_a_name_that_is_the_same(operator: Actor, tree: Tree) -> None:
    open_unit(operator, NewUnit("odd", "dc1", UnitType.STATION, "xc", date(2020, 1, 1)))
    assert unit_for(operator, "dc1").name == "东城一站"


def test_a_name_that_several_bear_is_refused_with_their_codes(operator: Actor, tree: Tree, recorder: Actor) -> None:
    open_unit(operator, NewUnit("xcdc1", "东城一站", UnitType.STATION, "xc", date(2020, 1, 1)))
    with pytest.raises(AmbiguousUnit, match=r"dc1、xcdc1"):
        unit_for(operator, "东城一站")
    assert unit_for(recorder, "东城一站").code == "dc1"


def test_a_name_that_hundreds_bear_still_finds_the_one_that_the_asker_knows(operator: Actor, tree: Tree) -> None:
    news = [NewUnit(f"a{n}", "机关党支部", UnitType.PARTY_BRANCH, "xc", date(2020, 1, 1)) for n in range(40)]
    open_units(operator, [*news, NewUnit("own", "机关党支部", UnitType.PARTY_BRANCH, "dc", date(2020, 1, 1))])
    clerk = acting("文书", tree["dc"].path, Role.RECORDER)
    assert unit_for(clerk, "机关党支部").code == "own"
    with pytest.raises(AmbiguousUnit):
        unit_for(operator, "机关党支部")


def test_to_the_outsider_a_unit_is_not_there_and_to_the_onlooker_it_is_not_allowed(
    tree: Tree, outsider: Actor, inspector: Actor, recorder: Actor
) -> None:
    with pytest.raises(NotFound):
        unit_for(outsider, "dc1")
    with pytest.raises(NotAllowed):
        unit_for(inspector, "dc1", Action.RECORD)
    assert unit_for(recorder, "dc1", Action.RECORD).code == "dc1"
    with pytest.raises(UnknownUnit):
        unit_for(recorder, "zd")
    with pytest.raises(UnknownUnit):
        require(outsider, Action.SEE, tree["dc1"])
    with pytest.raises(MayNot):
        require(inspector, Action.SEAL, tree["dc1"])


def test_administrators_know_of_units_and_see_none_of_their_business(tree: Tree) -> None:
    admin = acting("系统员", tree["zd"].path, Role.SYSTEM_ADMIN)
    assert unit_for(admin, "dc1", Action.ORGANISE).code == "dc1"
    with pytest.raises(MayNot):
        unit_for(admin, "dc1")
    assert units_below(admin, tree["zd"]) == []


def test_units_below_are_those_the_asker_sees(tree: Tree, recorder: Actor, operator: Actor) -> None:
    assert [place.code for place in units_below(recorder, tree["zd"])] == ["dc", "dc1", "dc2", "dczb"]
    close_unit(operator, "dc2", date(2022, 12, 31))
    assert "dc2" in [place.code for place in units_below(recorder, tree["zd"])]
    assert [place.code for place in units_below(recorder, tree["zd"], on=date(2019, 12, 31))] == []


def test_units_are_looked_up_many_at_once(tree: Tree) -> None:
    numbers = [tree["dc1"].number, tree["xc"].number]
    assert {place.code for place in units_numbered(numbers).values()} == {"dc1", "xc"}
    assert unit_coded(["dc1", "nowhere"]) == {"dc1": tree["dc1"]}


def test_holders_of_a_post_come_with_their_days(operator: Actor, tree: Tree) -> None:
    enrol(operator, "dc", "p1", "张三")
    enrol(operator, "dc", "p2", "李四")
    appoint(operator, "p1", "dc", "大队长", date(2020, 1, 1))
    end_appointment(operator, "p1", "dc", "大队长", date(2023, 6, 30))
    appoint(operator, "p2", "dc", "大队长", date(2023, 7, 1))
    appoint(operator, "p2", "xc", "大队长", date(2020, 1, 1))
    found = [(each.name, each.since, each.until) for each in holders(tree["dc"], "大队长")]
    assert found == [("张三", date(2020, 1, 1), date(2023, 6, 30)), ("李四", date(2023, 7, 1), None)]
    assert holders(tree["dc"], "教导员") == []
    assert person_coded("p1")[1] == "张三"
    with pytest.raises(UnknownPerson):
        person_coded("p9")


def test_a_level_is_the_units_of_a_type_and_the_next_one_those_right_below(operator: Actor, tree: Tree) -> None:
    everything = units_below(operator, tree["zd"])
    for kind in UnitType:
        assert units_of_level(operator, tree["zd"], kind) == [unit for unit in everything if unit.type is kind]
    assert units_of_level(operator, tree["zd"]) == [unit for unit in everything if unit.parent == "zd"] != []


def test_a_level_holds_no_unit_that_one_may_not_see(recorder: Actor, outsider: Actor, tree: Tree) -> None:
    seen = {unit.code for unit in units_of_level(recorder, tree["zd"], UnitType.STATION)}
    assert "dc1" in seen
    assert not seen & {unit.code for unit in units_of_level(outsider, tree["zd"], UnitType.STATION)}


def test_within_one_look_a_question_is_asked_once_and_the_next_look_asks_anew(
    operator: Actor, tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with one_look(), django_assert_num_queries(1):
        assert unit_for(operator, "dc1") == unit_for(operator, "dc1")
    with one_look():
        units_below(operator, tree["dc"]).clear()
        assert tree["dc1"] in units_below(operator, tree["dc"])
    with one_look():
        units_below(operator, tree["dc"])
        with django_assert_num_queries(1):
            assert unit_coded(["dc1", "xc"]) == {"dc1": tree["dc1"], "xc": tree["xc"]}
        with django_assert_num_queries(0):
            assert units_numbered([tree["xc"].number, tree["dc"].number])[tree["dc"].number] == tree["dc"]
    open_unit(operator, NewUnit("dc9", "东城九站", UnitType.STATION, "dc", date(2020, 1, 1)))
    with one_look():
        assert unit_for(operator, "dc9").name == "东城九站"
