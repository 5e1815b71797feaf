"""The periods that a visitor may choose from beside the one that is shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.values.period import Period


@dataclass(frozen=True)
class Choice:
    """A period as an entry of a drop-down list."""

    value: str
    name: str
    is_chosen: bool


def choices_of(period: Period) -> list[Choice]:
    """The year in which the period ends, its halves, quarters and months, and the period if it is none of these."""
    year = period.last.year
    found = [Period.of_months(year, month, count) for count in (12, 6, 3, 1) for month in range(1, 13, count)]
    if period not in found:
        found.insert(0, period)
    return [Choice(str(each), each.name, each == period) for each in found]


def years_beside(year: int, this_year: int) -> range:
    """The year shown between its neighbours; no year to come unless it is the one shown."""
    last = max(year, min(year + 1, this_year))
    return range(last - 2, last + 1)
