"""Which series have the most members in some months: asked before figures are, so that only those are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_for
from bihuan.values.actor import Actor
from bihuan.values.period import Period

# CROSS JOIN keeps SQLite to the written order: from the series to the roll-up's key, which begins with them.
_MEMBERS = """SELECT s.key, SUM(r.members) FROM book_series s CROSS JOIN book_rollup r
    WHERE s.key IN ({marks}) AND r.series_id = s.id AND r.unit_id = %s AND r.month BETWEEN %s AND %s
    GROUP BY s.key HAVING SUM(r.members) > 0"""


def busiest(actor: Actor, keys: Sequence[str], unit: str, period: Period) -> list[str]:
    """Those of the series that have members, the most of them first, else in the order given.

    One statement over the sums of months, whatever was posted.

    Args:
        actor: who asks; they have to be allowed to see the unit.
        keys: series that add up.
        unit: a unit's code; all below it is counted along.
        period: whole months.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
        ValueError: the period cuts a month, or a series does not add up.
    """
    if period.month_count is None or not _tallied(catalogue()).issuperset(keys):
        raise ValueError("members are counted by whole months, of series that add up")
    if not keys:
        return []
    place = unit_for(actor, unit)
    with connection.cursor() as cursor:
        sql = _MEMBERS.format(marks=", ".join(["%s"] * len(keys)))
        cursor.execute(sql, (*keys, place.number, *period.months))
        members: dict[str, int] = dict(cursor.fetchall())
    return sorted((key for key in keys if key in members), key=lambda key: -members[key])


@lru_cache(maxsize=4)
def _tallied(packs: Catalogue) -> frozenset[str]:
    return frozenset(series.key for series in packs.all_series() if series.is_tallied)
