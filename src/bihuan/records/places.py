"""The units of an import: found by code or name below one unit, with where each stood on a day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from bihuan.organisations.models import Placement
from bihuan.organisations.paths import below
from bihuan.organisations.queries import UnitPlace, units_below
from bihuan.records.cells import Flaw
from bihuan.values.actor import Actor


class Places:
    """The unit and all below it, read once for an import of many rows."""

    def __init__(self, actor: Actor, top: UnitPlace) -> None:
        self._top = top
        self._named: dict[str, list[UnitPlace]] = {}
        for place in units_below(actor, top):
            for word in {place.code, place.name}:
                self._named.setdefault(word, []).append(place)
        self._stood = _moves_below(top)

    def find(self, word: str) -> UnitPlace | Flaw:
        """The unit of this code or name, or why it cannot be said which."""
        found = self._named.get(word, [])
        coded = [place for place in found if place.code == word] or found
        if len(coded) == 1:
            return coded[0]
        if coded:
            codes = "、".join(place.code for place in coded[:5])
            return Flaw("unit", f"有 {len(coded)} 个单位叫“{word}”", f"请改用单位代码：{codes}")
        return Flaw("unit", f"“{self._top.name}”及其下级中没有“{word}”", "请写单位代码或全称")

    def path_on(self, place: UnitPlace, day: date) -> str:
        """Where the unit stood on the day; before its first placement, where it stood first."""
        stood = self._stood.get(place.number)
        if stood is None:
            return place.path
        since = [begin for begin, _ in stood]
        return stood[max(bisect_right(since, day) - 1, 0)][1]


def _moves_below(top: UnitPlace) -> dict[int, list[tuple[date, str]]]:
    """The places of those units below that ever moved, each with the day since when; the earliest first."""
    low, high = below(top.path)
    here = Placement.objects.filter(until__isnull=True, path__gte=low, path__lt=high)
    moved = here.filter(unit__placements__until__isnull=False).values("unit_id")
    stood: dict[int, list[tuple[date, str]]] = {}
    rows = Placement.objects.filter(unit_id__in=moved).order_by("since")
    for unit, since, path in rows.values_list("unit_id", "since", "path"):
        stood.setdefault(unit, []).append((since, path))
    return stood
