"""Who may see which tasks, and what leave each side of a task needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q, QuerySet

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.errors import MayNot
from bihuan.organisations.paths import below
from bihuan.organisations.queries import UnitPlace, may_know_of, units_numbered
from bihuan.oversight.errors import UnknownTask
from bihuan.oversight.models import Assisting, Finding, Task
from bihuan.oversight.moves import Side, Step
from bihuan.values.actor import Action, Actor

_LEAVE = {
    Side.GIVER: (Action.INSPECT, Action.RECORD),
    Side.DOER: (Action.RECORD,),
    Side.CHECKER: (Action.INSPECT,),
    Side.APPROVER: (Action.WAIVE,),
}


def is_restricted(kind: str) -> bool:
    """Whether tasks of the kind are kept to the discipline role."""
    kinds = catalogue().kinds
    return kind in kinds and bool(kinds[kind].restricted)


def leaves(kind: str, side: Side) -> tuple[Action, ...]:
    """The actions of which one is enough for a side of a task of this kind."""
    return (Action.DISCIPLINE,) if is_restricted(kind) else _LEAVE[side]


def require_side(actor: Actor, kind: str, side: Side, place: UnitPlace, step: Step) -> None:
    """Let the actor pass who may act on that side of a task at the unit.

    Raises:
        UnknownTask: the actor may not even know of the unit.
        MayNot: the actor may not.
    """
    if any(actor.may(action, place.path) for action in leaves(kind, side)):
        return
    if not may_know_of(actor, place.path):
        raise UnknownTask("没有找到这项任务，请核对编号。")
    raise MayNot(f"您没有对“{place.name}”的任务“{step.label}”的权限，请联系管理员。")


def visible(actor: Actor) -> Q:
    """The condition on tasks that the actor may see: those given by, owed by or helped by a unit in their scope."""
    if _sees_all(actor):
        return Q()
    closed = [kind.key for kind in catalogue().kinds.values() if kind.restricted]
    seen = _within(actor.paths(Action.SEE))
    if not closed:
        return seen
    return (seen & ~Q(kind__in=closed)) | (_within(actor.paths(Action.DISCIPLINE)) & Q(kind__in=closed))


def within(place: UnitPlace) -> Q:
    """The condition on tasks that the unit or one below it answers for or gave."""
    return _reaching(place.path) | Q(responsible_id=place.number) | Q(issuer_id=place.number)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL on ``oversight_task t``, and what its marks stand for."""

    sql: str
    values: tuple[str | int, ...] = ()


def seen_by(actor: Actor, *, by_index: bool = False) -> Condition:
    """What `visible` says, written out; ``by_index`` as in `within_place`."""
    if _sees_all(actor):
        return Condition("1 = 1")
    closed = tuple(kind.key for kind in catalogue().kinds.values() if kind.restricted)
    seen = _reaching_any(actor.paths(Action.SEE), by_index=by_index)
    if not closed:
        return seen
    marks = ", ".join(["%s"] * len(closed))
    kept = _reaching_any(actor.paths(Action.DISCIPLINE), by_index=by_index)
    sql = f"({seen.sql} AND t.kind NOT IN ({marks}) OR {kept.sql} AND t.kind IN ({marks}))"
    return Condition(sql, (*seen.values, *closed, *kept.values, *closed))


def within_place(place: UnitPlace, *, by_index: bool) -> Condition:
    """What `within` says, written out.

    Args:
        place: the unit.
        by_index: whether the places have an index narrow enough to be fetched by; else tasks are walked in another.
    """
    below_it = _reaching_any([place.path], by_index=by_index)
    either = ("t.responsible_id", "t.issuer_id") if by_index else ("t.responsible_id + 0", "t.issuer_id + 0")
    sql = f"({below_it.sql} OR {either[0]} = %s OR {either[1]} = %s)"
    return Condition(sql, (*below_it.values, place.number, place.number))


_REACHED = """{responsible} >= %s AND {responsible} < %s OR {issuer} >= %s AND {issuer} < %s
    OR t.id IN (SELECT a.task_id FROM oversight_assisting a WHERE a.path >= %s AND a.path < %s)"""


def _reaching_any(tops: Sequence[str], *, by_index: bool = False) -> Condition:
    if "" in tops:
        return Condition("1 = 1")
    if not tops:
        return Condition("1 = 0")
    # Adding nothing to a column keeps the condition from its index.
    columns = ("t.responsible_path", "t.issuer_path")
    responsible, issuer = columns if by_index else (f"({column} || '')" for column in columns)
    sql = " OR ".join([_REACHED.format(responsible=responsible, issuer=issuer)] * len(tops))
    return Condition(f"({sql})", tuple(chain.from_iterable(below(top) * 3 for top in tops)))


def task_row(actor: Actor, number: int) -> Task:
    """The row of a task that the actor may see.

    Raises:
        UnknownTask: there is none, or the actor may not know of it.
    """
    row = Task.objects.select_related("finding").filter(visible(actor), pk=number).first()
    if row is None:
        raise UnknownTask(f"没有找到编号为 {number} 的任务，请核对编号。")
    return row


def places_of(row: Task) -> dict[int, UnitPlace]:
    """The unit that gave the task and the unit that answers for it, where they stand now, by number."""
    return units_numbered([row.issuer_id, row.responsible_id])


def _within(tops: Sequence[str]) -> Q:
    if "" in tops:
        return Q()
    found = Q(pk__in=[])
    for top in tops:
        found |= _reaching(top)
    return found


def _reaching(top: str) -> Q:
    low, high = below(top)
    helped = Assisting.objects.filter(path__gte=low, path__lt=high).values("task")
    return (
        Q(responsible_path__gte=low, responsible_path__lt=high)
        | Q(issuer_path__gte=low, issuer_path__lt=high)
        | Q(pk__in=helped)
    )


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """The findings that the actor may see; one with a scope over the whole tree is not slowed by a condition."""
    if _sees_all(actor):
        return Finding.objects.all()
    return Finding.objects.filter(task__in=Task.objects.filter(visible(actor)))


def _sees_all(actor: Actor) -> bool:
    return "" in actor.paths(Action.SEE) and "" in actor.paths(Action.DISCIPLINE)
