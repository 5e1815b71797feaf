"""How long after the act a record was entered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.records.act import Act
from bihuan.values.period import Period

LATE_AFTER = 7
"""Days after the act from which an entry is late: a working week, and the weekend behind it."""


def delay(act: Act, other_days: Sequence[str], today: date) -> int:
    """The days from the act to its entry; zero for what was entered before its day.

    Args:
        act: the act.
        other_days: the fields that date measures of its kind. What is dated by another day (a reply, a
            rectification) cannot have been entered before it.
        today: the day of entry.
    """
    known = act.happened
    for key in other_days:
        day = act.fields.get(key)
        if isinstance(day, date) and day > known:
            known = day
    return max(0, (today - known).days)


def is_late(days: int, *, after_seal: bool) -> bool:
    """Whether an entry is late: more than a week after the act, or after the books of its day were closed."""
    return after_seal or days > LATE_AFTER


def falls_in(periods: Sequence[Period], day: date) -> bool:
    """Whether a day lies in one of the sealed periods."""
    return any(day in period for period in periods)
