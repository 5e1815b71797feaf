"""Both databases find the rows of a figure by index: by series and path, never by reading the whole table."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from bihuan.book import sums
from bihuan.book.bulk import Value
from bihuan.book.methods import Apart, Method, Want
from bihuan.book.series import series_numbers
from bihuan.organisations.paths import below
from bihuan.values.period import Period
from book.acts import Tree, enter, meeting


def plan(sql: str, values: list[Value]) -> str:
    """The database's plan; PostgreSQL is kept from reading tables whole, as it does with small ones."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {sql}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.fixture
def want(tree: Tree) -> Want:
    """One series that something was posted to."""
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5)))
    number = series_numbers(["meeting.items"])["meeting.items"]
    return Want(number, tree["dc"].number, Period.parse("2023"), Method.ADDED, Apart.UNIT)


def test_a_subtree_is_a_range_of_the_index(want: Want, tree: Tree) -> None:
    low, high = below(tree["dc"].path)
    sql = "SELECT SUM(amount) FROM book_posting p WHERE series_id = %s AND path >= %s AND path < %s"
    shown = plan(sql, [want.series, low, high])
    if connection.vendor == "sqlite":
        assert "SEARCH p USING INDEX posting_series_path (series_id=? AND path>? AND path<?)" in shown
    else:
        # A path column without the C collation would not be searched by a range.
        condition = shown.split("Index Cond:")[1].split("\n")[0]
        assert condition.count("path") == 2


@pytest.mark.parametrize("method", list(Method))
def test_every_method_finds_its_postings_by_the_index(want: Want, method: Method) -> None:
    shown = plan(*sums.asking(sums.ASK, [sums.ask_row(0, want, want.period)], sums._STATEMENTS[method]))
    assert "posting_series_path" in shown
    if connection.vendor == "sqlite":
        assert "SEARCH p USING INDEX posting_series_path (series_id=? AND path" in shown


@pytest.mark.parametrize("table", ["book_tally", "book_rollup"])
def test_sums_are_found_by_series_unit_and_month(want: Want, table: str) -> None:
    columns, statement = "n, series, unit, low, high", sums._MONTHS.format(table=table)
    shown = plan(*sums.asking(columns, [(0, want.series, want.unit, 202301, 202312)], statement))
    if connection.vendor == "sqlite":
        assert "(series_id=? AND unit_id=? AND month>? AND month<?)" in shown
    else:
        condition = shown.split("Index Cond:")[1].split("\n")[0]
        assert all(column in condition for column in ("series_id", "unit_id", "month"))
