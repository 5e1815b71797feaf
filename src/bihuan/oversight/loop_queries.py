"""Reads of loops: where one stands for a unit and period, asked of the book, the records and the open tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from bihuan.book.figures import figures
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.oversight_schema import LoopStep
from bihuan.catalog.schema import Kind, Wanted
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.oversight import scope
from bihuan.oversight.amounts import act_of as act_of_task
from bihuan.oversight.errors import UnknownLoop
from bihuan.oversight.loops import Counted, LoopStanding, StepStanding, step_standing, untracked
from bihuan.oversight.models import Task
from bihuan.oversight.moves import State as TaskState
from bihuan.oversight.reposting import account_of, life_in
from bihuan.records.act import State, Value
from bihuan.records.fields import reread
from bihuan.records.models import Record
from bihuan.records.scope import visible, within
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period

NAMED = 3
"""How many open tasks a step names as what holds it up."""


def loop_standing(actor: Actor, key: str, unit: str, period: Period) -> LoopStanding:
    """Where a closed loop or a parallel mechanism stands for a unit and all below it in a period.

    Raises:
        UnknownLoop: the packs have none of this key.
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    packs = catalogue()
    place = unit_for(actor, unit)
    loop = next((each for each in packs.closed_loops if each.key == key), None)
    if loop is not None:
        written = {step.step: step for step in packs.loop_steps if step.loop == key}
        steps = _steps(actor, place, period, loop.steps, written)
        return LoopStanding(key, loop.name, ordered=True, inferred=loop.basis == "inferred", steps=steps)
    side_by_side = next((each for each in packs.parallel_mechanisms if each.key == key), None)
    if side_by_side is None:
        keys = [each for each, _, _, _ in loops_known()]
        raise UnknownLoop(f"没有闭环或机制“{key}”，{did_you_mean(key, keys) or '可用 bihuan loop list 查看全部'}。")
    parts = {
        part.part: LoopStep(loop=key, step=part.part, by=part.by, who=part.who)
        for part in packs.mechanism_parts
        if part.mechanism == key
    }
    steps = _steps(actor, place, period, side_by_side.parts, parts)
    return LoopStanding(key, side_by_side.name, ordered=False, inferred=False, steps=steps)


def loops_known() -> list[tuple[str, str, tuple[str, ...], bool]]:
    """Every loop and mechanism: key, name, steps, and whether its steps are ordered."""
    packs = catalogue()
    closed = [(each.key, each.name, each.steps, True) for each in packs.closed_loops]
    return closed + [(each.key, each.name, each.parts, False) for each in packs.parallel_mechanisms]


def _steps(
    actor: Actor, place: UnitPlace, period: Period, names: Iterable[str], written: Mapping[str, LoopStep]
) -> tuple[StepStanding, ...]:
    counted = _counted(actor, place, period, written.values())
    found: list[StepStanding] = []
    for name in names:
        step = written.get(name)
        if step is None:
            found.append(untracked(name))
            continue
        acts = _acts(actor, place, period, step) if step.records is not None else 0
        held = _open_tasks(actor, place, period, step.life) if step.life is not None else ()
        found.append(step_standing(step, counted, acts, held))
    return tuple(found)


def _counted(actor: Actor, place: UnitPlace, period: Period, steps: Iterable[LoopStep]) -> dict[str, Counted]:
    keys = sorted({key for step in steps for key in (*step.by, *step.all_of)})
    answers = figures(actor, [Ask(key, place.code, period) for key in keys])
    return {key: Counted(each.value, each.is_entered) for key, each in zip(keys, answers, strict=True)}


def _acts(actor: Actor, place: UnitPlace, period: Period, step: LoopStep) -> int:
    """How many records and tasks of the kind have the wanted field values."""
    kind = catalogue().kind(step.records or "")
    rows = Record.objects.filter(
        visible(actor), within(place), _during(kind, period), kind=kind.key, state=State.HELD, correction__isnull=True
    )
    held = sum(_fits(step.where, reread(kind, fields)) for fields in rows.values_list("fields", flat=True))
    return held + sum(_fits(step.where, fields) for fields in _fields_of_tasks(actor, place, period, kind))


def _during(kind: Kind, period: Period) -> Q:
    if kind.standing:
        return Q(happened__lte=period.last) & (Q(until__isnull=True) | Q(until__gte=period.first))
    return Q(happened__gte=period.first, happened__lte=period.last)


def _fields_of_tasks(actor: Actor, place: UnitPlace, period: Period, kind: Kind) -> Iterable[Mapping[str, Value]]:
    if kind.key not in {life.kind for life in catalogue().task_lives.values()}:
        return
    rows = (
        Task.objects.filter(scope.visible(actor), scope.within(place), kind=kind.key)
        .select_related("finding")
        .exclude(state=TaskState.CANCELLED)
    )
    for row in rows.filter(opened__gte=period.first, opened__lte=period.last):
        account = account_of(row, scope.places_of(row))
        yield act_of_task(account.way, kind, account.told, life_in(row)).fields


def _fits(where: Mapping[str, Wanted], fields: Mapping[str, Value]) -> bool:
    for key, wanted in where.items():
        value = fields.get(key)
        if value is None:
            return False
        if wanted != "set" and value not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return True


def _open_tasks(actor: Actor, place: UnitPlace, period: Period, origin: str) -> tuple[str, ...]:
    rows = (
        Task.objects.filter(scope.visible(actor), scope.within(place), origin=origin, opened__lte=period.last)
        .exclude(state__in=[TaskState.CLOSED, TaskState.CANCELLED])
        .order_by("due", "pk")
    )
    total = rows.count()
    name = catalogue().task_lives[origin].name if origin in catalogue().task_lives else origin
    titles = [title or name for title in rows.values_list("title", flat=True)[:NAMED]]
    return (*titles, f"等 {total} 项") if total > NAMED else tuple(titles)
