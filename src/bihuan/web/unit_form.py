"""What a form asks for that is about one unit and one period: names to choose from, and what stands there first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.organisations.queries import highest_below
from bihuan.records.queries import Page, Search, records
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import today
from bihuan.web.period_choices import Group, groups_of, half_year_at
from bihuan.web.whereabouts import chosen

SUGGESTED = 120
"""Units whose names are offered while one is typed; any other may be typed too."""


LONG_AGO = date(1949, 10, 1)


@dataclass(frozen=True)
class UnitForm:
    """The unit and the period of a form.

    Attributes:
        unit: what stands in the field at first.
        names: the names that are offered.
        periods: the periods to choose from.
        period: the one that is chosen at first.
    """

    unit: str
    names: tuple[str, ...]
    periods: list[Group]
    period: Period


def unit_form(actor: Actor, unit: str = "", period: Period | None = None) -> UnitForm | None:
    """The form as it stands at first, or as it was sent; None for who may see no unit.

    Args:
        actor: who asks.
        unit: what was typed before; the top of what the actor sees where nothing was.
        period: what was chosen before; the half-year before the latest record where nothing was.
    """
    place = chosen(actor, "")
    if place is None:
        return None
    latest = records(actor, Search(), Page(size=1)).lines
    day = min(today(), latest[0].happened) if latest else today()
    wanted = period or half_year_at(day)
    years = {*_years(actor, day), wanted.last.year}
    names = tuple(each.name for each in highest_below(actor, place, SUGGESTED))
    return UnitForm(unit or place.name, names, groups_of(years, wanted), wanted)


def _years(actor: Actor, day: date) -> set[int]:
    """The day's year and the one before, and the same for the latest record before those: an older account."""
    before = Period(LONG_AGO, date(day.year - 2, 12, 31))
    older = records(actor, Search(period=before), Page(size=1)).lines
    return {back for last in (day.year, *(line.happened.year for line in older)) for back in (last, last - 1)}
