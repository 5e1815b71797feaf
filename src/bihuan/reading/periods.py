"""The period that the text gives a figure: its words, and its days where a reference period tells them."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from bihuan.reading.shapes import StatedPeriod, Stretch
from bihuan.values.numerals import BadNumeral, parse_numeral
from bihuan.values.period import Period

_REACH_BACK = 400
_YEAR = r"(?:[0-9０-９]{4}|[一二三四五六七八九〇零○]{4})"
_NUMBER = r"(?:[0-9０-９]{1,2}|[一二两三四五六七八九十]{1,3})"
_TO = r"[至到—–\-~～]"
_WORDS = re.compile(
    rf"(?=[0-9０-９年半一二三四五六七八九十〇零○今本当去上下前第近全])(?:"
    rf"(?P<running>年初(?:至今|以来)|半年来|一年来|近(?P<years>{_NUMBER})年来?|(?P<years2>{_NUMBER})年来)"
    rf"|(?P<whole>全年|年度|本季度|当季|本月|当月|上季度|上月)(?!总结|计划|工作|任务|考核|目标|平均|演练)"
    rf"|(?:(?P<year>{_YEAR})(?:{_TO}(?P<until>{_YEAR}))?年度?(?:{_TO}(?P<until2>{_YEAR})年度?)?|(?P<named>今年|本年度?|当年|去年|上一?年度?|上年度?|前年))?"
    rf"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二两三1-3])个?季度"
    rf"|(?P<month>{_NUMBER})月?(?:{_TO}(?:(?P<year2>{_YEAR})年)?(?P<month2>{_NUMBER}))?月(?:份)?(?:(?P<day>{_NUMBER})日?(?:{_TO}(?:(?P<month3>{_NUMBER})月)?(?P<day2>{_NUMBER}))?日)?)?"
    rf"(?P<since>以来|至今)?"
    r")(?<=[年度月份日来今季])"
)
_LAST_YEAR = re.compile(r"(?:由|从)(?P<words>去年|上年|上年度|上一年)(?P<same>同期)?的?$")
_COMPARED = re.compile(r"(?:较|比|同|与|是|低于|高于|占|为|由|从)$")
_UNTIL = re.compile(r"截[至止到]{1,2}$")
_MONTHS_IN_HALF, _MONTHS_IN_QUARTER, _MONTHS_IN_YEAR = 6, 3, 12


class SentencePeriods:
    """The periods that one sentence and the paragraph in front of it state, for the figures of the sentence."""

    def __init__(self, text: str, sentence: Stretch, paragraph: int, reference: Period | None) -> None:
        self._text, self._reference = text, reference
        self._sentence, self._paragraph = sentence, paragraph
        self._own = [(match.end(), match) for match in _matches(text, sentence.start, sentence.end)]

    def of(self, figure: int) -> StatedPeriod | None:
        """The period of the figure that begins there.

        The nearest words in front of it in its sentence; else a span of months or more named earlier in its
        paragraph. A day named earlier says nothing about later sentences, and a year that figures are only compared
        with (较去年同期) is nobody's period.
        """
        last_year = _LAST_YEAR.search(self._text, max(self._sentence.start, figure - 8), figure)
        if last_year:
            words = last_year["words"] + (last_year["same"] or "")
            return StatedPeriod(words, _year_before(last_year, self._reference))
        place = bisect_right(self._own, figure, key=lambda each: each[0])
        if place:
            return self._stated(self._own[place - 1][1], self._sentence.start)
        return self._before

    @cached_property
    def _before(self) -> StatedPeriod | None:
        """The last span of months or more that the paragraph names in front of the sentence."""
        start = max(self._paragraph, self._sentence.start - _REACH_BACK)
        spans = [match for match in _matches(self._text, start, self._sentence.start) if not match["day"]]
        return self._stated(spans[-1], start) if spans else None

    def _stated(self, match: re.Match[str], start: int) -> StatedPeriod:
        words, days = match.group(), _days(match, self._reference)
        until = _UNTIL.search(self._text, max(start, match.start() - 3), match.start())
        if until and days is not None:
            return StatedPeriod(until.group() + words, Period(date(days.last.year, 1, 1), days.last))
        return StatedPeriod(words, days)


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words of periods between two offsets."""
    for match in _WORDS.finditer(text, start, end):
        if match.group() and not _is_no_period(text, match, start, end):
            yield match


def _is_no_period(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A deadline, a document's year, a comparison, or an empty match."""
    if _COMPARED.search(text, max(start, match.start() - 3), match.start()) and (match["named"] or match["quarter"]):
        return True
    behind = text[match.end() : min(end, match.end() + 3)]
    if behind.startswith(("底前", "前", "之前", "底", "同期", "〕", "号", "目标", "规划", "后")):
        return True
    if (
        match["month"]
        and not match["day"]
        and text[match.end() - 1] != "月"
        and not match.group().endswith(("月", "份", "以来", "至今"))
    ):
        return True
    if behind[:1] == "一":  # 一月一调度 names a way of working
        return True
    return match["month"] is not None and text[max(0, match.start() - 1)] in "每个、"


def _days(match: re.Match[str], reference: Period | None) -> Period | None:
    """The days the words name, or None where they need a reference that is not there or make no date."""
    try:
        if match["running"]:
            return _running(match, reference)
        if match["whole"]:
            return _whole(match["whole"], reference)
        return _named_days(match, reference)
    except (ValueError, BadNumeral):
        return None


def _named_days(match: re.Match[str], reference: Period | None) -> Period | None:
    year = _year(match, reference)
    if year is None:
        return None
    if match["since"]:
        month = _number(match["month"] or "1") if not match["quarter"] else _number(match["quarter"]) * 3 - 2
        first = Period.of_months(year, month, 1).first
        return Period(first, reference.last) if reference and reference.last >= first else None
    if match["month"]:
        return _months_or_days(match, year)
    return _part_of_year(match, year)


def _part_of_year(match: re.Match[str], year: int) -> Period:
    until = match["until"] or match["until2"]
    if until:
        return Period(date(year, 1, 1), date(_number(until), 12, 31))
    if match["half"]:
        return Period.of_months(year, 1 if match["half"] == "上" else 7, _MONTHS_IN_HALF)
    if match["quarter"]:
        return Period.of_months(year, _number(match["quarter"]) * 3 - 2, _MONTHS_IN_QUARTER)
    if match["quarters"]:
        return Period.of_months(year, 1, _number(match["quarters"]) * _MONTHS_IN_QUARTER)
    return Period.of_months(year, 1, _MONTHS_IN_YEAR)


def _months_or_days(match: re.Match[str], year: int) -> Period | None:
    month = _number(match["month"])
    if not match["day"]:
        last_month = _number(match["month2"]) if match["month2"] else month
        last_year = _number(match["year2"]) if match["year2"] else year
        count = (last_year - year) * _MONTHS_IN_YEAR + last_month - month + 1
        return Period.of_months(year, month, count) if count > 0 else None
    first = date(year, month, _number(match["day"]))
    if not match["day2"]:
        return Period(first, first)
    last_month = _number(match["month3"]) if match["month3"] else month
    last = date(year, last_month, _number(match["day2"]))
    return Period(first, last) if last >= first else None


def _year(match: re.Match[str], reference: Period | None) -> int | None:
    if match["year"]:
        return _number(match["year"])
    if reference is None:
        return None
    back = {"去": 1, "上": 1, "前": 2}.get((match["named"] or "今")[0], 0)
    return reference.last.year - back


def _running(match: re.Match[str], reference: Period | None) -> Period | None:
    """年初至今, 半年来, 近两年: spans that end with the reference period."""
    if reference is None:
        return None
    last, words = reference.last, match["running"]
    if words.startswith("年初"):
        return Period(date(last.year, 1, 1), last)
    years = match["years"] or match["years2"]
    months = (
        _number(years) * _MONTHS_IN_YEAR if years else _MONTHS_IN_HALF if words.startswith("半") else _MONTHS_IN_YEAR
    )
    return _months_until(last, months)


def _months_until(last: date, months: int) -> Period:
    whole = last.day == calendar.monthrange(last.year, last.month)[1]
    year, month = divmod(last.year * 12 + last.month - 1 - months + (1 if whole else 0), 12)
    first = date(year, month + 1, 1 if whole else min(last.day, calendar.monthrange(year, month + 1)[1]))
    return Period(first, last)


def _whole(words: str, reference: Period | None) -> Period | None:
    if reference is None:
        return None
    year, month = reference.last.year, reference.last.month
    quarter = Period.of_months(year, (month - 1) // 3 * 3 + 1, _MONTHS_IN_QUARTER)
    of: dict[str, Callable[[], Period]] = {
        "本季度": lambda: quarter,
        "当季": lambda: quarter,
        "上季度": quarter.before,
        "本月": lambda: Period.of_months(year, month, 1),
        "当月": lambda: Period.of_months(year, month, 1),
        "上月": lambda: Period.of_months(year, month, 1).before(),
    }
    return of.get(words, lambda: Period.of_months(year, 1, _MONTHS_IN_YEAR))()


def _year_before(match: re.Match[str], reference: Period | None) -> Period | None:
    if reference is None:
        return None
    return reference.year_before() if match["same"] else Period.of_months(reference.last.year - 1, 1, _MONTHS_IN_YEAR)


def _number(words: str) -> int:
    return int(parse_numeral(words))
