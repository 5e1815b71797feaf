"""When a duty is owed: frequencies and deadlines in the words of plans and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_PART_OF_MONTH = rf"(?:底|末|上旬|中旬|下旬|份|{_NUMBER}[日号])"
_DAY_OF_MONTH = rf"(?:底|末|上旬|中旬|下旬|{_NUMBER}[日号](?:至{_NUMBER}[日号])?)"
_CLOCK = r"(?:[0-9]{1,2}(?:时|点)(?:[0-9]{1,2}分)?|[0-9]{1,2}[:：][0-9]{2})"

_EVERY = re.compile(
    rf"(?P<every>每(?:半|[两二三四五六七八九十]|[0-9]{{1,2}})?个?(?:年度?|季度?|月份?|周|星期|日(?!常)|天|旬|学期|学年))"
    rf"(?P<day>(?:末月?|初|底)?(?:{_NUMBER}月(?:[、和]{_NUMBER}月)*)?{_DAY_OF_MONTH}?(?:第[一二三四]周的?)?(?:的?星期)?"
    rf"(?:[一二三四五六日](?=[0-9前上下，的为]))?{_CLOCK}?(?P<before>(?:之|以)?前)?)"
)
_WITHIN = re.compile(r"任期内|全年度?|(?<!一)年度内|年内|本年度|年度(?=至少|不少于|内)")
_DEADLINE = re.compile(
    rf"(?P<lead>于|在|到|至)?(?P<due>(?:(?:[0-9]{{4}}|次|明|当|今|翌|本)年)?(?:{_NUMBER}月{_PART_OF_MONTH}?|年底|年末|年中|月底|季度末|每季度末)(?:之|以)?前)"
)
_STANDING = {"月": "month", "月份": "month", "季": "quarter", "季度": "quarter", "年": "year", "年度": "year"}


@dataclass(frozen=True, slots=True)
class When:
    """When something is owed, and where the clause says so.

    ``per`` is None for a frequency other than month, quarter, half_year, year and once; its words are ``raw``.
    ``due`` holds the words of a day; ``months`` how many of them 各 multiplies by.
    """

    start: int
    end: int
    per: str | None
    raw: str = ""
    due: str = ""
    months: int = 1


def when_in(text: str, start: int, end: int) -> When | None:
    """The first frequency of a clause, else its first deadline, else None."""
    every = _EVERY.search(text, start, end)
    if every:
        return _of_every(every)
    deadline = _DEADLINE.search(text, start, end)
    if deadline:
        return When(deadline.start(), deadline.end(), "once", due=deadline["due"])
    within = _WITHIN.search(text, start, end)
    if within is None:
        return None
    words = within.group()
    if words == "任期内":
        return When(within.start(), within.end(), None, raw=words)
    if words in {"年内", "年度内"}:
        return When(within.start(), within.end(), "once", due=words)
    return When(within.start(), within.end(), "year")


def _of_every(every: re.Match[str]) -> When:
    words = every["every"]
    unit = words[1:].removeprefix("个")
    per = "half_year" if unit in {"半年", "半年度"} else _STANDING.get(unit)
    day = every["day"]
    due = words + day if day and re.search(r"[0-9月日号前期底旬:：一二三四五六]", day) else ""
    months = day.count("月") if "、" in day or "和" in day else 1
    return When(every.start(), every.end(), per, "" if per else words, due, max(1, months))
