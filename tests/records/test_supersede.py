"""Superseding a record: what is carried over, what changes in the book, and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.book.models import Posting
from bihuan.book.verification import verify_book
from bihuan.organisations.errors import MayNot
from bihuan.records.act import Attendee, AttendeeRole, EvidenceFile, State
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.errors import AlreadyCorrected, BadAct, NoReason, UnknownRecord
from bihuan.records.models import Record
from bihuan.records.queries import record_for
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor, Role
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from conftest import acting
from records.acts import ITEMS, MEETINGS, item, meeting

Ask = Callable[..., Figure]
MARCH, JUNE = Period.parse("2023-03"), Period.parse("2023-06")


def test_the_figure_moves_to_the_day_that_is_right(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, meeting())
    supersede(recorder, number, meeting(day=date(2023, 3, 5)), "日期记错")
    assert [figure(period=period).value for period in (MARCH, JUNE)] == [1, 0]
    assert not list(verify_book())


def test_neither_record_is_erased_and_each_knows_the_other(recorder: Actor) -> None:
    old = record_act(recorder, meeting())
    new = supersede(recorder, old, meeting(members_present=8), "少计一人")
    assert not record_for(recorder, old).line.standing
    assert record_for(recorder, new).line.standing
    for number in (old, new):
        (step,) = record_for(recorder, number).history
        assert (step.record, step.successor, step.reason, step.by) == (old, new, "少计一人", "李文书")
    assert Posting.objects.filter(source=old).count() == 2 * Posting.objects.filter(source=new).count()


def test_the_trail_names_both_and_the_reason(recorder: Actor) -> None:
    old = record_act(recorder, meeting())
    new = supersede(recorder, old, meeting(), "补充")
    entry = Entry.objects.get(verb="supersede")
    assert entry.subject == f"record:{old}"
    assert f'"by":{new}' in entry.detail
    assert '"reason":"补充"' in entry.detail


def test_a_chain_of_corrections_is_told_from_its_beginning(recorder: Actor) -> None:
    first = record_act(recorder, meeting())
    second = supersede(recorder, first, meeting(), "一")
    third = supersede(recorder, second, meeting(), "二")
    void(recorder, third, "三")
    for number in (first, third):
        history = record_for(recorder, number).history
        expected = [(second, "一"), (third, "二"), (None, "三")]
        assert [(step.successor, step.reason) for step in history] == expected


def test_people_parts_and_evidence_that_are_not_spoken_of_are_carried_over(
    recorder: Actor, people: None, figure: Ask
) -> None:
    whole = replace(
        meeting(),
        people=(Attendee("p1", AttendeeRole.CHAIR),),
        parts=(replace(item(), people=(Attendee("p2", AttendeeRole.SPEAKER),)), item("研究人事")),
        evidence=(EvidenceFile("纪要.pdf", b"minutes"),),
    )
    old = record_act(recorder, whole)
    new = record_for(recorder, supersede(recorder, old, meeting(day=date(2023, 3, 5)), "日期记错"))
    assert [each.code for each in new.people] == ["p1"]
    assert [file.name for file in new.evidence] == ["纪要.pdf"]
    assert [(part.title, part.happened) for part in new.parts] == [
        ("研究经费安排", date(2023, 3, 5)),
        ("研究人事", date(2023, 3, 5)),
    ]
    assert [each.code for each in record_for(recorder, new.parts[0].number).people] == ["p2"]
    assert [figure(ITEMS, period=period).value for period in (MARCH, JUNE)] == [2, 0]


def test_people_parts_and_evidence_that_are_named_take_the_place_of_the_old(
    recorder: Actor, people: None, figure: Ask
) -> None:
    files = (EvidenceFile("纪要.pdf", b"minutes"),)
    old = record_act(
        recorder, replace(meeting(), people=(Attendee("p1"),), parts=(item(), item("二")), evidence=files)
    )
    fresh = replace(meeting(), people=(), parts=(item("三"),), evidence=())
    new = record_for(recorder, supersede(recorder, old, fresh, "重记"))
    assert (new.people, new.evidence, [part.title for part in new.parts]) == ((), (), ["三"])
    assert figure(ITEMS).value == 1


def test_a_planned_meeting_that_was_held_takes_its_items_with_it(recorder: Actor, figure: Ask) -> None:
    old = record_act(recorder, replace(meeting(), state=State.PLANNED, parts=(item(),)))
    supersede(recorder, old, meeting(), "已开展")
    assert [figure(key).value for key in (MEETINGS, ITEMS)] == [1, 1]


def test_an_item_is_corrected_by_itself_and_stays_with_its_meeting(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, replace(meeting(), parts=(item(), item("二"))))
    part = record_for(recorder, number).parts[0]
    supersede(recorder, part.number, replace(item("改过"), happened=date(2020, 1, 1)), "名称有误")
    parts = record_for(recorder, number).parts
    assert [(each.title, each.happened) for each in parts] == [("二", date(2023, 6, 5)), ("改过", date(2023, 6, 5))]
    assert figure(ITEMS).value == 2


def test_what_was_corrected_cannot_be_corrected_again(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    supersede(recorder, number, meeting(), "一")
    with pytest.raises(AlreadyCorrected, match=f"记录 {number} 已经更正或作废过"):
        supersede(recorder, number, meeting(), "二")
    with pytest.raises(AlreadyCorrected):
        void(recorder, number, "二")
    assert Record.objects.count() == 2


def test_a_reason_is_asked_for(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(NoReason):
            supersede(recorder, number, meeting(), reason)


def test_a_correction_that_cannot_be_entered_changes_nothing(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, meeting())
    with pytest.raises(BadAct):
        supersede(recorder, number, meeting(day=date(2024, 1, 1)), "改期")
    assert record_for(recorder, number).line.standing
    assert figure().value == 1


def test_a_reviewer_corrects_what_they_may_not_record(recorder: Actor, figure: Ask, tree: dict[str, object]) -> None:
    number = record_act(recorder, meeting())
    reviewer = acting("钱审核", recorder.grants[0].path, Role.REVIEWER)
    supersede(reviewer, number, meeting(day=date(2023, 3, 5)), "核对原件")
    with pytest.raises(MayNot):
        record_act(reviewer, meeting())
    assert figure(period=MARCH).value == 1


def test_the_inspector_sees_but_may_not_correct_and_the_outsider_sees_nothing(
    recorder: Actor, inspector: Actor, approver: Actor, outsider: Actor
) -> None:
    number = record_act(recorder, meeting())
    for actor in (inspector, approver):
        with pytest.raises(MayNot):
            supersede(actor, number, meeting(), "试试")
    with pytest.raises(UnknownRecord):
        supersede(outsider, number, meeting("xc"), "试试")


def test_a_record_cannot_be_moved_to_a_unit_of_others(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, meeting())
    with pytest.raises(Exception, match="没有找到单位"):
        supersede(recorder, number, meeting("xc"), "记错单位")
    assert figure(unit="dc").value == 1


def test_voiding_restores_every_figure_and_takes_the_parts_along(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, replace(meeting(), parts=(item(), item("二"))))
    void(recorder, number, "重复录入")
    for key in (MEETINGS, ITEMS, "party_committee_meeting.members_due"):
        restored = figure(key)
        assert restored.value == restored.members == restored.marks == 0
    assert record_for(recorder, number).parts == ()
    assert not list(verify_book())


def test_voiding_one_item_leaves_the_meeting_and_the_other(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, replace(meeting(), parts=(item(), item("二"))))
    void(recorder, record_for(recorder, number).parts[0].number, "不是议题")
    assert [figure(key).value for key in (MEETINGS, ITEMS)] == [1, 1]
    void(recorder, number, "会议重复")
    assert figure(ITEMS).value == 0


def test_the_trail_says_of_which_kind_the_voided_record_was(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    void(recorder, number, "会议没有召开")
    # Without its kind nobody could tell that the reason of a restricted record is not to be shown.
    assert '"kind":"party_committee_meeting"' in Entry.objects.get(verb="void").detail


def test_who_may_void(recorder: Actor, inspector: Actor, outsider: Actor, operator: Actor) -> None:
    number = record_act(recorder, meeting())
    with pytest.raises(MayNot):
        void(inspector, number, "试试")
    with pytest.raises(UnknownRecord):
        void(outsider, number, "试试")
    void(operator, number, "操作员作废")


def test_a_correction_costs_few_statements(
    recorder: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    number = record_act(recorder, replace(meeting(), parts=tuple(item(f"第{n}项") for n in range(20))))
    with django_assert_max_num_queries(36):
        supersede(recorder, number, meeting(), "核对")
