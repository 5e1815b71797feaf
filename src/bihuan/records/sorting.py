"""In which order a list of records stands, and where in it a page ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.records.errors import UnknownRecord

Key = tuple[str | int, ...]
"""The values by which a record stands where it does; no two records share one."""


class Sorting(StrEnum):
    """The orders of a list. Each follows an index, forwards or backwards, so that a page of it costs little.

    By unit means by the place in the tree on the day of the act, the earliest act of each first; by kind likewise.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    ENTERED_LAST = "entered_last"
    ENTERED_FIRST = "entered_first"
    UNIT = "unit"
    UNIT_BACK = "unit_back"
    KIND = "kind"
    KIND_BACK = "kind_back"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a record that it follows, its number last. Numbers are given in the order of entry."""
        return _COLUMNS[self][0]

    @property
    def is_back(self) -> bool:
        """Whether it goes from the greatest to the least."""
        return _COLUMNS[self][1]


_COLUMNS: dict[Sorting, tuple[tuple[str, ...], bool]] = {
    Sorting.NEWEST: (("happened", "id"), True),
    Sorting.OLDEST: (("happened", "id"), False),
    Sorting.ENTERED_LAST: (("id",), True),
    Sorting.ENTERED_FIRST: (("id",), False),
    Sorting.UNIT: (("path", "happened", "id"), False),
    Sorting.UNIT_BACK: (("path", "happened", "id"), True),
    Sorting.KIND: (("kind", "happened", "id"), False),
    Sorting.KIND_BACK: (("kind", "happened", "id"), True),
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the key of its last record in an order."""

    order: Sorting
    key: Key

    def __str__(self) -> str:
        return "~".join(map(str, self.key))


def cursor_of(order: Sorting, values: Sequence[str | int | date]) -> Cursor:
    """The cursor behind a record whose columns of the order have these values."""
    return Cursor(order, tuple(each.isoformat() if isinstance(each, date) else each for each in values))


def read_cursor(order: Sorting, text: str) -> Cursor:
    """The cursor that an address carries.

    Raises:
        UnknownRecord: it is none of this order.
    """
    parts = text.split("~")
    try:
        if len(parts) != len(order.columns):
            raise ValueError(text)  # noqa: TRY301 - one way out for all that cannot be read
        read = dict(zip(order.columns, parts, strict=True))
        if "happened" in read:
            date.fromisoformat(read["happened"])
        return Cursor(order, (*parts[:-1], int(read["id"])))
    except ValueError:
        raise UnknownRecord("翻页位置已失效，请从第一页开始。") from None
