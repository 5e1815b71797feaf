"""Vouchers: what a source posts, line by line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Line(NamedTuple):
    """One amount of a voucher.

    Attributes:
        series: the key of the series.
        happened: the day it counts for.
        amount: in the measure's smallest step.
        item: what is counted once (a distinct count) or read apart (a reading); "" otherwise.
        closes: set on the line that takes a standing entry out again, on the day after its last day and with its
            amount negated, so that the entry stops being a member as well.
    """

    series: str
    happened: date
    amount: int
    item: str = ""
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Voucher:
    """What one source posts.

    Attributes:
        origin: the part it belongs to: ``record``, ``finding``, ``task``.
        source: its number there.
        unit: the number of the unit whose act it was.
        path: where that unit stood in the tree on the day of the act.
        lines: the amounts, each on its series and day.
    """

    origin: str
    source: int
    unit: int
    path: str
    lines: tuple[Line, ...]
