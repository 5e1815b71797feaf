"""Lists that other parts keep, offered to reports: overdue windows, open tasks, the three rectification lists.

A part above or beside this one tells its lists when the program starts; a template names one and gets its rows as
words. A list brings no numbers into a report: those come as figures from the book.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bihuan.reports.errors import ListNotOffered
from bihuan.values.actor import Actor
from bihuan.values.period import Period


@dataclass(frozen=True)
class ListAsk:
    """What is asked of a list.

    Attributes:
        unit: the code of the unit; all below it is included.
        period: the days that the report is about.
        today: the day on which the list is drawn up.
        most: rows that are read; a list may stop there. None for all of them.
    """

    unit: str
    period: Period
    today: date
    most: int | None = None


@dataclass(frozen=True)
class Listing:
    """A list as words: the headings of its columns, and its rows in the order in which they are read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Listed = Callable[[Actor, ListAsk], Listing]

_lists: dict[str, Listed] = {}


def offer_list(name: str, function: Listed) -> None:
    """Register who draws up the list with this Chinese name. The function checks what the actor may see."""
    _lists[name] = function


def listing(name: str, actor: Actor, ask: ListAsk) -> Listing:
    """The list with this name.

    Raises:
        ListNotOffered: nobody draws it up; the sentence names those that there are.
    """
    function = _lists.get(name)
    if function is None:
        known = "、".join(_lists)
        raise ListNotOffered(f"没有清单“{name}”，{f'可用的是{known}' if known else '本程序没有登记任何清单'}。")
    return function(actor, ask)
