"""问题与任务: lists, the board, and moves by two people who are kept apart."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from bihuan.organisations.accounts import give_role
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.oversight.queries import finding_for, task_for
from bihuan.values.actor import Actor, Role
from web.conftest import Door
from web.crawl import markup

FOUND = date(2023, 6, 1)


@pytest.fixture
def task(cast: None, operator: Actor) -> int:
    """A finding at the first station of the east, as a task."""
    new = NewFinding(
        found_on=FOUND,
        unit="dc1",
        issuer="zd",
        description="灭火器压力不足",
        source="暗访督查",
        due=date(2023, 6, 20),
    )
    return finding_for(operator, register_finding(operator, new), FOUND).line.number


@pytest.fixture
def supervised(cast: None, operator: Actor) -> int:
    """A supervised item that the detachment gave to the west."""
    new = NewTask(origin="supervised_item", issuer="zd", responsible="xc", title="督办营房漏水维修", opened=FOUND)
    return give_task(operator, new)


def send(client: Client, task: int, step: str, words: str = "", *files: str) -> HttpResponse:
    """Send the form of a task as it stands on its page."""
    page = markup(client.get(f"/tasks/{task}/").content.decode())
    seen = next((tag.attributes["value"] for tag in page.all("input") if tag.attributes.get("name") == "seen"), "0")
    sent = [SimpleUploadedFile(name, b"photo") for name in files]
    form = {"step": step, "words": words, "seen": seen, "evidence": sent}
    return client.post(f"/tasks/{task}/", form)  # type: ignore[return-value]


def buttons(client: Client, task: int) -> list[str]:
    """The steps that the page of a task offers."""
    page = markup(client.get(f"/tasks/{task}/").content.decode())
    return [tag.attributes["value"] for tag in page.all("button") if tag.attributes.get("name") == "step"]


def test_a_task_is_moved_to_closed_by_two_people(task: int, door: Door, operator: Actor) -> None:
    clerk, inspector = door("wenshu"), door("ducha")
    assert buttons(clerk, task)[0] == "accept"
    assert send(clerk, task, "accept").status_code == 302
    assert send(clerk, task, "report_done", "已更换", "新灭火器.jpg").status_code == 302
    assert "等别人核验" in clerk.get(f"/tasks/{task}/").content.decode()
    assert buttons(clerk, task) == []
    assert buttons(inspector, task)[0] == "verify_and_close"
    assert send(inspector, task, "verify_and_close", "到站看过").status_code == 302
    page = inspector.get(f"/tasks/{task}/").content.decode()
    assert "已销号" in page
    assert "新灭火器.jpg" in page
    assert task_for(operator, task, FOUND).line.state.label == "已销号"


def test_a_move_that_lacks_something_says_so_and_keeps_what_was_typed(task: int, door: Door) -> None:
    clerk = door("wenshu")
    send(clerk, task, "accept")
    answer = send(clerk, task, "report_done", "已经更换了四具")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "要附上佐证文件" in page
    assert "已经更换了四具" in page


def test_of_two_at_once_the_second_is_told(task: int, door: Door) -> None:
    clerk = door("wenshu")
    form = {"step": "accept", "words": "", "seen": "1"}
    assert clerk.post(f"/tasks/{task}/", form).status_code == 302
    assert clerk.post(f"/tasks/{task}/", form).status_code == 409


def test_returning_needs_a_reason_and_stands_in_the_moves(task: int, door: Door) -> None:
    clerk, inspector = door("wenshu"), door("ducha")
    send(clerk, task, "accept")
    send(clerk, task, "report_done", "已更换", "照片.jpg")
    assert send(inspector, task, "return").status_code == 400
    assert send(inspector, task, "return", "照片看不清编号").status_code == 302
    assert "照片看不清编号" in clerk.get(f"/tasks/{task}/").content.decode()
    assert "report_done" in buttons(clerk, task)


def test_another_deadline_is_asked_for_with_a_day(task: int, door: Door) -> None:
    clerk = door("wenshu")
    form = {"step": "ask_deadline", "words": "厂家月底才到货", "seen": "1", "due": "2023-06-30"}
    assert clerk.post(f"/tasks/{task}/", form | {"due": "bald"}).status_code == 400
    assert clerk.post(f"/tasks/{task}/", form).status_code == 302
    assert "申请延到2023年6月30日" in clerk.get(f"/tasks/{task}/").content.decode()


def test_who_approves_finds_the_request_for_another_deadline_in_the_list(
    task: int, door: Door, operator: Actor
) -> None:
    give_role(operator, "ducha", Role.APPROVER, "zd")
    clerk, leader = door("wenshu"), door("ducha")
    marked = ">延期待批</span>"
    wanted = ("/tasks/", "/tasks/?view=board", "/tasks/?urgency=asked", "/tasks/?urgency=asked&view=board")
    assert not [path for path in wanted if marked in leader.get(path).content.decode()]
    assert "没有找到" in leader.get("/tasks/?urgency=asked").content.decode()
    asked = {"step": "ask_deadline", "words": "厂家月底才到货", "seen": "1", "due": "2023-06-30"}
    assert clerk.post(f"/tasks/{task}/", asked).status_code == 302
    assert all(marked in leader.get(path).content.decode() for path in wanted)
    assert leader.post(f"/tasks/{task}/", {"step": "approve_deadline", "seen": "2"}).status_code == 302
    assert not [path for path in wanted if marked in leader.get(path).content.decode()]


def test_who_may_only_look_is_offered_nothing_and_refused(supervised: int, door: Door, operator: Actor) -> None:
    inspector = door("ducha")
    assert buttons(inspector, supervised) == []
    form = {"step": "accept", "words": "", "seen": "1"}
    assert inspector.post(f"/tasks/{supervised}/", form).status_code == 403
    assert door("wenshu").get(f"/tasks/{supervised}/").status_code == 404
    assert door("wenshu").post(f"/tasks/{supervised}/", form).status_code == 404
    assert task_for(operator, supervised, FOUND).line.moves == 1


@pytest.mark.parametrize("form", [{"step": "fly", "seen": "1"}, {"step": "accept"}, {"step": "accept", "seen": "x"}])
def test_a_form_that_makes_no_sense_is_refused(task: int, door: Door, form: dict[str, str]) -> None:
    assert door("wenshu").post(f"/tasks/{task}/", form).status_code == 400


def test_lists_hold_what_the_visitor_sees_and_narrow(task: int, supervised: int, door: Door) -> None:
    assert "灭火器压力不足" in door("wenshu").get("/tasks/").content.decode()
    assert "督办营房漏水维修" not in door("wenshu").get("/tasks/").content.decode()
    everything = door("ducha").get("/tasks/").content.decode()
    assert "共<b>2</b>项" in everything
    findings = door("ducha").get("/tasks/?sort=finding").content.decode()
    assert "督办营房漏水维修" not in findings
    assert "灭火器压力不足" in findings
    assert "没有找到" in door("ducha").get("/tasks/?text=没有这样的").content.decode()
    assert "督办营房漏水维修" not in door("ducha").get("/tasks/?urgency=overdue").content.decode()
    assert door("ducha").get("/tasks/?state=flying").status_code == 400


def test_the_board_lays_tasks_out_by_state(task: int, supervised: int, operator: Actor, door: Door) -> None:
    move(operator, task, Step.ACCEPT, Doing(on=FOUND))
    page = door("ducha").get("/tasks/?view=board").content.decode()
    accepted = page.split('id="h-accepted"')[1].split("</section>")[0]
    assert "灭火器压力不足" in accepted
    assert "督办营房漏水维修" not in accepted
    assert "督办营房漏水维修" in page.split('id="h-assigned"')[1].split("</section>")[0]


def test_a_finding_leads_to_its_task_and_a_repeat_is_confirmed(task: int, operator: Actor, door: Door) -> None:
    again = NewFinding(
        found_on=date(2023, 6, 25), unit="dc1", issuer="zd", description="灭火器压力又不足", source="暗访督查"
    )
    number = register_finding(operator, again)
    first = task_for(operator, task, FOUND).line.finding
    assert first is not None
    earlier = {"earlier": str(first.number)}
    page = door("ducha").get(f"/findings/{number}/", follow=True).content.decode()
    assert "认定是它" in page
    answer = door("ducha").post(f"/findings/{number}/repeats/", earlier, follow=True)
    assert "第2次出现" in answer.content.decode()
    assert door("wenshu").post(f"/findings/{number}/repeats/", earlier).status_code in {400, 403}


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_offices_lists_are_handed_out(task: int, door: Door, ending: str) -> None:
    answer = door("ducha").get(f"/tasks/lists/问题清单.{ending}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    if ending == "xlsx":
        rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
        assert any("灭火器压力不足" in str(cell) for row in rows for cell in row)
    assert door("ducha").get("/tasks/lists/问题清单.exe").status_code == 400
    assert door("ducha").get("/tasks/lists/购物清单.xlsx").status_code == 400


def test_a_finding_is_registered_on_its_form(cast: None, door: Door) -> None:
    form = {
        "description": "消防车胎压不足",
        "unit": "东城一站",
        "issuer": "清河市消防救援支队",
        "found_on": "2023-06-01",
    }
    inspector = door("ducha")
    answer = inspector.post("/findings/new/", form | {"source": "暗访督查", "due": "2023-06-10"}, follow=True)
    page = answer.content.decode()
    assert "<h1>消防车胎压不足</h1>" in page
    assert "2023年6月10日" in page
    refused = inspector.post("/findings/new/", form | {"source": "道听途说"})
    assert refused.status_code == 400
    assert "消防车胎压不足</textarea>" in refused.content.decode()
    assert inspector.post("/findings/new/", form | {"due": "bald"}).status_code == 400
    assert door("wairen").post("/findings/new/", form).status_code == 404


def test_a_task_says_which_document_and_clause_ask_for_it(cast: None, operator: Actor, door: Door) -> None:
    asked = NewTask(
        origin="annual_key_task",
        issuer="zd",
        responsible="xc",
        title="营房整修",
        opened=FOUND,
        source_document="2023年党建工作要点",
        source_clause="西城大队于6月底前完成营房整修" * 40,
    )
    page = door("ducha").get(f"/tasks/{give_task(operator, asked)}/").content.decode()
    assert "<dt>出自</dt><dd>2023年党建工作要点：“西城大队于6月底前完成营房整修" in page
    assert "…”</dd>" in page
