"""The working days of the running ledger, from the calendars of its packs."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import CalendarYear
from bihuan.oversight.working_days import WorkCalendar, YearCalendar


def work_calendar() -> WorkCalendar:
    """The calendar of every year that a loaded pack holds."""
    return _calendar_of(catalogue())


@lru_cache(maxsize=4)
def _calendar_of(packs: Catalogue) -> WorkCalendar:
    return WorkCalendar.of(map(year_of, packs.calendars))


def year_of(entry: CalendarYear) -> YearCalendar:
    """A pack's year as the calendar takes it, every day off by itself."""
    off: set[date] = set()
    for run in entry.days_off:
        off.update(run.first + timedelta(days=n) for n in range((run.last - run.first).days + 1))
    return YearCalendar(entry.year, entry.notice, frozenset(off), frozenset(entry.make_up))
