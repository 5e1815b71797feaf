"""The verbs of who wants something done: ask for it, and ask for it again."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping

from django.db import transaction

from bihuan.jobs.errors import NoRoom, TooManyJobs, UnknownJob
from bihuan.jobs.job import JobState, Order
from bihuan.jobs.models import Job
from bihuan.jobs.places import folder_of, handed_in, take_in
from bihuan.jobs.registry import work_of
from bihuan.values.actor import Actor

MOST_OPEN = 5
"""Jobs that one account may have waiting or running."""


def ask_for(actor: Actor, order: Order) -> str:
    """Put the work into the queue and return the token of the job. What it may do is decided when it is done.

    Raises:
        UnknownWork: there is no such kind of work.
        TooManyJobs: the account waits for as many as one may.
        NoRoom: what was handed in cannot be kept.
    """
    work_of(order.kind)
    if Job.objects.filter(account=actor.account, state__in=[JobState.WAITING, JobState.RUNNING]).count() >= MOST_OPEN:
        raise TooManyJobs(f"您已有{MOST_OPEN}件事在办，请等办完一件再交。")
    token = secrets.token_urlsafe(12)
    # Before the row, so that whoever takes the job from the queue finds its files.
    take_in(token, order.files)
    kept = False
    try:
        with transaction.atomic():
            Job.objects.create(
                token=token,
                account=actor.account,
                kind=order.kind,
                title=order.title[:200],
                ask=json.dumps(dict(order.ask), ensure_ascii=False),
                state=JobState.WAITING,
                asked_at=actor.at,
            )
        kept = True
    finally:
        if not kept:
            shutil.rmtree(folder_of(token), ignore_errors=True)
    return token


def ask_again(actor: Actor, token: str, changes: Mapping[str, str] | None = None) -> str:
    """Ask once more for what a job was asked for, with the same files, and return the token of the new job.

    Args:
        actor: its owner.
        token: of the job.
        changes: what is asked differently this time.

    Raises:
        UnknownJob: the actor has no such job.
        NoRoom: what was handed in for it is no longer there.
        TooManyJobs: the account waits for as many as one may.
    """
    row = Job.objects.filter(token=token, account=actor.account).first()
    if row is None:
        raise UnknownJob("没有找到这件事，请从“我的办件”里点选。")
    place = handed_in(token)
    if not place.is_dir():
        raise NoRoom("当时交的文件已经清理，请重新交一次。")
    files = {file.name: file for file in place.iterdir()}
    return ask_for(actor, Order(row.kind, row.title, {**json.loads(row.ask), **(changes or {})}, files))
