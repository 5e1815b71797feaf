from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.queries import balance, balances_below
from bihuan.duties.standing import UnitBalance
from bihuan.duties.waivers import WindowOwed, waive
from bihuan.organisations.errors import UnknownUnit
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import NewUnit, open_unit, open_units
from bihuan.trail.look import one_look
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType
from duties.acts import (
    ASSEMBLY,
    COMMUNITIES,
    DRILL,
    FULL_DRILL,
    HOURS,
    INSPECTION,
    LECTURE,
    MEETING,
    PATROL,
    acts,
    did,
)

Tree = dict[str, UnitPlace]
SERIES = [MEETING, ASSEMBLY, HOURS, COMMUNITIES, LECTURE, INSPECTION, PATROL, DRILL, FULL_DRILL]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["dczb", "dc1", "dc2", "xc1"]),
        st.sampled_from(SERIES),
        st.dates(date(2022, 10, 1), date(2024, 2, 10)),
        st.integers(1, 200),
    ),
    max_size=40,
)


def cut(found: UnitBalance) -> UnitBalance:
    """The same balance without what was done beyond the quotas."""
    return replace(
        found,
        duties=tuple(
            replace(duty, windows=tuple(each._replace(done=min(each.done, each.owed)) for each in duty.windows))
            for duty in found.duties
        ),
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    DEEDS,
    st.dates(date(2023, 1, 1), date(2024, 3, 1)),
    st.sampled_from(["2023", "2023-Q2", "2023-06", "2023-05-20..2024-01-10"]),
)
def test_it_says_of_each_unit_what_the_unit_s_own_balance_says(
    operator: Actor, tree: Tree, deeds: list[tuple[str, str, date, int]], today: date, period: str
) -> None:
    for unit, series, day, amount in deeds:
        acts(tree[unit], series, [(day, amount)], item="东街" if series == COMMUNITIES else "")
    over = Period.parse(period)
    for found in balances_below(operator, "zd", over, today):
        assert found == cut(balance(operator, found.unit, over, today))


def test_what_was_done_beyond_a_quota_is_cut_off_however_it_was_counted(operator: Actor, tree: Tree) -> None:
    acts(tree["dczb"], MEETING, [(date(2023, 3, 1), 9)])
    acts(tree["dczb"], ASSEMBLY, [(date(2023, 3, 1), 9)])
    (found,) = balances_below(operator, "dczb", Period.parse("2023-Q1"), date(2024, 1, 31))
    assert {window.done for duty in found.duties for window in duty.windows} == {0, 1}


def test_it_lists_the_units_in_the_order_of_the_tree(operator: Actor, tree: Tree) -> None:
    found = balances_below(operator, "zd", Period.parse("2023"), date(2024, 1, 31))
    assert [each.unit for each in found] == ["zd", "dc", "dc1", "dc2", "dczb", "xc", "xc1"]
    found = balances_below(operator, "xc", Period.parse("2023"), date(2024, 1, 31))
    assert [each.unit for each in found] == ["xc", "xc1"]


def test_waivers_holders_and_lives_of_a_unit_are_its_own(operator: Actor, approver: Actor, tree: Tree) -> None:
    open_unit(operator, NewUnit("dczb2", "东城机关党支部", UnitType.PARTY_BRANCH, "dc", date(2023, 3, 1)))
    enrol(operator, "dczb", "p1", "张三")
    appoint(operator, "p1", "dczb", "书记", date(2022, 1, 1))
    waive(approver, WindowOwed("committee_meeting", "dczb", date(2023, 7, 1)), "抗洪抢险")
    did(tree["dczb"], LECTURE, "03-01")
    over, today = Period.parse("2023"), date(2024, 1, 31)
    for found in balances_below(operator, "dc", over, today):
        assert found == cut(balance(operator, found.unit, over, today))


def test_several_holders_may_meet_what_they_owe_together_in_one_month(operator: Actor, tree: Tree) -> None:
    for code in ("p1", "p2", "p3"):
        enrol(operator, "dczb", code, f"张{code}")
        appoint(operator, code, "dczb", "书记", date(2022, 1, 1))
    for day in ("03-01", "03-08", "03-15"):
        did(tree["dczb"], LECTURE, day)
    over, today = Period.parse("2023-H1"), date(2024, 1, 31)
    found = next(each for each in balances_below(operator, "dc", over, today) if each.unit == "dczb")
    assert found == cut(balance(operator, "dczb", over, today))
    lecture = next(duty for duty in found.duties if duty.rule.duty == "secretary_lecture")
    assert [(window.owed, window.done) for window in lecture.windows] == [(3, 3)]


def test_units_that_the_asker_may_not_see_are_left_out(recorder: Actor, outsider: Actor, tree: Tree) -> None:
    found = balances_below(recorder, "dc", Period.parse("2023"), date(2024, 1, 31))
    assert {each.unit for each in found} == {"dc", "dc1", "dc2", "dczb"}
    with pytest.raises(UnknownUnit):
        balances_below(outsider, "dc", Period.parse("2023"), date(2024, 1, 31))


def test_the_number_of_queries_does_not_grow_with_the_units(
    operator: Actor, tree: Tree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    news = [NewUnit(f"s{number}", f"第{number}站", UnitType.STATION, "xc", date(2020, 1, 1)) for number in range(60)]
    open_units(operator, news)
    did(tree["dc1"], INSPECTION, "01-10")
    did(tree["dczb"], MEETING, "01-10")
    with django_assert_max_num_queries(16):
        assert len(balances_below(operator, "zd", Period.parse("2023"), date(2024, 1, 31))) == 67


def test_within_one_look_the_same_account_is_drawn_up_once(
    operator: Actor, tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    over, today = Period.parse("2023"), date(2024, 1, 31)
    with one_look():
        found = balances_below(operator, "dc", over, today)
        assert found
        with django_assert_num_queries(0):
            assert balances_below(operator, "dc", over, today) == found
        assert balances_below(operator, "dc", Period.parse("2023-Q1"), today) != found
