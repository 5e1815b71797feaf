"""How a posted series becomes one number: which rows are asked, told by its definition and the period. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bihuan.catalog.schema import Aggregation
from bihuan.catalog.series import SeriesDefinition
from bihuan.values.period import Period, month_of


class Method(Enum):
    """Which rows answer, and how they are put together.

    ``ADDED`` amounts add up over units and days. ``DISTINCT`` counts the items with a member. ``STANDING`` adds what
    is in force on the period's last day, by where the units stand on that day; ``STANDING_DISTINCT`` counts the items
    in force then. ``LATEST`` adds the latest readings up to that day.
    """

    ADDED = "added"
    DISTINCT = "distinct"
    STANDING = "standing"
    STANDING_DISTINCT = "standing_distinct"
    LATEST = "latest"


def method_of(series: SeriesDefinition) -> Method:
    """The method that the definition of a posted series asks for; nobody else chooses it."""
    if series.aggregation is Aggregation.STOCK:
        return Method.STANDING if series.distinct is None else Method.STANDING_DISTINCT
    if series.aggregation is Aggregation.READING:
        return Method.LATEST
    return Method.ADDED if series.distinct is None else Method.DISTINCT


class Apart(Enum):
    """What is read apart in a reading, before the latest of each are added."""

    NOTHING = 0
    UNIT = 1
    ITEM = 2


def read_apart(series: SeriesDefinition) -> Apart:
    """What the definition of a reading reads apart: nothing, the recording unit, or a field's value."""
    if series.per is None:
        return Apart.NOTHING
    return Apart.UNIT if series.per == "unit" else Apart.ITEM


@dataclass(frozen=True)
class Want:
    """One posted series of one unit that has to be summed.

    Attributes:
        series: the series' number in the book.
        unit: the unit's number.
        period: the days; of a method that looks at one day, the last.
        method: how the rows are put together.
        apart: what is read apart, for a reading.
        own: whether only the unit's own postings count.
        as_of: the moment up to which entries are known; None for now.
    """

    series: int
    unit: int
    period: Period
    method: Method
    apart: Apart = Apart.NOTHING
    own: bool = False
    as_of: datetime | None = None


@dataclass(frozen=True)
class Cut:
    """A period cut into the whole months that the tallies answer and the days that the postings answer."""

    months: tuple[int, int] | None
    days: tuple[Period, ...]


def cut(period: Period) -> Cut:
    """The whole calendar months within the period, and what is left of it before and after them.

    2023-01-16 to 2023-04-10 is 16 to 31 January, the months of February and March, and 1 to 10 April.
    """
    first, end = period.first, period.end
    whole_from = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    whole_until = end.replace(day=1)
    if whole_from >= whole_until:
        return Cut(None, (period,))
    one = timedelta(days=1)
    edges = [(first, whole_from), (whole_until, end)]
    days = tuple(Period(begin, stop - one) for begin, stop in edges if begin < stop)
    return Cut((month_of(whole_from), month_of(whole_until - one)), days)
