"""The control plan: units by the months in which their windows end. Pure.

A cell counts windows, not acts: 15/16 says that fifteen of sixteen duties which ended in the month were met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bihuan.duties.accounts import Month, States
from bihuan.duties.balances import State

MONTHS = tuple(range(1, 13))
QUARTER_ENDS = MONTHS[2::3]


class Shade(StrEnum):
    """How a cell is drawn; the names are those of the stylesheet."""

    EMPTY = "empty"
    NEXT = "next"
    MET = "met"
    LATE = "late"
    OPEN = "open"
    WAIVED = "waive"
    OWED = "owe"
    ZERO = "zero"


@dataclass(frozen=True)
class Standing:
    """How many windows stand in each state."""

    met: int = 0
    late: int = 0
    open: int = 0
    missed: int = 0
    waived: int = 0
    upcoming: int = 0

    @property
    def done(self) -> int:
        """Met, in time or late."""
        return self.met + self.late

    @property
    def owed(self) -> int:
        """Everything asked that was not waived."""
        return self.done + self.open + self.missed + self.upcoming

    @property
    def asked(self) -> int:
        """What has begun: met, open or missed."""
        return self.owed - self.upcoming

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            self.met + other.met,
            self.late + other.late,
            self.open + other.open,
            self.missed + other.missed,
            self.waived + other.waived,
            self.upcoming + other.upcoming,
        )

    @property
    def shade(self) -> Shade:
        """The shade of a cell: debt comes before what is open, that before what was late or waived."""
        if not self.owed:
            return Shade.WAIVED if self.waived else Shade.EMPTY
        if self.missed:
            return Shade.OWED if self.done else Shade.ZERO
        if self.open:
            return Shade.OPEN
        if self.upcoming:
            return Shade.NEXT if not self.done else Shade.OPEN
        if self.late:
            return Shade.LATE
        return Shade.WAIVED if self.waived else Shade.MET

    @property
    def word(self) -> str:
        """The word under the figure. What is as usual carries none."""
        match self.shade:
            case Shade.OWED | Shade.ZERO:
                return f"欠{self.missed}"
            case Shade.OPEN:
                return f"待{self.open or self.upcoming}"
            case Shade.LATE:
                return f"迟{self.late}"
            case Shade.WAIVED:
                return f"免{self.waived}"
        return ""

    @property
    def figure(self) -> str:
        """Done over owed; for months to come only what will be owed."""
        match self.shade:
            case Shade.EMPTY:
                return ""
            case Shade.WAIVED if not self.owed:
                return ""
            case Shade.NEXT:
                return str(self.owed)
        return f"{self.done}/{self.owed}"

    @property
    def percent(self) -> int:
        """Done in hundredths of owed, rounded down: the length of the bar under an open cell."""
        return 100 * self.done // self.owed if self.owed else 0


def summed(standings: Iterable[Standing]) -> Standing:
    """All of them together."""
    return sum(standings, Standing())


def standing_of(states: States) -> Standing:
    """The standing that the counts of states make."""
    return Standing(
        met=states.get(State.MET, 0),
        late=states.get(State.MET_LATE, 0),
        open=states.get(State.OPEN, 0),
        missed=states.get(State.MISSED, 0),
        waived=states.get(State.WAIVED, 0),
        upcoming=states.get(State.UPCOMING, 0),
    )


def year_of_months(by_month: Mapping[Month, States], year: int) -> tuple[Standing, ...]:
    """The twelve standings of a year, January first."""
    return tuple(standing_of(by_month.get((year, month), {})) for month in MONTHS)


@dataclass(frozen=True)
class Line:
    """One unit's row: its standing month by month; ``code`` is "" for the closing line."""

    code: str
    name: str
    months: tuple[Standing, ...]
    opens: bool = False

    @cached_property
    def year(self) -> Standing:
        """The whole year."""
        return summed(self.months)


def closing(name: str, lines: Sequence[Line]) -> Line:
    """The last line of the matrix: all lines together."""
    columns = zip(*(line.months for line in lines), strict=True)
    return Line("", name, tuple(summed(column) for column in columns) or (Standing(),) * len(MONTHS))
