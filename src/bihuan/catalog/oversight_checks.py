"""Checks of what packs say about oversight: days in their year, fields that exist, steps that a loop names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from bihuan.catalog.drafts import Drafts, Placed
from bihuan.catalog.mechanisms import ClosedLoop, ParallelMechanism
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.oversight_schema import CalendarYear, LoopStep, MechanismPart, Overlap, TaskLife
from bihuan.catalog.pack_checks import Known
from bihuan.catalog.schema import Formula, Kind
from bihuan.values.problem import Problem

_SATURDAY = 5


def check_oversight(drafts: Drafts) -> Iterator[Problem]:
    """Every problem of the lists about oversight."""
    known = Known.of(drafts)
    for check in CHECKS:
        yield from check(known)


def _calendars_fit(known: Known) -> Iterator[Problem]:
    for placed in known.drafts.of(CalendarYear):
        calendar = placed.value
        for index, run in enumerate(calendar.days_off):
            if run.last < run.first:
                yield placed.problem(("days_off", index), f"{run.name}的止日早于起日", "检查先后")
            yield from _in_year(placed, ("days_off", index), run.first, run.name)
            yield from _in_year(placed, ("days_off", index), run.last, run.name)
        for run, later in pairwise(sorted(calendar.days_off, key=lambda each: each.first)):
            if later.first <= run.last:
                yield placed.problem(("days_off",), f"{run.name}与{later.name}的放假日期重叠", "检查日期")
        for index, day in enumerate(calendar.make_up):
            yield from _in_year(placed, ("make_up", index), day, "调休上班日")
            if day.weekday() < _SATURDAY:
                yield placed.problem(("make_up", index), f"{day} 不是周末，不用调休上班", "检查日期")
            if any(run.first <= day <= run.last for run in calendar.days_off):
                yield placed.problem(("make_up", index), f"{day} 既放假又上班", "检查日期")


def _in_year(placed: Placed[CalendarYear], path: tuple[str | int, ...], day: date, name: str) -> Iterator[Problem]:
    if day.year != placed.value.year:
        yield placed.problem(path, f"{name} {day} 不在 {placed.value.year} 年", "写在它那一年的条目里")


def _lives_fit(known: Known) -> Iterator[Problem]:
    kinds = {placed.value.key: placed.value for placed in known.drafts.of(Kind)}
    seen: set[str] = set()
    for placed in known.drafts.of(TaskLife):
        life = placed.value
        if life.key in seen:
            yield placed.problem(("key",), f"任务来源 {life.key} 写了两次", "只在一处写")
        seen.add(life.key)
        if life.kind is None:
            continue
        yield from known.missing(placed, ("kind",), "事项", life.kind)
        if life.kind in kinds:
            yield from _fills_fit(placed, kinds[life.kind])


def _fills_fit(placed: Placed[TaskLife], kind: Kind) -> Iterator[Problem]:
    fields = {each.key: each for each in kind.fields}
    for key in (*placed.value.fills, *placed.value.done_words):
        if key not in fields:
            mend = did_you_mean(key, fields) or "检查键名"
            yield placed.problem(("fills",), f"事项 {kind.key} 没有栏目 {key}", mend)
    for key, words in placed.value.done_words.items():
        strange = [word for word in words if key in fields and word not in fields[key].choices]
        for word in strange:
            yield placed.problem(("done_words",), f"栏目 {key} 没有选项 {word}", "检查选项")


def _steps_fit(known: Known) -> Iterator[Problem]:
    loops = {placed.value.key: placed.value for placed in known.drafts.of(ClosedLoop)}
    lives = {placed.value.key for placed in known.drafts.of(TaskLife)}
    seen: set[tuple[str, str]] = set()
    for placed in known.drafts.of(LoopStep):
        step = placed.value
        yield from known.missing(placed, ("loop",), "闭环", step.loop)
        if step.loop in loops and step.step not in loops[step.loop].steps:
            mend = did_you_mean(step.step, loops[step.loop].steps) or f"步骤有{'、'.join(loops[step.loop].steps)}"
            yield placed.problem(("step",), f"闭环 {step.loop} 没有步骤“{step.step}”", mend)
        if (step.loop, step.step) in seen:
            yield placed.problem(("step",), f"闭环 {step.loop} 的步骤“{step.step}”写了两次", "只在一处写")
        seen.add((step.loop, step.step))
        for index, series in enumerate(step.by):
            yield from known.missing(placed, ("by", index), "科目", series)
        for index, series in enumerate(step.all_of):
            yield from known.missing(placed, ("all_of", index), "科目", series)
        if step.records is not None:
            yield from known.missing(placed, ("records",), "事项", step.records)
        if not step.by and step.records is None:
            yield placed.problem((), f"步骤“{step.step}”没有写由什么完成", "写上 by 或 records")
        if step.life is not None and step.life not in lives:
            yield placed.problem(("life",), f"没有任务来源 {step.life}", did_you_mean(step.life, lives) or "检查键名")


def _parts_fit(known: Known) -> Iterator[Problem]:
    mechanisms = {placed.value.key: placed.value for placed in known.drafts.of(ParallelMechanism)}
    for placed in known.drafts.of(MechanismPart):
        part = placed.value
        yield from known.missing(placed, ("mechanism",), "并行机制", part.mechanism)
        if part.mechanism in mechanisms and part.part not in mechanisms[part.mechanism].parts:
            mend = did_you_mean(part.part, mechanisms[part.mechanism].parts) or "检查名称"
            yield placed.problem(("part",), f"并行机制 {part.mechanism} 没有“{part.part}”", mend)
        for index, series in enumerate(part.by):
            yield from known.missing(placed, ("by", index), "科目", series)


def _overlaps_fit(known: Known) -> Iterator[Problem]:
    for placed in known.drafts.of(Overlap):
        for index, series in enumerate(placed.value.series):
            yield from known.missing(placed, ("series", index), "科目", series)


def _overlapping_sums_say_so(known: Known) -> Iterator[Problem]:
    """A sum of series that one act may post to together counts it twice, and has to say so in its proof."""
    overlaps = [placed.value for placed in known.drafts.of(Overlap)]
    for placed in known.drafts.of(Formula):
        formula = placed.value
        wholes = {operand.series.partition("[")[0] for operand in formula.of if operand.sign > 0}
        for overlap in overlaps:
            together = sorted(wholes & set(overlap.series))
            if formula.operation == "sum" and not formula.overlapping and len(together) > 1:
                message = f"公式 {formula.key} 把可能是同一件事的科目相加（{overlap.name}）：{'、'.join(together)}"
                yield placed.problem(("of",), message, "写上 overlapping: true，依据里会说明可能重复")


_Check = Callable[[Known], Iterator[Problem]]
CHECKS: tuple[_Check, ...] = (
    _calendars_fit,
    _lives_fit,
    _steps_fit,
    _parts_fit,
    _overlaps_fit,
    _overlapping_sums_say_so,
)
