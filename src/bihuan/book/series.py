"""The numbers under which the book knows its series."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from bihuan.book.bulk import insert
from bihuan.trail.look import each_once


def series_numbers(keys: Iterable[str]) -> dict[str, int]:
    """The numbers of the series, by key; a series that nothing was ever posted to has none."""
    wanted = sorted(set(keys))
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for begin in range(0, len(wanted), 900):
            some = wanted[begin : begin + 900]
            cursor.execute(f"SELECT key, id FROM book_series WHERE key IN ({', '.join(['%s'] * len(some))})", some)
            found.update(cursor.fetchall())
    return found


def numbers_told(keys: Iterable[str]) -> dict[str, int]:
    """The same for who only looks: within one look each series is asked for once."""
    return each_once(numbers_told, set(keys), series_numbers)


def interned(keys: Iterable[str]) -> dict[str, int]:
    """The numbers of the series, by key; new ones are given a number.

    They are asked for anew by every call of `bihuan.book.posting.post` and not remembered by the process: a number
    from a transaction that was rolled back would name nothing, or later another series.
    """
    wanted = set(keys)
    found = series_numbers(wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        # Somebody else may give the same key a number at this moment; the second of the two takes the first's.
        insert(
            "INSERT INTO book_series (key) VALUES {rows} ON CONFLICT (key) DO NOTHING", [(key,) for key in missing]
        )
        found |= series_numbers(missing)
    return found
