"""Periods to choose from in a form: the spans of some years, grouped by year. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bihuan.values.period import Period
from bihuan.web.periods import Choice

_SPANS = (12, 6, 3, 1)
_HALF = 6
Group = tuple[str, list[Choice]]


def groups_of(years: Iterable[int], chosen: Period) -> list[Group]:
    """The year, its halves, quarters and months, by year, the latest first; and the chosen one where it is none."""
    found: list[Group] = []
    for year in sorted(set(years), reverse=True):
        spans = [Period.of_months(year, month, count) for count in _SPANS for month in range(1, 13, count)]
        found.append((f"{year}年", [Choice(str(each), each.name, each == chosen) for each in spans]))
    if not any(choice.is_chosen for _, choices in found for choice in choices):
        found.insert(0, ("所选", [Choice(str(chosen), chosen.name, is_chosen=True)]))
    return found


def half_year_at(day: date) -> Period:
    """The first half of the day's year, from July on; before that the second half of the year before."""
    return Period.of_months(day.year, 1, _HALF) if day.month > _HALF else Period.of_months(day.year - 1, 7, _HALF)
