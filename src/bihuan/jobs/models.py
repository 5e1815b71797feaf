"""The table of jobs. It is also the queue: what waits is done in the order in which it was asked for."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One piece of work that somebody asked for. How far it is while it runs lies in a file, not here."""

    token = models.CharField(max_length=32, unique=True)
    account = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    ask = models.TextField()
    state = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    at_once = models.BooleanField(default=False)
    rights = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    result = models.CharField(max_length=200, blank=True)
    found = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    problem_count = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="jobs_job_mine"),
            models.Index(fields=["state", "id"], name="jobs_job_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.token} {self.title}"
