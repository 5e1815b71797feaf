"""What a verb on records is handed: one act of one unit on one day, with its people, parts and evidence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

Value = str | int | Decimal | bool | date | None


class State(StrEnum):
    """Whether the act is planned, took place, or was called off. Only what was held posts."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _STATE_LABELS[self]


_STATE_LABELS = {State.PLANNED: "计划", State.HELD: "已开展", State.CANCELLED: "取消"}


class AttendeeRole(StrEnum):
    """What a person did in an act."""

    CHAIR = "chair"
    LECTURER = "lecturer"
    SPEAKER = "speaker"
    PRESENT = "present"
    OBSERVER = "observer"
    KEEPER = "keeper"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    AttendeeRole.CHAIR: "主持",
    AttendeeRole.LECTURER: "授课",
    AttendeeRole.SPEAKER: "发言",
    AttendeeRole.PRESENT: "参加",
    AttendeeRole.OBSERVER: "列席",
    AttendeeRole.KEEPER: "记录",
}


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person, by code, and what they did in the act."""

    person: str
    role: AttendeeRole = AttendeeRole.PRESENT


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file handed in with an act: its name, and its content or where that lies on this machine."""

    name: str
    content: Path | bytes


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one unit on one day.

    People, parts and evidence have three readings: values, ``()`` for none, and ``None`` for 'not spoken of', which
    is none on a new record and 'as they were' on a correction.

    Attributes:
        kind: the key of its kind in the packs.
        unit: the code or full name of the unit whose act it was.
        happened: the day of the act; for a register's entry, the day from which it is in force.
        title: what a person calls it; empty for a kind that is marked ``act_only``.
        state: only what was held posts.
        until: the last day on which a register's entry is in force.
        fields: the kind's fields by key; the day, unit and until fields are the act's own and not among them.
        people: who took part.
        parts: records of their own kinds that belong to this one (the items of a meeting), on its unit and day.
        evidence: the files behind it.
        part_of: the number of the record that this one is added to as a part.
    """

    kind: str
    unit: str
    happened: date
    title: str = ""
    state: State = State.HELD
    until: date | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    people: tuple[Attendee, ...] | None = None
    parts: tuple[Act, ...] | None = None
    evidence: tuple[EvidenceFile, ...] | None = None
    part_of: int | None = None
