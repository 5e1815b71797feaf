"""Reads of jobs: everybody sees their own, and nobody anybody else's."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from bihuan.jobs.errors import ResultGone, RightsWithdrawn, UnknownJob
from bihuan.jobs.job import JobLine, JobState, JobView
from bihuan.jobs.models import Job
from bihuan.jobs.places import folder_of, handed_in
from bihuan.jobs.progress import progress_of
from bihuan.jobs.registry import label_of
from bihuan.jobs.running import LONGEST_REQUEST
from bihuan.jobs.worker import is_worker_there
from bihuan.values.actor import Actor, Grant, Role
from bihuan.values.problem import Problem, Severity

SHOWN = 50
"""Jobs in the list of one account."""

_STOPPED = "后台停了，这件事办到一半，什么也没有留下半截。请再办一次。"
_OF_A_LINE = (
    "token",
    "account",
    "kind",
    "title",
    "state",
    "asked_at",
    "begun_at",
    "ended_at",
    "sentence",
    "result",
    "at_once",
)


def mine(actor: Actor) -> list[JobLine]:
    """The actor's own jobs, the newest first."""
    rows = Job.objects.filter(account=actor.account).only(*_OF_A_LINE).order_by("-pk")[:SHOWN]
    return [_line(row, actor.at) for row in rows]


def job_for(actor: Actor, token: str) -> JobView:
    """The actor's job with this token.

    Raises:
        UnknownJob: they have none.
    """
    row = _row(actor, token)
    line = _line(row, actor.at)
    before = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING], pk__lt=row.pk)
    result = _file(row)
    return JobView(
        line=line,
        ask=json.loads(row.ask),
        ahead=before.count() if line.state is JobState.WAITING else 0,
        progress=progress_of(token),
        found=row.found,
        problems=_problems(row.problems),
        problem_count=row.problem_count,
        result=result if result is not None and result.is_file() else None,
        may_repeat=handed_in(token).is_dir(),
    )


def result_for(actor: Actor, token: str) -> Path:
    """The file that the actor's job made.

    Raises:
        UnknownJob: they have no such job.
        ResultGone: it made none, or it was cleared away.
        RightsWithdrawn: they may see less now than when it was made.
    """
    row = _row(actor, token)
    file = _file(row)
    if file is None or not file.is_file():
        raise ResultGone("这份文件已经清理，请再办一次。")
    made_with = {Grant(Role(role), path) for role, path in json.loads(row.rights or "[]")}
    if not made_with <= set(actor.grants):
        raise RightsWithdrawn("做这份文件之后您的权限变了，不能再取，请按现在的权限再办一次。")
    return file


def _row(actor: Actor, token: str) -> Job:
    row = Job.objects.filter(token=token, account=actor.account).first()
    if row is None:
        raise UnknownJob("没有找到这件事。只有本人能看，过期的会清理，请从“我的办件”里点选。")
    return row


def _line(row: Job, now: datetime) -> JobLine:
    state = JobState(row.state)
    if state is JobState.RUNNING and _is_left(row, now):
        # Who did it was killed, and nobody has taken its place yet who would write it down.
        state = JobState.INTERRUPTED
    return JobLine(
        token=row.token,
        kind=row.kind,
        kind_label=label_of(row.kind),
        title=row.title,
        state=state,
        asked=row.asked_at,
        ended=row.ended_at,
        sentence=row.sentence or (_STOPPED if state is JobState.INTERRUPTED else ""),
    )


def _is_left(row: Job, now: datetime) -> bool:
    """Whether nobody does any more what somebody began."""
    if row.at_once:
        return row.begun_at is None or row.begun_at < now - LONGEST_REQUEST
    return not is_worker_there()


def _file(row: Job) -> Path | None:
    return folder_of(row.token) / row.result if row.result else None


def _problems(text: str) -> tuple[Problem, ...]:
    told = json.loads(text) if text else []
    return tuple(Problem(**{**each, "severity": Severity(each["severity"])}) for each in told)
