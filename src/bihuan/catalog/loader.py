"""The loader: folders of YAML become one checked catalogue, or every problem at once with its line and mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.drafts import Drafts, PackSource, Placed
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
from bihuan.catalog.oversight_checks import check_oversight
from bihuan.catalog.oversight_schema import (
    CalendarYear,
    LoopStep,
    MechanismPart,
    Overlap,
    OversightFile,
    TaskLife,
)
from bihuan.catalog.pack_checks import check_packs
from bihuan.catalog.pack_file import PackFile
from bihuan.catalog.schema import HEAD, Duty, Entry, Filling, Formula, Kind, Offered, OpenList, PackHead, Quota, Theme
from bihuan.catalog.validation import validated
from bihuan.catalog.yaml_reading import read_file
from bihuan.values.problem import Problem, Severity

_E = TypeVar("_E", bound=Entry)
_LISTS: dict[str, type[Entry]] = {
    name: get_args(info.annotation)[0]
    for file in (PackFile, OversightFile)
    for name, info in file.model_fields.items()
}


def load_packs(folders: Sequence[Path]) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue that the pack folders make together, and every problem; None where one is an error.

    Never raises on what the files say. Reading the same folders again gives the same answer.
    """
    drafts = Drafts()
    problems: list[Problem] = []
    for folder in folders:
        problems += _read_pack(folder, drafts)
    problems += check_packs(drafts)
    problems += check_oversight(drafts)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, _by_line(problems)
    return _joined(drafts), _by_line(problems)


def _by_line(problems: list[Problem]) -> list[Problem]:
    """The problems as a person works through them: file by file, line 2 before line 11, each once."""

    def place(problem: Problem) -> list[str | int]:
        return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", problem.place)]

    return sorted(dict.fromkeys(problems), key=place)


def _read_pack(folder: Path, drafts: Drafts) -> Iterator[Problem]:
    """Keep what one folder holds; every problem of reading it."""
    head_file = folder / HEAD
    if not head_file.is_file():
        yield Problem(
            str(folder), "不是目录包：没有 pack.yaml", "写上 pack.yaml，至少有 key、name、version、description"
        )
        return
    read, problems = read_file(head_file, f"{folder.name}/{HEAD}")
    yield from problems
    key = folder.name
    if read.value is not None:
        source = PackSource(f"{folder.name}/{HEAD}", read)
        head, faults = validated(PackHead, read.value, source, ())
        yield from faults
        if head is not None:
            key = head.key
            yield from _keep_head(Placed(head, head.key, source, ()), drafts)
    for file in sorted(folder.rglob("*.yaml")):
        if file != head_file:
            yield from _read_lists(file, f"{folder.name}/{file.relative_to(folder).as_posix()}", key, drafts)


def _keep_head(placed: Placed[PackHead], drafts: Drafts) -> Iterator[Problem]:
    key = placed.value.key
    if key in drafts.heads:
        yield placed.problem(("key",), f"目录包 {key} 载入了两次", "改掉一个的 key，或只载入一个")
    else:
        drafts.heads[key] = placed


def _read_lists(file: Path, name: str, pack: str, drafts: Drafts) -> Iterator[Problem]:
    read, problems = read_file(file, name)
    yield from problems
    if read.value is None:
        return
    source = PackSource(name, read)
    if not isinstance(read.value, dict):
        yield source.problem((), "文件里应是“清单名: 条目”", f"清单名可以是 {'、'.join(_LISTS)}")
        return
    for list_name, entries in read.value.items():
        type_ = _LISTS.get(list_name)
        if type_ is None:
            mend = did_you_mean(list_name, _LISTS) or f"可用的是 {'、'.join(_LISTS)}"
            yield source.problem((list_name,), f"不认识清单 {list_name}", mend)
        elif not isinstance(entries, list):
            yield source.problem((list_name,), f"清单 {list_name} 下应是一条条的条目", "每条以“- ”开头")
        else:
            for index, entry in enumerate(entries):
                value, faults = validated(type_, entry, source, (list_name, index))
                yield from faults
                if value is not None:
                    drafts.add(Placed(value, pack, source, (list_name, index)))
                elif isinstance(entry, dict) and isinstance(entry.get("key"), str):
                    drafts.broken.add(str(entry["key"]))


def _joined(drafts: Drafts) -> Catalogue:
    """The catalogue of packs that fit together."""
    needs = {key: placed.value.needs for key, placed in drafts.heads.items()}
    order = tuple(TopologicalSorter(needs).static_order())
    fillings = {placed.value.list: placed.value for placed in drafts.of(Filling)}
    quotas = {placed.value.duty: placed.value for placed in drafts.of(Quota)}
    lists = tuple(_filled(each, fillings.get(each.key)) for each in _all(drafts, OpenList, order))
    return Catalogue(
        packs=tuple(drafts.heads[key].value for key in order),
        kinds=MappingProxyType({kind.key: kind for kind in _all(drafts, Kind, order)}),
        themes=MappingProxyType({theme.key: theme for theme in _all(drafts, Theme, order)}),
        lists=MappingProxyType({each.key: each for each in lists}),
        formulas=MappingProxyType({each.key: each for each in _all(drafts, Formula, order)}),
        offered=MappingProxyType({each.key: each for each in _all(drafts, Offered, order)}),
        duties=tuple(_with_quota(duty, quotas.get(duty.key)) for duty in _all(drafts, Duty, order)),
        duty_lists=_all(drafts, DutyList, order),
        absence_claims=_all(drafts, AbsenceClaim, order),
        consistency_checks=_all(drafts, ConsistencyCheck, order),
        documents=_all(drafts, SourceDocument, order),
        closed_loops=_all(drafts, ClosedLoop, order),
        parallel_mechanisms=_all(drafts, ParallelMechanism, order),
        assessments=_all(drafts, AssessmentOutline, order),
        report_genres=_all(drafts, ReportGenre, order),
        calendars=_all(drafts, CalendarYear, order),
        task_lives=MappingProxyType({life.key: life for life in _all(drafts, TaskLife, order)}),
        loop_steps=_all(drafts, LoopStep, order),
        mechanism_parts=_all(drafts, MechanismPart, order),
        overlaps=_all(drafts, Overlap, order),
        origins=MappingProxyType(_origins(drafts)),
    )


def _all(drafts: Drafts, type_: type[_E], order: Sequence[str]) -> tuple[_E, ...]:
    """The entries of one class, those of a needed pack before those of the pack that needs it."""
    rank = {key: index for index, key in enumerate(order)}
    return tuple(placed.value for placed in sorted(drafts.of(type_), key=lambda placed: rank[placed.pack]))


def _origins(drafts: Drafts) -> dict[str, str]:
    found = {placed.value.key: placed.pack for placed in drafts.of(Kind)}
    found |= {placed.value.key: placed.pack for placed in drafts.of(Formula)}
    return found | {placed.value.key: placed.pack for placed in drafts.of(Offered)}


def _filled(open_list: OpenList, filling: Filling | None) -> OpenList:
    return open_list if filling is None else open_list.model_copy(update={"choices": filling.choices})


def _with_quota(duty: Duty, quota: Quota | None) -> Duty:
    if quota is None:
        return duty
    return duty.model_copy(update={"times": quota.times, "per": quota.per or duty.per})
