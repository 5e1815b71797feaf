"""Days without an incident 连续无事故天数: since the last one that is recorded, or since the register is kept whole.

A day without a record proves nothing by itself. So the number rests on a recorded incident, from which it counts, or
on somebody who declared the register of incidents complete: then it counts the days that they answer for without a
gap. With neither there is no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from django.db import connection
from django.db.models import Q
from django.utils.timezone import get_default_timezone

from bihuan.book.figures import units_asked
from bihuan.book.registry import Offer, attested, offer
from bihuan.organisations.paths import below, unit_numbers
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.coverage import gaps
from bihuan.oversight.models import Declaration
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period, chinese_day

DAYS = "safety.days_without_incident"
INCIDENTS = "safety_incident.incidents"
_DAY = timedelta(days=1)
_OPEN_END = datetime(9999, 1, 1, tzinfo=UTC)

# The latest incident of a unit and all that stood below it then, whose record was not taken back.
_LAST = """SELECT happened, SUM(mark) FROM (
    SELECT p.happened, p.source, SUM(p.mark) AS mark
    FROM book_series s CROSS JOIN book_place b CROSS JOIN book_posting p
    WHERE s.key = %s AND b.unit_id = %s AND p.series_id = s.id AND p.path >= b.path AND p.path < b.path || %s
    AND p.happened <= %s AND p.entered <= %s
    GROUP BY p.happened, p.origin, p.source HAVING SUM(p.sense) > 0) AS standing
    GROUP BY happened ORDER BY happened DESC LIMIT 1"""
_SUBTREE, _ITSELF = below("")[1], " "


@dataclass(frozen=True, slots=True)
class _Incident:
    day: date
    mark: int


def register() -> None:
    """Tell the book who works the number out; called once when the program starts."""
    offer(DAYS, _offered)


def _offered(actor: Actor, asks: Sequence[Ask]) -> list[Offer]:
    places = units_asked(actor, {ask.unit for ask in asks})
    return [_offer(ask, places[ask.unit], _last_day(actor, ask)) for ask in asks]


def _last_day(actor: Actor, ask: Ask) -> date:
    """The last day that is counted: the period's, or today where that is still to come."""
    today = (ask.as_of or actor.at).astimezone(get_default_timezone()).date()
    return min(ask.period.last, today)


def _offer(ask: Ask, place: UnitPlace, end: date) -> Offer:
    incident = _last_incident(ask, place, end)
    if incident is None:
        return _since_declared(ask, place, end)
    since = f"最近一起记在{chinese_day(incident.day)}，从次日数到{chinese_day(end)}。"
    words = _answered(ask, place, Period(incident.day + _DAY, end)) if incident.day < end else ""
    rest = words or "此后的事故登记簿没有人声明登记完整，按台账现有的记录数。"
    days = Fraction((end - incident.day).days)
    return Offer(days, members=1, marks=incident.mark, notes=(since, rest))


def _since_declared(ask: Ask, place: UnitPlace, end: date) -> Offer:
    """The days up to the last for which somebody answers that the register is complete, without a gap."""
    above = unit_numbers(place.path)
    declared = [Period(row.first, row.last) for row in _declarations(above, end, ask.as_of)]
    first = min((each.first for each in declared), default=end)
    open_days = list(gaps(Period(first, end), declared))
    begin = open_days[-1].last + _DAY if open_days else first
    if not declared or begin > end:
        return Offer(None, notes=("台账里没有事故记录，到期末的登记簿也没有人声明登记完整，不能断定无事故。",))
    words = _answered(ask, place, Period(begin, end))
    note = f"没有事故记录，登记簿从{chinese_day(begin)}起有人声明登记完整，从那天数到{chinese_day(end)}。"
    return Offer(Fraction((end - begin).days + 1), notes=(note, words), attested=words)


def _answered(ask: Ask, place: UnitPlace, days: Period) -> str:
    zero = Ask(INCIDENTS, ask.unit, days, own=ask.own, as_of=ask.as_of)
    return attested([(zero, place.path)]).get(zero, "")


def _declarations(above: Sequence[int], end: date, as_of: datetime | None) -> list[Declaration]:
    rows = Declaration.objects.filter(series=INCIDENTS, unit__in=above, first__lte=end)
    if as_of is None:
        return list(rows.filter(withdrawn_at=None))
    return list(rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=as_of), at__lte=as_of))


def _last_incident(ask: Ask, place: UnitPlace, end: date) -> _Incident | None:
    known = connection.ops.adapt_datetimefield_value(ask.as_of or _OPEN_END)
    tail = _ITSELF if ask.own else _SUBTREE
    with connection.cursor() as cursor:
        cursor.execute(_LAST, (INCIDENTS, place.number, tail, end.isoformat(), known))
        row = cursor.fetchone()
    if row is None:
        return None
    day = row[0] if isinstance(row[0], date) else date.fromisoformat(row[0])
    return _Incident(day, int(row[1]))
