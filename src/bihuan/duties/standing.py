"""What a unit's balance says: a line for each duty, each with its windows. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.catalog.series import SeriesDefinition
from bihuan.duties.balances import State, Window
from bihuan.duties.rules import Rule
from bihuan.values.period import Period
from bihuan.values.quantity import from_steps


@dataclass(frozen=True)
class DutyBalance:
    """One duty of one unit, or of one holder of a post there.

    Attributes:
        rule: the version in force last in the period: the duty's name, source, force.
        definition: the series that meets it, which tells the measure word and the step.
        windows: every owed window that shares a day with the period; none where the number is still to be set.
        holder, holder_name: the person who owes it, or "" where the unit or all holders together do.
        countable: whether acts add up in the series; where not, no window can be judged.
    """

    rule: Rule
    definition: SeriesDefinition
    windows: tuple[Window, ...]
    holder: str = ""
    holder_name: str = ""
    countable: bool = True

    @property
    def is_open_ended(self) -> bool:
        """Whether the organisation has not set yet how often it is owed (未定频次)."""
        return self.rule.quota is None and not self.windows

    @property
    def met(self) -> int:
        """How many windows were met, in time or late."""
        return sum(window.state in (State.MET, State.MET_LATE) for window in self.windows)

    @property
    def due(self) -> int:
        """How many windows count in the completion rate: met ones and those whose time is over, none waived."""
        return sum(window.state.is_due for window in self.windows)

    @property
    def missed(self) -> int:
        """How many windows were missed for good."""
        return sum(window.state is State.MISSED for window in self.windows)

    def quantity(self, amount: int) -> Fraction:
        """An amount in steps as a value in the series' measure word."""
        return from_steps(amount, self.definition.decimals)


@dataclass(frozen=True)
class UnitBalance:
    """The account of one unit for a period, as it stands on a day."""

    unit: str
    unit_name: str
    period: Period
    today: date
    duties: tuple[DutyBalance, ...]

    @property
    def met(self) -> int:
        """How many windows were met, over all duties."""
        return sum(duty.met for duty in self.duties)

    @property
    def due(self) -> int:
        """How many windows fell due, over all duties."""
        return sum(duty.due for duty in self.duties)

    @property
    def missed(self) -> int:
        """How many windows were missed, over all duties."""
        return sum(duty.missed for duty in self.duties)
