"""Giving tasks 交办: what is told of a new task, checked, written, and posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone

from django.db import transaction

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import TaskLife
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace, path_on, unit_for
from bihuan.oversight.errors import BadTask
from bihuan.oversight.evidence import attach
from bihuan.oversight.life import Made, life_of
from bihuan.oversight.models import Assisting, Move, Task
from bihuan.oversight.moves import Side, State, Step
from bihuan.oversight.people import identity
from bihuan.oversight.reposting import account_of, enter, entry_rules_of, way_of
from bihuan.oversight.scope import leaves
from bihuan.oversight.work_calendar import work_calendar
from bihuan.records.act import Act, EvidenceFile, Value
from bihuan.records.entry_rules import Setting
from bihuan.records.fields import read_fields, written
from bihuan.records.models import Record
from bihuan.records.roster import Roster
from bihuan.records.scope import visible as visible_records
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor

SHANGHAI = timezone(timedelta(hours=8))
LONGEST_TITLE = 200
LONGEST_DOCUMENT, LONGEST_CLAUSE = 120, 500
SEVERITIES = ("一般", "较重", "严重")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to be given.

    Attributes:
        origin: the key of its life in the packs: ``supervised_item``.
        issuer: the unit that gives it, by code or full name.
        responsible: the unit that answers for it.
        title: what a person calls it; none for an origin that is marked ``act_only``.
        opened: the day on which it was given.
        due: its deadline; or ``working_days`` from the day of giving; else what the origin's life says, if anything.
        leader, person: the lead leader and who does it.
        assisting: units that help.
        fields: further fields of its kind.
        source_record: the record that it came of.
        source_document, source_clause: the document that asks for it, and its words there; what is too long is cut.
        category, severity: its class, and 一般, 较重 or 严重.
        evidence: files handed over with it.
    """

    origin: str
    issuer: str
    responsible: str
    title: str
    opened: date
    due: date | None = None
    working_days: int | None = None
    leader: str = ""
    person: str = ""
    assisting: tuple[str, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    source_record: int | None = None
    source_document: str = ""
    source_clause: str = ""
    category: str = ""
    severity: str = ""
    evidence: tuple[EvidenceFile, ...] = ()


@transaction.atomic
def give_task(actor: Actor, new: NewTask) -> int:
    """Give a task; its number.

    Raises:
        UnknownOrigin: the packs know no such tasks.
        BadTask: something about it cannot be entered.
        UnknownUnit, MayNot: the actor may not give tasks there.
        BadEvidence, EvidenceTooLarge: a file cannot be kept.
    """
    way = way_of(new.origin)
    if way.keeps == "finding":
        raise BadTask(f"“{way.name}”由问题产生，请登记问题（bihuan finding add）。")
    task, places = write_task(actor, way, new)
    first = Made(Step.ASSIGN, task.opened, identity(actor), task.due)
    enter([(account_of(task, places), life_of([first]))], actor.at)
    due = task.due.isoformat() if task.due else None
    detail = {"origin": task.origin, "opened": task.opened.isoformat(), "due": due, "title": new.title}
    if new.source_document:
        detail["document"] = task.source_document
    note(actor, "give_task", f"task:{task.pk}", places[task.responsible_id].code, detail)
    return task.pk


def write_task(actor: Actor, way: TaskLife, new: NewTask) -> tuple[Task, dict[int, UnitPlace]]:
    """Write the row of a task and its first move; the caller posts it and notes it in the trail.

    The row, and its two units by number.
    """
    issuer, responsible = _units(actor, way, new)
    day = actor.at.astimezone(SHANGHAI).date()
    _check(way, new, issuer, responsible, day)
    due = _deadline(way, new)
    task = Task.objects.create(
        origin=way.key,
        kind=way.kind or "",
        issuer_id=issuer.number,
        issuer_path=path_on(issuer, new.opened),
        responsible_id=responsible.number,
        responsible_path=path_on(responsible, new.opened),
        title=new.title,
        fields=written(_fields(way, new, issuer, day)),
        opened=new.opened,
        leader=new.leader,
        person=new.person,
        due=due,
        working_days=None if new.due else new.working_days or way.working_days,
        state=State.ASSIGNED,
        moves=1,
        source_record=_source(actor, new),
        source_document=_cut(new.source_document, LONGEST_DOCUMENT),
        source_clause=_cut(new.source_clause, LONGEST_CLAUSE),
        category=new.category,
        severity=new.severity,
        entered=actor.at,
        entered_by=actor.name,
    )
    first = Move.objects.create(
        task=task,
        number=1,
        step=Step.ASSIGN,
        after=State.ASSIGNED,
        happened=new.opened,
        at=actor.at,
        by=actor.name,
        account=actor.account,
        due=due,
    )
    for unit in new.assisting:
        place = unit_for(actor, unit)
        Assisting.objects.create(task=task, unit_id=place.number, path=path_on(place, new.opened))
    attach(actor, first, new.evidence)
    return task, {issuer.number: issuer, responsible.number: responsible}


def _units(actor: Actor, way: TaskLife, new: NewTask) -> tuple[UnitPlace, UnitPlace]:
    """The two units; leave over either is enough, since an inspector gives findings to units and not to offices."""
    issuer = unit_for(actor, new.issuer, Action.SEE)
    responsible = issuer if new.responsible == new.issuer else unit_for(actor, new.responsible, Action.SEE)
    wanted = leaves(way.kind or "", Side.GIVER)
    if not any(actor.may(action, place.path) for action in wanted for place in (issuer, responsible)):
        raise MayNot(f"您没有向“{responsible.name}”交办任务的权限，请联系管理员。")
    return issuer, responsible


def _check(way: TaskLife, new: NewTask, issuer: UnitPlace, responsible: UnitPlace, today: date) -> None:
    if way.act_only and (new.title or new.person):
        raise BadTask(f"“{way.name}”只记行为和合计，不写标题、姓名和内容，请留空。")
    if not way.act_only and not 0 < len(new.title.strip()) <= LONGEST_TITLE:
        raise BadTask(f"请写明任务名称，1 到 {LONGEST_TITLE} 个字。")
    if new.opened > today:
        raise BadTask(f"{new.opened} 还没有到，请核对交办日期。")
    for place in (issuer, responsible):
        if not place.lives_on(new.opened):
            raise BadTask(f"“{place.name}”在 {new.opened} 不存在，请核对日期或单位。")
    if new.due is not None and new.due < new.opened:
        raise BadTask(f"时限 {new.due} 早于交办日期 {new.opened}，请检查先后。")
    if new.severity and new.severity not in SEVERITIES:
        raise BadTask(f"严重程度“{new.severity}”不认识，请写 {'、'.join(SEVERITIES)}。")
    classes = catalogue().lists.get("finding_classes")
    if new.category and classes is not None and classes.choices and new.category not in classes.choices:
        raise BadTask(f"类别“{new.category}”不在本单位的清单里，可用的是：{'、'.join(classes.choices)}。")


def _deadline(way: TaskLife, new: NewTask) -> date | None:
    if new.due is not None:
        return new.due
    days = new.working_days or way.working_days
    if days is not None:
        return work_calendar().after_working_days(new.opened, days).day
    return work_calendar().after_days(new.opened, way.days).day if way.days else None


def _fields(way: TaskLife, new: NewTask, issuer: UnitPlace, today: date) -> Mapping[str, Value]:
    """The further fields of its kind, typed; those that the moves fill in are not for anybody to write.

    Raises:
        BadTask: a field is unknown, cannot be read, or is filled in by the moves.
    """
    if way.kind is None:
        if new.fields:
            raise BadTask(f"“{way.name}”没有其他栏目，请留空。")
        return {}
    rules = entry_rules_of(catalogue(), way.kind)
    values, flaws = read_fields(rules.kind, dict(new.fields), rules.choices)
    filled = [rules.names[key] for key in values if key in way.done_words or way.fills.get(key) in _BY_MOVES]
    if filled:
        raise BadTask(f"“{'、'.join(filled)}”由任务的流转填写，请不要直接填。")
    values = Roster().with_codes(rules.naming, values)
    if not flaws:
        act = Act(kind=way.kind, unit=issuer.code, happened=new.opened, fields=values)
        flaws = rules.entry.flaws(act, Setting(today, issuer.begins, issuer.ends, issuer.name))
    if flaws:
        first = flaws[0].at(rules.names.get(flaws[0].key, flaws[0].key))
        raise BadTask(f"有 {len(flaws)} 处要改：{first}。")
    return values


_BY_MOVES = frozenset({"due", "done", "verified", "verifier", "closed", "is_closed", "reopened", "repeats"})


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _source(actor: Actor, new: NewTask) -> Record | None:
    if new.source_record is None:
        return None
    row = Record.objects.filter(visible_records(actor), pk=new.source_record).first()
    if row is None:
        raise BadTask(f"没有找到编号为 {new.source_record} 的来源记录，请核对编号。")
    return row
