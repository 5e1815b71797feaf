from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.queries import balance, balances_below
from bihuan.duties.registry import count_by_holder
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.duties.waivers import WindowOwed, waive
from bihuan.organisations.errors import UnknownUnit
from bihuan.organisations.people import appoint, end_appointment, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import NewUnit, close_unit, move_unit, open_unit
from bihuan.records.act import Act, Attendee, AttendeeRole
from bihuan.records.acts import record_act
from bihuan.records.doers import acts_carried_out
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType
from conftest import at
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
    did,
    took_back,
)
from duties.rulebook import states

Tree = dict[str, UnitPlace]
YEAR_END = date(2024, 1, 31)


def line(found: UnitBalance, duty: str) -> DutyBalance:
    (one,) = [each for each in found.duties if each.rule.duty == duty]
    return one


def of(actor: Actor, unit: str, duty: str, period: str = "2023", today: date = YEAR_END) -> DutyBalance:
    return line(balance(actor, unit, Period.parse(period), today), duty)


def lecturing(actor: Actor, unit: str, person: str, day: date, listening: str = "") -> None:
    """The person gave a lecture at the unit."""
    people = [Attendee(person, AttendeeRole.LECTURER)]
    people += [Attendee(listening, AttendeeRole.PRESENT)] if listening else []
    record_act(replace(actor, at=at(2023, 12, 1)), Act(kind="lecture", unit=unit, happened=day, people=tuple(people)))


def test_a_branch_sees_every_month_of_its_committee_meetings(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], MEETING, "01-10", "02-28", "04-01", "04-30", "12-31")
    found = of(operator, "dczb", "committee_meeting")
    assert states(found.windows) == [
        "met", "met", "missed", "met", *["missed"] * 7, "met",
    ]  # fmt: skip
    assert (found.met, found.due, found.missed) == (4, 12, 8)
    assert found.windows[3].done == 2
    assert (found.rule.source.document, found.rule.source.clause) == ("支部工作条例", "第十二条")


def test_only_the_own_acts_of_a_unit_meet_its_duty(operator: Actor, tree: Tree) -> None:
    did(tree["dc1"], INSPECTION, "01-10")
    assert of(operator, "dc1", "inspection", "2023-01").met == 1
    assert of(operator, "dc2", "inspection", "2023-01").met == 0
    assert balance(operator, "dc", Period.parse("2023"), YEAR_END).duties == ()


def test_hours_add_up_to_the_quota_of_the_year(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], HOURS, "03-01", "09-01", amount=155)
    (year,) = of(operator, "dczb", "training").windows
    assert (year.owed, year.done, year.arrears) == (320, 310, 10)
    assert of(operator, "dczb", "training").quantity(year.arrears) == 1


def test_a_community_visited_twice_in_a_quarter_counts_once(operator: Actor, tree: Tree) -> None:
    for where, when in [("东街", "01-05"), ("东街", "02-05"), ("西街", "03-05"), ("东街", "04-05")]:
        did(tree["dczb"], COMMUNITIES, when, item=where)
    assert [window.done for window in of(operator, "dczb", "visits").windows] == [2, 1, 0, 0]


def test_an_assembly_in_the_grace_is_met_late(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], ASSEMBLY, "04-10", "06-01", "09-30")
    found = of(operator, "dczb", "assembly")
    assert states(found.windows) == ["met_late", "met", "met", "missed"]


def test_a_quarter_asked_alone_knows_what_went_to_the_quarter_before(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], ASSEMBLY, "04-10")
    assert states(of(operator, "dczb", "assembly", "2023-Q2").windows) == ["missed"]


def test_an_amended_rule_asks_more_from_july_and_last_half_year_stands(operator: Actor, tree: Tree) -> None:
    did(tree["dc1"], INSPECTION, *(f"{month:02}-15" for month in range(1, 13)))
    found = of(operator, "dc1", "inspection")
    assert states(found.windows) == ["met"] * 6 + ["missed"] * 6
    assert found.windows[5].rule.source.document == "检查规定"
    assert found.windows[6].rule.source.document == "检查规定（2023年修订）"
    assert (found.windows[6].done, found.windows[6].owed) == (1, 2)


def test_a_rule_that_counts_another_thing_after_its_amendment_does_not_mix_the_two(
    operator: Actor, tree: Tree
) -> None:
    did(tree["dc1"], DRILL, "01-10", "07-10")
    did(tree["dc1"], FULL_DRILL, "04-10", "10-10")
    found = of(operator, "dc1", "drill")
    assert states(found.windows) == ["met", "missed", "missed", "met"]


def test_what_was_voided_meets_nothing(operator: Actor, tree: Tree) -> None:
    took_back(tree["dczb"], MEETING, "06-10")
    took_back(tree["dczb"], ASSEMBLY, "06-10")
    took_back(tree["dczb"], COMMUNITIES, "06-10", "东街")
    for duty in ("committee_meeting", "assembly", "visits"):
        assert of(operator, "dczb", duty, "2023-06").windows[0].done == 0


def test_a_duty_of_named_units_binds_only_them(operator: Actor, tree: Tree) -> None:
    did(tree["dc1"], PATROL, *["03-01"] * 5)
    march = of(operator, "dc1", "patrol", "2023-03").windows[0]
    assert (march.state, march.over) == ("met", 1)
    others = balance(operator, "dc2", Period.parse("2023"), YEAR_END).duties
    assert "patrol" not in {each.rule.duty for each in others}


def test_a_duty_whose_number_is_open_is_listed_without_windows(operator: Actor, tree: Tree) -> None:
    found = of(operator, "dczb", "analysis")
    assert found.is_open_ended
    assert found.windows == ()
    assert not of(operator, "dczb", "committee_meeting").is_open_ended


def test_the_day_asked_about_leaves_out_what_came_later_in_the_month(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], MEETING, "06-20")
    assert states(of(operator, "dczb", "committee_meeting", "2023-06", date(2023, 6, 19)).windows) == ["open"]
    assert states(of(operator, "dczb", "committee_meeting", "2023-06", date(2023, 6, 20)).windows) == ["met"]


def test_as_of_a_moment_what_was_entered_later_is_not_known(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], MEETING, "05-20", at=at(2023, 5, 21))
    did(tree["dczb"], MEETING, "04-20", at=at(2023, 6, 10))
    period, today = Period.parse("2023-04-01..2023-05-31"), date(2023, 6, 30)
    then = balance(operator, "dczb", period, today, as_of=at(2023, 6, 1))
    assert states(line(then, "committee_meeting").windows) == ["missed", "met"]
    now = balance(operator, "dczb", period, today)
    assert states(line(now, "committee_meeting").windows) == ["met", "met"]


def test_a_unit_that_begins_in_the_year_owes_from_its_first_whole_month(operator: Actor, tree: Tree) -> None:
    open_unit(operator, NewUnit("dc3", "东城三站", UnitType.STATION, "dc", date(2023, 9, 2)))
    close_unit(operator, "dc3", date(2023, 11, 29))
    assert [str(window.period) for window in of(operator, "dc3", "inspection").windows] == ["2023-10"]


def test_holders_of_a_post_owe_together_where_nobody_knows_who_acted(operator: Actor, tree: Tree) -> None:
    for code, name in (("p1", "张三"), ("p2", "李四")):
        enrol(operator, "dczb", code, name)
    appoint(operator, "p1", "dczb", "书记", date(2022, 1, 1))
    end_appointment(operator, "p1", "dczb", "书记", date(2023, 6, 30))
    appoint(operator, "p2", "dczb", "书记", date(2023, 7, 1))
    did(tree["dczb"], LECTURE, "03-01")
    found = of(operator, "dczb", "secretary_lecture")
    assert found.holder == ""
    assert [(window.owed, window.done) for window in found.windows] == [(1, 1), (1, 0)]


def test_a_holder_owes_only_while_the_unit_is_there(operator: Actor, tree: Tree) -> None:
    open_unit(operator, NewUnit("zb2", "机关党支部", UnitType.PARTY_BRANCH, "dc", date(2023, 3, 1)))
    enrol(operator, "zb2", "p1", "张三")
    appoint(operator, "p1", "zb2", "书记", date(2022, 1, 1))
    assert [str(window.period) for window in of(operator, "zb2", "secretary_lecture").windows] == ["2023-H2"]


def test_a_post_that_nobody_holds_owes_nothing(operator: Actor, tree: Tree) -> None:
    assert of(operator, "dczb", "secretary_lecture").windows == ()


def test_a_unit_that_moved_keeps_what_it_did_before(operator: Actor, tree: Tree) -> None:
    did(tree["dczb"], ASSEMBLY, "02-01")
    did(tree["dczb"], MEETING, "02-01")
    move_unit(operator, "dczb", "xc", date(2023, 3, 1))
    assert states(of(operator, "dczb", "assembly", "2023-Q1").windows) == ["met"]
    assert states(of(operator, "dczb", "committee_meeting", "2023-02").windows) == ["met"]


def test_each_holder_owes_alone_where_it_is_known_who_acted(operator: Actor, approver: Actor, tree: Tree) -> None:
    count_by_holder(acts_carried_out)
    for code, name in (("p1", "张三"), ("p2", "李四")):
        enrol(operator, "dczb", code, name)
        appoint(operator, code, "dczb", "书记", date(2022, 1, 1))
    lecturing(operator, "dczb", "p1", date(2023, 5, 5), listening="p2")
    lecturing(operator, "xc1", "p1", date(2023, 5, 6))
    lecturing(operator, "xc1", "p2", date(2023, 9, 1))
    found = [
        each
        for each in balance(operator, "dczb", Period.parse("2023"), YEAR_END).duties
        if each.rule.duty == "secretary_lecture"
    ]
    assert [(each.holder, each.holder_name, states(each.windows)) for each in found] == [
        ("p1", "张三", ["met", "missed"]),
        ("p2", "李四", ["missed", "met"]),
    ]
    (below,) = balances_below(operator, "dczb", Period.parse("2023"), YEAR_END)
    assert [each for each in below.duties if each.holder == "p2"] == [found[1]]
    waive(approver, WindowOwed("secretary_lecture", "dczb", date(2023, 7, 1), "p1"), "援藏")
    lines = balance(operator, "dczb", Period.parse("2023-H2"), YEAR_END).duties
    assert [states(each.windows) for each in lines if each.holder] == [["waived"], ["met"]]


def test_an_outsider_learns_nothing(outsider: Actor, tree: Tree) -> None:
    with pytest.raises(UnknownUnit):
        balance(outsider, "dczb", Period.parse("2023"), YEAR_END)


def test_looking_writes_nothing_and_asks_little(
    operator: Actor, tree: Tree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8) as asked:
        balance(operator, "dczb", Period.parse("2023"), YEAR_END)
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in asked.captured_queries)
