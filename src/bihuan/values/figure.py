"""Figures: a value with its definition, its place and period, and what it was summed from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from bihuan.values.period import Period
from bihuan.values.quantity import Bound, shown


@dataclass(frozen=True)
class Ask:
    """A request for one figure.

    Attributes:
        key: a series (``kind.measure``, ``kind.measure[field=choice]``) or a formula of the packs.
        unit: the unit's code; all below it is included unless ``own``.
        period: the days it is asked for.
        as_of: a moment in the past, to ask what was known then; None for now.
        own: whether only the unit's own acts count.
    """

    key: str
    unit: str
    period: Period
    as_of: datetime | None = None
    own: bool = False


@dataclass(frozen=True)
class Figure:
    """An answer that can be proven: never a bare number.

    Attributes:
        ask: what was asked.
        name: the Chinese name of what is counted.
        measure_unit: the word that follows the number: 次, 万元, %.
        value: the exact value in that unit; None where nothing can be said (a rate over nothing).
        members: how many records it was summed from.
        marks: the sum of the members' marks, which changes when any member does.
        definition: the definition it was computed by, with the pack's version.
        parts: the figures it was computed from: the two parts of a rate, the members of a sum.
        notes: what the reader of its proof has to know: overlapping parts, a borrowed period.
        bound: how the value was asked to be stated.
        attested: for a zero without a record, the words of whoever answers for the register being complete; "" else.
    """

    ask: Ask
    name: str
    measure_unit: str
    value: Fraction | None
    members: int
    marks: int
    definition: str
    parts: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    bound: Bound = field(default=Bound.EXACT)
    attested: str = ""

    @property
    def is_entered(self) -> bool:
        """Whether any record stands behind it, or somebody answers for there being none.

        A zero without either is 'no entry', not a proven zero.
        """
        return self.members > 0 or bool(self.attested) or any(part.is_entered for part in self.parts)

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change when the value, the definition or any member changes."""
        parts = ",".join(part.digest for part in self.parts)
        asked = f"{self.ask.key}|{self.ask.unit}|{self.ask.period}"
        text = f"{asked}|{self.value}|{self.members}|{self.marks}|{self.definition}|{parts}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def text(self) -> str:
        """The value and its measure word as a report writes them: 14次, 1153.4万元, 90%."""
        return "—" if self.value is None else f"{shown(self.value)}{self.measure_unit}"


@dataclass(frozen=True)
class Member:
    """One source behind a figure: a record, a finding, a task.

    Attributes:
        origin: which part it belongs to: ``record``, ``finding``, ``task``.
        source: its number there.
        unit: the code of the unit whose act it was.
        unit_name: that unit's name.
        day: when the act took place.
        amount: what it adds, in the figure's unit.
        title: what a person calls it.
        evidence: the names of the files behind it.
    """

    origin: str
    source: int
    unit: str
    unit_name: str
    day: date
    amount: Fraction
    title: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """One page of the members behind a figure, and how many there are in all."""

    figure: Figure
    members: tuple[Member, ...]
    total: int
    page: int
    parts: tuple[Proof, ...] = ()
