"""Proofs: the sources behind a figure, and who may read them."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.book.errors import Restricted
from bihuan.book.figures import figures
from bihuan.book.posting import reverse
from bihuan.book.proofs import members_of, proof, proof_of
from bihuan.book.vouchers import Line
from bihuan.organisations.errors import UnknownUnit
from bihuan.values.actor import Actor, Role
from book.acts import Tree, ask, census, enter, hazard, meeting, visit
from conftest import acting, at


def test_each_member_is_named_with_unit_day_title_and_evidence(tree: Tree, operator: Actor, titles: None) -> None:
    enter(tree, 7, "dc1", *meeting(date(2023, 3, 5), 4))
    (member,) = proof(operator, ask("meeting.items", "dc", "2023-H1")).members
    assert (member.unit, member.unit_name, member.day) == ("dc1", "东城一站", date(2023, 3, 5))
    assert (member.title, member.evidence) == ("第7次会议", ("纪要7.pdf",))
    assert member.amount == 4
    assert (member.origin, member.source) == ("record", 7)


def test_members_come_in_the_order_of_their_days_page_by_page(tree: Tree, operator: Actor) -> None:
    for source, day in enumerate((20, 3, 11, 7, 28), start=1):
        enter(tree, source, "dc1", *meeting(date(2023, 3, day)))
    pages = [proof(operator, ask("meeting.meetings", "dc", "2023-03"), page, 2) for page in (1, 2, 3, 4)]
    assert [[member.day.day for member in page.members] for page in pages] == [[3, 7], [11, 20], [28], []]
    assert {(page.total, page.figure.members) for page in pages} == {(5, 5)}


def test_a_figure_that_is_known_is_proven_without_being_asked_again(tree: Tree, operator: Actor) -> None:
    for source, day in enumerate((20, 3, 11), start=1):
        enter(tree, source, "dc1", *meeting(date(2023, 3, day)))
    asked = ask("meeting.meetings", "dc", "2023-03")
    (figure,) = figures(operator, [asked])
    for page in (0, 1, 2, 3):
        assert proof_of(operator, figure, page, 2) == proof(operator, asked, page, 2)
    assert members_of(operator, figure, 2) == proof(operator, asked, 1, 2).members
    assert members_of(operator, figures(operator, [ask("notice.answer_rate", "dc")])[0], 2) == ()


def test_a_page_that_is_full_or_empty_tells_how_many_there_are_all_the_same(tree: Tree, operator: Actor) -> None:
    for source in range(1, 5):
        enter(tree, source, "dc1", *meeting(date(2023, 3, source)))
    (figure,) = figures(operator, [ask("meeting.meetings", "dc", "2023-03")])
    assert {
        (page, size): proof_of(operator, figure, page, size).total for page in (1, 2, 9) for size in (2, 3, 4, 5)
    } == {(page, size): 4 for page in (1, 2, 9) for size in (2, 3, 4, 5)}


def test_a_source_that_was_taken_back_is_no_member(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5)), at=at(2023, 3, 6))
    enter(tree, 2, "dc1", *meeting(date(2023, 3, 8)), at=at(2023, 3, 9))
    reverse("record", [1], at(2023, 5, 1))
    assert [m.source for m in proof(operator, ask("meeting.meetings", "dc")).members] == [2]
    then = proof(operator, ask("meeting.meetings", "dc", as_of=at(2023, 4, 1)))
    assert ([m.source for m in then.members], then.figure.text) == ([1, 2], "2次")


def test_own_members_only_where_only_own_acts_were_asked_for(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5)))
    enter(tree, 2, "dc", *meeting(date(2023, 3, 5)))
    assert [m.source for m in proof(operator, ask("meeting.meetings", "dc", own=True)).members] == [2]


def test_a_distinct_count_shows_every_act_behind_it(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *visit(date(2023, 3, 5), "和平里"))
    enter(tree, 2, "dc1", *visit(date(2023, 4, 5), "和平里"))
    shown = proof(operator, ask("visit.communities", "dc"))
    assert (shown.figure.text, shown.total) == ("1个", 2)


def test_a_stock_shows_the_entries_in_force(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *hazard(date(2022, 11, 1), date(2023, 4, 1)))
    enter(tree, 2, "dc2", *hazard(date(2023, 2, 10), None, 50))
    shown = proof(operator, ask("hazard.area", "dc", "2023-H1"))
    assert [(m.source, m.day) for m in shown.members] == [(2, date(2023, 2, 10))]
    assert shown.members[0].amount == 50
    assert proof(operator, ask("hazard.area", "dc", "2023-Q1")).total == 2


def test_a_reading_shows_the_readings_it_was_added_from(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *census(date(2023, 1, 1), 100, "东乡"))
    enter(tree, 2, "dc1", *census(date(2023, 5, 1), 110, "东乡"))
    enter(tree, 3, "dc2", *census(date(2023, 2, 1), 70, "西乡"))
    shown = proof(operator, ask("census.people", "dc"))
    assert ([m.source for m in shown.members], shown.total) == ([3, 2], 2)


def test_a_working_is_proven_by_its_parts(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", Line("notice.issued", date(2023, 3, 1), 1), Line("notice.answered", date(2023, 3, 9), 1))
    enter(tree, 2, "dc1", Line("notice.issued", date(2023, 3, 2), 1))
    shown = proof(operator, ask("notice.answer_rate", "dc"))
    assert shown.members == ()
    assert [[m.source for m in part.members] for part in shown.parts] == [[1], [1, 2]]


def test_nothing_posted_is_proven_by_nothing(tree: Tree, operator: Actor) -> None:
    shown = proof(operator, ask("study.sessions", "dc"))
    assert (shown.members, shown.total) == ((), 0)


def test_records_of_discipline_are_open_to_that_role_only(tree: Tree, inspector: Actor) -> None:
    enter(tree, 1, "dc1", Line("discipline.clues", date(2023, 3, 1), 1))
    with pytest.raises(Restricted, match="只对纪检员开放"):
        proof(inspector, ask("discipline.clues", "dc"))
    clerk = acting("钱纪检", tree["zd"].path, Role.DISCIPLINE)
    assert proof(clerk, ask("discipline.clues", "dc")).total == 1


def test_the_outsider_gets_no_proof(tree: Tree, outsider: Actor) -> None:
    with pytest.raises(UnknownUnit):
        proof(outsider, ask("meeting.meetings", "dc"))
