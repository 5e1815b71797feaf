"""What is sensitive: discipline is seen by its own role, act-only origins hold no words, records are taken up once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.book.proofs import proof
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.adoption import adopt
from bihuan.oversight.decisions import agenda_of
from bihuan.oversight.errors import BadMove, BadTask, NotApart, UnknownOrigin, UnknownTask
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.models import Finding
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.oversight.pressing import TaskSearch
from bihuan.oversight.queries import finding_for, task_for, tasks
from bihuan.records.act import Act, Value
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor, Role
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from conftest import acting
from oversight.cast import DONE, value

MAY = date(2023, 5, 10)
TODAY = date(2023, 7, 1)


def new(origin: str, title: str = "整改", **more: object) -> NewTask:
    return NewTask(origin=origin, issuer="zd", responsible="dc", title=title, opened=MAY, **more)  # type: ignore[arg-type]


def test_a_discipline_task_is_seen_and_moved_by_the_discipline_role_only(
    tree: dict[str, UnitPlace], operator: Actor, inspector: Actor, doer: Actor
) -> None:
    task = give_task(operator, new("accountability_case"))
    keeper = acting("纪检员", tree["zd"].path, Role.DISCIPLINE)
    assert tasks(keeper, TaskSearch(), TODAY).counted.number == 1
    for other in (inspector, doer):
        assert tasks(other, TaskSearch(), TODAY).counted.number == 0
        with pytest.raises(UnknownTask):
            task_for(other, task, TODAY)
        with pytest.raises(UnknownTask):
            move(other, task, Step.ACCEPT)
    with pytest.raises(MayNot):
        give_task(inspector, new("accountability_case"))
    move(keeper, task, Step.ACCEPT)


def test_an_opinion_of_a_questionnaire_is_followed_up_without_a_word_of_it(
    operator: Actor, doer: Actor, checker: Actor
) -> None:
    for spoken in (new("questionnaire_opinion", "某人的意见"), new("questionnaire_opinion", "", person="张三")):
        with pytest.raises(BadTask, match="只记行为"):
            give_task(operator, spoken)
    task = give_task(operator, new("questionnaire_opinion", ""))
    move(doer, task, Step.ACCEPT)
    with pytest.raises(BadMove, match="只记行为"):
        move(doer, task, Step.REPORT_DONE, Doing(words="已和本人谈过"))
    move(doer, task, Step.REPORT_DONE)
    move(checker, task, Step.VERIFY)
    move(checker, task, Step.CLOSE)
    assert value("task.closed[origin=问卷意见]", "zd", "2023") == 1


def test_what_was_a_record_is_taken_up_and_counts_once(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    record = record_act(
        operator, Act("finding", "zd", MAY, "灭火器失压", fields={"source_kind": "审计", "category": "设施"})
    )
    number = adopt(operator, record, "dc1")
    row = Finding.objects.get(pk=number)
    assert (row.description, row.source, row.task.category, row.task.opened) == ("灭火器失压", "审计", "设施", MAY)
    assert value("finding.found", "zd", "2023") == 1
    meeting = record_act(operator, Act("administrative_meeting", "zd", MAY, "办公会"))
    with pytest.raises(BadTask, match="不是问题类"):
        adopt(operator, meeting, "dc1")


def test_what_a_record_says_was_put_right_counts_once_somebody_checked_it(
    operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    clerk, inspecting = replace(operator, name="文书"), replace(operator, name="督察员")
    paper = DONE.evidence
    told: dict[str, Value] = {"source_kind": "审计", "responsible_org": "dc1", "rectified_on": date(2023, 6, 2)}
    record, other = (
        record_act(clerk, Act("finding", "zd", MAY, title, fields=told, evidence=paper)) for title in ("甲", "乙")
    )
    assert value("finding.rectified", "zd", "2023-06") == 2
    adopt(inspecting, record)
    assert value("finding.rectified", "zd", "2023-06") == 1
    with pytest.raises(NotApart, match="自己登记"):
        adopt(clerk, other, verified=True)
    number = adopt(inspecting, other, verified=True)
    assert value("finding.rectified", "dc1", "2023-06") == 1
    view = finding_for(operator, number, TODAY)
    assert [(move.step, move.by) for move in view.history][1:] == [
        (Step.ACCEPT, "文书"),
        (Step.REPORT_DONE, "文书"),
        (Step.VERIFY, "督察员"),
        (Step.CLOSE, "督察员"),
    ]
    assert view.history[2].evidence == ("整改照片.txt",)


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (new("supervised_item", ""), "任务名称"),
        (replace(new("supervised_item"), opened=date(2023, 7, 2)), "还没有到"),
        (replace(new("supervised_item"), due=date(2023, 5, 9)), "早于交办"),
        (replace(new("supervised_item"), severity="要命"), "严重程度"),
        (replace(new("supervised_item"), fields={"closed_on": MAY}), "由任务的流转填写"),
        (replace(new("supervised_item"), fields={"颜色": "红"}), "颜色"),
        (replace(new("supervised_item"), source_record=99), "来源记录"),
        (new("finding"), "登记问题"),
    ],
)
def test_what_cannot_be_entered_is_refused(
    operator: Actor, tree: dict[str, UnitPlace], told: NewTask, complaint: str
) -> None:
    with pytest.raises(BadTask, match=complaint):
        give_task(operator, told)


def test_a_finding_has_words_a_known_source_and_its_own_register(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    found = NewFinding(found_on=MAY, unit="dc1", issuer="zd", description="灯坏了")
    for wrong, complaint in (
        (replace(found, description=" "), "发现了什么"),
        (replace(found, source="听说"), "问题来源"),
        (replace(found, origin="supervised_item"), "是任务"),
    ):
        with pytest.raises(BadTask, match=complaint):
            register_finding(operator, wrong)
    with pytest.raises(UnknownOrigin, match="可用的是"):
        register_finding(operator, replace(found, origin="rumour"))


def test_a_proof_names_the_finding_and_the_files_behind_it(operator: Actor, doer: Actor, checker: Actor) -> None:
    number = register_finding(
        checker, NewFinding(found_on=MAY, unit="dc1", issuer="zd", description="灯坏了", source="暗访督查")
    )
    task = Finding.objects.get(pk=number).task_id
    move(doer, task, Step.ACCEPT)
    move(doer, task, Step.REPORT_DONE, DONE)
    move(checker, task, Step.VERIFY)
    shown = proof(operator, Ask("finding.rectified", "zd", Period.parse("2023")))
    (member,) = shown.members
    assert (member.origin, member.source, member.title) == ("finding", number, "灯坏了")
    assert member.evidence == ("整改照片.txt",)
    shown = proof(operator, Ask("finding.rectification_rate", "zd", Period.parse("2023")))
    assert [part.total for part in shown.parts] == [1, 1]


def test_a_meeting_shows_what_came_of_it_and_what_is_still_open_at_the_next(
    operator: Actor, doer: Actor, checker: Actor
) -> None:
    item = Act(
        "agenda_item", "dc", MAY, "研究营房维修", fields={"pre_listed": True, "big_matter_class": "大额资金使用"}
    )
    other = Act("agenda_item", "dc", MAY, "研究值班安排", fields={"pre_listed": False, "deliberation_type": "议安全"})
    present = {"members_due": 9, "members_present": 9}
    meeting = Act("party_committee_meeting", "dc", MAY, "五月党委会", fields=present, parts=(item, other))
    number = record_act(operator, meeting)
    first, second = agenda_of(operator, number, TODAY).items
    assert (first.big_matter, first.impromptu, second.deliberation, second.impromptu) == (
        "大额资金使用",
        False,
        "议安全",
        True,
    )
    told = NewTask(
        origin="resolution", issuer="dc", responsible="dc", title="完成营房维修", opened=MAY, due=date(2023, 6, 1),
        source_record=first.number,
    )  # fmt: skip
    task = give_task(operator, told)
    assert [line.number for line in agenda_of(operator, number, TODAY).items[0].tasks] == [task]
    later = record_act(operator, replace(meeting, happened=date(2023, 6, 10), title="六月党委会", parts=()))
    (still,) = agenda_of(operator, later, TODAY).still_open
    assert (still.number, still.standing.text) == (task, "逾期30天")
    move(doer, task, Step.ACCEPT)
    move(doer, task, Step.REPORT_DONE, DONE)
    move(checker, task, Step.VERIFY)
    move(checker, task, Step.CLOSE)
    assert agenda_of(operator, later, TODAY).still_open != ()
    assert value("resolution.completion_rate", "dc", "2023-H1") == 100
