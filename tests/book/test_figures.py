"""Figures: what the book answers, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.book import registry
from bihuan.book.errors import NotOffered
from bihuan.book.figures import figures
from bihuan.book.posting import reverse
from bihuan.book.registry import Offer, offer
from bihuan.book.vouchers import Line
from bihuan.catalog.errors import UnknownKey
from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.structure import NewUnit, move_unit, open_unit
from bihuan.values.actor import Actor, Role
from bihuan.values.unit_type import UnitType
from book.acts import Tree, ask, census, enter, figure, hazard, meeting, visit
from conftest import acting, at


@pytest.fixture
def year(tree: Tree) -> Tree:
    """A year of meetings: the first station in March, April and July, the second in March, the west in March."""
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4, "现场"))
    enter(tree, 2, "dc1", *meeting(date(2023, 4, 28), 3, "视频"))
    enter(tree, 3, "dc1", *meeting(date(2023, 7, 1), 5, "现场"))
    enter(tree, 4, "dc2", *meeting(date(2023, 3, 31), 2, "现场"))
    enter(tree, 5, "xc1", *meeting(date(2023, 3, 31), 7))
    return tree


def value(actor: Actor, key: str, unit: str, period: str = "2023", *, own: bool = False) -> Fraction | None:
    """Only the number."""
    return figure(actor, key, unit, period, own=own).value


def test_a_figure_sums_the_unit_and_all_below_it(year: Tree, operator: Actor) -> None:
    assert value(operator, "meeting.items", "dc", "2023-H1") == 9
    assert value(operator, "meeting.items", "zd", "2023-H1") == 16
    assert value(operator, "meeting.items", "dc1", "2023-H1") == 7


def test_a_figure_says_what_it_is(year: Tree, operator: Actor) -> None:
    found = figure(operator, "meeting.meetings", "dc", "2023-H1")
    assert (found.name, found.text, found.members) == ("召开党委会次数", "3次", 3)
    assert found.definition == "meeting.meetings: count, 次; book_trial 1.2"


def test_the_units_own_acts_can_be_asked_for_alone(year: Tree, operator: Actor) -> None:
    enter(year, 6, "dc", *meeting(date(2023, 5, 5), 1))
    assert value(operator, "meeting.items", "dc", "2023-H1", own=True) == 1
    assert value(operator, "meeting.items", "dc", "2023-01-01..2023-05-05", own=True) == 1
    assert value(operator, "meeting.items", "dc", "2023-01-01..2023-05-04", own=True) == 0


def test_a_period_inside_months_counts_to_the_day(year: Tree, operator: Actor) -> None:
    assert value(operator, "meeting.meetings", "dc", "2023-03-06..2023-04-28") == 2
    assert value(operator, "meeting.meetings", "dc", "2023-03-05..2023-04-27") == 2
    assert value(operator, "meeting.meetings", "dc", "2023-03-06..2023-03-30") == 0
    assert value(operator, "meeting.meetings", "dc", "2023-02-15..2023-07-01") == 4


def test_a_choice_narrows_a_measure(year: Tree, operator: Actor) -> None:
    assert value(operator, "meeting.items[form=现场]", "dc") == 11
    assert value(operator, "meeting.items[form=视频]", "dc") == 3


def test_no_entry_is_a_zero_that_is_not_proven(year: Tree, operator: Actor) -> None:
    found = figure(operator, "study.sessions", "dc")
    assert (found.text, found.is_entered) == ("0次", False)


def test_amounts_are_exact_in_the_measures_unit(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc", Line("grant.received", date(2023, 1, 1), 12_345_678_901))
    found = figure(operator, "grant.received", "zd")
    assert found.value == Fraction(12_345_678_901, 10**6)
    assert found.text == "12345.68万元"


def test_a_sibling_whose_code_merely_starts_the_same_is_not_counted(tree: Tree, operator: Actor) -> None:
    twin = open_unit(operator, NewUnit("dc10", "东城十站", UnitType.STATION, "zd", date(2020, 1, 1)))
    enter({**tree, "dc10": twin}, 1, "dc10", *meeting(date(2023, 3, 5)))
    for period in ("2023", "2023-03-01..2023-03-09"):
        assert value(operator, "meeting.meetings", "dc1", period) == 0
        assert value(operator, "meeting.meetings", "dc", period) == 0
        assert value(operator, "meeting.meetings", "zd", period) == 1


def test_last_year_stays_with_the_unit_that_was_above_then(year: Tree, operator: Actor) -> None:
    move_unit(operator, "dc1", "xc", date(2023, 6, 1))
    enter(year, 6, "dc1", *meeting(date(2023, 7, 20), 6))
    for period in ("2023-H1", "2023-01-02..2023-06-29"):
        assert value(operator, "meeting.items", "dc", period) == 9
        assert value(operator, "meeting.items", "xc", period) == 7
    assert value(operator, "meeting.items", "dc", "2023-H2") == 5  # entered before the move was known
    assert value(operator, "meeting.items", "xc", "2023-H2") == 6
    assert value(operator, "meeting.items", "dc1", "2023") == value(
        operator, "meeting.items", "dc1", "2023-01-02..2023-12-30"
    )


def test_a_move_entered_late_loses_nothing_that_was_posted_before(tree: Tree, operator: Actor) -> None:
    station = open_unit(operator, NewUnit("dc9", "东城九站", UnitType.STATION, "dc", date(2023, 6, 1)))
    enter({**tree, "dc9": station}, 1, "dc9", *meeting(date(2023, 6, 10)))
    move_unit(operator, "dc", "xc", date(2023, 5, 1))
    for period in ("2023", "2023-06-02..2023-06-20"):
        assert value(operator, "meeting.meetings", "dc9", period) == 1


def test_distinct_things_are_counted_once(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *visit(date(2023, 3, 5), "和平里"))
    enter(tree, 2, "dc1", *visit(date(2023, 4, 5), "和平里"))
    enter(tree, 3, "dc2", *visit(date(2023, 4, 6), "和平里"))
    enter(tree, 4, "dc2", *visit(date(2023, 4, 7), "建国里"))
    found = figure(operator, "visit.communities", "dc", "2023-H1")
    assert (found.text, found.members) == ("2个", 4)
    assert value(operator, "visit.communities", "dc1", "2023-H1") == 1
    assert value(operator, "visit.communities", "dc", "2023-03") == 1
    assert value(operator, "visit.visits", "dc", "2023-H1") == 4


def test_a_distinct_thing_stays_while_one_act_of_it_stands(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *visit(date(2023, 3, 5), "和平里"))
    enter(tree, 2, "dc1", *visit(date(2023, 4, 5), "和平里"))
    reverse("record", [1], at(2023, 7, 1))
    assert value(operator, "visit.communities", "dc") == 1
    reverse("record", [2], at(2023, 7, 1))
    assert value(operator, "visit.communities", "dc") == 0


def test_a_stock_is_what_is_in_force_on_the_last_day(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *hazard(date(2022, 11, 1), date(2023, 4, 1), 300))
    enter(tree, 2, "dc2", *hazard(date(2023, 2, 10), None, 50))
    found = [figure(operator, "hazard.open", "dc", period) for period in ("2023-01", "2023-Q1", "2023-04")]
    assert [(each.text, each.members) for each in found] == [("1处", 1), ("2处", 2), ("1处", 1)]
    assert value(operator, "hazard.area", "dc", "2023-Q1") == 350
    assert value(operator, "hazard.area", "dc", "2023-Q2") == 50


def test_a_class_in_force_counts_once_while_one_entry_of_it_stands(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *hazard(date(2023, 1, 5), date(2023, 4, 1), category="用电"))
    enter(tree, 2, "dc2", *hazard(date(2023, 2, 5), date(2023, 6, 1), category="用电"))
    enter(tree, 3, "dc2", *hazard(date(2023, 2, 5), category="车辆"))
    counted = [value(operator, "hazard.categories", "dc", period) for period in ("2023-Q1", "2023-04", "2023-Q2")]
    assert counted == [2, 2, 1]


def test_a_stock_moves_with_its_unit(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *hazard(date(2022, 11, 1)))
    move_unit(operator, "dc1", "xc", date(2023, 6, 1))
    assert value(operator, "hazard.open", "dc", "2023-05") == 1
    assert value(operator, "hazard.open", "dc", "2023-06") == 0
    assert value(operator, "hazard.open", "xc", "2023-06") == 1
    assert value(operator, "hazard.open", "dc1", "2023-06", own=True) == 1
    assert value(operator, "hazard.open", "zd", "2023-06") == 1


def test_a_reading_takes_the_latest_of_each_thing_read_apart(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *census(date(2022, 12, 31), 100, "东乡"))
    enter(tree, 2, "dc1", *census(date(2023, 5, 1), 110, "东乡"))
    enter(tree, 3, "dc2", *census(date(2023, 2, 1), 70, "西乡"))
    enter(tree, 4, "dc2", *census(date(2023, 4, 1), 80, "南乡"))
    assert value(operator, "census.people", "dc", "2023-H1") == 260
    assert value(operator, "census.people", "dc", "2023-Q1") == 170
    assert value(operator, "census.staff", "dc", "2023-H1") == 190
    assert value(operator, "census.latest", "dc", "2023-H1") == 110
    assert figure(operator, "census.people", "dc", "2023-H1").members == 3


def test_a_reading_taken_back_gives_way_to_the_one_before(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *census(date(2023, 1, 1), 100, "东乡"))
    enter(tree, 2, "dc1", *census(date(2023, 5, 1), 110, "东乡"))
    reverse("record", [2], at(2023, 7, 1))
    assert value(operator, "census.people", "dc", "2023") == 100


@pytest.mark.parametrize("period", ["2023", "2023-01-02..2023-12-30"])
def test_what_was_known_then_is_told_as_of_then(tree: Tree, operator: Actor, period: str) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4), at=at(2023, 3, 6))
    reverse("record", [1], at(2023, 5, 2))
    enter(tree, 2, "dc1", *meeting(date(2023, 3, 5), 6), at=at(2023, 5, 2))
    asked = [
        figure(operator, "meeting.items", "dc", period, as_of=moment).value
        for moment in (at(2023, 3, 5), at(2023, 3, 6), at(2023, 5, 1), at(2023, 5, 2), None)
    ]
    assert asked == [0, 4, 4, 6, 6]


def test_a_rate_keeps_its_two_parts(tree: Tree, operator: Actor) -> None:
    for source in range(1, 5):
        enter(tree, source, "dc1", Line("notice.issued", date(2023, 3, source), 1))
    for source in range(5, 8):
        enter(tree, source, "dc1", Line("notice.answered", date(2023, 4, source), 1))
    rate = figure(operator, "notice.answer_rate", "dc", "2023-H1")
    assert (rate.text, [part.text for part in rate.parts]) == ("75%", ["3份", "4份"])
    assert figure(operator, "answer_share", "dc", "2023-H1").value == 75
    assert figure(operator, "notice.unanswered", "dc", "2023-H1").value == 1


def test_a_rate_over_nothing_has_no_value_and_says_why(tree: Tree, operator: Actor) -> None:
    rate = figure(operator, "notice.answer_rate", "dc")
    assert (rate.value, rate.text, rate.is_entered) == (None, "—", False)
    assert rate.notes == ("作为分母或基数的数据为零，无法计算。",)


def test_an_average_is_exact(year: Tree, operator: Actor) -> None:
    assert value(operator, "meeting.items_each", "dc", "2023-H1") == 3
    assert value(operator, "meeting.items_each", "zd", "2023") == Fraction(21, 5)


def test_a_sum_says_when_its_parts_overlap(year: Tree, operator: Actor) -> None:
    enter(year, 9, "dc1", Line("study.sessions", date(2023, 3, 5), 1))
    total = figure(operator, "gatherings", "dc", "2023-H1")
    assert (total.text, [part.text for part in total.parts]) == ("4次", ["3次", "1次"])
    assert total.notes == ("各组成部分之间可能有重复，合计数大于去重后的数。",)
    assert value(operator, "more_meetings", "dc", "2023-H1") == 2


def test_a_change_compares_with_the_year_before_or_the_period_before(year: Tree, operator: Actor) -> None:
    enter(year, 9, "dc1", *meeting(date(2022, 3, 5)))
    change = figure(operator, "meetings_change", "dc", "2023-H1")
    assert (change.text, [str(part.ask.period) for part in change.parts]) == ("2次", ["2023-H1", "2022-H1"])
    assert change.notes == ("部分数据取自2022年上半年。",)
    growth = figure(operator, "meetings_growth", "dc", "2023-Q2")
    assert (growth.text, [str(part.ask.period) for part in growth.parts]) == ("-50%", ["2023-Q2", "2023-Q1"])


@pytest.fixture
def completion() -> Iterator[None]:
    """A part that offers a completion rate."""
    offer("duty.completion", lambda _actor, asks: [Offer(Fraction(90), members=10, marks=7) for _ in asks])
    yield
    registry._offerings.pop("duty.completion")


def test_a_number_of_another_part_is_asked_of_it(tree: Tree, operator: Actor, completion: None) -> None:
    found = figure(operator, "duty.completion", "dc")
    assert (found.text, found.members, found.name) == ("90%", 10, "责任完成率")


def test_a_number_that_no_part_offers_is_refused(tree: Tree, operator: Actor) -> None:
    with pytest.raises(NotOffered, match="还没有提供"):
        figure(operator, "duty.nobody", "dc")


def test_an_unknown_key_is_refused_with_the_nearest(tree: Tree, operator: Actor) -> None:
    with pytest.raises(UnknownKey, match=r"meeting\.meetings"):
        figure(operator, "meeting.meeting", "dc")


def test_many_figures_take_few_statements(
    year: Tree, operator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asks = [
        ask(key, unit, period)
        for key in ("meeting.meetings", "meeting.items", "visit.communities", "notice.answer_rate")
        for unit in ("zd", "dc", "dc1", "xc")
        for period in ("2023", "2023-Q1", "2023-03-02..2023-05-20")
    ]
    with django_assert_max_num_queries(6):
        found = figures(operator, asks)
    assert [each.ask for each in found] == asks


def test_more_asks_than_a_statement_can_carry_are_all_answered(year: Tree, operator: Actor) -> None:
    asks = [ask("meeting.items", unit, "2023-03-01..2023-03-31", own=own) for unit in year for own in (False, True)]
    days = [
        ask("meeting.items", "dc", f"2023-03-05..2023-{month:02}-{day:02}")
        for month in range(4, 13)
        for day in range(1, 29)
    ]
    found = figures(operator, asks + days)
    assert found[asks.index(ask("meeting.items", "dc", "2023-03-01..2023-03-31"))].value == 6
    assert [each.value for each in found[len(asks) :]] == [
        6 + 3 * (each.ask.period.last >= date(2023, 4, 28)) + 5 * (each.ask.period.last >= date(2023, 7, 1))
        for each in found[len(asks) :]
    ]


def test_the_recorder_sees_the_own_brigade(year: Tree, recorder: Actor) -> None:
    assert value(recorder, "meeting.items", "dc1") == 12


def test_the_recorder_may_not_even_know_of_another(year: Tree, recorder: Actor) -> None:
    with pytest.raises(UnknownUnit):
        figure(recorder, "meeting.items", "xc")


def test_the_outsider_is_told_nothing_either(year: Tree, outsider: Actor) -> None:
    with pytest.raises(UnknownUnit):
        figure(outsider, "meeting.items", "dc1")


def test_the_inspector_and_the_approver_see_all(year: Tree, inspector: Actor, approver: Actor) -> None:
    assert value(inspector, "meeting.items", "zd") == value(approver, "meeting.items", "zd") == 21


def test_an_administrator_knows_the_unit_but_not_its_figures(year: Tree) -> None:
    administrator = acting("孙管理", year["dc"].path, Role.SYSTEM_ADMIN)
    with pytest.raises(MayNot):
        figure(administrator, "meeting.items", "dc")


def test_a_unit_can_be_named_in_full(year: Tree, operator: Actor) -> None:
    assert value(operator, "meeting.items", "东城一站") == 12
