"""The numbers that the organisation tree offers to rates: how many units and post-holders there are on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from bihuan.book.registry import Offer, Offering, offer
from bihuan.organisations.queries import UnitPlace, count_holders, count_units, unit_coded
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.unit_type import UnitType

GRASSROOTS = frozenset({UnitType.BRIGADE, UnitType.STATION})
BRANCHES = frozenset({UnitType.PARTY_BRANCH})
LEADERS = "班子成员"

_Counting = Callable[[UnitPlace, date, bool], int]
_NOTE = "按时段最后一天的机构和任职情况统计。"


def register() -> None:
    """Tell the book who works these numbers out; called once when the program starts."""
    offer("organisation.grassroots_units", _units_of(GRASSROOTS))
    offer("organisation.branches", _units_of(BRANCHES))
    offer("organisation.leaders", _offering(lambda place, day, own: count_holders(place, day, LEADERS, own=own)))
    offer("organisation.post_holders", _offering(lambda place, day, own: count_holders(place, day, own=own)))


def _units_of(types: frozenset[UnitType]) -> Offering:
    return _offering(lambda place, day, own: count_units(place, day, types, own=own))


def _offering(counting: _Counting) -> Offering:
    def offered(_actor: Actor, asks: Sequence[Ask]) -> list[Offer]:
        places = unit_coded([ask.unit for ask in asks])
        counts = [counting(places[ask.unit], ask.period.last, ask.own) for ask in asks]
        return [Offer(Fraction(count), members=count, marks=count, notes=(_NOTE,)) for count in counts]

    return offered
