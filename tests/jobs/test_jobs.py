"""A job is asked for, done in its turn, seen by its owner alone, and cleared away in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from bihuan.jobs.asking import MOST_OPEN, ask_again, ask_for
from bihuan.jobs.errors import (
    EndedBefore,
    NoRoom,
    ResultGone,
    RightsWithdrawn,
    TooManyJobs,
    UnknownJob,
    WorkedElsewhere,
)
from bihuan.jobs.job import JobState, Order, Outcome, Progress
from bihuan.jobs.marks import note_seen, unseen
from bihuan.jobs.progress import Meter, progress_of
from bihuan.jobs.pruning import FILES_KEPT, JOBS_KEPT, prune
from bihuan.jobs.queries import job_for, mine, result_for
from bihuan.jobs.registry import UnknownWork
from bihuan.jobs.running import begin, carry_out, end, interrupt_left_over, next_waiting
from bihuan.jobs.worker import is_worker_there, the_only_worker, work_on
from bihuan.values.actor import Actor, Role
from conftest import NOW, acting

CLERK = acting("李文书", "0001", Role.RECORDER)
NEIGHBOUR = acting("王外人", "0002", Role.RECORDER)


def now() -> datetime:
    return NOW


def done(order: Order, actor: Actor = CLERK) -> str:
    token = ask_for(actor, order)
    assert carry_out(token, now)
    return token


def test_a_job_waits_until_it_is_done_and_its_file_is_there(db: None, three_lines: Order) -> None:
    token = ask_for(CLERK, three_lines)
    view = job_for(CLERK, token)
    assert (view.line.state, view.line.title, view.line.kind_label) == (JobState.WAITING, "数三行", "试count")
    assert carry_out(token, now)
    view = job_for(CLERK, token)
    assert (view.line.state, view.line.sentence) == (JobState.DONE, "数了3行。")
    assert view.result is not None
    assert result_for(CLERK, token).read_text() == "3"


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for(db: None, three_lines: Order) -> None:
    tokens = [ask_for(actor, three_lines) for actor in (CLERK, NEIGHBOUR, CLERK)]
    assert [job_for(CLERK, token).ahead for token in (tokens[0], tokens[2])] == [0, 2]
    for token in tokens:
        assert next_waiting() == token
        assert carry_out(token, now)
    assert next_waiting() == ""


def test_nobody_sees_the_job_of_somebody_else(db: None, three_lines: Order) -> None:
    token = done(three_lines)
    assert [line.token for line in mine(CLERK)] == [token]
    assert mine(NEIGHBOUR) == []
    for look in (job_for, result_for, ask_again):
        with pytest.raises(UnknownJob):
            look(NEIGHBOUR, token)


def test_what_is_refused_becomes_the_sentence_of_the_job(db: None) -> None:
    view = job_for(CLERK, done(Order("refuse", "不行")))
    assert (view.line.state, view.line.sentence) == (JobState.REFUSED, "这件事不能办，请换一件。")


def test_a_disk_that_takes_nothing_more_is_said_and_not_raised(db: None, three_lines: Order) -> None:
    view = job_for(CLERK, done(replace(three_lines, kind="fill_disk")))
    assert view.line.state is JobState.REFUSED
    assert "磁盘满了" in view.line.sentence


def test_what_cannot_be_kept_is_not_asked_for(db: None, three_lines: Order, home: Path) -> None:
    home.write_text("a file where the folder should be")
    with pytest.raises(NoRoom, match="腾出空间"):
        ask_for(CLERK, three_lines)
    assert mine(CLERK) == []


def test_a_job_that_stumbles_is_interrupted_and_its_reason_goes_on_to_the_log(db: None) -> None:
    token = ask_for(CLERK, Order("stumble", "除以零"))
    with pytest.raises(ZeroDivisionError):
        carry_out(token, now)
    assert job_for(CLERK, token).line.state is JobState.INTERRUPTED


def test_what_was_given_up_cannot_end_any_more(db: None, three_lines: Order) -> None:
    token = ask_for(CLERK, three_lines)
    assert begin(token, NOW) is not None
    assert begin(token, NOW) is None
    assert interrupt_left_over(NOW) == 1
    with pytest.raises(EndedBefore):
        end(token, Outcome("太迟了。"), NOW)
    assert job_for(CLERK, token).line.state is JobState.INTERRUPTED


def test_what_a_request_is_doing_is_not_given_up_by_a_worker_that_begins(db: None, three_lines: Order) -> None:
    token = ask_for(CLERK, three_lines)
    begin(token, NOW, at_once=True)
    assert interrupt_left_over(NOW) == 0
    assert job_for(CLERK, token).line.state is JobState.RUNNING
    later = replace(CLERK, at=NOW + timedelta(hours=1))
    assert job_for(later, token).line.state is JobState.INTERRUPTED
    assert interrupt_left_over(later.at) == 1


def test_what_runs_without_a_worker_is_shown_as_interrupted(db: None, three_lines: Order) -> None:
    token = ask_for(CLERK, three_lines)
    begin(token, NOW)
    assert job_for(CLERK, token).line.state is JobState.INTERRUPTED
    with the_only_worker():
        assert job_for(CLERK, token).line.state is JobState.RUNNING


def test_a_job_can_be_asked_for_again_with_the_same_file(db: None, three_lines: Order) -> None:
    first = done(three_lines)
    second = ask_again(CLERK, first, {"path": "0001"})
    assert second != first
    assert carry_out(second, now)
    assert job_for(CLERK, second).ask == {"path": "0001"}
    assert result_for(CLERK, second).read_text() == "3"


def test_a_file_is_kept_from_who_may_see_less_than_when_it_was_made(db: None, three_lines: Order) -> None:
    token = done(replace(three_lines, ask={"path": "0001"}))
    assert result_for(CLERK, token).name == "数.txt"
    assert result_for(acting("李文书", "0001", Role.RECORDER, Role.VIEWER), token)
    with pytest.raises(RightsWithdrawn):
        result_for(acting("李文书", "0001", Role.VIEWER), token)


def test_nobody_has_more_than_a_few_jobs_open(db: None, three_lines: Order) -> None:
    tokens = [ask_for(CLERK, three_lines) for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyJobs):
        ask_for(CLERK, three_lines)
    ask_for(NEIGHBOUR, three_lines)
    assert carry_out(tokens[0], now)
    ask_for(CLERK, three_lines)


def test_only_work_that_is_offered_can_be_asked_for(db: None) -> None:
    with pytest.raises(UnknownWork):
        ask_for(CLERK, Order("levitate", "飞"))


def test_files_go_after_a_week_and_jobs_after_a_quarter(db: None, three_lines: Order) -> None:
    token, waiting = done(three_lines), ask_for(CLERK, three_lines)
    prune(NOW + FILES_KEPT)
    assert job_for(CLERK, token).result is not None
    prune(NOW + FILES_KEPT + timedelta(minutes=1))
    assert (job_for(CLERK, token).result, job_for(CLERK, token).may_repeat) == (None, False)
    with pytest.raises(ResultGone):
        result_for(CLERK, token)
    with pytest.raises(NoRoom):
        ask_again(CLERK, token)
    assert unseen(CLERK.account) == 1
    prune(NOW + JOBS_KEPT + timedelta(minutes=1))
    assert [line.token for line in mine(CLERK)] == [waiting]
    assert unseen(CLERK.account) == 0
    assert job_for(CLERK, waiting).may_repeat


def test_a_mark_stays_until_the_owner_has_looked(db: None, three_lines: Order) -> None:
    token = done(three_lines)
    assert (unseen(CLERK.account), unseen(NEIGHBOUR.account)) == (1, 0)
    note_seen(NEIGHBOUR.account, token)
    assert unseen(CLERK.account) == 1
    note_seen(CLERK.account, token)
    assert unseen(CLERK.account) == 0


def test_what_was_done_in_the_request_leaves_no_mark(db: None, three_lines: Order) -> None:
    assert carry_out(ask_for(CLERK, three_lines), now, at_once=True)
    assert unseen(CLERK.account) == 0


def test_one_worker_empties_the_queue_and_a_second_one_is_refused(db: None, three_lines: Order) -> None:
    tokens = [ask_for(CLERK, three_lines), ask_for(CLERK, Order("refuse", "不行"))]
    assert not is_worker_there()
    with the_only_worker():
        assert is_worker_there()
        with pytest.raises(WorkedElsewhere):
            work_on(now, Event())
    assert work_on(now, Event(), until_empty=True) == 2
    assert [job_for(CLERK, token).line.state for token in tokens] == [JobState.DONE, JobState.REFUSED]
    assert not is_worker_there()


def test_progress_is_told_now_and_then_and_read_whole(db: None, home: Path) -> None:
    folder = home / "jobs" / "t"
    folder.mkdir(parents=True)
    assert progress_of("t") == Progress()
    meter = Meter(folder)
    meter.advance(10, 100, "核对")
    meter.advance(11, 100, "核对")
    assert (progress_of("t"), progress_of("t").percent) == (Progress(10, 100, "核对"), 10)
    meter.advance(100, 100, "核对")
    assert progress_of("t").percent == 100
    assert [file.name for file in folder.iterdir()] == ["progress.json"]


def test_work_goes_on_where_its_progress_cannot_be_written(db: None, home: Path) -> None:
    Meter(home / "nowhere").advance(1, 2)
    assert progress_of("nowhere") == Progress()
