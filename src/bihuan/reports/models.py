"""The tables of reports: what was issued, with every figure as it stood. Rows are only ever added."""

from __future__ import annotations

from django.db import models


class IssuedReport(models.Model):
    """A report that left the house.

    Attributes:
        number: unit, year and running number: ``linjiang-2023-001``.
        template: the key of its template.
        unit: the code of the unit that reports.
        as_of: the moment of which the book was asked.
        sha256: of the .docx as it was issued.
    """

    number = models.CharField(max_length=80, unique=True)
    template = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    as_of = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["unit", "first"], name="issued_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class IssuedFile(models.Model):
    """The .docx of an issued report, byte for byte; apart, so that lists of reports never carry it along."""

    report = models.OneToOneField(IssuedReport, models.PROTECT, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.report_id} {len(self.content)}"


class IssuedFigure(models.Model):
    """A figure of an issued report, frozen.

    Attributes:
        place: its number in the report's index, from 1.
        value: the exact value as a fraction in the measure's unit.
        texts: the words of its mentions, one a line.
    """

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="figures")
    place = models.IntegerField()
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    period = models.CharField(max_length=32)
    value = models.CharField(max_length=64)
    measure_unit = models.CharField(max_length=16)
    members = models.BigIntegerField()
    digest = models.CharField(max_length=16)
    texts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "place"], name="one_issued_figure")]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"


class ClaimDecision(models.Model):
    """What a person decided on a claim of somebody's document; the latest of a claim holds, the earlier ones stay.

    Attributes:
        unit, first, last: against whose book, and which period, the claim was held.
        fingerprint: of the claim.
        step: accept, dismiss, note or withdraw.
        series: what an accepted claim is about.
        phrase: measure word, verb and subject of the claim: what an accepted mapping is remembered by.
        words: the note, or why it was dismissed.
    """

    unit = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    fingerprint = models.CharField(max_length=16)
    step = models.CharField(max_length=8)
    series = models.CharField(max_length=200, blank=True)
    phrase = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "fingerprint"], name="claim_decision"),
            models.Index(fields=["unit", "phrase"], name="claim_phrase"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.fingerprint}"


class Draft(models.Model):
    """A report that is being written: what was ordered, and by whom. Its text stands in its versions.

    Attributes:
        template: the key of its template, or the file that it stands in.
        unit: the code of the unit that reports.
        day: the day under the signature.
    """

    template = models.CharField(max_length=400)
    unit = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    day = models.DateField()
    addressee = models.CharField(max_length=80, blank=True)
    begun_by = models.CharField(max_length=80)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "first"], name="draft_unit")]

    def __str__(self) -> str:
        return f"{self.template} {self.unit}"


class DraftText(models.Model):
    """One version of a draft's text: words as the author left them, figures as slots. The latest one holds.

    Attributes:
        version: from 1; two authors who save at once collide on it.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="texts")
    version = models.IntegerField()
    text = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="one_draft_version")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.version}"
