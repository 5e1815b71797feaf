"""What a task or finding adds to the book: its kind's own series, and the series of its life. Pure.

The kind's series (``finding.rectified``, ``supervised_item.closed``) come from the kind's own posting rules, asked of
the act that the moves amount to; which fields the moves fill in is said by the pack's `TaskLife`. A finding that was
rectified on 3 June and verified on 5 June is an act of the day it was found with ``rectified_on: 3 June``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.book.vouchers import Line
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.oversight_schema import Mark, TaskLife
from bihuan.catalog.schema import FieldType, Kind
from bihuan.oversight.life import Life
from bihuan.records.act import Act, Value
from bihuan.records.posting_rules import PostingRules

LIFE_KIND = "task"
"""The kind whose series tell of the lives of all tasks."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a task beside its moves.

    Attributes:
        unit: the code of the unit in whose figures it counts.
        title, responsible, issuer: its name and units, by code.
        fields: further fields of its kind.
        marks: what else can fill a field in: source, category, description, the number of an earlier finding.
        severity: how grave it is.
        origin: the name of its origin, as a choice of the life's series.
    """

    unit: str
    title: str
    responsible: str
    issuer: str
    fields: Mapping[str, Value]
    marks: Mapping[Mark, Value]
    severity: str
    origin: str


def act_of(way: TaskLife, kind: Kind, told: Told, life: Life) -> Act:
    """The act of the kind that the moves so far amount to."""
    known = _known(told, life)
    fields = dict(told.fields)
    types = {each.key: each.type for each in kind.fields}
    for key, mark in way.fills.items():
        value = known(mark)
        if value is not None and value != "":
            # A mark that answers yes or no fills in nothing but a yes_no field, and a text no other type.
            fields[key] = value if types[key] is not FieldType.YES_NO else bool(value)
    for key, (before, once_done) in way.done_words.items():
        fields[key] = once_done if life.done else before
    until = life.closed if kind.standing else None
    return Act(kind=kind.key, unit=told.unit, happened=life.opened, title=told.title, until=until, fields=fields)


def _known(told: Told, life: Life) -> Callable[[Mark], Value]:
    days: dict[Mark, Value] = {
        Mark.DUE: life.due,
        Mark.DONE: life.done,
        Mark.VERIFIED: life.verified,
        Mark.VERIFIER: life.verifier,
        Mark.CLOSED: life.closed,
        Mark.IS_CLOSED: life.closed is not None,
        Mark.REOPENED: True if life.reopened else None,
        Mark.RESULT: "已完成" if life.done else None,
        Mark.TITLE: told.title,
        Mark.RESPONSIBLE: told.responsible,
        Mark.ISSUER: told.issuer,
    }
    known = {**told.marks, **days}
    return known.get


def kind_lines(rules: PostingRules, way: TaskLife, kind: Kind, told: Told, life: Life) -> tuple[Line, ...]:
    """What it posts to its kind's series; nothing once it is cancelled, for then it was raised by mistake."""
    if life.cancelled is not None:
        return ()
    return rules.lines(act_of(way, kind, told, life))


def life_lines(packs: Catalogue, told: Told, life: Life) -> tuple[Line, ...]:
    """What it posts to the series of all lives, each on its own day."""
    return tuple(_life_lines(packs, told, life))


def _life_lines(packs: Catalogue, told: Told, life: Life) -> Iterator[Line]:
    for measure, days in _counted(life).items():
        for day in days:
            for key in _series(packs, measure, told):
                yield Line(key, day, 1)
    for measure, first, last in _standing(life):
        for key in _series(packs, measure, told):
            yield Line(key, first, 1)
            if last is not None:
                yield Line(key, last, -1, closes=True)


def _counted(life: Life) -> dict[str, tuple[date, ...]]:
    once = {"verified": life.verified, "closed": life.closed, "cancelled": life.cancelled}
    found = {measure: (day,) if day else () for measure, day in once.items()}
    late = bool(life.closed and life.due and life.done and life.done > life.due)
    dated = bool(life.closed and life.due)
    return found | {
        "opened": (life.opened,),
        "progress_reports": life.progressed,
        "done_reports": life.reports,
        "returned": life.returned,
        "reopened": life.reopened,
        "deadline_changes": life.deadline_changes,
        "closed_dated": found["closed"] if dated else (),
        "closed_in_time": found["closed"] if dated and not late else (),
        "closed_late": found["closed"] if late else (),
    }


def _standing(life: Life) -> Iterator[tuple[str, date, date | None]]:
    """What is in force from a day until the day on which it ends: that a task is open, and that it is overdue."""
    settled = life.closed or life.cancelled
    if settled is None or settled > life.opened:
        yield "open", life.opened, settled
    if life.due is not None:
        overdue = life.due + _DAY
        if settled is None or settled > overdue:
            yield "overdue", overdue, settled


def _series(packs: Catalogue, measure: str, told: Told) -> Iterator[str]:
    key = f"{LIFE_KIND}.{measure}"
    if not packs.has_series(key):
        return
    yield key
    narrowed = {"origin": told.origin, "severity": told.severity}
    narrowed |= {mark: str(told.marks.get(mark) or "") for mark in (Mark.SOURCE, Mark.CATEGORY)}
    for field, choice in narrowed.items():
        chosen = f"{key}[{field}={choice}]"
        if choice and packs.has_series(chosen):
            yield chosen
