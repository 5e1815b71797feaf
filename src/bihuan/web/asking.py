"""What a visitor's address asks for: years, periods and pages, read once and the same everywhere."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote_plus

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from bihuan.values.period import Period
from bihuan.values.refusal import BadInput

FIRST_YEAR, LAST_YEAR = 1949, 2199


class BadAddress(BadInput):
    """A part of the address cannot be read."""


def today() -> date:
    """The day in Shanghai. Only a face asks."""
    return timezone.localdate()


def year_asked(request: HttpRequest, otherwise: int) -> int:
    """The year of ``?year=``.

    Raises:
        BadAddress: it is no year.
    """
    text = request.GET.get("year", "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:9]) <= LAST_YEAR):
        raise BadAddress(f"看不懂年度“{text[:20]}”，请写成 2023。")
    return int(text)


def month_asked(request: HttpRequest) -> int | None:
    """The month of ``?month=`` from 1 to 12, or None where none is asked for.

    Raises:
        BadAddress: it is no month.
    """
    text = request.GET.get("month", "")
    if not text:
        return None
    if text not in {str(month) for month in range(1, 13)}:
        raise BadAddress(f"看不懂月份“{text[:20]}”，请写成1至12的数。")
    return int(text)


def period_asked(request: HttpRequest) -> Period | None:
    """The period of ``?period=``, or None where none is asked for.

    Raises:
        BadPeriod: it is written in no form that we know.
    """
    text = request.GET.get("period", "").strip()
    return Period.parse(text) if text else None


def day_asked(request: HttpRequest, name: str) -> date | None:
    """The day of the question of this name, written 2023-06-26, or None where none is asked for.

    Raises:
        BadAddress: it is no day.
    """
    return day_written(request.GET.get(name, ""))


def day_written(text: str) -> date | None:
    """The day that somebody wrote into a form or an address as 2023-06-26, or None where nothing is written.

    Raises:
        BadAddress: it is no day.
    """
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadAddress(f"看不懂日期“{text[:20]}”，请写成 2023-06-26。") from None


def moment_asked(request: HttpRequest, name: str) -> datetime | None:
    """The moment of the question of this name, written 2023-07-05T09:30:00+08:00, or None where none is asked for.

    Raises:
        BadAddress: it is no moment, or does not say of which place's clock.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadAddress(f"看不懂时点“{text[:40]}”，请写成 2023-07-05T09:30:00+08:00。")
    return found


def page_asked(request: HttpRequest) -> int:
    """The page of ``?page=``, counted from 1.

    Raises:
        BadAddress: it is no page.
    """
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) < 10**8):
        raise BadAddress(f"看不懂页码“{text[:20]}”，请从页面下方的页码进入。")
    return int(text)


def address(path: str, **asked: object) -> str:
    """The path with what is asked behind it; empty values are left out."""
    query = "&".join(f"{key}={_quoted(str(value))}" for key, value in asked.items() if value not in ("", None))
    return f"{path}?{query}" if query else path


# A page with lists has hundreds of addresses made of the same few units, duties and years.
@lru_cache(maxsize=8192)
def _quoted(value: str) -> str:
    return quote_plus(value)


@lru_cache(maxsize=8192)
def way(name: str, *args: str | int) -> str:
    """The path of the page of this name: addresses do not change while the program runs."""
    return reverse(name, args=args)


def year_of(year: int) -> Period:
    """The calendar year as a period."""
    return Period.of_months(year, 1, 12)
