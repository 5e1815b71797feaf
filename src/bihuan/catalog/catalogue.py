"""The catalogue: everything that can be recorded, counted and owed in this ledger, joined from its packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from bihuan.catalog.errors import UnknownKey
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
from bihuan.catalog.oversight_schema import CalendarYear, LoopStep, MechanismPart, Overlap, TaskLife
from bihuan.catalog.schema import Aggregation, Duty, Field_, Formula, Kind, Offered, OpenList, PackHead, Theme
from bihuan.catalog.series import SeriesDefinition, breakdown_choices, chosen_series, measure_series

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """What the loaded packs hold, checked against each other. Frozen, and free of any framework.

    Attributes:
        packs: the heads of the packs, each after those it needs.
        kinds, themes, lists, formulas: by key, in the order of the packs.
        offered: the numbers that parts work out and register with the book, by key.
        duties: every entry, a rule's earlier and later versions side by side; open quotas filled in where the
            organisation set them.
        calendars: the years whose days off are known; a later pack's year takes the place of an earlier one's.
        task_lives: how tasks are kept, by their origin.
        loop_steps, mechanism_parts: what completes each step of a loop, and shows a mechanism's part at work.
        overlaps: series that one act may post to together.
        origins: which pack a kind, formula or offered series comes from.
    """

    packs: tuple[PackHead, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    lists: Mapping[str, OpenList] = field(default_factory=dict)
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    offered: Mapping[str, Offered] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    duty_lists: tuple[DutyList, ...] = ()
    absence_claims: tuple[AbsenceClaim, ...] = ()
    consistency_checks: tuple[ConsistencyCheck, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    closed_loops: tuple[ClosedLoop, ...] = ()
    parallel_mechanisms: tuple[ParallelMechanism, ...] = ()
    assessments: tuple[AssessmentOutline, ...] = ()
    report_genres: tuple[ReportGenre, ...] = ()
    calendars: tuple[CalendarYear, ...] = ()
    task_lives: Mapping[str, TaskLife] = field(default_factory=dict)
    loop_steps: tuple[LoopStep, ...] = ()
    mechanism_parts: tuple[MechanismPart, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)

    def kind(self, key: str) -> Kind:
        """The kind of this key.

        Raises:
            UnknownKey: no loaded pack has it.
        """
        return _found(self.kinds, key, "事项")

    def formula(self, key: str) -> Formula:
        """The formula of this key.

        Raises:
            UnknownKey: no loaded pack has it.
        """
        return _found(self.formulas, key, "算式")

    def duty(self, key: str, day: date) -> Duty:
        """The duty of this key as its rule stands on the day.

        Raises:
            UnknownKey: no loaded pack has it, or the rule does not hold on that day.
        """
        return _found({duty.key: duty for duty in self.duties_on(day)}, key, "责任事项")

    def duties_on(self, day: date) -> tuple[Duty, ...]:
        """The duties whose rule holds on the day."""
        return tuple(duty for duty in self.duties if duty.since <= day and (duty.until is None or day <= duty.until))

    def choices(self, field_: Field_) -> tuple[str, ...]:
        """The words that a field allows: its own, and those the organisation gave to its open list."""
        return field_.choices + (self.lists[field_.list].choices if field_.list else ())

    @cached_property
    def kept_kinds(self) -> frozenset[str]:
        """The kinds that oversight keeps: its findings and tasks post them, and nobody enters them as records."""
        kept = {life.kind for life in self.task_lives.values() if life.kind is not None}
        return frozenset(kept | {"task"} if self.task_lives else kept)

    @cached_property
    def _versions(self) -> Mapping[str, str]:
        return {head.key: f"{head.key} {head.version}" for head in self.packs}

    def version_of(self, key: str) -> str:
        """The pack and version that a kind, formula or offered series comes from: ``party_life 1.0``."""
        return self._versions.get(self.origins.get(key, ""), "")

    @cached_property
    def _series(self) -> Mapping[str, SeriesDefinition]:
        filled = {key: each.choices for key, each in self.lists.items()}
        found: dict[str, SeriesDefinition] = {}
        for kind in self.kinds.values():
            for measure in kind.measures:
                whole = measure_series(kind, measure, self.version_of(kind.key))
                found[whole.key] = whole
                for field_key, choice in breakdown_choices(kind, measure, filled):
                    chosen = chosen_series(whole, field_key, choice)
                    found[chosen.key] = chosen
        for offered in self.offered.values():
            found[offered.key] = _offered_series(offered, self.version_of(offered.key))
        return found

    @cached_property
    def _breakdowns(self) -> Mapping[str, tuple[SeriesDefinition, ...]]:
        parts: dict[str, list[SeriesDefinition]] = {}
        for series in self._series.values():
            if series.choice is not None:
                parts.setdefault(f"{series.kind}.{series.measure}", []).append(series)
        return {key: tuple(found) for key, found in parts.items()}

    def series(self, key: str) -> SeriesDefinition:
        """The series of this key: ``kind.measure``, ``kind.measure[field=choice]`` or an offered one.

        Raises:
            UnknownKey: no loaded pack has it.
        """
        return _found(self._series, key, "科目")

    def has_series(self, key: str) -> bool:
        """Whether the key names a series."""
        return key in self._series

    def all_series(self) -> tuple[SeriesDefinition, ...]:
        """Every series, each whole measure before its choices."""
        return tuple(self._series.values())

    def series_of(self, kind: str) -> tuple[SeriesDefinition, ...]:
        """The series of one kind, each whole measure before its choices.

        Raises:
            UnknownKey: no loaded pack has the kind.
        """
        return self._by_kind.get(self.kind(kind).key, ())

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[SeriesDefinition, ...]]:
        groups: dict[str, list[SeriesDefinition]] = {}
        for series in self._series.values():
            groups.setdefault(series.kind, []).append(series)
        return {kind: tuple(group) for kind, group in groups.items()}

    def breakdowns(self, key: str) -> tuple[SeriesDefinition, ...]:
        """The series that narrow a measure to one choice; none for a series that is narrowed already.

        Raises:
            UnknownKey: no loaded pack has the series.
        """
        return self._breakdowns.get(self.series(key).key, ())

    def kinds_named(self, text: str) -> tuple[Kind, ...]:
        """The kinds that a person may mean: the text is part of a name, a term or the key. Exact names come first."""
        word = text.strip()
        if not word:
            return ()
        exact = [kind for kind in self.kinds.values() if word in (kind.key, kind.name, *kind.also_called)]
        partly = [kind for kind in self.kinds.values() if any(word in name for name in _names(kind))]
        return tuple({kind.key: kind for kind in (*exact, *partly)}.values())


def _names(kind: Kind) -> Iterable[str]:
    return (kind.name, kind.key, *kind.also_called, *kind.terms.values())


def _found(entries: Mapping[str, _T], key: str, what: str) -> _T:
    try:
        return entries[key]
    except KeyError:
        near = did_you_mean(key, entries)
        hint = f"{near}？" if near else "可用 bihuan pack list 查看全部。"
        raise UnknownKey(f"目录里没有{what}“{key}”，{hint}") from None


def _offered_series(offered: Offered, version: str) -> SeriesDefinition:
    kind, _, measure = offered.key.partition(".")
    return SeriesDefinition(
        key=offered.key,
        name=offered.name,
        unit=offered.unit,
        decimals=offered.decimals,
        aggregation=Aggregation.READING,
        version=version,
        kind=kind,
        measure=measure,
        offered=True,
    )
