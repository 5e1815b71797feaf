"""The verbs on findings: register one, confirm that it repeats an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import Mark, TaskLife
from bihuan.oversight.errors import BadRepeat, BadTask, UnknownFinding
from bihuan.oversight.giving import NewTask, write_task
from bihuan.oversight.life import Made, life_of
from bihuan.oversight.models import Finding, Task
from bihuan.oversight.moves import Side, Step
from bihuan.oversight.people import identity
from bihuan.oversight.reposting import account_of, enter, life_in, replace_lines, way_of
from bihuan.oversight.scope import places_of, require_side, visible, visible_findings
from bihuan.oversight.similarity import folded
from bihuan.records.act import EvidenceFile, Value
from bihuan.trail.log import note
from bihuan.values.actor import Actor

LONGEST_DESCRIPTION = 500
_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFinding:
    """What was found.

    Attributes:
        found_on: the day.
        unit: the unit at which it was found and which answers for it, by code or full name.
        issuer: the unit that found it.
        description: what was found, in a sentence.
        origin: how it is kept: ``finding``, ``audit_finding``, ``review_rectification``.
        source: where it comes from: 暗访督查, 审计, 自查.
        category, item: its class and item of the organisation's list.
        severity: 一般, 较重 or 严重.
        clause: the rule that it breaks.
        due, working_days: the deadline for putting it right.
        fields: further fields of its kind.
        repeats: the number of the earlier finding that it repeats, where a person confirms that at once.
    """

    found_on: date
    unit: str
    issuer: str
    description: str
    origin: str = "finding"
    source: str = ""
    category: str = ""
    item: str = ""
    severity: str = ""
    clause: str = ""
    leader: str = ""
    person: str = ""
    due: date | None = None
    working_days: int | None = None
    assisting: tuple[str, ...] = ()
    source_record: int | None = None
    evidence: tuple[EvidenceFile, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    repeats: int | None = None


@transaction.atomic
def register_finding(actor: Actor, new: NewFinding) -> int:
    """Register a finding with its rectification as a task; its number.

    Raises:
        UnknownOrigin: the packs keep no findings of this sort.
        BadTask: something about it cannot be entered.
        BadRepeat: it cannot repeat that one.
        UnknownUnit, MayNot: the actor may not register findings there.
    """
    way = way_of(new.origin)
    if way.keeps != "finding":
        raise BadTask(f"“{way.name}”是任务，不是问题，请用交办任务登记（bihuan task add）。")
    words = new.description.strip()
    if not 0 < len(words) <= LONGEST_DESCRIPTION:
        raise BadTask(f"请写明发现了什么，1 到 {LONGEST_DESCRIPTION} 个字。")
    _check_source(way, new.source)
    earlier = _finding(actor, new.repeats) if new.repeats is not None else None
    task, places = write_task(actor, way, _task_of(new, words))
    row = Finding.objects.create(
        task=task,
        source=new.source,
        item=new.item,
        description=words,
        gist=folded(words),
        clause=new.clause,
    )
    if earlier is not None:
        _link(row, earlier)
    first = Made(Step.ASSIGN, task.opened, identity(actor), task.due)
    enter([(account_of(task, places), life_of([first]))], actor.at)
    due = task.due.isoformat() if task.due else None
    detail: dict[str, str | int | None] = {"task": task.pk, "description": words[:80], "due": due}
    note(actor, "register_finding", f"finding:{row.pk}", places[task.responsible_id].code, detail)
    return row.pk


@transaction.atomic
def confirm_repeat(actor: Actor, finding: int, earlier: int) -> int:
    """Confirm that a finding repeats an earlier one; how often it has come back now. It stays on it for ever.

    Raises:
        UnknownFinding: one of them is not there, or the actor may not know of it.
        MayNot: the actor may not inspect there.
        BadRepeat: it repeats another already, or that one is not earlier, or of another sort.
    """
    row, before = _finding(actor, finding), _finding(actor, earlier)
    places = places_of(row.task)
    responsible = places[row.task.responsible_id]
    require_side(actor, row.task.kind, Side.CHECKER, responsible, Step.REOPEN)
    life = life_in(row.task)
    account = account_of(row.task, places)
    old = account.lines(life)
    _link(row, before)
    replace_lines(account, old, account_of(row.task, places).lines(life), actor.at)
    detail = {"repeats": before.pk, "returns": row.returns}
    note(actor, "confirm_repeat", f"finding:{row.pk}", responsible.code, detail)
    return row.returns


def task_of(actor: Actor, finding: int) -> int:
    """The number of the task that puts a finding right.

    Raises:
        UnknownFinding: there is none, or the actor may not know of it.
    """
    number = visible_findings(actor).filter(pk=finding).values_list("task_id", flat=True).first()
    if number is None:
        raise UnknownFinding(f"没有找到编号为 {finding} 的问题，请核对编号。")
    return number


def _task_of(new: NewFinding, words: str) -> NewTask:
    return NewTask(
        origin=new.origin,
        issuer=new.issuer,
        responsible=new.unit,
        title=words[:_TITLE],
        opened=new.found_on,
        due=new.due,
        working_days=new.working_days,
        leader=new.leader,
        person=new.person,
        assisting=new.assisting,
        fields=new.fields,
        source_record=new.source_record,
        category=new.category,
        severity=new.severity,
        evidence=new.evidence,
    )


def _check_source(way: TaskLife, source: str) -> None:
    """A source is one of the kind's own choices, where the kind has such a field."""
    key = next((key for key, mark in way.fills.items() if mark is Mark.SOURCE), None)
    if key is None or way.kind is None or not source:
        return
    packs = catalogue()
    choices = next(packs.choices(each) for each in packs.kind(way.kind).fields if each.key == key)
    if source not in choices:
        raise BadTask(f"问题来源“{source}”不认识，可用的是：{'、'.join(choices)}。")


def _link(row: Finding, earlier: Finding) -> None:
    if row.repeats_id is not None:
        raise BadRepeat(f"问题 {row.pk} 已经认定重复自 {row.repeats_id}，不能再认定一次。")
    if row.pk == earlier.pk or row.task.origin != earlier.task.origin:
        raise BadRepeat("只能认定为同一类台账里更早的问题重复发生。")
    if (earlier.task.opened, earlier.pk) >= (row.task.opened, row.pk):
        raise BadRepeat(f"问题 {earlier.pk} 不早于问题 {row.pk}，请检查先后。")
    row.repeats, row.returns = earlier, earlier.returns + 1
    row.save(update_fields=["repeats", "returns"])


def _finding(actor: Actor, number: int) -> Finding:
    """The row of a finding that the actor may see, locked until the commit."""
    rows = Finding.objects.select_for_update(of=("self",)).select_related("task", "task__issuer", "task__responsible")
    tasks = Task.objects.filter(visible(actor))
    row = rows.filter(pk=number, task__in=tasks).first()
    if row is None:
        raise UnknownFinding(f"没有找到编号为 {number} 的问题，请核对编号。")
    return row
