"""Packing: the counts of many months in a few integers, so that a whole year of a duty is one row. Pure.

A month takes just the bits that its greatest count of interest needs: a count above the quota settles the window
as well as the quota itself, so it is cut there. Units with the same integers stand the same, and are judged once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_SIGN_FREE_BITS = 62


@dataclass(frozen=True)
class Packing:
    """How months ``first`` to ``last`` (yyyymm, both in), each cut at ``cap``, lie in integers of 62 bits."""

    first: int
    last: int
    cap: int

    @cached_property
    def bits(self) -> int:
        """The bits of one month."""
        return self.cap.bit_length()

    @cached_property
    def _per_column(self) -> int:
        return _SIGN_FREE_BITS // self.bits

    @cached_property
    def _months(self) -> list[int]:
        return [_month(number) for number in range(_ordinal(self.first), _ordinal(self.last) + 1)]

    def columns(self) -> str:
        """The SQL columns that pack a group of tallies of these months; they read ``amount`` and ``month``.

        Only what SQLite and PostgreSQL share: integer division, shifts, CASE. The sum is cast because PostgreSQL
        widens it to numeric.
        """
        cut = f"CASE WHEN amount > {self.cap} THEN {self.cap} WHEN amount < 0 THEN 0 ELSE amount END"
        if self.cap == 1:
            cut = "CASE WHEN amount > 0 THEN 1 ELSE 0 END"
        found: list[str] = []
        starts = range(_ordinal(self.first), _ordinal(self.last) + 1, self._per_column)
        for start in starts:
            # yyyymm less 88 for each century of months, that is for each year, counts the months.
            shifted = f"({cut}) << ({self.bits} * (month - 88 * (month / 100) - {start}))"
            if len(starts) > 1:
                inside = f"month BETWEEN {_month(start)} AND {_month(start + self._per_column - 1)}"
                shifted = f"CASE WHEN {inside} THEN {shifted} ELSE 0 END"
            found.append(f"CAST(SUM({shifted}) AS BIGINT)")
        return ", ".join(found)

    def unpack(self, packed: Sequence[int]) -> list[tuple[int, int]]:
        """The months with a count, as yyyymm, and each one's count up to ``cap``."""
        mask = (1 << self.bits) - 1
        found: list[tuple[int, int]] = []
        for place, month in enumerate(self._months):
            column, slot = divmod(place, self._per_column)
            amount = packed[column] >> (slot * self.bits) & mask
            if amount:
                found.append((month, amount))
        return found


def _ordinal(month: int) -> int:
    return month // 100 * 12 + month % 100


def _month(ordinal: int) -> int:
    year, month = divmod(ordinal - 1, 12)
    return year * 100 + month + 1
