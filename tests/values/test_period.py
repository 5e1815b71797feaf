from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.values.period import BadPeriod, Period, chinese_day, month_of

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Whole months, quarters, half-years and years, and any other run of days."""
    first = draw(DAYS)
    if draw(st.booleans()):
        count = draw(st.sampled_from([1, 3, 6, 12, 5, 18]))
        return Period.of_months(first.year, first.month, count)
    return Period(first, first + timedelta(days=draw(st.integers(0, 800))))


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023年"),
        ("2023-H1", "2023-01-01", "2023-06-30", "2023年上半年"),
        ("2023-H2", "2023-07-01", "2023-12-31", "2023年下半年"),
        ("2023-Q1", "2023-01-01", "2023-03-31", "2023年第一季度"),
        ("2023-Q4", "2023-10-01", "2023-12-31", "2023年第四季度"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
        ("2023-02", "2023-02-01", "2023-02-28", "2023年2月"),
        ("2023-01-05..2023-06-30", "2023-01-05", "2023-06-30", "2023年1月5日至2023年6月30日"),
        ("2023-06-30..2023-06-30", "2023-06-30", "2023-06-30", "2023年6月30日至2023年6月30日"),
        (" 2023-06 ", "2023-06-01", "2023-06-30", "2023年6月"),
    ],
)
def test_a_period_is_read_as_officials_write_it(text: str, first: str, last: str, name: str) -> None:
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.name) == (first, last, name)
    assert str(period) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-13",
        "2023-00",
        "2023-Q5",
        "2023-H3",
        "2023-6",
        "2023-06-30",
        "2023-06-31..2023-07-01",
        "2023-07-01..2023-06-30",
        "２０２３",
        "2023年",
        "2023-06\n2023-07",
        "0000",
        "0001",
        "9999",
        "9999-12-01..9999-12-31",
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        Period.parse(text)
    assert str(refused.value).endswith(("。", "先后。"))


@given(periods())
def test_writing_and_reading_a_period_gives_it_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods())
def test_the_period_before_ends_the_day_before_and_is_as_long(period: Period) -> None:
    before = period.before()
    assert before.end == period.first
    assert before.month_count == period.month_count or period.month_count is None
    if period.month_count is None:
        assert before.last - before.first == period.last - period.first


@given(periods())
def test_the_same_period_of_the_year_before_is_called_the_same(period: Period) -> None:
    earlier = period.year_before()
    assert earlier.first.year == period.first.year - 1
    assert earlier.month_count == period.month_count or period.month_count is None
    if str(period).count("..") == 0:
        assert earlier.name == period.name.replace(str(period.first.year), str(earlier.first.year))


def test_the_year_before_a_leap_february_has_twenty_eight_days() -> None:
    assert Period.parse("2024-02").year_before() == Period.parse("2023-02")
    assert Period(date(2024, 2, 29), date(2024, 3, 5)).year_before() == Period(date(2023, 2, 28), date(2023, 3, 5))


@given(periods(), DAYS)
def test_both_ends_are_in_and_nothing_outside_is(period: Period, day: date) -> None:
    assert (day in period) == (period.first <= day < period.end)
    assert period.first in period
    assert period.last in period
    assert period.end not in period


@given(periods(), periods())
def test_two_periods_overlap_when_one_holds_an_end_of_the_other(one: Period, other: Period) -> None:
    shares = one.first in other or other.first in one
    assert one.overlaps(other) == other.overlaps(one) == shares


def test_months_are_counted_only_where_they_are_whole() -> None:
    assert Period.parse("2023-Q2").month_count == 3
    assert Period(date(2022, 11, 1), date(2024, 1, 31)).month_count == 15
    assert Period(date(2023, 1, 1), date(2023, 1, 30)).month_count is None
    assert Period(date(2023, 1, 2), date(2023, 1, 31)).month_count is None


def test_months_and_days_are_written_as_the_book_and_documents_need_them() -> None:
    assert Period.parse("2022-12-31..2023-02-01").months == (202212, 202302)
    assert month_of(date(2023, 6, 30)) == 202306
    assert chinese_day(date(2023, 6, 3)) == "2023年6月3日"


def test_a_period_whose_ends_are_swapped_cannot_be_made() -> None:
    with pytest.raises(BadPeriod, match="2023-01-31"):
        Period(date(2023, 2, 1), date(2023, 1, 31))
