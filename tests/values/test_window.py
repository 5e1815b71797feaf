from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.values.period import Period
from bihuan.values.window import Per, window_of, windows

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
PERIODS = st.builds(lambda first, length: Period(first, first + timedelta(days=length)), DAYS, st.integers(0, 1500))


@given(st.sampled_from(Per), PERIODS)
def test_windows_tile_the_period_with_neither_gap_nor_overlap(per: Per, over: Period) -> None:
    found = windows(per, over)
    assert over.first in found[0]
    assert over.last in found[-1]
    assert all(after.first == before.end for before, after in pairwise(found))
    assert all(window.month_count == per.months for window in found)


@given(st.sampled_from(Per), PERIODS, st.integers(0, 800), st.integers(0, 800))
def test_any_enclosing_period_has_the_same_windows(per: Per, over: Period, earlier: int, later: int) -> None:
    wider = Period(over.first - timedelta(days=earlier), over.last + timedelta(days=later))
    assert windows(per, over) == [window for window in windows(per, wider) if window.overlaps(over)]


@given(st.sampled_from(Per), DAYS)
def test_a_day_lies_in_its_window(per: Per, day: date) -> None:
    assert day in window_of(per, day)


@pytest.mark.parametrize(
    ("per", "window"),
    [(Per.MONTH, "2024-02"), (Per.QUARTER, "2024-Q1"), (Per.HALF_YEAR, "2024-H1"), (Per.YEAR, "2024")],
)
def test_a_leap_day_lies_in_february_and_in_what_holds_february(per: Per, window: str) -> None:
    assert str(window_of(per, date(2024, 2, 29))) == window


def test_months_asked_from_the_31st_are_whole_months() -> None:
    found = windows(Per.MONTH, Period(date(2023, 1, 31), date(2023, 3, 31)))
    assert [str(window) for window in found] == ["2023-01", "2023-02", "2023-03"]


def test_each_frequency_has_its_chinese_word() -> None:
    assert [per.label for per in Per] == ["每月", "每季度", "每半年", "每年"]
