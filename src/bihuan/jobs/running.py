"""The verbs of who does the work: begin, end, interrupt; and one job from its beginning to its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from bihuan.jobs.errors import EndedBefore
from bihuan.jobs.job import JobState, Outcome
from bihuan.jobs.marks import mark_ended
from bihuan.jobs.models import Job
from bihuan.jobs.places import folder_of
from bihuan.jobs.progress import Meter
from bihuan.jobs.registry import Run, Work, work_of
from bihuan.values.refusal import Refusal

Clock = Callable[[], datetime]

LONGEST_REQUEST = timedelta(minutes=10)
"""What is done in a request and takes longer is not done any more: its process was killed."""

_NO_ROOM = "磁盘满了或文件夹写不进去，请管理员腾出空间后再办一次。"
_INTERRUPTED = "办到一半停了，什么也没有留下半截。请再办一次。"


def next_waiting() -> str:
    """The token of the job that was asked for first, "" where none waits."""
    return Job.objects.filter(state=JobState.WAITING).order_by("pk").values_list("token", flat=True).first() or ""


def begin(token: str, at: datetime, *, at_once: bool = False) -> Job | None:
    """Take the job from the queue; None where somebody else has, so that no job is done twice.

    Args:
        token: of the job.
        at: the moment.
        at_once: whether it is done in the request that asked for it, not by the worker.
    """
    waiting = Job.objects.filter(token=token, state=JobState.WAITING)
    taken = waiting.update(state=JobState.RUNNING, begun_at=at, at_once=at_once)
    return Job.objects.get(token=token) if taken else None


def end(token: str, outcome: Outcome, at: datetime) -> None:
    """Say what came of a job.

    Raises:
        EndedBefore: it no longer runs: it was given up. Inside the transaction of the work this undoes the work.
    """
    ended = Job.objects.filter(token=token, state=JobState.RUNNING).update(
        state=JobState.DONE if outcome.is_done else JobState.REFUSED,
        ended_at=at,
        sentence=outcome.sentence,
        result=outcome.result,
        rights=json.dumps([[grant.role, grant.path] for grant in outcome.seen_with]),
        found=outcome.found,
        problems=json.dumps([asdict(problem) for problem in outcome.problems], ensure_ascii=False),
        problem_count=outcome.problem_count,
    )
    if not ended:
        raise EndedBefore("这件事已经被当作中断，没有记入，请再办一次。")


def interrupt_left_over(at: datetime) -> int:
    """Mark what ran when its worker ended as interrupted. Only for the one worker of this home, before it begins.

    What is done in a request is let alone for longer than a request takes.
    """
    left = Job.objects.filter(state=JobState.RUNNING).exclude(at_once=True, begun_at__gt=at - LONGEST_REQUEST)
    found = list(left.values_list("token", "account"))
    for token, account in found:
        _interrupt(token, account, at)
    return len(found)


def carry_out(token: str, now: Clock, *, at_once: bool = False) -> bool:
    """Do one job from its beginning to its end. Whether it was done here.

    What the work refuses becomes the job's sentence. What nobody foresaw marks the job as interrupted and goes on to
    the caller: a worker ends by it, is started anew, and its log has the reason.
    """
    job = begin(token, now(), at_once=at_once)
    if job is None:
        return False
    folder = folder_of(token)

    def ending(outcome: Outcome) -> None:
        end(token, outcome, now())

    run = Run(job.account, now(), json.loads(job.ask), folder, Meter(folder).advance, ending)
    ended = False
    try:
        _do(work_of(job.kind), run)
        ended = True
    finally:
        if not ended:
            _interrupt(token, job.account, now())
    if not at_once:
        mark_ended(job.account, token)
    return True


def _do(work: Work, run: Run) -> None:
    """The work, with what it refuses as its end."""
    try:
        work(run)
    except EndedBefore:
        return
    except Refusal as refusal:
        run.end(Outcome(str(refusal), is_done=False))
    except OSError:
        run.end(Outcome(_NO_ROOM, is_done=False))


def _interrupt(token: str, account: str, at: datetime) -> None:
    with transaction.atomic():
        given_up = Job.objects.filter(token=token, state=JobState.RUNNING).update(
            state=JobState.INTERRUPTED, ended_at=at, sentence=_INTERRUPTED
        )
    if given_up:
        mark_ended(account, token)
