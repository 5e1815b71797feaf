"""Which series have the most members: the order in which figures of a year are shown."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.book.busiest import busiest
from bihuan.book.posting import reverse
from bihuan.organisations.errors import UnknownUnit
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from book.acts import Tree, enter, figure, meeting, visit
from conftest import NOW, acting

MEETINGS, SESSIONS, VISITS = KEYS = ("meeting.meetings", "study.sessions", "visit.visits")
YEAR, MARCH = Period.parse("2023"), Period.parse("2023-03")


@pytest.fixture
def year(tree: Tree) -> Tree:
    """Three meetings in the east, one and two visits in the west; nobody studied."""
    for number, day in enumerate((date(2023, 3, 5), date(2023, 4, 28), date(2023, 7, 1)), 1):
        enter(tree, number, "dc1", *meeting(day))
    enter(tree, 4, "xc1", *meeting(date(2023, 3, 31)))
    enter(tree, 5, "xc1", *visit(date(2023, 3, 3), "东街"))
    enter(tree, 6, "xc1", *visit(date(2023, 3, 4), "西街"))
    return tree


def test_the_most_members_come_first_and_none_are_left_out(operator: Actor, year: Tree) -> None:
    assert busiest(operator, KEYS, "zd", YEAR) == [MEETINGS, VISITS]
    assert busiest(operator, KEYS, "xc", YEAR) == [VISITS, MEETINGS]
    assert busiest(operator, KEYS, "dc", YEAR) == [MEETINGS]
    assert busiest(operator, (), "zd", YEAR) == []


def test_the_same_number_keeps_the_order_given(operator: Actor, year: Tree) -> None:
    assert figure(operator, MEETINGS, "zd", "2023-03").members == figure(operator, VISITS, "zd", "2023-03").members
    assert busiest(operator, KEYS, "zd", MARCH) == [MEETINGS, VISITS]
    assert busiest(operator, KEYS[::-1], "zd", MARCH) == [VISITS, MEETINGS]


def test_what_was_taken_back_is_no_member(operator: Actor, year: Tree) -> None:
    reverse("record", [5, 6], NOW)
    assert busiest(operator, KEYS, "zd", YEAR) == [MEETINGS]


def test_a_neighbour_is_not_asked_about(year: Tree) -> None:
    west = acting("查阅员", year["xc"].path, Role.VIEWER)
    with pytest.raises(UnknownUnit):
        busiest(west, KEYS, "dc", YEAR)


@pytest.mark.parametrize(("keys", "period"), [(("visit.communities",), "2023"), (KEYS, "2023-01-05/2023-02-28")])
def test_only_whole_months_of_what_adds_up_can_be_asked(
    operator: Actor, year: Tree, keys: tuple[str, ...], period: str
) -> None:
    first, _, last = period.partition("/")
    asked = Period(date.fromisoformat(first), date.fromisoformat(last)) if last else Period.parse(period)
    with pytest.raises(ValueError, match="whole months"):
        busiest(operator, keys, "zd", asked)


def test_it_takes_one_statement_beside_the_unit(
    operator: Actor, year: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        busiest(operator, KEYS, "zd", YEAR)
