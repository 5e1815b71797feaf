"""Working days with the public holidays and make-up days of the State Council's notices. Pure.

A year is known when its calendar is loaded from a pack; in a year that is not, weekends are taken to be the only
days off and every answer that touches it is provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One year as its notice orders it: the days off beside plain weekends, and the weekend days that are worked."""

    year: int
    notice: str
    holidays: frozenset[date]
    make_up: frozenset[date]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something is in time; provisional where the calendar of a year on the way is unknown."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """The calendars of all years that are loaded.

    Attributes:
        years: by year.
    """

    years: Mapping[int, YearCalendar] = field(default_factory=dict)

    @classmethod
    def of(cls, years: Iterable[YearCalendar]) -> WorkCalendar:
        """The calendar of these years; a later one of the same year takes the place of an earlier."""
        return cls({each.year: each for each in years})

    def is_known(self, day: date) -> bool:
        """Whether the calendar of the day's year is loaded."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Whether the day is worked; in a year that is not loaded, whether it is no weekend day."""
        year = self.years.get(day.year)
        if year is not None and day in year.holidays:
            return False
        if day.weekday() < _SATURDAY:
            return True
        return year is not None and day in year.make_up

    def after_working_days(self, start: date, count: int) -> Deadline:
        """The ``count``-th working day after ``start``; the start itself is not counted, and 0 is the start.

        Raises:
            ValueError: the count is negative.
        """
        if count < 0:
            raise ValueError("a deadline lies ahead")
        day, known = start, self.is_known(start)
        while count:
            day += _DAY
            known = known and self.is_known(day)
            count -= self.is_working(day)
        return Deadline(day, not known)

    def after_days(self, start: date, count: int) -> Deadline:
        """The day ``count`` calendar days after ``start``; where that is a day off, the next working day.

        Raises:
            ValueError: the count is negative.
        """
        if count < 0:
            raise ValueError("a deadline lies ahead")
        day = start + timedelta(days=count)
        known = self.is_known(day)
        while not self.is_working(day):
            day += _DAY
            known = known and self.is_known(day)
        return Deadline(day, not known)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` up to and with ``last``; negative where last is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return self._worked_up_to(last.toordinal()) - self._worked_up_to(first.toordinal())

    def _worked_up_to(self, day: int) -> int:
        """Working days from the first of the proleptic calendar, a Monday, up to and with the ordinal day."""
        weeks, rest = divmod(day, 7)
        off, worked = self._exceptions
        return _SATURDAY * weeks + min(rest, _SATURDAY) - bisect_right(off, day) + bisect_right(worked, day)

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """The ordinals of the weekdays that are off and of the weekend days that are worked, in order.

        A list of tasks asks for each of its rows, and a task may be years overdue: no day is walked over.
        """
        named = [day for each in self.years.values() for day in each.holidays | each.make_up if day.year == each.year]
        off = [day for day in named if day.weekday() < _SATURDAY and not self.is_working(day)]
        worked = [day for day in named if day.weekday() >= _SATURDAY and self.is_working(day)]
        return sorted(map(date.toordinal, off)), sorted(map(date.toordinal, worked))
