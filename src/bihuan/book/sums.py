"""Sums over the book: many wants answered by a handful of statements, each one text for both databases.

A statement joins a table of what is asked, ``WITH ask (..) AS (VALUES ..)``, to the rows that answer. ``CROSS JOIN``
says no more than a comma does, but SQLite keeps its order: from the asks, over the places, to an index of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import connection

from bihuan.book.bulk import VARIABLES, Row, Value
from bihuan.book.methods import Method, Want, cut
from bihuan.organisations.paths import below
from bihuan.values.period import Period

Sum = tuple[int, int, int]
"""Amount in steps, members, marks."""

_OPEN_END = datetime(9999, 1, 1, tzinfo=UTC)
_SUBTREE, _ITSELF = below("")[1], " "
"""What a path is lengthened by for the end of its range: of all below it, or (blank sorts first) of it alone."""

_MONTHS = (
    "SELECT ask.n, SUM(t.amount), SUM(t.members), SUM(t.marks) FROM ask CROSS JOIN {table} t"
    " WHERE t.series_id = ask.series AND t.unit_id = ask.unit AND t.month >= ask.low AND t.month <= ask.high"
    " GROUP BY ask.n"
)

ASK = "n, series, unit, tail, first, last, known, apart"

# What a unit and all that stood below it posted in a period, wherever they stood.
WHERE_IT_HAPPENED = (
    " FROM ask CROSS JOIN book_place b CROSS JOIN book_posting p"
    " WHERE b.unit_id = ask.unit AND p.series_id = ask.series AND p.path >= b.path AND p.path < b.path || ask.tail"
    " AND p.happened >= ask.first AND p.happened <= ask.last AND p.entered <= ask.known"
)

# What the units that stand below a unit on the period's last day ever posted, wherever they stood then.
WHERE_IT_STANDS = (
    " FROM ask CROSS JOIN organisations_placement top CROSS JOIN organisations_placement w"
    " CROSS JOIN book_place b CROSS JOIN book_posting p"
    " WHERE top.unit_id = ask.unit AND top.since <= ask.last AND (top.until IS NULL OR top.until >= ask.last)"
    " AND w.path >= top.path AND w.path < top.path || ask.tail"
    " AND w.since <= ask.last AND (w.until IS NULL OR w.until >= ask.last)"
    " AND b.unit_id = w.unit_id AND p.series_id = ask.series AND p.path = b.path"
    " AND p.happened <= ask.last AND p.entered <= ask.known"
)

# Each item counts once, while a member stands behind it.
_ITEMS = (
    "SELECT n, SUM(CASE WHEN members > 0 THEN 1 ELSE 0 END), SUM(members), SUM(marks) FROM ("
    "SELECT ask.n AS n, p.item, SUM(p.sense) AS members, SUM(p.mark) AS marks"
    "{rows} GROUP BY ask.n, p.item) AS items GROUP BY n"
)

# Of each thing that is read apart, the latest reading that was not taken back.
LATEST_READINGS = (
    "SELECT net.*, ROW_NUMBER() OVER (PARTITION BY n, CASE apart WHEN 1 THEN unit_id ELSE 0 END,"
    " CASE apart WHEN 2 THEN item ELSE '' END ORDER BY happened DESC, source DESC, item DESC) AS place FROM ("
    "SELECT ask.n AS n, ask.apart AS apart, p.unit_id, p.item, p.happened, p.origin, p.source,"
    " SUM(p.amount) AS amount, SUM(p.sense) AS members, SUM(p.mark) AS marks"
    + WHERE_IT_STANDS
    + " GROUP BY ask.n, ask.apart, p.unit_id, p.item, p.happened, p.origin, p.source HAVING SUM(p.sense) > 0) AS net"
)

_TOTALS = "SELECT ask.n, SUM(p.amount), SUM(p.sense), SUM(p.mark)"
_STATEMENTS = {
    Method.ADDED: _TOTALS + WHERE_IT_HAPPENED + " GROUP BY ask.n",
    Method.STANDING: _TOTALS + WHERE_IT_STANDS + " GROUP BY ask.n",
    Method.DISTINCT: _ITEMS.format(rows=WHERE_IT_HAPPENED),
    Method.STANDING_DISTINCT: _ITEMS.format(rows=WHERE_IT_STANDS),
    Method.LATEST: (
        f"SELECT n, SUM(amount), SUM(members), SUM(marks) FROM ({LATEST_READINGS}) AS ranked"
        " WHERE place = 1 GROUP BY n"
    ),
}


def sums(wants: Sequence[Want]) -> list[Sum]:
    """The sum of each want, in their order; nothing posted is (0, 0, 0).

    Whole months of what adds up come from the tallies; edges of months, and every other method, from the postings.
    What was known at a moment in the past always comes from the postings.
    """
    roll_ups: list[Row] = []
    tallies: list[Row] = []
    postings: dict[Method, list[Row]] = {method: [] for method in Method}
    for n, want in enumerate(wants):
        rest: tuple[Period, ...] = (want.period,)
        if want.method is Method.ADDED and want.as_of is None:
            pieces = cut(want.period)
            rest = pieces.days
            if pieces.months:
                (tallies if want.own else roll_ups).append((n, want.series, want.unit, *pieces.months))
        postings[want.method] += [ask_row(n, want, period) for period in rest]
    totals = [(0, 0, 0)] * len(wants)
    _run(totals, "n, series, unit, low, high", _MONTHS.format(table="book_rollup"), roll_ups)
    _run(totals, "n, series, unit, low, high", _MONTHS.format(table="book_tally"), tallies)
    for method, rows in postings.items():
        _run(totals, ASK, _STATEMENTS[method], rows)
    return totals


def ask_row(n: int, want: Want, period: Period) -> Row:
    """The row of a want in the table of what is asked; its columns are those of `ASK`."""
    known = connection.ops.adapt_datetimefield_value(want.as_of or _OPEN_END)
    tail = _ITSELF if want.own else _SUBTREE
    return (n, want.series, want.unit, tail, period.first, period.last, known, want.apart.value)


def asking(columns: str, rows: Iterable[Row], then: str) -> tuple[str, list[Value]]:
    """A statement over the rows of what is asked, and its values."""
    values = list(rows)
    one = f"({', '.join(['%s'] * len(values[0]))})"
    return f"WITH ask ({columns}) AS (VALUES {', '.join([one] * len(values))}) {then}", [
        v for row in values for v in row
    ]


def _run(totals: list[Sum], columns: str, statement: str, rows: list[Row]) -> None:
    """Add what the statement answers to the totals of the asks it answers."""
    if not rows:
        return
    size = VARIABLES // len(rows[0])
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), size):
            cursor.execute(*asking(columns, rows[begin : begin + size], statement))
            for n, amount, members, marks in cursor.fetchall():
                had = totals[n]
                totals[n] = (had[0] + int(amount), had[1] + int(members), had[2] + int(marks))
