"""Recording an act: who may, what is refused, and what it adds to the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile, State
from bihuan.records.acts import record_act, void
from bihuan.records.errors import AlreadyCorrected, BadAct, UnknownRecord
from bihuan.records.models import Record
from bihuan.records.queries import record_for
from bihuan.trail.models import Entry
from bihuan.trail.sealing import seal
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from records.acts import assembly, item, meeting

Ask = Callable[..., Figure]


def problems_of(actor: Actor, act: Act) -> str:
    with pytest.raises(BadAct) as refused:
        record_act(actor, act)
    return "\n".join(str(problem) for problem in refused.value.problems)


def test_a_meeting_that_was_held_counts_for_its_unit_and_those_above(recorder: Actor, figure: Ask) -> None:
    record_act(recorder, meeting("dc1"))
    assert [figure(unit=unit).value for unit in ("dc1", "dc", "zd", "xc")] == [1, 1, 1, 0]


def test_the_recorder_records_and_the_trail_says_so(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert (last.verb, last.subject, last.unit, last.actor) == ("record_act", f"record:{number}", "dc", "李文书")


def test_the_inspector_and_the_approver_see_the_unit_but_may_not_record(inspector: Actor, approver: Actor) -> None:
    for actor in (inspector, approver):
        with pytest.raises(MayNot):
            record_act(actor, meeting())
    assert not Record.objects.exists()


def test_to_the_outsider_the_unit_is_not_there(outsider: Actor) -> None:
    with pytest.raises(UnknownUnit):
        record_act(outsider, meeting())


def test_the_operator_records_anywhere(operator: Actor, tree: dict[str, UnitPlace], figure: Ask) -> None:
    record_act(operator, meeting("xc1"))
    assert figure().value == 1


def test_what_is_planned_or_cancelled_counts_for_nothing(recorder: Actor, figure: Ask) -> None:
    record_act(recorder, replace(meeting(day=date(2023, 12, 1)), state=State.PLANNED))
    record_act(recorder, replace(meeting(), state=State.CANCELLED))
    assert figure().value == 0
    assert not figure().is_entered


def test_a_held_act_cannot_lie_in_the_future(recorder: Actor) -> None:
    assert "2023-07-02 还没有到" in problems_of(recorder, meeting(day=date(2023, 7, 2)))


def test_the_day_is_the_one_in_shanghai(recorder: Actor) -> None:
    late_evening_in_london = replace(recorder, at=recorder.at.replace(hour=1))
    assert record_act(late_evening_in_london, meeting(day=date(2023, 7, 1)))


def test_an_act_before_its_unit_began_is_refused(recorder: Actor) -> None:
    assert "早于东城消防救援大队的成立日期 2020-01-01" in problems_of(recorder, meeting(day=date(2019, 12, 31)))


def test_every_flaw_is_named_at_once(recorder: Actor) -> None:
    fields = {"members_due": "十个", "special_topic": "专题研究从严治党", "chairman": "张三"}
    said = problems_of(recorder, replace(meeting(), fields=fields, title="字" * 201))
    assert "应到人数: “十个”的单位“个”不能换算成“人”" in said
    assert "专题类型: “专题研究从严治党”不在选项中（是不是“专题研究全面从严治党”？" in said
    assert "没有栏目“chairman”（是不是 chair" in said
    assert "标题: 有 201 个字，超过了 200 个" in said


def test_values_as_people_write_them_become_exact(recorder: Actor, figure: Ask) -> None:
    audit = Act("audit", "dc", date(2023, 5, 9), "装备采购审计", fields={"审计金额": "0.11534亿元", "aspects": "三"})
    number = record_act(recorder, audit)
    assert record_for(recorder, number).shown["审计金额"] == "1153.4万元"
    assert figure("audit.amount").text == "1153.4万元"


def test_people_are_found_by_code_or_by_a_name_that_is_theirs_alone(recorder: Actor, people: None) -> None:
    attending = (Attendee("张三", AttendeeRole.CHAIR), Attendee("p2"), Attendee("p2"))
    view = record_for(recorder, record_act(recorder, replace(meeting(), people=attending)))
    assert [(each.code, each.role) for each in view.people] == [("p1", "chair"), ("p2", "present")]


def test_a_name_that_two_people_bear_asks_for_the_code(recorder: Actor, people: None) -> None:
    said = problems_of(recorder, replace(meeting(), people=(Attendee("李四"), Attendee("王五"))))
    assert "有 2 个人叫“李四”（请改用人员代码：p2、p3）" in said
    assert "人员名册中没有“王五”" in said


def test_the_items_of_a_meeting_are_records_of_their_own_on_its_day(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, replace(meeting(), parts=(item(is_big_matter=True), item("研究人事"))))
    parts = record_for(recorder, number).parts
    assert [(part.title, part.happened, part.unit) for part in parts] == [
        ("研究经费安排", date(2023, 6, 5), "dc"),
        ("研究人事", date(2023, 6, 5), "dc"),
    ]
    assert figure("agenda_item.items").value == 2
    assert figure("agenda_item.big_matters").value == 1


def test_the_items_of_a_planned_meeting_are_planned_too(recorder: Actor, figure: Ask) -> None:
    record_act(recorder, replace(meeting(), state=State.PLANNED, parts=(item(),)))
    assert figure("agenda_item.items").value == 0


def test_an_item_can_be_added_to_a_meeting_later(recorder: Actor, figure: Ask) -> None:
    number = record_act(recorder, meeting())
    record_act(recorder, replace(item(), part_of=number, happened=date(2020, 2, 2)))
    assert [part.happened for part in record_for(recorder, number).parts] == [date(2023, 6, 5)]
    assert figure("agenda_item.items").value == 1


def test_only_its_own_kind_of_part_can_be_added(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    assert "不能作为记录" in problems_of(recorder, replace(meeting(), part_of=number))
    assert "不属于这一事项" in problems_of(recorder, replace(meeting(), parts=(meeting(),)))


def test_nothing_is_added_to_a_meeting_that_is_void_or_not_ones_own(recorder: Actor, outsider: Actor) -> None:
    number = record_act(recorder, meeting())
    with pytest.raises(UnknownRecord):
        record_act(outsider, replace(item(), part_of=number))
    void(recorder, number, "记错了")
    with pytest.raises(AlreadyCorrected):
        record_act(recorder, replace(item(), part_of=number))


def test_an_assembly_without_half_of_its_members_does_not_count(recorder: Actor, figure: Ask) -> None:
    record_act(recorder, assembly(date(2023, 6, 1), 9))
    assert figure("member_assembly.meetings").value == 0
    record_act(recorder, assembly(date(2023, 6, 2), 20))
    assert figure("member_assembly.meetings").value == 1


def test_whether_an_assembly_was_quorate_has_to_be_known(recorder: Actor) -> None:
    said = problems_of(recorder, Act("member_assembly", "dczb", date(2023, 6, 1), fields={"members_due": 20}))
    assert "必须填写" in said
    assert "21 多于" in problems_of(recorder, assembly(date(2023, 6, 1), 21))


def test_an_act_of_which_only_the_fact_is_kept_carries_no_words(recorder: Actor) -> None:
    act = Act("ideology_meeting", "dc", date(2023, 6, 1), "讨论了某人的想法")
    assert "只记行为，不写标题和文字" in problems_of(recorder, act)


def test_lateness_is_counted_in_days_and_shown(recorder: Actor) -> None:
    lines = [
        record_for(recorder, record_act(recorder, meeting(day=day))).line
        for day in (date(2023, 7, 1), date(2023, 6, 24), date(2023, 6, 23))
    ]
    assert [(line.delay, line.late) for line in lines] == [(0, False), (7, False), (8, True)]


def test_what_comes_after_the_books_were_closed_is_late(recorder: Actor, approver: Actor) -> None:
    an_hour_ago = replace(approver, at=approver.at - timedelta(hours=1))
    seal(an_hour_ago, Period.parse("2023-06"), lambda _period, _moment: "", date(2023, 7, 1))
    line = record_for(recorder, record_act(recorder, meeting(day=date(2023, 6, 30)))).line
    assert (line.delay, line.after_seal, line.late) == (1, True, True)


def test_the_same_file_twice_is_attached_once(recorder: Actor) -> None:
    files = (EvidenceFile("签到表.pdf", b"names"), EvidenceFile("再次.pdf", b"names"))
    view = record_for(recorder, record_act(recorder, replace(meeting(), evidence=files)))
    assert [file.name for file in view.evidence] == ["签到表.pdf"]


def test_a_standing_entry_counts_until_its_last_day(recorder: Actor, figure: Ask) -> None:
    group = Act("working_group", "dc", date(2023, 1, 10), until=date(2023, 3, 31), fields={"name": "防汛工作组"})
    record_act(recorder, group)
    months = [Period.parse(f"2023-0{month}") for month in (1, 2, 3, 4)]
    assert [figure("working_group.groups", period=month).value for month in months] == [1, 1, 1, 0]


def test_a_refused_act_leaves_nothing_behind(recorder: Actor) -> None:
    problems_of(recorder, replace(meeting(day=date(2023, 7, 1) + timedelta(days=1)), parts=(item(),)))
    assert not Record.objects.exists()
