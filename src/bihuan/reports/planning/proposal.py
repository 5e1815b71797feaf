"""Planning: the duties that a plan lays down, turned into entries of a pack, and its dated jobs into tasks. Pure.

Nothing is guessed: what names no series, no type of unit or no window of the calendar is handed back with the reason.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Duty as DutyEntry
from bihuan.catalog.schema import OwedBy, Source
from bihuan.reading.shapes import Duty
from bihuan.reports.checking.matching import match
from bihuan.reports.checking.statements import Statement
from bihuan.reports.checking.wordings import Wordings
from bihuan.values.quantity import Bound, MeasureUnit
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per

_TYPES = (
    (re.compile(r"党小组$"), UnitType.BRANCH_GROUP),
    (re.compile(r"(?:党支部|支部|支委会)$"), UnitType.PARTY_BRANCH),
    (re.compile(r"党总支$"), UnitType.GENERAL_BRANCH),
    (re.compile(r"纪委$"), UnitType.DISCIPLINE_COMMITTEE),
    (re.compile(r"党组(?:理论学习中心组)?$"), UnitType.PARTY_GROUP),
    (re.compile(r"党委(?:理论学习中心组)?$"), UnitType.PARTY_COMMITTEE),
    (re.compile(r"(?:消防救援|消防)站$"), UnitType.STATION),
    (re.compile(r"大队$"), UnitType.BRIGADE),
    (re.compile(r"支队$"), UnitType.DETACHMENT),
    (re.compile(r"(?:科室|处室|科|处)$"), UnitType.DEPARTMENT),
)
_POSTS = (
    (re.compile(r"(?:支部书记)$"), UnitType.PARTY_BRANCH, "党支部书记"),
    (re.compile(r"党委书记$"), UnitType.PARTY_COMMITTEE, "党委书记"),
    (re.compile(r"班子成员$"), None, "班子成员"),
)
_DUE_DAY = re.compile(r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?(?:底)?(?:之?前)?")
_YEAR_END = re.compile(r"年底|年内|年末|全年")
_TASK_LONGEST = 120
_CLAUSE_LONGEST = 120


@dataclass(frozen=True)
class Scope:
    """For whom a plan is made.

    Attributes:
        unit: the code of the unit whose plan it is.
        type: of that unit.
        units: the codes of the unit and all below it, by type.
        names: the units by the names under which a plan may call them.
        year: the year that it is for.
        document: what the plan is called, as the source of its duties.
    """

    unit: str
    type: UnitType
    units: Mapping[UnitType, tuple[str, ...]]
    names: Mapping[str, str]
    year: int
    document: str


@dataclass(frozen=True)
class ProposedTask:
    """A job that falls due once: what, by which unit (its code), until when, and the plan with its words."""

    title: str
    responsible: str
    due: date
    clause: str
    document: str = ""


@dataclass(frozen=True)
class Left:
    """A duty of the text that could not be placed, or is owed already, and why in Chinese."""

    duty: Duty
    why: str


@dataclass(frozen=True)
class Proposal:
    """What a plan's text asks to be entered.

    Attributes:
        duties: new entries of a pack.
        tasks: jobs that fall due once.
        owed: what the loaded packs ask already, just so.
        unplaced: what could not be placed.
    """

    duties: tuple[DutyEntry, ...]
    tasks: tuple[ProposedTask, ...]
    owed: tuple[Left, ...]
    unplaced: tuple[Left, ...]


class _CannotPlace(ValueError):
    """Why a duty cannot be placed; the message is Chinese."""


def proposal(packs: Catalogue, ways: Wordings, duties: Sequence[Duty], scope: Scope) -> Proposal:
    """The entries that the duties of a plan's text come to."""
    entries: dict[tuple[str, UnitType, str, Per], DutyEntry] = {}
    tasks: list[ProposedTask] = []
    owed: list[Left] = []
    unplaced: list[Left] = []
    for duty in duties:
        try:
            if duty.per in (None, "once"):
                tasks.append(_task(duty, scope))
                continue
            entry = _entry(packs, ways, duty, scope, len(entries) + 1)
        except _CannotPlace as reason:
            unplaced.append(Left(duty, str(reason)))
            continue
        same = _owed_already(packs, entry)
        if same is not None:
            owed.append(Left(duty, f"现有责任事项“{same.name}”已经要求{same.per.label}{same.times}次"))
        else:
            entries.setdefault((entry.series, entry.owed_by.unit_type, entry.owed_by.post, entry.per), entry)
    return Proposal(tuple(entries.values()), tuple(tasks), tuple(owed), tuple(unplaced))


def _entry(packs: Catalogue, ways: Wordings, duty: Duty, scope: Scope, number: int) -> DutyEntry:
    series = _series(packs, ways, duty)
    definition = packs.series(series)
    mark = re.sub(r"[^a-z0-9]", "_", scope.unit.lower())
    return DutyEntry(
        key=f"plan_{mark[:32]}_{scope.year}_{number}",
        name=_name(duty.act),
        theme=packs.kind(definition.kind).theme,
        owed_by=_owed_by(duty, scope),
        series=series,
        times=Decimal(duty.times),
        per=Per(str(duty.per)),
        bound=Bound.AT_LEAST if duty.bound in (Bound.AT_LEAST, Bound.EXACT) else duty.bound,
        force="至少" if duty.bound is Bound.AT_LEAST else "一般",
        since=date(scope.year, 1, 1),
        until=date(scope.year, 12, 31),
        source=Source(document=scope.document[:80], clause=duty.text[:_CLAUSE_LONGEST]),
        act=duty.act,
    )


def _name(act: str) -> str:
    return act[:40]


def _series(packs: Catalogue, ways: Wordings, duty: Duty) -> str:
    """The series that meets the duty."""
    words = Statement(
        unit=duty.unit or "次", kind="norm", subject=duty.act, action="", lead=duty.act, after="", before=""
    )
    found = match(words, ways)
    if found.best is None or not found.is_sure:
        near = f"，最接近的是“{found.best.name}”" if found.best is not None else ""
        raise _CannotPlace(f"目录里找不到可以对账的科目{near}")
    series = packs.series(found.best.series)
    if not series.is_posted:
        raise _CannotPlace(f"“{series.name}”由其他科目算出，不能作为完成的依据")
    if MeasureUnit.parse(duty.unit or "次").base not in (series.unit, *series.also_units, "次", "堂", "场"):
        raise _CannotPlace(f"“{series.name}”按{series.unit}计，与文中的{duty.unit}不合")
    return found.best.series


def _owed_by(duty: Duty, scope: Scope) -> OwedBy:
    """Who owes it, among the unit and those below it."""
    actor = duty.actor
    for words, type_, post in _POSTS:
        if words.search(actor):
            return _among(scope, type_ or scope.type, post)
    for words, type_ in _TYPES:
        if words.search(actor):
            return _among(scope, type_, "")
    raise _CannotPlace(f"看不出“{actor}”是哪一类单位或岗位" if actor else "没有写明由谁负责")


def _among(scope: Scope, type_: UnitType, post: str) -> OwedBy:
    codes = scope.units.get(type_, ())
    if not codes:
        raise _CannotPlace(f"本单位及下级没有“{type_.label}”")
    return OwedBy(unit_type=type_, post=post, codes=codes)


def _owed_already(packs: Catalogue, entry: DutyEntry) -> DutyEntry | None:
    """The duty of the loaded packs that asks the same of the same kind of debtor, as often or more often."""
    for each in packs.duties_on(entry.since):
        who = (each.owed_by.unit_type, each.owed_by.post) == (entry.owed_by.unit_type, entry.owed_by.post)
        asked = each.times is not None and entry.times is not None and each.times >= entry.times
        is_open = not each.owed_by.codes or set(entry.owed_by.codes) <= set(each.owed_by.codes)
        if who and is_open and asked and (each.series, each.per) == (entry.series, entry.per):
            return each
    return None


def _task(duty: Duty, scope: Scope) -> ProposedTask:
    """The job of a duty that falls due once."""
    if duty.per is None:
        raise _CannotPlace(f"“{duty.raw_per}”不是按月、季度、半年或年，日历里没有这样的期限")
    responsible = scope.names.get(duty.actor)
    if responsible is None:
        raise _CannotPlace(f"没有找到责任单位“{duty.actor}”" if duty.actor else "没有写明由谁负责")
    return ProposedTask(duty.act[:_TASK_LONGEST], responsible, _due(duty.due, scope.year), duty.text, scope.document)


def _due(words: str, year: int) -> date:
    found = _DUE_DAY.search(words)
    if found is not None and 1 <= int(found["month"]) <= len(calendar.month_name) - 1:
        month = int(found["month"])
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(int(found["day"] or last), last))
    if _YEAR_END.search(words):
        return date(year, 12, 31)
    raise _CannotPlace(f"看不懂完成时限“{words}”" if words else "没有写明完成时限")
