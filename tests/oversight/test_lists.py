"""The offices' lists: each a view of the same tasks, filtered, sorted, and written to xlsx and docx."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.errors import UnknownList
from bihuan.oversight.findings import confirm_repeat
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.list_files import write_list
from bihuan.oversight.lists import NAMES, sheet
from bihuan.oversight.models import Finding
from bihuan.oversight.moves import State
from bihuan.oversight.pressing import TaskSearch
from bihuan.oversight.queries import finding_for, task_for, tasks
from bihuan.oversight.standing import Urgency
from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from oversight.cast import finding, put_right, supervised

TODAY = date(2023, 7, 1)
EVERYTHING = TaskSearch()


@pytest.fixture
def ledger(tree: dict[str, UnitPlace], operator: Actor, doer: Actor, checker: Actor) -> dict[str, int]:
    """Two findings, one of which came back and is closed; a supervised item; a request; a topic; a risk."""
    first = finding(checker, date(2023, 1, 9), category="消防设施", severity="较重", item="灭火器")
    again = finding(checker, date(2023, 5, 9), "车库灭火器指针在红区", item="灭火器")
    confirm_repeat(checker, again, first)
    put_right(doer, checker, Finding.objects.get(pk=first).task_id, date(2023, 1, 20))
    supervised(checker, date(2023, 5, 10), due=date(2023, 5, 31), fields={"notices": 2}, leader="赵副支队长")
    asked = NewTask(
        origin="submission", issuer="zd", responsible="zd", title="请求增拨训练器材", opened=date(2023, 6, 5),
        fields={"from_unit": "dc1"},
    )  # fmt: skip
    request = give_task(operator, asked)
    topic = NewTask(
        origin="research_topic", issuer="zd", responsible="dc", title="基层减负", opened=date(2023, 4, 10),
        due=date(2023, 11, 30), leader="支队长", fields={"focus_area": "队伍管理"},
    )  # fmt: skip
    give_task(operator, topic)
    risk = {"category": "消防设施", "item": "灭火器", "control_measure": "每月检查"}
    record_act(operator, Act("safety_risk_item", "zd", date(2023, 1, 3), "灭火器", fields=risk))
    return {"first": first, "again": again, "request": request}


def rows(actor: Actor, name: str, search: TaskSearch = EVERYTHING) -> list[dict[str, object]]:
    drawn = sheet(actor, name, search, TODAY)
    return [dict(zip([column for column, _ in drawn.columns], row, strict=True)) for row in drawn.rows]


def test_the_problem_list_names_what_came_back_and_how_late_it_is(ledger: dict[str, int], operator: Actor) -> None:
    listed = rows(operator, "问题清单")
    assert [row["问题描述"] for row in listed] == ["一号车库灭火器压力不足", "车库灭火器指针在红区"]
    assert [row["重复发生"] for row in listed] == ["", "第2次"]
    assert [row["状态"] for row in listed] == ["已销号", "已交办"]
    assert listed[1]["期限情况"] == "逾期32天"


def test_the_effect_list_tells_what_was_done_and_who_checked_it(ledger: dict[str, int], operator: Actor) -> None:
    row = rows(operator, "整改效果清单", TaskSearch(state=State.CLOSED))[0]
    assert (row["整改措施和效果"], row["核验人"]) == ("已整改到位", "周督察")


def test_the_other_lists_hold_their_own(ledger: dict[str, int], operator: Actor) -> None:
    (row,) = rows(operator, "督办台账")
    assert (row["督办通知"], row["期限情况"], row["牵头领导"]) == (2, "逾期31天", "赵副支队长")
    (row,) = rows(operator, "请示批复台账")
    assert (row["请示单位"], row["批复天数"]) == ("东城一站", None)
    (row,) = rows(operator, "课题清单")
    assert (row["领衔领导"], row["调研重点"]) == ("支队长", "队伍管理")
    assert len(rows(operator, "任务清单")) == 5
    (row,) = rows(operator, "风险清单")
    assert (row["发现问题数"], row["未销号数"], row["重复发生数"]) == (2, 1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_rows_are_those_with_which_the_whole_list_begins(
    ledger: dict[str, int], operator: Actor, name: str
) -> None:
    whole = sheet(operator, name, TaskSearch(unit="zd"), TODAY).rows
    for most in (0, 1, 3, 100):
        assert sheet(operator, name, TaskSearch(unit="zd"), TODAY, most).rows == whole[:most]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (TaskSearch(unit="dc1"), 2),
        (TaskSearch(unit="xc"), 0),
        (TaskSearch(urgency=Urgency.OVERDUE), 3),
        (TaskSearch(urgency=Urgency.SETTLED), 1),
        (TaskSearch(is_open=True), 4),
        (TaskSearch(repeated=True), 1),
        (TaskSearch(text="红区"), 1),
        (TaskSearch(category="消防设施"), 1),
        (TaskSearch(source="暗访督查"), 2),
        (TaskSearch(origins=("submission",)), 1),
    ],
)
def test_a_search_narrows(ledger: dict[str, int], operator: Actor, search: TaskSearch, expected: int) -> None:
    assert tasks(operator, search, TODAY).counted.number == expected


def test_a_record_shows_what_was_found_by_it(tree: dict[str, UnitPlace], operator: Actor, checker: Actor) -> None:
    visit = record_act(operator, Act("inspection", "zd", date(2023, 5, 9), "暗访", fields={"mode": "暗访督查"}))
    finding(checker, date(2023, 5, 9), source_record=visit)
    finding(checker, date(2023, 5, 9), "别处的问题")
    assert tasks(operator, TaskSearch(source_record=visit), TODAY).counted.number == 1


def test_the_most_pressing_comes_first(ledger: dict[str, int], operator: Actor) -> None:
    dues = [line.due for line in tasks(operator, EVERYTHING, TODAY).lines]
    assert dues == sorted(dues, key=lambda due: due or date.max)


def test_the_clerk_next_door_sees_nothing_of_it(ledger: dict[str, int], outsider: Actor, doer: Actor) -> None:
    assert tasks(outsider, EVERYTHING, TODAY).counted.number == 0
    assert tasks(doer, EVERYTHING, TODAY).counted.number == 4


def test_a_view_has_the_history_and_what_may_follow(ledger: dict[str, int], operator: Actor) -> None:
    view = finding_for(operator, ledger["first"], TODAY)
    assert [move.step.label for move in view.history] == ["交办", "接收", "报完成", "核验", "销号"]
    assert view.history[2].evidence == ("整改照片.txt",)
    assert [step.label for step in view.steps] == ["重开"]
    assert [step.label for step in task_for(operator, ledger["request"], TODAY).steps] == ["接收", "申请延期", "撤销"]


def test_a_list_is_written_to_a_workbook(ledger: dict[str, int], operator: Actor, tmp_path: Path) -> None:
    drawn = sheet(operator, "问题清单", TaskSearch(unit="zd"), TODAY)
    page = openpyxl.load_workbook(write_list(drawn, tmp_path / "问题清单.xlsx")).active
    assert page is not None
    assert page["A1"].value == "清河市消防救援支队问题清单"
    assert [cell.value for cell in page[3]][:3] == ["编号", "发现日期", "问题来源"]
    assert page.max_row == 3 + len(drawn.rows)


def test_a_list_is_written_to_a_document(ledger: dict[str, int], operator: Actor, tmp_path: Path) -> None:
    drawn = sheet(operator, "督办台账", TaskSearch(unit="zd"), TODAY)
    document = docx.Document(str(write_list(drawn, tmp_path / "督办台账.docx")))
    assert document.paragraphs[0].text == "清河市消防救援支队督办台账"
    assert [cell.text for cell in document.tables[0].rows[1].cells][1] == "督办营房漏水维修"


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_written_even_empty(
    tree: dict[str, UnitPlace], operator: Actor, tmp_path: Path, name: str
) -> None:
    for ending in (".xlsx", ".docx"):
        assert write_list(sheet(operator, name, EVERYTHING, TODAY), tmp_path / f"{name}{ending}").stat().st_size > 0


def test_what_is_no_list_is_refused(operator: Actor, tree: dict[str, UnitPlace], tmp_path: Path) -> None:
    with pytest.raises(UnknownList, match="问题清单"):
        sheet(operator, "心愿清单", EVERYTHING, TODAY)
    with pytest.raises(UnknownList, match="xlsx"):
        write_list(sheet(operator, "问题清单", EVERYTHING, TODAY), tmp_path / "清单.pdf")


def test_a_list_costs_as_many_statements_for_ten_tasks_as_for_two(
    tree: dict[str, UnitPlace], operator: Actor, checker: Actor
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            tasks(operator, EVERYTHING, TODAY)
            sheet(operator, "任务清单", EVERYTHING, TODAY)
        return len(captured)

    for number in range(2):
        finding(checker, date(2023, 5, 9), f"第{number}处")
    few = statements()
    for number in range(8):
        supervised(checker, date(2023, 5, 10), f"第{number}项")
    assert statements() == few
    assert few <= 20
