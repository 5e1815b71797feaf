"""The tables of oversight. A task's moves are rows that are only ever added; its state is kept in step with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.organisations.fields import PathField
from bihuan.organisations.models import Unit
from bihuan.oversight.moves import State, Step
from bihuan.records.models import Evidence, Record


class Task(models.Model):
    """A duty that falls due once: one life for every origin.

    Attributes:
        origin: the key of its life in the packs: ``finding``, ``supervised_item``.
        kind: the kind by whose rules it posts, "" where it posts its life alone.
        issuer, issuer_path: the unit that gave it, and where that stood on the day.
        responsible, responsible_path: the unit that answers for it, and where that stood on the day.
        title: what a person calls it; empty for an origin that is marked ``act_only``.
        fields: further fields of its kind as canonical JSON text.
        opened: the day on which it was given.
        leader, person: the lead leader 牵头领导 and who does it, as the list names them.
        due: the deadline that holds.
        working_days: how many working days it was given, where its deadline was counted in them.
        state, moves: where it stands and after how many moves; set by compare-and-set on ``moves``.
        settled: the day on which it was closed or cancelled.
        source_record: the record that it came of: an agenda item, an inspection, a report.
        source_document, source_clause: the document that asks for it, and its words there: a line of the year's plan.
        category, severity: its class and how grave it is, for a finding's task the finding's.
    """

    origin = models.CharField(max_length=64)
    kind = models.CharField(max_length=64, blank=True)
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    issuer_path = PathField(max_length=80)
    responsible = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    responsible_path = PathField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    fields = models.TextField()
    opened = models.DateField()
    leader = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=80, blank=True)
    due = models.DateField(null=True, blank=True)
    working_days = models.IntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.label) for s in State])
    moves = models.IntegerField()
    settled = models.DateField(null=True, blank=True)
    source_record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    source_document = models.CharField(max_length=120, blank=True, default="")
    source_clause = models.CharField(max_length=500, blank=True, default="")
    category = models.CharField(max_length=60, blank=True)
    severity = models.CharField(max_length=12, blank=True)
    entered = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["responsible_path", "opened"], name="task_responsible"),
            models.Index(fields=["issuer_path", "opened"], name="task_issuer"),
            models.Index(fields=["origin", "state"], name="task_origin_state"),
            # Lists begin with what falls due first; the open ones are few among all that were ever given.
            models.Index(fields=["due", "id"], name="task_due"),
            models.Index(
                fields=["due", "id"],
                name="task_due_open",
                condition=~Q(state__in=(State.CLOSED.value, State.CANCELLED.value)),
            ),
            # What was returned, and every other state that few tasks are in.
            models.Index(
                fields=["state", "due", "id"],
                name="task_state_open",
                condition=~Q(state__in=(State.CLOSED.value, State.CANCELLED.value)),
            ),
            models.Index(fields=["source_record"], name="task_source", condition=Q(source_record__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.opened} {self.title}"


class Assisting(models.Model):
    """A unit that helps with a task 配合单位."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="assisting", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    path = PathField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="assists_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"


class Move(models.Model):
    """One change of a task: who did what on which day, from which state to which, and why.

    Attributes:
        number: 1 for the assignment, then one more for each; with the task it is unique, so that no two people can
            both make the same move.
        happened: the day on which it took place; ``at`` is when it was entered.
        by, account: the name and the login name of who made it.
        words: the reason, the progress, what was done.
        due: the deadline that it sets or asks for.
        same_unit: a verification by somebody of the doer's unit, for want of anybody else.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="history", db_index=False)
    number = models.IntegerField()
    step = models.CharField(max_length=20, choices=[(s.value, s.label) for s in Step])
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    happened = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    account = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=500, blank=True)
    due = models.DateField(null=True, blank=True)
    same_unit = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="move_once")]

    def __str__(self) -> str:
        return f"{self.task_id}.{self.number} {self.step}"


class MoveEvidence(models.Model):
    """A file behind a move, under the name that it was handed in with."""

    move = models.ForeignKey(Move, models.PROTECT, related_name="evidence", db_index=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "evidence"], name="move_evidence_once")]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """What an inspection, audit, visit or self-check found. Its rectification is its task.

    Attributes:
        source: where it comes from: 暗访督查, 审计, 自查.
        item: the item of the organisation's list that it falls under.
        description: what was found.
        gist: the description as `bihuan.oversight.similarity` compares it.
        clause: the rule that it breaks.
        repeats: the earlier finding that a person confirmed it repeats.
        returns: how often it had come back before, with this time; 0 for the first. It never goes down.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="finding")
    source = models.CharField(max_length=40, blank=True)
    item = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=500)
    gist = models.CharField(max_length=500)
    clause = models.CharField(max_length=200, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    returns = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.description[:40]


class Declaration(models.Model):
    """A register was declared complete for a period: nothing that belongs in it is missing from it.

    Attributes:
        series: the series whose register it is.
        unit, path: for which unit and all below it.
        first, last: the days, both in.
        by, account: who answers for it.
        withdrawn: when and why it was taken back, if it was.
    """

    series = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = PathField(max_length=80)
    first = models.DateField()
    last = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    account = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["series", "path"], name="declaration_series_path")]

    def __str__(self) -> str:
        return f"{self.series} {self.first}..{self.last}"
