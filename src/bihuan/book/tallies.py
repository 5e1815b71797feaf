"""Tallies and roll-ups: the sums that are kept in step with the postings, in the transaction that adds them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from bihuan.book.bulk import insert
from bihuan.organisations.paths import WIDTH, unit_numbers

SLOTS = 16
"""Rows over which the sums of one unit near the root are spread on PostgreSQL."""

SPREAD_DEPTH = 1
"""Units at this depth and above are spread: the root, and the units right below it."""

Change = tuple[int, int, int]
"""What is added to a sum: amount, members, marks."""

Changes = Mapping[tuple[int, str, int], Change]
"""Changes by series number, path and month."""

_PLACES = "INSERT INTO book_place (path, unit_id) VALUES {rows} ON CONFLICT (path) DO NOTHING"
_TALLIES = (
    "INSERT INTO book_tally (series_id, unit_id, month, amount, members, marks) VALUES {rows}"
    " ON CONFLICT (series_id, unit_id, month) DO UPDATE SET amount = book_tally.amount + excluded.amount,"
    " members = book_tally.members + excluded.members, marks = book_tally.marks + excluded.marks"
)
_ROLL_UPS = (
    "INSERT INTO book_rollup (series_id, unit_id, month, slot, amount, members, marks) VALUES {rows}"
    " ON CONFLICT (series_id, unit_id, month, slot) DO UPDATE SET amount = book_rollup.amount + excluded.amount,"
    " members = book_rollup.members + excluded.members, marks = book_rollup.marks + excluded.marks"
)


def settle(changes: Changes) -> None:
    """Add the changes to the tallies and roll-ups of the units on each path, in the caller's transaction.

    Rows are taken in one sorted order, table after table: two writers at the same time may wait for each other,
    but never in a circle.
    """
    tallies: dict[tuple[int, int, int], list[int]] = {}
    roll_ups: dict[tuple[int, int, int, int], list[int]] = {}
    slot = own_slot()
    for (series, path, month), change in changes.items():
        numbers = unit_numbers(path)
        _add(tallies.setdefault((series, numbers[-1], month), [0, 0, 0]), change)
        for depth, unit in enumerate(numbers):
            key = (series, unit, month, slot if depth <= SPREAD_DEPTH else 0)
            _add(roll_ups.setdefault(key, [0, 0, 0]), change)
    insert(_PLACES, places_on({path for _, path, _ in changes}))
    insert(_TALLIES, [(*key, *tallies[key]) for key in sorted(tallies)])
    insert(_ROLL_UPS, [(*key, *roll_ups[key]) for key in sorted(roll_ups)])


def places_on(paths: Iterable[str]) -> list[tuple[str, int]]:
    """Every place on the paths, in order: the paths themselves and those of the units above, each with its unit."""
    cuts = {path[:end] for path in paths for end in range(WIDTH, len(path) + 1, WIDTH)}
    return [(cut, unit_numbers(cut)[-1]) for cut in sorted(cuts)]


def own_slot() -> int:
    """The slot to which this writer adds near the root.

    SQLite has one writer at a time and needs no slots. On PostgreSQL writers are threads; their numbers follow each
    other, so that up to sixteen of one program get sixteen slots.
    """
    return threading.get_native_id() % SLOTS if connection.vendor == "postgresql" else 0


def require_transaction() -> None:
    """Stop a caller that would write postings and tallies apart.

    Raises:
        TransactionManagementError: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the book is written inside the transaction of a verb")


def _add(total: list[int], change: Change) -> None:
    total[0] += change[0]
    total[1] += change[1]
    total[2] += change[2]
