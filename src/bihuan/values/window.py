"""Windows: the calendar months, quarters, half-years and years in which a duty is owed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bihuan.values.period import Period


class Per(StrEnum):
    """How often a duty falls due. Windows come from the calendar, never from the date before."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many calendar months a window has."""
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]

    @property
    def label(self) -> str:
        """The Chinese word: 每月, 每季度, 每半年, 每年."""
        return {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}[self.value]


def window_of(per: Per, day: date) -> Period:
    """The window that holds the day."""
    month = day.month - (day.month - 1) % per.months
    return Period.of_months(day.year, month, per.months)


def windows(per: Per, over: Period) -> list[Period]:
    """Every window that shares a day with the period, in order. Windows tile time: no gap, no overlap."""
    found = [window_of(per, over.first)]
    while found[-1].last < over.last:
        found.append(window_of(per, found[-1].end))
    return found
