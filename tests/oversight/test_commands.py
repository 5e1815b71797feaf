"""The commands of oversight: what they print, what they exit with, and that JSON says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bihuan.cli.loops import loop_group, register_group
from bihuan.cli.oversight import finding_group, task_group
from bihuan.organisations.accounts import give_role, open_account
from bihuan.oversight.errors import MoveNotAllowed, NotApart
from bihuan.values.actor import Actor, Role

pytestmark = pytest.mark.usefixtures("tree")


def run(group: click.Group, *words: str) -> Result:
    return CliRunner().invoke(group, words, standalone_mode=True)


def told(group: click.Group, *words: str) -> Any:
    result = run(group, *words, "--json")
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.output)


@pytest.fixture
def accounts(operator: Actor) -> None:
    """A clerk of the east brigade and the inspector of the detachment."""
    for name, unit, role in (("wenshu", "dc", Role.RECORDER), ("ducha", "zd", Role.INSPECTOR)):
        open_account(operator, name, "A-long-password-2023", unit)
        give_role(operator, name, Role.VIEWER, unit)
        give_role(operator, name, role, unit)


FOUND = (
    "add",
    "车库灭火器指针在红区",
    "--unit",
    "dc1",
    "--issuer",
    "zd",
    "--on",
    "2023-05-09",
    "--source",
    "暗访督查",
)


def test_a_finding_goes_through_its_whole_life_on_the_command_line(
    accounts: None, operator: Actor, tmp_path: Path
) -> None:
    number = told(finding_group, *FOUND)["finding"]
    task = str(told(finding_group, "show", str(number))["task"])
    paper = tmp_path / "照片.txt"
    paper.write_text("已更换", encoding="utf-8")
    told(task_group, "move", task, "接收", "--as", "wenshu")
    done = ("move", task, "report_done", "--words", "已更换", "--evidence", str(paper), "--as", "wenshu")
    assert told(task_group, *done)["state"] == "reported"
    give_role(operator, "wenshu", Role.INSPECTOR, "dc")
    with pytest.raises(NotApart):
        CliRunner().invoke(task_group, ["move", task, "核验", "--as", "wenshu"], catch_exceptions=False)
    assert told(task_group, "move", task, "核验", "--close", "--as", "ducha")["state"] == "closed"
    shown = told(task_group, "show", task)
    assert [each["step"] for each in shown["history"]] == ["assign", "accept", "report_done", "verify", "close"]
    assert "已销号" in run(task_group, "show", task).output


def test_what_is_small_is_put_right_at_once(accounts: None, tmp_path: Path) -> None:
    number = told(finding_group, *FOUND)["finding"]
    task = str(told(finding_group, "show", str(number))["task"])
    paper = tmp_path / "照片.txt"
    paper.write_text("已更换", encoding="utf-8")
    done = ("move", task, "报完成", "--at-once", "--words", "已更换", "--evidence", str(paper), "--as", "wenshu")
    assert told(task_group, *done) == {"task": int(task), "moves": 3, "state": "reported"}


def test_a_list_with_something_overdue_exits_with_one(accounts: None) -> None:
    told(finding_group, *FOUND)
    result = run(finding_group, "list")
    assert result.exit_code == 1
    assert "逾期" in result.output
    assert told(task_group, "list", "--urgency", "逾期")["total"] == 1
    assert run(task_group, "list", "--unit", "xc").exit_code == 0


def test_a_finding_that_may_have_come_back_is_pointed_out_and_confirmed() -> None:
    first = told(finding_group, *FOUND)["finding"]
    again = ("add", "一号车库灭火器压力不足", "--unit", "dc1", "--issuer", "zd", "--on", "2023-06-09")
    found = told(finding_group, *again)
    assert [each["finding"] for each in found["likely"]] == [first]
    assert "可能重复自" in run(finding_group, "show", str(found["finding"])).output
    assert told(finding_group, "confirm-repeat", str(found["finding"]), str(first))["returns"] == 1
    assert told(finding_group, "list", "--repeated")["total"] == 1


def test_a_task_is_given_with_its_fields_and_exported(tmp_path: Path) -> None:
    given = ("add", "supervised_item", "营房维修", "--issuer", "zd", "--responsible", "dc", "--field", "督办通知数=2")
    number = told(task_group, *given)["number"]
    assert told(task_group, "show", str(number))["title"] == "营房维修"
    to = tmp_path / "督办台账.xlsx"
    result = run(task_group, "export", "督办台账", "-o", str(to), "--unit", "zd")
    assert "已导出 1 项" in result.output
    assert to.is_file()


def test_a_loop_that_is_not_closed_exits_with_one() -> None:
    result = run(loop_group, "show", "supervised_item_loop", "--unit", "zd", "--period", "2023")
    assert result.exit_code == 1
    assert "停在“列入督办”" in result.output
    found = told(loop_group, "show", "supervised_item_loop", "--unit", "zd", "--period", "2023")
    assert (found["stuck_at"], found["closed"]) == ("列入督办", False)
    assert len(told(loop_group, "list")) == 38


def test_a_zero_is_declared_shown_and_taken_back() -> None:
    asked = ("show", "safety_incident.incidents", "--unit", "dc", "--period", "2023-H1")
    assert told(register_group, *asked)[0]["claim"] == "no_entry"
    number = told(register_group, "declare", "safety_incident.incidents", "--unit", "zd", "--period", "2023")[
        "number"
    ]
    assert run(register_group, *asked).exit_code == 0
    assert run(register_group, "withdraw", str(number), "--reason", "漏登").exit_code == 0
    assert run(register_group, *asked).exit_code == 1
    assert len(told(register_group, "show", "--unit", "dc", "--period", "2023-H1")) == 3


def test_a_refusal_passes_to_whoever_runs_the_program() -> None:
    number = told(finding_group, *FOUND)["finding"]
    task = str(told(finding_group, "show", str(number))["task"])
    with pytest.raises(MoveNotAllowed):
        CliRunner().invoke(task_group, ["move", task, "close"], catch_exceptions=False)
    assert "看不懂" in run(task_group, "move", task, "吃饭").output


@pytest.mark.parametrize("group", [task_group, finding_group, loop_group, register_group])
def test_every_command_has_its_help_in_chinese(group: click.Group) -> None:
    for command in group.commands.values():
        assert command.help
        assert command.help.endswith("。")
