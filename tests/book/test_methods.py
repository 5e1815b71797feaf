"""Cutting a period into whole months and the days at its edges."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.book.methods import cut
from bihuan.values.period import Period, month_of

DAYS = st.dates(date(2019, 1, 1), date(2025, 12, 31))


def test_whole_months_leave_no_days() -> None:
    assert cut(Period.parse("2023-Q1")).months == (202301, 202303)
    assert cut(Period.parse("2023-Q1")).days == ()


def test_days_before_and_after_the_whole_months_are_left() -> None:
    pieces = cut(Period.parse("2023-01-16..2023-04-10"))
    assert pieces.months == (202302, 202303)
    assert [str(piece) for piece in pieces.days] == ["2023-01-16..2023-01-31", "2023-04-01..2023-04-10"]


def test_a_period_without_a_whole_month_is_all_days() -> None:
    for text in ("2023-02-02..2023-02-28", "2023-01-31..2023-02-27", "2023-12-31..2024-01-01"):
        assert (cut(Period.parse(text)).months, cut(Period.parse(text)).days) == (None, (Period.parse(text),))


@given(DAYS, st.integers(0, 500))
def test_the_pieces_hold_each_day_once(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    pieces = cut(period)
    low, high = pieces.months or (1, 0)
    for offset in range(-1, length + 2):
        day = first + timedelta(days=offset)
        held = (low <= month_of(day) <= high) + sum(day in piece for piece in pieces.days)
        assert held == (day in period)
