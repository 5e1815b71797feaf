"""The tables of the trail."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act of one actor, chained by digest to the entry before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    account = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    detail = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="trail_entry_subject"),
            models.Index(fields=["unit", "number"], name="trail_entry_unit"),
            # What the audit administrator looks for: who, what deed, from when to when.
            models.Index(fields=["actor", "number"], name="trail_entry_actor"),
            models.Index(fields=["account", "number"], name="trail_entry_account"),
            models.Index(fields=["verb", "number"], name="trail_entry_verb"),
            models.Index(fields=["at"], name="trail_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class Head(models.Model):
    """The last entry and the moment of the last sealing, in one row that the next writer locks."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(null=True, blank=True)


class Seal(models.Model):
    """The closing of a period: what the book and the trail said then. What is entered later is marked late."""

    period = models.CharField(max_length=24, unique=True)
    first = models.DateField()
    last = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    trail_number = models.BigIntegerField()
    trail_digest = models.CharField(max_length=64)
    book_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.period} {self.digest[:12]}"
