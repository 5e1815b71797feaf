"""Working days as the State Council's notices order them, against an oracle; provisional where no notice is loaded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.oversight.standing import Urgency, standing
from bihuan.oversight.work_calendar import year_of
from bihuan.oversight.working_days import WorkCalendar, YearCalendar

KNOWN = range(2020, 2027)


def shipped() -> WorkCalendar:
    packs, problems = load_packs(shipped_folders())
    assert packs is not None, problems
    return WorkCalendar.of(map(year_of, packs.calendars))


CALENDAR = shipped()
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("year", KNOWN)
def test_every_day_of_a_year_is_what_the_oracle_says(year: int) -> None:
    first = date(year, 1, 1)
    every = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert [day for day in every if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == []


@given(days, st.integers(0, 120))
def test_a_working_deadline_is_the_oracles(start: date, count: int) -> None:
    found = CALENDAR.after_working_days(start, count)
    day, left = start, count
    while left:
        day += timedelta(days=1)
        if day.year not in KNOWN:
            assert found.provisional
            return
        left -= chinese_calendar.is_workday(day)
    assert found.day == day
    assert not found.provisional


@given(days, days)
def test_counting_back_is_counting_forward(first: date, last: date) -> None:
    assert CALENDAR.working_days_between(first, last) == -CALENDAR.working_days_between(last, first)


@given(st.dates(date(2018, 1, 1), date(2029, 12, 31)), st.integers(0, 1500))
def test_days_counted_without_walking_are_those_walked_over(first: date, length: int) -> None:
    walked = sum(CALENDAR.is_working(first + timedelta(days=n)) for n in range(1, length + 1))
    assert CALENDAR.working_days_between(first, first + timedelta(days=length)) == walked


def test_a_day_named_by_the_notice_of_another_year_is_no_exception() -> None:
    odd = YearCalendar(2023, "", frozenset({date(2022, 12, 30), date(2023, 1, 7)}), frozenset({date(2023, 1, 7)}))
    calendar = WorkCalendar.of([odd])
    assert calendar.working_days_between(date(2022, 12, 25), date(2023, 1, 8)) == 10


@given(days, st.integers(0, 60))
def test_a_deadline_lies_as_many_working_days_ahead_as_were_given(start: date, count: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.after_working_days(start, count).day) == count


def test_a_make_up_sunday_is_worked_and_a_holiday_monday_is_not() -> None:
    assert CALENDAR.is_working(date(2023, 1, 29))
    assert not CALENDAR.is_working(date(2023, 1, 23))
    assert CALENDAR.after_working_days(date(2023, 1, 20), 1).day == date(2023, 1, 28)


def test_a_year_without_a_notice_is_provisional() -> None:
    found = CALENDAR.after_working_days(date(2026, 12, 25), 10)
    assert found.provisional
    assert standing(date(2027, 2, 10), None, date(2027, 2, 1), CALENDAR).provisional
    assert "（暂定）" in standing(date(2027, 2, 10), None, date(2027, 2, 1), CALENDAR).text


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    assert CALENDAR.after_days(date(2023, 9, 20), 10).day == date(2023, 10, 7)


def test_a_site_loads_the_next_year_from_a_pack_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        'key: own\nname: 本站\nversion: "1.0"\ndescription: 次年日历\n', encoding="utf-8"
    )
    (tmp_path / "calendar.yaml").write_text(
        "calendars:\n  - year: 2027\n    notice: 国办发明电〔2026〕1号\n"
        "    days_off:\n      - {name: 元旦, first: 2027-01-01, last: 2027-01-03}\n    make_up: []\n",
        encoding="utf-8",
    )
    packs, problems = load_packs([*shipped_folders(), tmp_path])
    assert not problems
    assert packs is not None
    own = WorkCalendar.of(map(year_of, packs.calendars))
    assert not own.after_working_days(date(2026, 12, 25), 10).provisional


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{name: 元旦, first: 2027-01-03, last: 2027-01-01}", "早于起日"),
        ("{name: 元旦, first: 2026-12-31, last: 2027-01-01}", "不在 2027 年"),
    ],
)
def test_a_wrong_calendar_is_told_with_its_line(tmp_path: Path, entry: str, complaint: str) -> None:
    (tmp_path / "pack.yaml").write_text(
        'key: own\nname: 本站\nversion: "1.0"\ndescription: 次年日历\n', encoding="utf-8"
    )
    text = (
        f"calendars:\n  - year: 2027\n    notice: 通知\n    days_off:\n      - {entry}\n    make_up: [2027-02-03]\n"
    )
    (tmp_path / "calendar.yaml").write_text(text, encoding="utf-8")
    packs, problems = load_packs([*shipped_folders(), tmp_path])
    assert packs is None
    assert any(complaint in str(problem) for problem in problems)
    assert any("不是周末" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 6, 1), (Urgency.AHEAD, "还有14天")),
        (date(2023, 6, 12), (Urgency.SOON, "还有3天")),
        (date(2023, 6, 15), (Urgency.TODAY, "今日到期")),
        (date(2023, 6, 20), (Urgency.OVERDUE, "逾期5天")),
    ],
)
def test_how_pressing_a_task_is_depends_on_the_day_alone(today: date, expected: tuple[Urgency, str]) -> None:
    found = standing(date(2023, 6, 15), None, today, CALENDAR)
    assert (found.urgency, found.text) == expected


def test_what_is_settled_stays_late_by_what_it_was_late() -> None:
    late = standing(date(2023, 6, 15), date(2023, 6, 19), date(2024, 1, 1), CALENDAR)
    assert (late.days, late.text) == (-4, "逾期4天了结")
    assert standing(date(2023, 6, 15), date(2023, 6, 1), date(2024, 1, 1), CALENDAR).text == "已了结"
    assert standing(None, None, date(2024, 1, 1), CALENDAR).urgency is Urgency.UNDATED
