"""The tables of duties: only what cannot be worked out, that a window was waived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.organisations.models import Unit


class Waiver(models.Model):
    """One window of a duty excused for a unit, by whom and why; ``holder`` is the code of a post-holder, or "".

    A waiver that was withdrawn stays, with the moment and whoever withdrew it.
    """

    duty = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    holder = models.CharField(max_length=64, blank=True)
    window_first = models.DateField()
    reason = models.CharField(max_length=200)
    approver = models.CharField(max_length=80)
    at = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "duty", "holder", "window_first"],
                condition=Q(withdrawn__isnull=True),
                name="waived_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.unit_id} {self.window_first}"
