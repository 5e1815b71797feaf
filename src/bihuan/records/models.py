"""The tables of records. A row is never edited: a correction is a row of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.organisations.fields import PathField
from bihuan.organisations.models import Person, Unit
from bihuan.records.act import AttendeeRole, State


class Batch(models.Model):
    """One import: the file by its digest, and how many rows came with it.

    Attributes:
        repeat: how many times the same file had been imported for this kind before; makes a second import by somebody
            else at the same moment collide.
    """

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    repeat = models.IntegerField()
    name = models.CharField(max_length=200)
    rows = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "kind", "repeat"], name="batch_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:12]}"


class Record(models.Model):
    """One act of one unit on one day.

    Attributes:
        kind: the key of its kind in the packs.
        path: where the unit stood on the day of the act.
        happened: the day of the act; for a standing entry, the day from which it is in force.
        until: the last day on which a standing entry is in force.
        fields: the kind's fields as canonical JSON text.
        entered: the moment of entry.
        delay: days from the act to its entry, a fact of that moment; see `bihuan.records.lateness`.
        after_seal: whether the books of its day were closed before it was entered.
        part_of: the record that this one belongs to: the meeting of an agenda item.
        batch: the import that it came in with.
    """

    kind = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = PathField(max_length=80)
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in State])
    happened = models.DateField()
    until = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    fields = models.TextField()
    entered = models.DateTimeField()
    entered_by = models.CharField(max_length=80)
    delay = models.IntegerField()
    after_seal = models.BooleanField()
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="records", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "kind", "happened"], name="record_unit_kind_day"),
            models.Index(fields=["path", "happened"], name="record_path_day"),
            # Lists show the newest first, whoever's they are: without this a page sorts all that there are.
            models.Index(fields=["happened", "id"], name="record_newest"),
            # A list by kind, and the records of a rare kind among very many.
            models.Index(fields=["kind", "happened", "id"], name="record_kind_day"),
            # Late ones are few, and counted by month for whole subtrees.
            models.Index(
                fields=["happened", "unit"], name="record_late", condition=Q(delay__gt=7) | Q(after_seal=True)
            ),
            # Most records are no part of another; an index on their nothing would cost every import its time.
            models.Index(fields=["part_of"], name="record_part_of", condition=Q(part_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened} {self.title}"


class Correction(models.Model):
    """A record was superseded by another, or voided where there is no other; why, by whom, when.

    ``record`` is unique: of two people who correct the same record at once, one row is refused.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="correction")
    successor = models.OneToOneField(
        Record, models.PROTECT, null=True, blank=True, related_name="predecessor_correction"
    )
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.record_id} -> {self.successor_id}"


class Attendance(models.Model):
    """A person's part in an act: 主持, 授课, 参加, 列席."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="attendances", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in AttendeeRole])

    class Meta:
        # The constraint's index begins with the record, so the record needs none of its own.
        constraints = [models.UniqueConstraint(fields=["record", "person", "role"], name="attends_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.person_id} {self.role}"


class Evidence(models.Model):
    """A file behind records, kept once under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    entered = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file attached to a record under the name that it was handed in with."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="attachments", db_index=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "evidence"], name="attached_once")]

    def __str__(self) -> str:
        return self.name
