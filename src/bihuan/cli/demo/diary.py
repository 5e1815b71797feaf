"""The diary: what happened on which day and when somebody got round to entering it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from bihuan.cli.session import SHANGHAI
from bihuan.records.act import Act, Attendee, EvidenceFile, State, Value

YEAR = 2023
_LATE = 0.06
"""The share of acts that are entered more than a week after they took place."""


@dataclass(frozen=True)
class Note:
    """An act, the moment at which it is entered, and by whom."""

    act: Act
    entered: datetime
    clerk: str


@dataclass(frozen=True)
class Slip:
    """A note that turns out wrong: what it should have said (None: it never happened), when that is put right."""

    note: Note
    right: Act | None
    reason: str
    corrected: datetime


@dataclass
class Diary:
    """Everything of the year, in no order. Lags and hours are drawn from the seed."""

    random: Random
    notes: list[Note] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def write(  # noqa: PLR0913 - one line of a diary has as many parts as the act it tells of
        self,
        kind: str,
        unit: str,
        day: date,
        title: str,
        *,
        lag: int | None = None,
        state: State = State.HELD,
        people: tuple[Attendee, ...] = (),
        parts: tuple[Act, ...] = (),
        paper: bool = False,
        **fields: Value,
    ) -> Note:
        """Tell of an act. Most are entered within three days, a few weeks later.

        Args:
            kind: the key of the kind.
            unit: the code of the unit whose act it was.
            day: the day of the act.
            title: what a person calls it.
            lag: days until it was entered; None to draw them.
            state: planned, held or cancelled.
            people: who had which part in it.
            parts: acts that belong to it, such as agenda items.
            paper: whether a short text file stands in for the minutes as evidence.
            fields: the kind's fields.
        """
        act = Act(
            kind=kind,
            unit=unit,
            happened=day,
            title=title,
            state=state,
            fields=fields,
            people=people,
            parts=parts,
            evidence=(_minutes(title, day),) if paper else (),
        )
        return self.tell(act, lag)

    def tell(self, act: Act, lag: int | None = None) -> Note:
        """Tell of an act that is made already."""
        note = Note(act, self._entered(act.happened, lag), "文书")
        self.notes.append(note)
        return note

    def slip(self, note: Note, right: Act | None, reason: str, days: int) -> None:
        """Say that a note was wrong and was put right some days after its entry."""
        self.slips.append(Slip(note, right, reason, note.entered + timedelta(days=days)))

    def _entered(self, day: date, lag: int | None) -> datetime:
        if lag is None:
            late = self.random.random() < _LATE
            lag = self.random.randint(9, 40) if late else self.random.randint(0, 3)
        clock = time(self.random.randint(8, 20), self.random.randint(0, 59), self.random.randint(0, 59))
        return datetime.combine(day + timedelta(days=lag), clock, SHANGHAI)


def changed(act: Act, **fields: Value) -> Act:
    """The same act with other values in some fields; its people, parts and evidence stay as they were."""
    merged: Mapping[str, Value] = {**act.fields, **fields}
    return replace(act, fields=merged, people=None, parts=None, evidence=None)


def spread(random: Random, first: date, last: date, count: int) -> list[date]:
    """``count`` working days from the first to the last, evenly spread with a little chance, in order."""
    length = (last - first).days + 1
    days = [first + timedelta(days=int((n + random.random()) * length / count)) for n in range(count)]
    return [_weekday(day, first) for day in days]


def halves() -> Iterator[tuple[date, date]]:
    """The two halves of the year."""
    yield date(YEAR, 1, 3), date(YEAR, 6, 29)
    yield date(YEAR, 7, 3), date(YEAR, 12, 28)


def _weekday(day: date, first: date) -> date:
    back = {5: 1, 6: 2}.get(day.weekday(), 0)
    moved = day - timedelta(days=back)
    return moved if moved >= first else day


def _minutes(title: str, day: date) -> EvidenceFile:
    text = f"{title}\n{day.isoformat()}\n\n演示数据，均为虚构。\n"
    return EvidenceFile(f"{title[:40]}记录.txt", text.encode())
