"""How long after the act a record was entered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.catalog.schema import Kind
from bihuan.records.act import Act
from bihuan.values.period import Period

LATE_AFTER = 7
"""Days after the act from which an entry is late: a working week, and the weekend behind it."""


def known_from(kind: Kind, act: Act) -> date:
    """The first day on which all that the record posts could be known.

    A measure dated by another day (a reply, a rectification) cannot have been entered before that day.
    """
    days = (act.fields.get(each.dated_by) for each in kind.measures if each.dated_by)
    return max([act.happened, *(day for day in days if isinstance(day, date))])


def delay(kind: Kind, act: Act, today: date) -> int:
    """The days from the act to its entry; zero for what was entered before its day."""
    return max(0, (today - known_from(kind, act)).days)


def is_late(days: int, *, after_seal: bool) -> bool:
    """Whether an entry is late: more than a week after the act, or after the books of its day were closed."""
    return after_seal or days > LATE_AFTER


def falls_in(periods: Sequence[Period], day: date) -> bool:
    """Whether a day lies in one of the sealed periods."""
    return any(day in period for period in periods)
