"""Posting to the book: what a source adds to its series, and the reversal of it. Tallies move with the postings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db import IntegrityError, connection

from bihuan.book.errors import AlreadyReversed
from bihuan.book.tallies import Change, require_transaction, settle
from bihuan.organisations.paths import segment
from bihuan.values.period import month_of

BATCH = 2_000
"""Vouchers written at a time: enough that a statement's own cost is lost, few enough that memory stays flat."""

Moment = str | datetime | None
"""A moment in the form that the database's driver takes."""

_REVERSED_BEFORE = "这项内容已经更正或作废过，不能再冲销一次，请刷新后查看它的最新状态。"
_INSERT = (
    "INSERT INTO book_posting (series_id, unit_id, path, happened, month, entered, amount, sense, mark, item, origin,"
    " source, reverses) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True, slots=True)
class Line:
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


class _Row(NamedTuple):
    """A posting about to be written, its values in the order of `_INSERT`."""

    series: int
    unit: int
    path: str
    happened: str
    month: int
    entered: Moment
    amount: int
    sense: int
    mark: int
    item: str
    origin: str
    source: int
    reverses: int | None = None


def post(vouchers: Iterable[Voucher], entered: datetime) -> None:
    """Add the postings of the vouchers, and their sums to the tallies, in the caller's transaction.

    The vouchers may be a long stream: they are written in batches, and what is kept until the end is one sum for
    each series, place and month. The sums are added last, in one sorted pass, so that writers at the same time take
    their locks in one order and never wait for each other in a circle. A verb that posts for several sources, or
    reverses and posts, should therefore do so in a single call of this or of `repost`.

    Args:
        vouchers: what is posted.
        entered: the moment of entry, the actor's.
    """
    repost("", (), vouchers, entered)


def reverse(origin: str, sources: Sequence[int], entered: datetime) -> None:
    """Take back everything that the sources posted, by postings of the opposite sign on the same days and paths.

    A source that posted nothing has nothing to take back, and passes.

    Raises:
        AlreadyReversed: a source posted, and all of it was reversed before.
    """
    repost(origin, sources, (), entered)


def repost(origin: str, reversed_sources: Sequence[int], vouchers: Iterable[Voucher], entered: datetime) -> None:
    """Reverse what the sources of ``origin`` posted and post the vouchers, in one pass over the tallies.

    Raises:
        AlreadyReversed: a source posted, and all of it was reversed before.
    """
    require_transaction()
    moment: Moment = connection.ops.adapt_datetimefield_value(entered)
    changes: dict[tuple[int, str, int], Change] = {}
    if reversed_sources:
        _write_reversals(list(_reversals(origin, reversed_sources, moment)), changes)
    known: dict[str, int] = {}
    stream = iter(vouchers)
    while batch := list(islice(stream, BATCH)):
        known |= _series_numbers({line.series for voucher in batch for line in voucher.lines} - known.keys())
        _write([row for voucher in batch for row in _rows(voucher, known, moment)], changes)
    if changes:
        settle(changes)


def mark_of(origin: str, source: int, line: Line) -> int:
    """The mark of a line, before its sense: 38 bits of a hash of what it says. 33 million of them sum within 64."""
    text = f"{origin}\x1f{source}\x1f{line.series}\x1f{line.happened}\x1f{line.amount}\x1f{line.item}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big") >> 2


def _rows(voucher: Voucher, known: dict[str, int], moment: Moment) -> Iterator[_Row]:
    if not voucher.path.endswith(segment(voucher.unit)):
        raise ValueError(f"the path {voucher.path} does not lead to unit {voucher.unit}")
    for line in voucher.lines:
        sense = -1 if line.closes else 1
        yield _Row(
            series=known[line.series],
            unit=voucher.unit,
            path=voucher.path,
            happened=line.happened.isoformat(),
            month=month_of(line.happened),
            entered=moment,
            amount=line.amount,
            sense=sense,
            mark=sense * mark_of(voucher.origin, voucher.source, line),
            item=line.item,
            origin=voucher.origin,
            source=voucher.source,
        )


def _reversals(origin: str, sources: Sequence[int], moment: Moment) -> Iterator[_Row]:
    """The opposite of every posting of the sources that stands."""
    posted: set[int] = set()
    standing: set[int] = set()
    for begin in range(0, len(sources), 500):
        some = tuple(sources[begin : begin + 500])
        sql = (
            "SELECT p.source, r.id, p.id, p.series_id, p.unit_id, p.path, p.happened, p.month, p.amount, p.sense,"
            " p.mark, p.item FROM book_posting p LEFT JOIN book_posting r ON r.reverses = p.id"
            f" WHERE p.source IN ({', '.join(['%s'] * len(some))}) AND p.origin = %s AND p.reverses IS NULL"
            " ORDER BY p.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, (*some, origin))
            found = cursor.fetchall()
        for source, reversal, number, series, unit, path, happened, month, amount, sense, mark, item in found:
            posted.add(source)
            if reversal is None:
                standing.add(source)
                day = str(happened)
                turned = (-amount, -sense, -mark)
                yield _Row(series, unit, path, day, month, moment, *turned, item, origin, source, number)
    if posted - standing:
        raise AlreadyReversed(_REVERSED_BEFORE)


def _write_reversals(rows: list[_Row], changes: dict[tuple[int, str, int], Change]) -> None:
    """Write reversals; somebody who reversed the same a moment earlier is stopped by the table's constraint."""
    try:
        _write(rows, changes)
    except IntegrityError as error:
        raise AlreadyReversed(_REVERSED_BEFORE) from error


def _write(rows: list[_Row], changes: dict[tuple[int, str, int], Change]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    for row in rows:
        key = (row.series, row.path, row.month)
        amount, members, marks = changes.get(key, (0, 0, 0))
        changes[key] = (amount + row.amount, members + row.sense, marks + row.mark)


def _series_numbers(keys: set[str]) -> dict[str, int]:
    """The numbers of the series, new ones interned.

    They are asked for in every call and not remembered between calls: a number from a transaction that was rolled
    back would name nothing, or later another series.
    """
    found = _known_numbers(keys)
    missing = sorted(keys - found.keys())
    if missing:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO book_series (key) VALUES (%s) ON CONFLICT (key) DO NOTHING", [(key,) for key in missing]
            )
        found |= _known_numbers(set(missing))
    return found


def _known_numbers(keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = sorted(keys)
    for begin in range(0, len(wanted), 500):
        some = wanted[begin : begin + 500]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT key, id FROM book_series WHERE key IN ({', '.join(['%s'] * len(some))})", some)
            found.update(cursor.fetchall())
    return found
