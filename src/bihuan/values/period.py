"""Periods: runs of whole days, both ends in, as officials name them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.values.refusal import BadInput

_QUARTERS = "一二三四"
_FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})))?"
    r"|(?P<first>\d{4}-\d{2}-\d{2})\.\.(?P<last>\d{4}-\d{2}-\d{2})",
    re.ASCII,
)
# The years that a ledger can be asked for. The calendar's own ends have no day before or after them.
_YEARS = range(1900, 2201)


class BadPeriod(BadInput):
    """A period was written in no form that we know."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both in.

    Raises:
        BadPeriod: the last day lies before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPeriod(f"时段的止日 {self.last} 早于起日 {self.first}，请检查先后。")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as ``2023``, ``2023-H1``, ``2023-Q2``, ``2023-06`` or ``2023-01-01..2023-06-30``.

        Raises:
            BadPeriod: the text is none of these, or names a day that does not exist or a year far from ours.
        """
        form = _FORMS.fullmatch(text.strip())
        if form is None:
            raise BadPeriod(f"看不懂时段“{text}”，请写成 2023、2023-H1、2023-Q2、2023-06 或 2023-01-01..2023-06-30。")
        try:
            period = cls._from_form(form)
        except ValueError as error:
            raise BadPeriod(f"时段“{text}”里有不存在的日期或月份，请改正。") from error
        if period.first.year not in _YEARS or period.last.year not in _YEARS:
            raise BadPeriod(f"时段“{text}”的年份不在 {_YEARS[0]} 到 {_YEARS[-1]} 之间，请改正。")
        return period

    @classmethod
    def _from_form(cls, form: re.Match[str]) -> Period:
        if form["first"]:
            return cls(date.fromisoformat(form["first"]), date.fromisoformat(form["last"]))
        year = int(form["year"])
        if form["half"]:
            return cls.of_months(year, 6 * int(form["half"]) - 5, 6)
        if form["quarter"]:
            return cls.of_months(year, 3 * int(form["quarter"]) - 2, 3)
        if form["month"]:
            return cls.of_months(year, int(form["month"]), 1)
        return cls.of_months(year, 1, 12)

    @classmethod
    def of_months(cls, year: int, month: int, count: int) -> Period:
        """The ``count`` whole calendar months that begin with ``month`` of ``year``."""
        end_year, end_month = divmod(year * 12 + month - 1 + count - 1, 12)
        last = calendar.monthrange(end_year, end_month + 1)[1]
        return cls(date(year, month, 1), date(end_year, end_month + 1, last))

    @property
    def month_count(self) -> int | None:
        """How many whole calendar months it is, or None where it begins or ends inside one."""
        if self.first.day != 1 or (self.last + timedelta(days=1)).day != 1:
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def months(self) -> tuple[int, int]:
        """The first and last month it touches, as yyyymm numbers."""
        return month_of(self.first), month_of(self.last)

    @property
    def end(self) -> date:
        """The day after the last: the half-open end."""
        return self.last + timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def before(self) -> Period:
        """The period of the same length that ends the day before this one begins.

        Whole months step by months: before 2023-H1 comes 2022-H2.
        """
        count = self.month_count
        if count is None:
            length = self.last - self.first
            last = self.first - timedelta(days=1)
            return Period(last - length, last)
        year, month = divmod(self.first.year * 12 + self.first.month - 1 - count, 12)
        return Period.of_months(year, month + 1, count)

    def year_before(self) -> Period:
        """The same period of the year before (同期); 29 February becomes 28 February."""
        count = self.month_count
        if count is not None:
            return Period.of_months(self.first.year - 1, self.first.month, count)
        return Period(_same_day_last_year(self.first), _same_day_last_year(self.last))

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        match (self.month_count, month):
            case (12, 1):
                return f"{year:04}"
            case (6, 1 | 7):
                return f"{year:04}-H{(month + 5) // 6}"
            case (3, 1 | 4 | 7 | 10):
                return f"{year:04}-Q{(month + 2) // 3}"
            case (1, _):
                return f"{year:04}-{month:02}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def name(self) -> str:
        """What officials call it: 2023年上半年, 2023年第二季度, 2023年6月."""
        year, month = self.first.year, self.first.month
        match (self.month_count, month):
            case (12, 1):
                return f"{year}年"
            case (6, 1 | 7):
                return f"{year}年{'上' if month == 1 else '下'}半年"
            case (3, 1 | 4 | 7 | 10):
                return f"{year}年第{_QUARTERS[month // 3]}季度"
            case (1, _):
                return f"{year}年{month}月"
        return f"{chinese_day(self.first)}至{chinese_day(self.last)}"


def month_of(day: date) -> int:
    """The month of a day as a yyyymm number, the form in which the book stores it."""
    return day.year * 100 + day.month


def chinese_day(day: date) -> str:
    """The day as a document writes it: 2023年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _same_day_last_year(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if leap_day else day.replace(year=day.year - 1)
