"""A task's life through the verb: who may do what, in which order, and what the book says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.errors import AlreadyMoved, BadMove, MoveNotAllowed, NotApart, UnknownTask
from bihuan.oversight.models import Finding, Move, Task
from bihuan.oversight.moves import State, Step
from bihuan.oversight.moving import Doing, move, verify_and_close
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor
from conftest import at
from oversight.cast import DONE, finding, on, put_right, supervised, value

MAY, JUNE = date(2023, 5, 10), date(2023, 6, 2)


def task_of(number: int) -> int:
    return Finding.objects.get(pk=number).task_id


def test_a_finding_is_put_right_checked_by_somebody_else_and_closed(doer: Actor, checker: Actor) -> None:
    number = finding(checker, MAY)
    assert value("finding.found", "dc1", "2023-H1") == 1
    assert value("finding.rectified", "dc1", "2023-H1") == 0
    put_right(doer, checker, task_of(number), JUNE)
    assert value("finding.rectified", "dc1", "2023-06") == 1
    assert value("finding.rectified[source_kind=暗访督查]", "zd", "2023-06") == 1
    assert value("finding.rectification_rate", "zd", "2023-H1") == 100
    assert Task.objects.get(pk=task_of(number)).state == State.CLOSED


def test_it_is_not_rectified_before_it_is_verified(doer: Actor, checker: Actor) -> None:
    task = task_of(finding(checker, MAY))
    move(doer, task, Step.ACCEPT)
    move(doer, task, Step.REPORT_DONE, replace(DONE, on=None))
    assert value("finding.rectified", "zd", "2023") == 0
    move(checker, task, Step.VERIFY)
    assert value("finding.rectified", "zd", "2023") == 1


def test_the_day_of_the_work_counts_and_not_the_day_of_its_check(doer: Actor, checker: Actor) -> None:
    put_right(doer, checker, task_of(finding(checker, MAY)), date(2023, 6, 29), checked=date(2023, 7, 1))
    assert value("finding.rectified", "zd", "2023-06") == 1
    assert value("task.verified[origin=问题整改]", "zd", "2023-07") == 1


def test_the_doer_does_not_verify_nor_close(doer: Actor, checker: Actor, operator: Actor) -> None:
    both = replace(operator, name=doer.name, account=doer.account)
    task = task_of(finding(checker, MAY))
    move(both, task, Step.ACCEPT)
    move(both, task, Step.REPORT_DONE, DONE)
    for step in (Step.VERIFY, Step.RETURN):
        with pytest.raises(NotApart):
            move(both, task, step, Doing(words="没有问题"))
    move(checker, task, Step.VERIFY)
    with pytest.raises(NotApart):
        move(both, task, Step.CLOSE)


def test_sides_are_kept_apart(doer: Actor, checker: Actor, approver: Actor, outsider: Actor) -> None:
    task = supervised(checker, MAY)
    for who in (checker, approver):
        with pytest.raises(MayNot):
            move(who, task, Step.ACCEPT)
    with pytest.raises(UnknownTask):
        move(outsider, task, Step.ACCEPT)
    move(doer, task, Step.ACCEPT)
    move(doer, task, Step.REPORT_DONE, DONE)
    with pytest.raises(MayNot):
        move(doer, task, Step.VERIFY)


@pytest.mark.parametrize(
    "step", [Step.REPORT_DONE, Step.VERIFY, Step.CLOSE, Step.RETURN, Step.REOPEN, Step.APPROVE_DEADLINE]
)
def test_what_the_table_does_not_hold_is_refused(operator: Actor, step: Step, tree: dict[str, UnitPlace]) -> None:
    task = supervised(operator, MAY)
    with pytest.raises(MoveNotAllowed, match=r"现在可以|没有待批"):
        move(operator, task, step, DONE)


def test_done_needs_words_and_a_file(doer: Actor, checker: Actor) -> None:
    task = supervised(checker, MAY)
    move(doer, task, Step.ACCEPT)
    with pytest.raises(BadMove, match="佐证"):
        move(doer, task, Step.REPORT_DONE, Doing(words="修好了"))
    with pytest.raises(BadMove, match="写明"):
        move(doer, task, Step.REPORT_DONE, replace(DONE, words=" "))


def test_a_return_and_a_reopening_are_counted_and_undo_the_closing(doer: Actor, checker: Actor) -> None:
    task = task_of(finding(checker, MAY))
    move(doer, task, Step.ACCEPT)
    move(doer, task, Step.REPORT_DONE, DONE)
    move(checker, task, Step.RETURN, Doing(words="照片看不清"))
    move(doer, task, Step.REPORT_DONE, DONE)
    verify_and_close(checker, task)
    assert value("finding.rectified", "zd", "2023") == 1
    move(checker, task, Step.REOPEN, Doing(words="又坏了"))
    assert value("finding.rectified", "zd", "2023") == 0
    assert value("task.returned", "zd", "2023") == 1
    assert value("task.reopened", "zd", "2023") == 1
    assert value("task.closed", "zd", "2023") == 0
    move(doer, task, Step.REPORT_DONE, DONE)
    verify_and_close(checker, task)
    assert value("task.closed", "zd", "2023") == 1


def test_a_deadline_is_asked_for_approved_by_another_and_counted(
    doer: Actor, checker: Actor, approver: Actor
) -> None:
    task = supervised(checker, MAY, due=date(2023, 7, 10))
    move(doer, task, Step.ACCEPT)
    with pytest.raises(BadMove, match="晚于"):
        move(doer, task, Step.ASK_DEADLINE, Doing(words="等配件", due=date(2023, 7, 10)))
    move(doer, task, Step.ASK_DEADLINE, Doing(words="等配件", due=date(2023, 8, 10)))
    with pytest.raises(MoveNotAllowed, match="还没有批复"):
        move(doer, task, Step.ASK_DEADLINE, Doing(words="等配件", due=date(2023, 9, 10)))
    assert Task.objects.get(pk=task).due == date(2023, 7, 10)
    move(approver, task, Step.APPROVE_DEADLINE)
    assert Task.objects.get(pk=task).due == date(2023, 8, 10)
    assert value("task.deadline_changes", "zd", "2023") == 1


def test_nobody_approves_the_deadline_they_asked_for(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    task = supervised(operator, MAY, due=date(2023, 7, 10))
    move(operator, task, Step.ASK_DEADLINE, Doing(words="等配件", due=date(2023, 8, 10)))
    with pytest.raises(NotApart, match="申请人以外"):
        move(operator, task, Step.APPROVE_DEADLINE)


def test_a_cancelled_task_was_raised_by_mistake_and_counts_for_nothing(checker: Actor, approver: Actor) -> None:
    task = supervised(checker, MAY)
    with pytest.raises(BadMove, match="原因"):
        move(approver, task, Step.CANCEL)
    move(approver, task, Step.CANCEL, Doing(words="与另一项重复"))
    assert value("supervised_item.items", "zd", "2023") == 0
    assert value("task.cancelled", "zd", "2023") == 1
    with pytest.raises(MoveNotAllowed, match="了结"):
        move(approver, task, Step.CANCEL, Doing(words="再撤一次"))


def test_who_looked_before_somebody_else_moved_is_refused(doer: Actor, checker: Actor) -> None:
    task = supervised(checker, MAY)
    move(doer, task, Step.ACCEPT, Doing(seen=1))
    with pytest.raises(AlreadyMoved):
        move(doer, task, Step.PROGRESS, Doing(words="已联系维修单位", seen=1))


def test_days_run_forward(doer: Actor, checker: Actor) -> None:
    task = supervised(checker, MAY)
    with pytest.raises(BadMove, match="早于"):
        move(doer, task, Step.ACCEPT, Doing(on=date(2023, 5, 9)))
    with pytest.raises(BadMove, match="还没有到"):
        move(doer, task, Step.ACCEPT, Doing(on=date(2023, 7, 2)))


def test_every_move_is_a_row_and_in_the_trail(doer: Actor, checker: Actor) -> None:
    task = supervised(checker, MAY)
    put_right(doer, checker, task, JUNE)
    steps = list(Move.objects.filter(task=task).order_by("number").values_list("step", flat=True))
    assert steps == ["assign", "accept", "report_done", "verify", "close"]
    verbs = list(Entry.objects.filter(subject=f"task:{task}").order_by("number").values_list("verb", flat=True))
    assert verbs == ["give_task", "task_accept", "task_report_done", "task_verify", "task_close"]


def test_open_and_overdue_are_what_stood_at_the_end_of_a_period(doer: Actor, checker: Actor) -> None:
    task = supervised(checker, MAY, due=date(2023, 5, 20))
    put_right(doer, checker, task, JUNE)
    assert [value("task.open", "zd", period) for period in ("2023-04", "2023-05", "2023-06")] == [0, 1, 0]
    assert [value("task.overdue", "zd", p) for p in ("2023-05-01..2023-05-20", "2023-05", "2023-06")] == [0, 1, 0]
    assert value("task.closed_late", "zd", "2023") == 1
    assert value("task.on_time_rate", "zd", "2023") == 0


def test_a_past_moment_is_told_as_it_was_known(doer: Actor, checker: Actor) -> None:
    task = task_of(finding(on(checker, at(2023, 5, 11)), MAY))
    put_right(on(doer, at(2023, 6, 3)), on(checker, at(2023, 6, 5)), task, JUNE)
    assert value("finding.rectified", "zd", "2023-H1", as_of=at(2023, 6, 4)) == 0
    assert value("finding.rectified", "zd", "2023-H1", as_of=at(2023, 6, 6)) == 1
    assert value("finding.found", "zd", "2023-H1", as_of=at(2023, 6, 4)) == 1
