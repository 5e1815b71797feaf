"""Which days of a period no declaration covers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bihuan.values.period import Period

_DAY = timedelta(days=1)


def gaps(whole: Period, parts: Iterable[Period]) -> Iterator[Period]:
    """The runs of days of ``whole`` that lie in none of the parts, in order."""
    begin = whole.first
    for part in sorted(parts):
        if part.first > begin:
            yield Period(begin, min(part.first - _DAY, whole.last))
        begin = max(begin, part.last + _DAY)
        if begin > whole.last:
            return
    if begin <= whole.last:
        yield Period(begin, whole.last)
