"""Posting to the book: what a source adds to its series, and the reversal of it. Tallies move with the postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection

from bihuan.book.bulk import Row, insert
from bihuan.book.errors import AlreadyReversed
from bihuan.book.series import interned
from bihuan.book.tallies import Change, require_transaction, settle
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.paths import segment
from bihuan.values.period import month_of

BATCH = 2_000
"""Vouchers written at a time: enough that a statement's own cost is lost, few enough that memory stays flat."""

Moment = str | datetime | None
"""A moment in the form that the database's driver takes."""

_REVERSED_BEFORE = "这项内容已经更正或作废过，不能再冲销一次，请刷新后查看它的最新状态。"
_INSERT = (
    "INSERT INTO book_posting (series_id, unit_id, path, happened, month, entered, amount, sense, mark, item, origin,"
    " source, reverses) VALUES {rows}"
)


Changes = dict[tuple[int, str, int], Change]
"""What is to be added to the tallies, by series number, path and month."""


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
    changes: Changes = {}
    if reversed_sources:
        _write_reversals(_reversals(origin, reversed_sources, moment, changes))
    known: dict[str, int] = {}
    stream = iter(vouchers)
    while batch := list(islice(stream, BATCH)):
        known |= interned({line.series for voucher in batch for line in voucher.lines} - known.keys())
        insert(_INSERT, [row for voucher in batch for row in _rows(voucher, known, moment, changes)])
    if changes:
        settle(changes)


def mark_of(origin: str, source: int, line: Line) -> int:
    """The mark of a line, before its sense: 38 bits of a hash of what it says. 33 million of them sum within 64."""
    day, _ = _day(line.happened)
    text = f"{origin}\x1f{source}\x1f{line.series}\x1f{day}\x1f{line.amount}\x1f{line.item}"
    return int.from_bytes(blake2b(text.encode(), digest_size=5).digest(), "big") >> 2


@lru_cache(maxsize=4096)
def _day(happened: date) -> tuple[str, int]:
    """The day as the database takes it, and its month."""
    return happened.isoformat(), month_of(happened)


def _rows(voucher: Voucher, known: dict[str, int], moment: Moment, changes: Changes) -> Iterator[Row]:
    """The postings of a voucher in the order of the columns, noted in the changes too."""
    origin, source, unit, path = voucher.origin, voucher.source, voucher.unit, voucher.path
    if not path.endswith(segment(unit)):
        raise ValueError(f"the path {path} does not lead to unit {unit}")
    for line in voucher.lines:
        day, month = _day(line.happened)
        series, amount = known[line.series], line.amount
        sense = -1 if line.closes else 1
        mark = sense * mark_of(origin, source, line)
        _note(changes, (series, path, month), (amount, sense, mark))
        yield series, unit, path, day, month, moment, amount, sense, mark, line.item, origin, source, None


def _reversals(origin: str, sources: Sequence[int], moment: Moment, changes: Changes) -> list[Row]:
    """The opposite of every posting of the sources that stands, noted in the changes too."""
    posted: set[int] = set()
    standing: set[int] = set()
    rows: list[Row] = []
    for source, reversal, number, series, unit, path, happened, month, amount, sense, mark, item in _posted(
        origin, sources
    ):
        posted.add(source)
        if reversal is None:
            standing.add(source)
            _note(changes, (series, path, month), (-amount, -sense, -mark))
            turned = (-amount, -sense, -mark, item, origin, source, number)
            rows.append((series, unit, path, str(happened), month, moment, *turned))
    if posted - standing:
        raise AlreadyReversed(_REVERSED_BEFORE)
    return rows


def _posted(origin: str, sources: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """What the sources posted, each with the number of its reversal, if any."""
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
            yield from cursor.fetchall()


def _note(changes: Changes, key: tuple[int, str, int], change: Change) -> None:
    amount, members, marks = changes.get(key, (0, 0, 0))
    changes[key] = (amount + change[0], members + change[1], marks + change[2])


def _write_reversals(rows: list[Row]) -> None:
    """Write reversals; somebody who reversed the same a moment earlier is stopped by the table's constraint."""
    try:
        insert(_INSERT, rows)
    except IntegrityError as error:
        raise AlreadyReversed(_REVERSED_BEFORE) from error
