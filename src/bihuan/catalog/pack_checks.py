"""Checks across entries and packs: everything that is named is there, once, and within reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bihuan.catalog.drafts import Drafts, Placed
from bihuan.catalog.kind_checks import check_kind
from bihuan.catalog.mechanisms import (
    AbsenceClaim,
    AssessmentOutline,
    ClosedLoop,
    ConsistencyCheck,
    DutyList,
    ParallelMechanism,
    ReportGenre,
    SourceDocument,
)
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Duty, Entry, Filling, Formula, Kind, Offered, OpenList, Operand, Quota, Theme
from bihuan.catalog.series import SeriesDefinition, breakdown_choices, choice_key, measure_series
from bihuan.catalog.yaml_reading import Path_
from bihuan.values.problem import Problem
from bihuan.values.quantity import BadQuantity, MeasureUnit, steps

_KEYED: tuple[tuple[type[Entry], str], ...] = (
    (Theme, "主题"),
    (Kind, "事项"),
    (OpenList, "开放清单"),
    (Formula, "算式"),
    (Offered, "提供的科目"),
    (DutyList, "责任清单"),
    (AbsenceClaim, "零值声明"),
    (ConsistencyCheck, "一致性检查"),
    (ClosedLoop, "闭环"),
    (ParallelMechanism, "并行机制"),
    (AssessmentOutline, "考核"),
    (ReportGenre, "报告体裁"),
)


@dataclass
class Known:
    """What the packs define, by key, with the pack it comes from.

    Attributes:
        series: every series; for that of a choice, the definition of the whole measure, which says the same of it.
    """

    drafts: Drafts
    origins: dict[str, dict[str, str]]
    series: dict[str, SeriesDefinition]

    @classmethod
    def of(cls, drafts: Drafts) -> Known:
        """Everything that can be named."""
        origins: dict[str, dict[str, str]] = {word: {} for _, word in _KEYED}
        for type_, word in _KEYED:
            for placed in drafts.of(type_):
                origins[word].setdefault(_key_of(placed.value), placed.pack)
        origins["文书"] = {placed.value.id: placed.pack for placed in drafts.of(SourceDocument)}
        known = cls(drafts, origins, {})
        known._find_series()
        return known

    def _find_series(self) -> None:
        filled = {placed.value.key: placed.value.choices for placed in self.drafts.of(OpenList)}
        filled |= {placed.value.list: placed.value.choices for placed in self.drafts.of(Filling)}
        origins = self.origins.setdefault("科目", {})
        for placed in self.drafts.of(Kind):
            for measure in placed.value.measures:
                whole = measure_series(placed.value, measure, "")
                pairs = breakdown_choices(placed.value, measure, filled)
                for key in (whole.key, *(choice_key(whole.key, *pair) for pair in pairs)):
                    self.series.setdefault(key, whole)
                    origins.setdefault(key, placed.pack)
        for offered in self.drafts.of(Offered):
            origins.setdefault(offered.value.key, offered.pack)

    def missing(self, placed: Placed[Entry], path: Path_, word: str, key: str) -> Iterator[Problem]:
        """A problem where ``key`` names nothing of that sort, or something in a pack that is not needed."""
        origin = self.origins[word].get(key)
        if origin is None:
            if not self.drafts.broken & {key, key.partition(".")[0]}:
                near = did_you_mean(key, self.origins[word])
                yield placed.problem(path, f"没有{word} {key}", near or "检查键名，或补上所在的目录包")
        elif placed.pack in self.drafts.heads and origin not in self.drafts.needed_by(placed.pack):
            mend = f"在 {placed.pack}/pack.yaml 的 needs 里加上 {origin}"
            yield placed.problem(path, f"用到目录包 {origin} 的{word} {key}，却没有声明依赖", mend)


def check_packs(drafts: Drafts) -> Iterator[Problem]:
    """Every problem of the packs as a whole, and of each kind."""
    known = Known.of(drafts)
    for check in CHECKS:
        yield from check(known)
    for placed in drafts.of(Kind):
        yield from check_kind(placed)


def _key_of(entry: Entry) -> str:
    return str(getattr(entry, "key", ""))


def _needs_are_there(known: Known) -> Iterator[Problem]:
    heads = known.drafts.heads
    for key, placed in heads.items():
        for index, need in enumerate(placed.value.needs):
            if need not in heads:
                mend = did_you_mean(need, heads) or "一并载入它，或从 needs 里删去"
                yield placed.problem(("needs", index), f"需要的目录包 {need} 不在", mend)
            elif key in known.drafts.needed_by(need):
                yield placed.problem(("needs", index), f"与目录包 {need} 互相依赖", "去掉一个方向的依赖")


def _keys_once(known: Known) -> Iterator[Problem]:
    for type_, word in _KEYED:
        first: dict[str, Placed[Entry]] = {}
        for placed in known.drafts.of(type_):
            key = _key_of(placed.value)
            if key in first:
                other = first[key]
                place = f"{other.source.name} 第 {other.source.read.line(other.path)} 行"
                yield placed.problem((), f"{word} {key} 已在 {place} 写过", "改名或删去一个")
            first.setdefault(key, placed)


def _kinds_fit(known: Known) -> Iterator[Problem]:
    for placed in known.drafts.of(Kind):
        kind = placed.value
        yield from known.missing(placed, ("theme",), "主题", kind.theme)
        if kind.part_of is not None:
            yield from known.missing(placed, ("part_of",), "事项", kind.part_of)
        for index, each in enumerate(kind.fields):
            if each.list is not None:
                yield from known.missing(placed, ("fields", index, "list"), "开放清单", each.list)
        for index, measure in enumerate(kind.measures):
            for name in ("numerator", "denominator", "of"):
                yield from _operands_fit(known, placed, ("measures", index, name), getattr(measure, name))


def _operands_fit(
    known: Known, placed: Placed[Entry], path: Path_, operands: tuple[Operand, ...]
) -> Iterator[Problem]:
    for index, operand in enumerate(operands):
        here = (*path, index, "series")
        yield from known.missing(placed, here, "科目", operand.series)
        series = known.series.get(operand.series)
        if series is not None and not series.is_posted:
            mend = "直接写它的各个组成科目"
            yield placed.problem(here, f"科目 {operand.series} 本身由别的科目算出，不能再作组成", mend)


def _formulas_fit(known: Known) -> Iterator[Problem]:
    for placed in known.drafts.of(Formula):
        formula = placed.value
        yield from _operands_fit(known, placed, ("of",), formula.of)
        wanted = {"rate": 2, "change": 1, "change_rate": 1}.get(formula.operation)
        if not formula.of or (wanted is not None and len(formula.of) != wanted):
            amount = f"{wanted} 个" if wanted else "至少 1 个"
            yield placed.problem(("of",), f"算式 {formula.key} 要有{amount}科目", "检查 of")
        if formula.operation in ("sum", "difference"):
            yield from _units_agree(known, placed)


def _units_agree(known: Known, placed: Placed[Formula]) -> Iterator[Problem]:
    """What is added up measures the same thing."""
    base = MeasureUnit.parse(placed.value.unit).base
    for index, operand in enumerate(placed.value.of):
        series = known.series.get(operand.series)
        if series is not None and base not in {
            MeasureUnit.parse(word).base for word in (series.unit, *series.also_units)
        }:
            message = f"科目 {operand.series} 的单位是 {series.unit}，与算式的 {placed.value.unit} 不能相加"
            yield placed.problem(("of", index), message, "换成同一种单位的科目")


def _duties_fit(known: Known) -> Iterator[Problem]:
    versions: dict[str, list[Placed[Duty]]] = {}
    for placed in known.drafts.of(Duty):
        duty = placed.value
        yield from known.missing(placed, ("theme",), "主题", duty.theme)
        yield from known.missing(placed, ("series",), "科目", duty.series)
        yield from _quota_fits(known.series.get(duty.series), placed)
        if duty.until is not None and duty.until < duty.since:
            yield placed.problem(("until",), f"责任事项 {duty.key} 的止日早于起日", "改正 since 或 until")
        versions.setdefault(duty.key, []).append(placed)
    for placings in versions.values():
        yield from _versions_do_not_overlap(placings)


def _quota_fits(series: SeriesDefinition | None, placed: Placed[Duty]) -> Iterator[Problem]:
    duty = placed.value
    if series is not None and not series.is_posted:
        message = f"责任事项 {duty.key} 的科目 {series.key} 是算出来的，不能用来履责"
        yield placed.problem(("series",), message, "改用记录直接登记的科目")
    if duty.times is None:
        return
    if duty.times <= 0:
        yield placed.problem(("times",), f"责任事项 {duty.key} 的次数要大于 0", "没有定数时不写 times")
    elif series is not None:
        try:
            steps(duty.times, series.decimals)
        except BadQuantity:
            message = f"责任事项 {duty.key} 的 times {duty.times} 不是科目单位（{series.unit}）能计的数"
            yield placed.problem(("times",), message, f"写成以“{series.unit}”为单位的数")


def _versions_do_not_overlap(placings: list[Placed[Duty]]) -> Iterator[Problem]:
    ordered = sorted(placings, key=lambda placed: placed.value.since)
    for earlier, later in pairwise(ordered):
        if (earlier.value.until or date.max) >= later.value.since:
            message = f"责任事项 {later.value.key} 有两条在 {later.value.since} 同时有效"
            yield later.problem(("since",), message, "给较早的一条写上 until，为新条生效的前一天")


def _lists_fit(known: Known) -> Iterator[Problem]:
    for duty_list in known.drafts.of(DutyList):
        for index, kind in enumerate(duty_list.value.record_kinds):
            yield from known.missing(duty_list, ("record_kinds", index), "事项", kind)
    for claim in known.drafts.of(AbsenceClaim):
        if claim.value.measure is not None:
            yield from known.missing(claim, ("measure",), "科目", claim.value.measure)
    for check in known.drafts.of(ConsistencyCheck):
        for index, series in enumerate(check.value.measures):
            yield from known.missing(check, ("measures", index), "科目", series)


def _open_ends_fit(known: Known) -> Iterator[Problem]:
    """What a site fills in is open, and filled in once."""
    lists = {placed.value.key: placed.value for placed in known.drafts.of(OpenList)}
    seen: set[tuple[str, str]] = set()
    for filling in known.drafts.of(Filling):
        key = filling.value.list
        yield from known.missing(filling, ("list",), "开放清单", key)
        if (key in lists and lists[key].choices) or ("list", key) in seen:
            yield filling.problem(("list",), f"开放清单 {key} 已经填过", "只在一处填写")
        seen.add(("list", key))
    duties = {placed.value.key: placed for placed in known.drafts.of(Duty)}
    for quota in known.drafts.of(Quota):
        key = quota.value.duty
        if key not in duties and key not in known.drafts.broken:
            mend = did_you_mean(key, duties) or "检查键名"
            yield quota.problem(("duty",), f"没有责任事项 {key}", mend)
        elif key in duties and (duties[key].value.times is not None or ("duty", key) in seen):
            yield quota.problem(("duty",), f"责任事项 {key} 已有次数", "规则写明的次数不能改，只在一处填写")
        seen.add(("duty", key))


def _sources_are_named(known: Known) -> Iterator[Problem]:
    """Each source is one of the documents that the packs list, where they list any."""
    if not known.origins["文书"]:
        return
    for type_, word in _KEYED:
        for placed in known.drafts.of(type_):
            for source in getattr(placed.value, "sources", ()):
                if source not in known.origins["文书"]:
                    message = f"{word} {_key_of(placed.value)} 的来源 {source} 不在文书（documents）之列"
                    yield placed.problem(("sources",), message, "改正编号，或登记这份文书")


_Check = Callable[[Known], Iterator[Problem]]
CHECKS: tuple[_Check, ...] = (
    _needs_are_there,
    _keys_once,
    _kinds_fit,
    _formulas_fit,
    _duties_fit,
    _lists_fit,
    _open_ends_fit,
    _sources_are_named,
)
