"""Whether the book is whole: sums equal postings, reversals match, marks are right. And making the sums anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.db import connection

from bihuan.book.posting import mark_of
from bihuan.book.tallies import places_on, require_transaction
from bihuan.book.vouchers import Line
from bihuan.organisations.paths import WIDTH, segment
from bihuan.values.period import Period, month_of
from bihuan.values.problem import Problem

_MEND = "请先备份，再运行 bihuan verify --rebuild 重建发生额，并查明原因。"
_RESTORE = "请用备份核对。"

# Each length that a path can have: a path's places are the paths of these lengths that it begins with.
_CUTS = f"WITH ask (length) AS (VALUES {', '.join(f'({end})' for end in range(WIDTH, 81, WIDTH))})"
# One series at a time: its rows are sorted in memory, and those of one series fit.
_OWN = (
    "SELECT series_id, unit_id, month, amount, sense AS members, mark AS marks FROM book_posting WHERE series_id = %s"
)
# Summed by place first, so that only the sums are multiplied by the units above.
_BELOW = (
    "SELECT s.series_id, b.unit_id, s.month, s.amount, s.members, s.marks FROM ("
    "SELECT series_id, path, month, SUM(amount) AS amount, SUM(sense) AS members, SUM(mark) AS marks"
    " FROM book_posting WHERE series_id = %s GROUP BY series_id, path, month) AS s"
    " CROSS JOIN ask CROSS JOIN book_place b"
    " WHERE ask.length <= LENGTH(s.path) AND b.path = SUBSTR(s.path, 1, ask.length)"
)
_SUMS = "SUM(amount) AS amount, SUM(members) AS members, SUM(marks) AS marks"
_DIFFERENCES = (
    "{cuts} SELECT s.key, u.code, d.month FROM (SELECT series_id, unit_id, month, {sums} FROM ({postings} UNION ALL"
    " SELECT series_id, unit_id, month, -amount, -members, -marks FROM {table} WHERE series_id = %s) AS sides"
    " GROUP BY series_id, unit_id, month HAVING SUM(amount) <> 0 OR SUM(members) <> 0 OR SUM(marks) <> 0) AS d"
    " JOIN book_series s ON s.id = d.series_id LEFT JOIN organisations_unit u ON u.id = d.unit_id"
    " ORDER BY s.key, u.code, d.month"
)
_BAD_REVERSALS = (
    "SELECT r.id FROM book_posting r LEFT JOIN book_posting o ON o.id = r.reverses WHERE r.reverses IS NOT NULL"
    " AND (o.id IS NULL OR o.reverses IS NOT NULL OR r.series_id <> o.series_id OR r.unit_id <> o.unit_id"
    " OR r.path <> o.path OR r.happened <> o.happened OR r.month <> o.month OR r.item <> o.item"
    " OR r.origin <> o.origin OR r.source <> o.source OR r.amount <> -o.amount OR r.sense <> -o.sense"
    " OR r.mark <> -o.mark OR r.entered < o.entered) ORDER BY r.id"
)
_POSTINGS = (
    "SELECT p.id, s.key, p.unit_id, p.path, p.happened, p.month, p.amount, p.sense, p.mark, p.item, p.origin,"
    " p.source FROM book_posting p JOIN book_series s ON s.id = p.series_id WHERE p.reverses IS NULL AND p.id > %s"
    " ORDER BY p.id LIMIT 20000"
)


def verify_book() -> Iterator[Problem]:
    """Every sum that does not equal its postings, and every posting that is not as it was written.

    The sums are compared in both directions by the database, series by series; every posting is read and its mark
    worked out anew. Memory is flat.
    """
    yield from _posting_problems()
    yield from _rows("冲销分录", _BAD_REVERSALS, "与被冲销的分录不符，分录被改动过。")
    yield from _differences("发生额", "", _OWN, "book_tally")
    yield from _differences("汇总额", _CUTS, _BELOW, "book_rollup")


def rebuild_tallies() -> None:
    """Make places, tallies and roll-ups anew from the postings, in the caller's transaction."""
    require_transaction()
    with connection.cursor() as cursor:
        for table in ("book_tally", "book_rollup", "book_place"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SELECT DISTINCT path FROM book_posting")
        places = places_on(path for (path,) in cursor.fetchall())
        cursor.executemany("INSERT INTO book_place (path, unit_id) VALUES (%s, %s)", places)
        for number in _series():
            cursor.execute(
                "INSERT INTO book_tally (series_id, unit_id, month, amount, members, marks)"
                f" SELECT series_id, unit_id, month, {_SUMS} FROM ({_OWN}) AS own GROUP BY series_id, unit_id, month",
                [number],
            )
            cursor.execute(
                "INSERT INTO book_rollup (series_id, unit_id, month, slot, amount, members, marks)"
                f" {_CUTS} SELECT series_id, unit_id, month, 0, {_SUMS} FROM ({_BELOW}) AS below"
                " GROUP BY series_id, unit_id, month",
                [number],
            )


def book_digest(period: Period, as_of: datetime | None = None) -> str:
    """The SHA-256 over every posting of the period's days, in the order of entry, in full.

    Args:
        period: the days.
        as_of: the moment up to which entries count, so that a seal can be checked after late entries; None for all.
    """
    digest = hashlib.sha256()
    known = "" if as_of is None else " AND p.entered <= %s"
    sql = (
        "SELECT p.id, p.entered, p.happened, s.key, p.unit_id, p.path, p.amount, p.sense, p.mark, p.item, p.origin,"
        " p.source, p.reverses FROM book_posting p JOIN book_series s ON s.id = p.series_id"
        f" WHERE p.id > %s AND p.happened >= %s AND p.happened <= %s{known} ORDER BY p.id LIMIT 20000"
    )
    moment = () if as_of is None else (connection.ops.adapt_datetimefield_value(as_of),)
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, [last, period.first, period.last, *moment])
            rows = cursor.fetchall()
            if not rows:
                return digest.hexdigest()
            for number, entered, *rest in rows:
                digest.update("\x1f".join(map(str, (number, _moment(entered), *rest))).encode() + b"\n")
            last = rows[-1][0]


def _moment(entered: datetime | str) -> str:
    """The moment as text, the same from both databases: one hands over aware moments, the other bare UTC."""
    moment = entered if isinstance(entered, datetime) else datetime.fromisoformat(entered)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _posting_problems() -> Iterator[Problem]:
    """Every original posting whose mark, month or path is not what its other columns say."""
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_POSTINGS, [last])
            rows = cursor.fetchall()
            if not rows:
                return
            for number, key, unit, path, happened, month, amount, sense, mark, item, origin, source in rows:
                day = date.fromisoformat(str(happened))
                line = Line(key, day, amount, item)
                if mark != sense * mark_of(origin, source, line):
                    yield Problem(f"分录 {number}", "内容与校验值不符，分录被改动过。", _RESTORE)
                if month != month_of(day) or not path.endswith(segment(unit)):
                    yield Problem(f"分录 {number}", "所属月份或单位位置与内容不符，分录被改动过。", _RESTORE)
            last = rows[-1][0]


def _rows(what: str, sql: str, message: str) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for (number,) in cursor.fetchall():
            yield Problem(f"{what} {number}", message, _RESTORE)


def _differences(what: str, cuts: str, postings: str, table: str) -> Iterator[Problem]:
    sql = _DIFFERENCES.format(cuts=cuts, sums=_SUMS, postings=postings, table=table)
    for number in _series():
        with connection.cursor() as cursor:
            cursor.execute(sql, [number, number])
            rows = cursor.fetchall()
        for key, unit, month in rows:
            yield Problem(f"{what} {key} {unit or '未知单位'} {month}", "与分录的合计不符。", _MEND)


def _series() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM book_series ORDER BY key")
        return [number for (number,) in cursor.fetchall()]
