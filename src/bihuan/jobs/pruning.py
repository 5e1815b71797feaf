"""What is cleared away: the files of a job after a week, the job itself after a quarter."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from bihuan.jobs.models import Job
from bihuan.jobs.places import folder_of, marks_of

FILES_KEPT = timedelta(days=7)
"""As long as documents handed in for a check."""
JOBS_KEPT = timedelta(days=92)


def prune(now: datetime) -> None:
    """Clear away what is older than it is kept. What is still open stays, however long it waits."""
    ended = Job.objects.exclude(ended_at=None)
    for token in ended.filter(ended_at__lt=now - FILES_KEPT).values_list("token", flat=True):
        shutil.rmtree(folder_of(token), ignore_errors=True)
    old = list(ended.filter(ended_at__lt=now - JOBS_KEPT).values_list("pk", "token", "account"))
    for _, token, account in old:
        (marks_of(account) / token).unlink(missing_ok=True)
    if old:
        Job.objects.filter(pk__in=[number for number, _, _ in old]).delete()
