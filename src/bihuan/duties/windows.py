"""Which windows the versions of a duty ask for: they tile time, each judged by the rule it began under. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bihuan.duties.rules import Rule
from bihuan.values.period import Period
from bihuan.values.window import window_of


class Tile(NamedTuple):
    """A window, and the version of the duty that it is judged by."""

    first: date
    last: date
    rule: Rule


def tiles(rules: Sequence[Rule], over: Period) -> tuple[Tile, ...]:
    """The windows of a duty that share a day with the period, in order.

    A window is judged by the rule in force on its first day and finished under it. An amended rule begins with its
    first whole window after both the day of the amendment and the window that was running; until then the earlier
    version goes on. So no day is asked for twice, and none is left out between two versions that follow each other.
    A rule that lapses without a successor asks only for windows that it saw to the end.

    Args:
        rules: the versions, the oldest first, no two in force on the same day.
        over: the days of interest; any period that holds a window gives the same window.
    """
    return _tiles(tuple(rules), over)


# The same few rules and periods are asked for by every unit, and rules are told apart by identity.
@lru_cache(maxsize=4096)
def _tiles(rules: tuple[Rule, ...], over: Period) -> tuple[Tile, ...]:
    # Every month, quarter and half-year ends with some year's end, so 1 January begins a window whatever the rules.
    start = date(over.first.year, 1, 1)
    return tuple(tile for tile in _from(rules, start, over.last) if tile.last >= over.first)


def _from(rules: Sequence[Rule], start: date, last: date) -> Iterator[Tile]:
    day = start
    while day <= last:
        tile = _beginning(rules, day)
        if tile is None:
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            yield tile
            day = tile.last + timedelta(days=1)


def _beginning(rules: Sequence[Rule], day: date) -> Tile | None:
    """The window that begins on the day, the first of a month, if a rule has one that it sees to the end.

    The latest version is asked first. Where the day lies within one of its windows, it began in the middle of that
    window, and an earlier version goes on.
    """
    for rule in reversed(rules):
        window = window_of(rule.per, day)
        if rule.since <= day == window.first:
            return Tile(day, window.last, rule) if _sees_the_end(rules, rule, window.last) else None
    return None


def _sees_the_end(rules: Sequence[Rule], rule: Rule, last: date) -> bool:
    """Whether the rule, or versions that follow it without a gap, are in force until the window's last day."""
    place = rules.index(rule)
    for version, after in zip(rules[place:], [*rules[place + 1 :], None], strict=True):
        if version.until is None or version.until >= last:
            return True
        if after is None or not after.follows(version):
            return False
    return False
