"""Periods and scopes inside a document: a quarter may not exceed its half-year, a brigade not its city. Pure.

Only numbers of one sentence are held against each other, and only where they name what they count, and how, in the
same words: another sentence may speak of another body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from bihuan.reading.shapes import ClaimKind
from bihuan.reports.checking.stated import Clash, Contradiction, Known, is_plain, unit_of, value_of
from bihuan.values.period import Period

_ALL = re.compile(r"全(?:市|县|区|省|州|局|系统|支队|总队|大队|辖区)(?!面|员)")
_SOME = re.compile(
    r"(?:^|[，、（(])(?:其中)?(?:各|[一-鿿]{2,6})(?:大队|中队|消防站|救援站|支部|科室|县|区|乡镇|街道)(?!级|域)"
)
_NO_PART = re.compile(r"人均|平均|每|末|底|在册|现有|实有|库存|[“”]")
"""Averages do not add up; what is there at an end may be less than before; what is quoted is somebody else's."""
_ABOUT = re.compile(r"近|多年|历年|几年")
"""A time that is named by and large has no last day."""
_BEING = frozenset({"", "有", "共有", "现有", "设有", "配备", "达", "达到", "保持", "为"})
"""Verbs of a state, which a longer time need not have more of; what was done it has."""


def span_clashes(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """Every part of a period or of a scope that is larger than its whole, and quarters that do not make it up."""
    counts = [each for each in sentence if is_plain(each) and each.claim.kind is not ClaimKind.RATE]
    counts = [each for each in counts if each.claim.subject and not _NO_PART.search(each.before)]
    for whole, part in permutations(counts, 2):
        if not _is_one_thing(whole, part) or value_of(part) <= value_of(whole):
            continue
        if _is_within(part, whole):
            words = f"{_name(part)}的{part.claim.text}多于{_name(whole)}的{whole.claim.text}。"
            yield Contradiction(Clash.PERIOD, tuple(sorted((whole.place, part.place))), words)
        elif _is_some_of_all(part, whole):
            words = f"一部分单位的{part.claim.text}多于全部的{whole.claim.text}。"
            yield Contradiction(Clash.SCOPE, (whole.place, part.place), words)
    yield from _quarters(counts)


def _is_one_thing(one: Known, other: Known) -> bool:
    """Whether the two say in the same words what they count and what was done."""
    first, second = one.claim, other.claim
    same = (
        first.subject == second.subject or one.before.endswith(second.subject) or other.before.endswith(first.subject)
    )
    return same and first.action == second.action and unit_of(one) == unit_of(other)


def _days(each: Known) -> Period | None:
    stated = each.claim.period
    return None if stated is None or _ABOUT.search(stated.words) else stated.days


def _name(each: Known) -> str:
    days = _days(each)
    return days.name if days is not None else ""


def _is_within(part: Known, whole: Known) -> bool:
    """Whether the part's own words name a shorter time within that of the whole, and no other body."""
    inner, outer = _days(part), _days(whole)
    if part.claim.action in _BEING:
        return False
    if inner is None or outer is None or inner == outer or _SOME.search(part.before) or _SOME.search(whole.before):
        return False
    return outer.first <= inner.first and inner.last <= outer.last


def _is_some_of_all(part: Known, whole: Known) -> bool:
    """Whether the whole is said of all units and stands first, and the part of some, over the same time."""
    is_of_all = _ALL.search(whole.before) is not None and _SOME.search(whole.before) is None
    is_of_some = _SOME.search(part.before) is not None and _ALL.search(part.before) is None
    return is_of_all and is_of_some and whole.place < part.place and _days(part) == _days(whole)


def _quarters(counts: Sequence[Known]) -> Iterator[Contradiction]:
    """上半年14次，其中一季度6次、二季度9次: parts that are told in one list and fill the whole time add up to it."""
    for number, whole in enumerate(counts):
        outer = _days(whole)
        parts = list(_list_of_parts(counts[number + 1 :]))
        if outer is None or not parts[1:] or "其中" not in parts[0].before:
            continue
        days = [_days(part) for part in parts]
        inner = [each for each in days if each is not None]
        if len(inner) != len(parts) or not _do_fill(inner, outer) or any(unit_of(p) != unit_of(whole) for p in parts):
            continue
        total = sum(value_of(part) for part in parts)
        if total < value_of(whole):
            words = "、".join(part.claim.text for part in parts)
            places = (whole.place, *(part.place for part in parts))
            yield Contradiction(Clash.PERIOD, places, f"各段{words}相加不等于{_name(whole)}的{whole.claim.text}。")


def _list_of_parts(counts: Sequence[Known]) -> Iterator[Known]:
    """The numbers right behind a whole that follow each other as a list does."""
    for number, each in enumerate(counts):
        if number and not each.before.startswith("、"):
            return
        yield each


def _do_fill(inner: Sequence[Period], outer: Period) -> bool:
    """Whether the periods follow each other without a gap from the first day of the whole to its last."""
    starts = [outer.first, *(each.end for each in inner)]
    return [each.first for each in inner] == starts[:-1] and starts[-1] == outer.end
