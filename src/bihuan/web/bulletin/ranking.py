"""The ranking of units by what fell due in a month: completion first, then arrears, then late entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bihuan.duties.accounts import Month, States
from bihuan.duties.balances import State

RULE = (
    "期限的最后一天落在当月的责任事项，办成的（含迟办）除以办成的与欠账的之和，是完成率。"
    "完成率高的在前；相同的，欠账少的在前；再相同的，补录少的在前；仍相同的并列。免办和未到期的不计，当月没有到期事项的不排。"
)


@dataclass(frozen=True)
class Score:
    """What a unit did of what fell due in one month."""

    done: int = 0
    missed: int = 0
    late: int = 0

    @property
    def due(self) -> int:
        """Windows met, late or missed; none waived, none still open."""
        return self.done + self.missed

    @property
    def rate(self) -> Fraction | None:
        """Done in hundredths of due; None where nothing fell due."""
        return Fraction(100 * self.done, self.due) if self.due else None

    @property
    def text(self) -> str:
        """The rate as a bulletin writes it: 94.8%."""
        return percent(self.rate)

    def __add__(self, other: Score) -> Score:
        return Score(self.done + other.done, self.missed + other.missed, self.late + other.late)


def percent(rate: Fraction | None) -> str:
    """A rate with one decimal, rounded half up; a dash where there is none."""
    return "—" if rate is None else f"{tenths(rate) / 10:.1f}%"


def tenths(rate: Fraction) -> int:
    """A rate in tenths, rounded half up."""
    return (rate.numerator * 20 + rate.denominator) // (2 * rate.denominator)


def score_of(states: States) -> Score:
    """What counts of how windows stand."""
    late = states.get(State.MET_LATE, 0)
    return Score(states.get(State.MET, 0) + late, states.get(State.MISSED, 0), late)


def months_before(last: Month, count: int) -> list[Month]:
    """So many months that end with this one, the earliest first."""
    number = last[0] * 12 + last[1] - 1
    return [(each // 12, each % 12 + 1) for each in range(number - count + 1, number + 1)]


@dataclass(frozen=True)
class Entrant:
    """A unit with what it is ranked by."""

    code: str
    score: Score
    late_entries: int = 0

    @property
    def measure(self) -> tuple[Fraction, int, int]:
        """The lower the better."""
        return (-(self.score.rate or Fraction(0)), self.score.missed, self.late_entries)


def ranked(entrants: Iterable[Entrant]) -> dict[str, int]:
    """The place of each unit in which something fell due, from 1; equal ones share a place."""
    running = sorted((each for each in entrants if each.score.due), key=lambda each: each.measure)
    places: dict[str, int] = {}
    for number, each in enumerate(running, 1):
        is_equal = number > 1 and running[number - 2].measure == each.measure
        places[each.code] = places[running[number - 2].code] if is_equal else number
    return places
