"""Walking a loop with the verbs alone: what each step needs is read from the packs, nothing is known by heart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.oversight_schema import LoopStep, TaskLife
from bihuan.catalog.schema import Aggregation, Field_, FieldType, Kind, Measure, Wanted
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.models import Finding, Task
from bihuan.oversight.moves import State, Step
from bihuan.oversight.moving import Doing, move
from bihuan.records.act import Act, Value
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from oversight.cast import DONE

DAY = date(2023, 5, 10)
_VALUES: dict[FieldType, Value] = {
    FieldType.TEXT: "甲",
    FieldType.REFERENCE: "甲一",
    FieldType.PERIOD: "2023-05",
    FieldType.DAY: DAY,
    FieldType.NUMBER: 1,
    FieldType.YES_NO: True,
    FieldType.PERSON: "张三",
    FieldType.POST: "大队长",
    FieldType.UNIT: "dc1",
}
OPENED, DONE_REPORTED, VERIFIED, CLOSED = range(4)
STAGES = {
    "task.opened": OPENED,
    "task.progress_reports": OPENED,
    "task.done_reports": DONE_REPORTED,
    "task.verified": VERIFIED,
    "task.closed": CLOSED,
    "finding.rectified": VERIFIED,
    "audit_finding.rectified_same_year": VERIFIED,
    "review_rectification.effects": VERIFIED,
    "resolution.done": VERIFIED,
    "submission.replied": VERIFIED,
    "supervised_item.closed": CLOSED,
}


@dataclass
class Walk:
    """One walk through a loop.

    Attributes:
        giver, doer, checker: who gives, does and checks.
        steps: the steps that are going to be walked; a task is told at its giving what they need of it.
        tasks: the task of each origin and the stage that it has reached.
    """

    packs: Catalogue
    giver: Actor
    doer: Actor
    checker: Actor
    steps: list[LoopStep] = field(default_factory=list)
    tasks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def along(self, steps: list[LoopStep]) -> None:
        """Walk these steps, one after the other."""
        self.steps = steps
        for step in steps:
            self.complete(step)

    def complete(self, step: LoopStep) -> None:
        """Do what completes the step."""
        stage = STAGES.get(step.by[0].partition("[")[0] if step.by else "", OPENED)
        if step.by and step.by[0] == "audit_finding.prior_year_rectification_rate":
            self._find("audit_finding", date(2022, 9, 5), {})
            return
        origin = self._origin(step)
        if origin is not None:
            self._advance(origin, step, stage)
        else:
            self._record(step)

    def kinds(self, step: LoopStep) -> set[str]:
        """Every kind whose acts can complete the step."""
        kinds = {key.partition(".")[0] for key in step.by} | {step.records or ""}
        origin = self._origin(step)
        return kinds | {self.packs.task_lives[origin].kind or origin} if origin else kinds

    def act(self, step: LoopStep) -> str:
        """The kind of the act that this walk completes the step with."""
        origin = self._origin(step)
        if origin:
            return self.packs.task_lives[origin].kind or origin
        return step.by[0].partition(".")[0] if step.by else step.records or ""

    def _origin(self, step: LoopStep) -> str | None:
        """The origin whose task completes the step, where its kind is one that oversight keeps."""
        if step.by and step.by[0].startswith("task."):
            name = step.by[0].partition("[origin=")[2].rstrip("]")
            return next(life.key for life in self.packs.task_lives.values() if life.name == name)
        kind = step.by[0].partition(".")[0] if step.by else step.records
        return next((life.key for life in self.packs.task_lives.values() if life.kind == kind), None)

    def _advance(self, origin: str, step: LoopStep, stage: int) -> None:
        task, reached = self.tasks.get(origin) or (self._give(self.packs.task_lives[origin]), OPENED)
        silent = self.packs.task_lives[origin].act_only
        doing = Doing() if silent else DONE
        if step.by and step.by[0].startswith("task.progress_reports"):
            move(self.doer, task, Step.ACCEPT)
            move(self.doer, task, Step.PROGRESS, Doing(words="已过半"))
            self.tasks[origin] = (task, reached)
            return
        if reached < DONE_REPORTED <= stage:
            if Task.objects.get(pk=task).state == State.ASSIGNED:
                move(self.doer, task, Step.ACCEPT)
            move(self.doer, task, Step.REPORT_DONE, doing)
        if reached < VERIFIED <= stage:
            move(self.checker, task, Step.VERIFY)
        if reached < CLOSED <= stage:
            move(self.checker, task, Step.CLOSE)
        self.tasks[origin] = (task, max(reached, stage))

    def _give(self, life: TaskLife) -> int:
        kind = self.packs.kinds.get(life.kind or "")
        filled = {*life.fills, *life.done_words}
        fields: dict[str, Value] = {}
        if kind is not None:
            filled |= {key for key in (kind.day_field, kind.unit_field, kind.until_field) if key}
            for step in self.steps:
                if self._origin(step) == life.key:
                    fields |= self._wanted(kind, step)
        told = {
            key: value for key, value in fields.items() if key not in filled or key in ("suggestion", "is_repeat")
        }
        if life.keeps == "finding":
            return self._find(life.key, DAY, told)
        new = NewTask(
            origin=life.key, issuer="zd", responsible="dc", title="" if life.act_only else "甲事项", opened=DAY
        )
        leader = "支队长" if "lead_leader" in fields else ""
        return give_task(self.giver, replace(new, due=date(2023, 6, 30), leader=leader, fields=told))

    def _find(self, origin: str, day: date, fields: Mapping[str, Value]) -> int:
        source = "暗访督查" if origin == "finding" else ""
        new = NewFinding(
            found_on=day, unit="dc1", issuer="zd", description="灯具不亮", origin=origin, category="设施"
        )
        number = register_finding(self.checker, replace(new, source=source, due=date(2023, 6, 30), fields=fields))
        return Finding.objects.get(pk=number).task_id

    def _record(self, step: LoopStep) -> None:
        key = step.by[0].partition(".")[0] if step.by else step.records or ""
        kind = self.packs.kind(key)
        fields = self._wanted(kind, step)
        own = {kind.day_field, kind.unit_field, kind.until_field}
        title = "" if kind.act_only else "甲事项"
        kept = {name: value for name, value in fields.items() if name not in own}
        record_act(self.giver, Act(kind=key, unit="dc", happened=DAY, title=title, fields=kept))

    def _amount(self, step: LoopStep) -> Decimal:
        """Two for what has to be reached and for the step that reaches it, so that one in between is too little."""
        reached = {key for each in self.packs.loop_steps if each.loop == step.loop for key in each.all_of}
        return Decimal(2 if step.all_of or step.by[0] in reached else 1)

    def _wanted(self, kind: Kind, step: LoopStep) -> dict[str, Value]:
        """Field values with which an act of the kind posts to the step's first series, or meets its condition."""
        known = {each.key: each for each in kind.fields}
        fields = {each.key: _any(each) for each in kind.fields if each.required}
        for key, wanted in step.where.items() if not step.by else ():
            fields[key] = _wanted_value(known[key], wanted)
        if step.by and step.by[0].partition(".")[0] == kind.key:
            series = self.packs.series(step.by[0])
            if series.choice is not None:
                fields[series.choice[0]] = series.choice[1]
            measure = next(each for each in kind.measures if each.key == series.measure)
            fields |= _posting(known, measure, fields)
            if measure.aggregation in (Aggregation.SUM, Aggregation.READING):
                fields[measure.field or measure.key] = self._amount(step)
        if kind.quorum is not None:
            fields |= {kind.quorum.due: 1, kind.quorum.present: 1}
        return fields


def _posting(known: Mapping[str, Field_], measure: Measure, told: Mapping[str, Value]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for key, wanted in measure.where.items():
        if key not in told:
            fields[key] = _wanted_value(known[key], wanted)
    for named in (measure.dated_by, measure.distinct, measure.per):
        if named is not None and named in known:
            fields[named] = _any(known[named])
    return fields


def _any(each: Field_) -> Value:
    return each.choices[0] if each.choices else _VALUES[each.type]


def _wanted_value(each: Field_, wanted: Wanted) -> Value:
    if wanted == "set":
        return False if each.type is FieldType.YES_NO else _any(each)
    return wanted[0] if isinstance(wanted, tuple) else wanted
