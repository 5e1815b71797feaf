"""Routes: which series are counted by month, from the tallies, and which by day, from the postings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from bihuan.duties.plans import Obligation
from bihuan.values.period import Period, month_of
from bihuan.values.window import window_of

_BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True)
class Routes:
    """How the acts that meet duties are counted.

    Attributes:
        monthly: the series whose months say all, with the greatest quota that a window of a duty asks of each.
        months: the first and last month that matter for them, as yyyymm; the last may lie before the first.
        daily: the series whose days or items matter.
        days: the days that matter for them.
        as_of: only what was entered up to this moment; None for all.
    """

    monthly: Mapping[str, int]
    months: tuple[int, int]
    daily: frozenset[str]
    days: Period
    as_of: datetime | None = None

    def is_monthly(self, obligation: Obligation) -> bool:
        """Whether one series, counted by month, says all about the duty."""
        return len(obligation.series) == 1 and not obligation.series & self.daily


@dataclass(frozen=True)
class Question:
    """What is asked of the accounts.

    Attributes:
        over: the period whose windows are asked for.
        today: the day on which the accounts are drawn up; what happened later is left out.
        as_of: only what was entered up to this moment counts; None for all.
        by_day: whether the months of the tallies say too much, because ``today`` is a past day within a month.
        each_holder: whether what a post-holder carried out is counted apart, and not from the unit's acts.
    """

    over: Period
    today: date
    as_of: datetime | None = None
    by_day: bool = False
    each_holder: bool = False


@lru_cache(maxsize=64)
def routes_of(obligations: tuple[Obligation, ...], question: Question) -> Routes:
    """The routes for the windows that are asked for.

    Days matter where an act may go to an earlier window (grace), where distinct things are counted, where an amended
    rule counts another series than before, and everywhere if the question says so. What the holders of a post owe
    together is as much as there are holders, which no cap of the rule's own quota leaves room for; they are few.
    What each of them owes is not met by the unit's acts, so that nothing is counted for it here.
    """
    owed = [each for each in obligations if each.countable]
    by_units = [each for each in owed if not (each.post and question.each_holder)]
    daily: set[str] = set()
    for each in by_units:
        by_day = question.by_day or question.as_of is not None or bool(each.post)
        if by_day or each.has_grace or each.counts_items or len(each.series) > 1:
            daily |= each.series
    caps: dict[str, int] = {}
    for each in by_units:
        for series in each.series - daily:
            caps[series] = max(caps.get(series, 0), each.cap)
    over, today = question.over, question.today
    pers = {rule.per for each in owed for rule in each.rules}
    first = min((window_of(per, over.first).first for per in pers), default=over.first)
    last = min(max((window_of(per, over.last).last for per in pers), default=over.last), today)
    if any(each.has_grace for each in owed):
        # Every act from the beginning may have gone to a debt before, and so on down to this period.
        days = Period(_BEGINNING, max(today, _BEGINNING))
    else:
        days = Period(min(first, last), last)
    return Routes(caps, (month_of(first), month_of(last)), frozenset(daily), days, question.as_of)
