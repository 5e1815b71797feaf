"""How tightly a figure holds: the bound words before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.reading.quantities import Quantity
from bihuan.values.quantity import Bound

AT_MOST = "at_most"
_REACH = 40

_FILLER = r"(?:了|达到?|累计|共计?|合计|有|为|到|至|在|仅|已|近)?[ ]?$"
_OVER = re.compile(
    rf"(?:超过|超出|超|逾|突破|多于|(?<![去到来经不])过(?=[半百千万]?$)|上(?=[百千万]?$)|大于){_FILLER}"
)
_ABOUT = re.compile(rf"(?:大约|约为|约|将近|接近|近|大概|大致){_FILLER}")
_AT_LEAST = re.compile(
    r"(?:不少于|不得少于|不低于|不得低于|不小于|不下于|不少於|至少|最少|"
    r"不应少于|不能少于|应不少于|不低於|高于或等于)(?:为|达到?|有|在)?[ ]?$"
)
_AT_MOST = re.compile(
    r"(?:不超过|不得超过|不高于|不得高于|不多于|不得多于|不大于|至多|最多|不足|不到|不满|未达到?|未满|未超过|不超|少于|"
    r"控制在|压减到|压缩到)(?:为|达到?|有|在|了)?[ ]?$"
)
_AT_LEAST_BEFORE = re.compile(r"(?:至少|最少|不少于|不低于|不得少于)[^每]*$")
_BEHIND = (
    (re.compile(r"(?:及|（含）|\(含\))?以上|之上|起步"), Bound.AT_LEAST, ""),
    (re.compile(r"左右|上下|前后"), Bound.ABOUT, ""),
    (re.compile(r"以内|之内|内(?!部|容|涝|设|外|保|业|环|河|控)|以下"), Bound.EXACT, AT_MOST),
    (re.compile(r"多(?!个|次|名|家|人|种|项|处|方|年|元|部门|措并举|样|点|发|层)"), Bound.OVER, ""),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bound of a figure, with ``raw`` set to ``at_most`` for an upper limit."""

    bound: Bound
    raw: str = ""


def limits_of(text: str, found: Quantity, clause: int, end: int) -> Limits:
    """The limits of the quantity whose clause begins at ``clause`` and whose sentence ends at ``end``.

    The figure's own characters (余, 数) come first, then the word right before it, the word right behind it, and last
    a 至少 further ahead in the clause, which reaches over 、 to the next item.
    """
    if found.inner is not None:
        return Limits(found.inner)
    before = text[max(clause, found.start - _REACH) : found.start]
    adjacent = _adjacent(before)
    if adjacent is not None:
        return adjacent
    if found.number in {"百", "千"} and before.endswith("上"):
        return Limits(Bound.OVER)
    for pattern, bound, raw in _BEHIND:
        if pattern.match(text, found.end, min(end, found.end + 6)):
            return Limits(bound, raw)
    if _AT_LEAST_BEFORE.search(before):
        return Limits(Bound.AT_LEAST)
    return Limits(Bound.EXACT)


def _adjacent(before: str) -> Limits | None:
    if _AT_LEAST.search(before):
        return Limits(Bound.AT_LEAST)
    if _AT_MOST.search(before):
        return Limits(Bound.EXACT, AT_MOST)
    if _OVER.search(before):
        return Limits(Bound.OVER)
    if _ABOUT.search(before):
        return Limits(Bound.ABOUT)
    return None
