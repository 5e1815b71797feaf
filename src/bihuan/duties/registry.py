"""What other parts tell the duties: which acts a person carried out, and whose account a deed may have changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from bihuan.trail.remembered import Deed
from bihuan.values.period import Period


class HolderCount(Protocol):
    """What one person's acts of a day add to a series, in its smallest step, whatever unit recorded them."""

    @property
    def series(self) -> str:
        """The key of the series."""

    @property
    def person(self) -> str:
        """The person's code."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def amount(self) -> int:
        """The amount in steps."""


HolderCounting = Callable[[Sequence[str], Sequence[str], Period, datetime | None], Iterable[HolderCount]]

_counting: list[HolderCounting] = []


def count_by_holder(function: HolderCounting) -> None:
    """Register who knows which acts a person carried out (gave, chaired), as against merely attended.

    The function is given series keys, codes of people, the days asked for, and the moment up to which entries are
    known (None for all). Records know this, and may not be
    imported here: the program that puts the parts together registers them when it starts.
    """
    _counting[:] = [function]


def holder_counting() -> HolderCounting | None:
    """Who knows it, or None: then the holders of a post owe their quotas together, and the unit's acts meet them."""
    return _counting[0] if _counting else None


Bearing = Callable[[Sequence[Deed]], Collection[int] | None]

_bearing: list[Bearing] = []


def tell_bearing(function: Bearing) -> None:
    """Register who knows whose accounts deeds may have changed.

    The function is given deeds of the trail and answers with the numbers of units, or with None where it cannot say.
    """
    _bearing[:] = [function]


def units_touched(deeds: Sequence[Deed]) -> Collection[int] | None:
    """The numbers of the units whose accounts the deeds may have changed; None where nobody can say."""
    return _bearing[0](deeds) if _bearing else None
