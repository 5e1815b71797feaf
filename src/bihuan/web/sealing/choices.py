"""Which periods can be sealed: those that are over and not sealed yet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from bihuan.values.period import Period
from bihuan.web.period_choices import Group, groups_of
from bihuan.web.periods import Choice


def next_to_seal(sealed: Collection[Period], today: date) -> Period:
    """The month after the last sealed day where it is over, else the last month that is over."""
    over = _month_of(today.replace(day=1) - timedelta(days=1))
    if not sealed:
        return over
    return min(_month_of(max(period.last for period in sealed) + timedelta(days=1)), over)


def open_periods(sealed: Collection[Period], years: Iterable[int], today: date) -> list[Group]:
    """The years with their halves, quarters and months that are over and in no sealed period, the latest year first.

    Args:
        sealed: the periods that are sealed.
        years: the years that are offered.
        today: the day on which one chooses.
    """
    groups = groups_of(years, next_to_seal(sealed, today))
    found = [(name, [each for each in choices if _is_open(each, sealed, today)]) for name, choices in groups]
    return [(name, choices) for name, choices in found if choices]


def _month_of(day: date) -> Period:
    return Period.of_months(day.year, day.month, 1)


def _is_open(choice: Choice, sealed: Collection[Period], today: date) -> bool:
    period = Period.parse(choice.value)
    return period.last < today and not any(each.first <= period.first and period.last <= each.last for each in sealed)
