from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duties.packing import Packing

MONTHS = [year * 100 + month for year in (2021, 2022, 2023, 2024) for month in range(1, 13)]
TALLIES = st.dictionaries(st.sampled_from(MONTHS), st.integers(-5, 3000), max_size=48)


def through_sql(packing: Packing, tallies: dict[int, int]) -> list[tuple[int, int]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE tally (month INTEGER, amount BIGINT)")
    database.executemany("INSERT INTO tally VALUES (?, ?)", tallies.items())
    sql = f"SELECT {packing.columns() % ()} FROM tally WHERE month BETWEEN ? AND ?"
    row = database.execute(sql, (packing.first, packing.last)).fetchone()
    database.close()
    return packing.unpack([value or 0 for value in row])


@given(TALLIES, st.sampled_from(MONTHS), st.integers(0, 40), st.integers(1, 2000))
def test_what_was_packed_comes_out_again_cut_at_the_cap(
    tallies: dict[int, int], first: int, length: int, cap: int
) -> None:
    last = MONTHS[min(MONTHS.index(first) + length, len(MONTHS) - 1)]
    expected = [
        (month, min(amount, cap))
        for month, amount in sorted(tallies.items())
        if first <= month <= last and amount > 0
    ]
    assert through_sql(Packing(first, last, cap), tallies) == expected


@pytest.mark.parametrize(("cap", "columns"), [(1, 1), (31, 1), (32, 2), (1023, 2), (1024, 3), (2**53, 12)])
def test_a_year_takes_as_few_integers_as_its_greatest_count_allows(cap: int, columns: int) -> None:
    assert Packing(202301, 202312, cap).columns().count("SUM(") == columns
