"""The tables of the general ledger. Postings are only ever added; tallies are sums kept in step with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.organisations.fields import PathField


class Series(models.Model):
    """A series that postings are summed on: ``kind.measure`` or ``kind.measure[field=choice]``."""

    key = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.key


class Place(models.Model):
    """A path at which a unit stood when something was posted by it or below it.

    A unit that moved has one for each place. The subtree of a unit, over all of its history, is the ranges of its
    places; asking the tree instead would lose what was posted before a move that was entered afterwards.
    """

    path = PathField(max_length=80, primary_key=True)
    unit_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit_id"], name="place_unit")]

    def __str__(self) -> str:
        return self.path


class Posting(models.Model):
    """An amount that one source adds to a series on a day; a reversal carries the amount with its sign turned.

    Attributes:
        path: where the unit stood in the tree on the day of the act. A later move never changes it.
        month: the day's month as yyyymm, stored so that no function of the database works it out.
        amount: in the measure's smallest step.
        sense: 1 for what adds a member, -1 for what takes one out: a reversal, or the end of a standing entry.
        mark: 38 bits made from what is posted, with the sense's sign; sums of marks change when a member does.
        item: the value that is counted once however often it is posted, where the measure counts distinct ones;
            for a reading, what was read.
        origin, source: the part and the number of what was posted.
        reverses: the posting that this one reverses.
    """

    series = models.ForeignKey(Series, models.PROTECT, db_index=False)
    unit_id = models.BigIntegerField()
    path = PathField(max_length=80)
    happened = models.DateField()
    month = models.IntegerField()
    entered = models.DateTimeField()
    amount = models.BigIntegerField()
    sense = models.SmallIntegerField()
    mark = models.BigIntegerField()
    item = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=16)
    source = models.BigIntegerField()
    reverses = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["series", "path", "happened"], name="posting_series_path"),
            models.Index(fields=["source", "origin"], name="posting_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reverses"], condition=Q(reverses__isnull=False), name="reversed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.happened} {self.amount:+}"


class Tally(models.Model):
    """The sums of a unit's own postings to a series in a month."""

    pk = models.CompositePrimaryKey("series_id", "unit_id", "month")
    series = models.ForeignKey(Series, models.PROTECT, db_index=False)
    unit_id = models.BigIntegerField()
    month = models.IntegerField()
    amount = models.BigIntegerField()
    members = models.BigIntegerField()
    marks = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.series_id} {self.unit_id} {self.month}"


class RollUp(models.Model):
    """The sums of the postings of a unit and of all that stood below it, to a series in a month.

    ``slot`` spreads the rows near the root: on PostgreSQL every writer adds to them, and would wait for every other.
    """

    pk = models.CompositePrimaryKey("series_id", "unit_id", "month", "slot")
    series = models.ForeignKey(Series, models.PROTECT, db_index=False)
    unit_id = models.BigIntegerField()
    month = models.IntegerField()
    slot = models.SmallIntegerField()
    amount = models.BigIntegerField()
    members = models.BigIntegerField()
    marks = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.series_id} {self.unit_id} {self.month}"
