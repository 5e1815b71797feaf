"""Which quantities a rule or a plan requires, and which it only speaks of."""

from __future__ import annotations

import re

from bihuan.reading.bounds import AT_MOST, Limits
from bihuan.reading.measures import DURATIONS
from bihuan.reading.quantities import Quantity
from bihuan.reading.shapes import ClaimKind
from bihuan.values.quantity import Bound

_REACH = 60
_LONGEST_DEADLINE = 14
_LONGEST_TITLE = 60

_PLAN_HEADING = re.compile(
    r"下一?步|下一阶段|下半年|明年|来年|今后|打算|计划|要点|工作安排|工作目标|工作要求|目标任务|努力方向|整改措施及|任务分工"
)
_REPORT_TITLE = re.compile(r"总结|报告|情况|述职|通报|汇报|回顾|小结")
_PLAN_SENTENCE = re.compile(
    r"(?:[一二三四五六七八九十]是)?(?:下一?步|下半年|下一阶段|明年|来年|今后|新的一年|接下来|20[0-9]{2}年)，?[^。；]{0,24}?(?:将|要|拟|计划|打算|重点)"
)
_REPORTING = re.compile(r"(?:现将|现就)[^。]{0,40}(?:报告|汇报|总结|通报)如下|简要(?:汇报|报告)如下")
_FREQUENT = re.compile(
    r"每(?:[半两一二三四五六七八九十0-9]{0,2}个?(?:年|月|季|周|日|天|旬|星期|学期)|次|期|名|人|轮|场|批)|任期内|(?<!现)年内"
)
_DEADLINE_WORDS = (
    r"(?:[0-9０-９一二三四五六七八九十]{1,3}月(?:底|末|中旬|上旬|下旬|份|[0-9０-９]{1,2}日)?"
    r"|年底|年末|月底|季度末|年中)(?:之|以)?前"
)
_DEADLINE = re.compile(_DEADLINE_WORDS)
_DEADLINE_BEFORE = re.compile(rf"(?:{_DEADLINE_WORDS}|年内)，$")
_OPENING = re.compile(r"年内|计划|拟|力争|争取|底前|日前")
_PAST = re.compile(r"了|已经?|先后|累计(?!不)|共计|截至|同比|完成情况|仍|还有|尚|现有|存在")
_OF_WHAT_EXISTS = re.compile(r"(?:对|与|向|给|为|的|走遍|覆盖|全部|现有|所辖|辖区|其中|涉及|全[市县区省])$")
_STANDARD = re.compile(r"[^，。；]{0,4}的(?:标准|要求|比例|职数|规模|规定|频次)")
_ASKED = re.compile(r"(?:至少|最少|不少于|不得少于|不低于|不得低于|不小于)")


def is_plan(heading: str, title: str) -> bool:
    """Whether what stands under these speaks of what is to be done."""
    if _PLAN_HEADING.search(heading):
        return not re.search(r"完成情况|落实情况|进展情况", heading)
    return _PLAN_HEADING.search(title) is not None and _REPORT_TITLE.search(title) is None


def is_report(title: str) -> bool:
    """Whether a title is that of a report of what was done."""
    return _REPORT_TITLE.search(title) is not None and len(title) < _LONGEST_TITLE


def announces_a_plan(text: str, start: int, end: int) -> bool:
    """Whether a sentence turns from what was done to what is to be done: 2024年，大队将..."""
    return _PLAN_SENTENCE.match(text, start, end) is not None


def reports(text: str, start: int, end: int) -> bool:
    """Whether a sentence says that a report follows: 现将履责情况报告如下."""
    return "如下" in text[start:end] and _REPORTING.search(text, start, end) is not None


def _with_deadline(text: str, clause: int) -> int:
    """Where the clause begins, a deadline of its own in front of it included: 9月底前，机关党委举办2期培训班."""
    deadline = _DEADLINE_BEFORE.search(text, max(0, clause - _LONGEST_DEADLINE), clause)
    return deadline.start() if deadline else clause


def opens_a_plan(text: str, found: Quantity, clause: int) -> bool:
    """Whether a required quantity makes what follows in its sentence a plan: 年内计划发展党员2名，培育品牌1个."""
    before = text[max(clause, found.start - _REACH) : found.start]
    return _OPENING.search(before) is not None and not _PAST.search(before)


def kind_of(text: str, found: Quantity, limits: Limits, clause: tuple[int, int], *, planned: bool) -> ClaimKind:
    """The kind of the quantity in the clause that begins at ``clause[0]``; ``clause[1]`` ends its sentence."""
    if found.kind is ClaimKind.RATE:
        return ClaimKind.RATE
    before = text[max(_with_deadline(text, clause[0]), found.start - _REACH) : found.start]
    after = text[found.end : min(clause[1], found.end + 12)]
    asked = limits.bound is Bound.AT_LEAST and _ASKED.search(before) is not None
    if found.base in DURATIONS:
        return ClaimKind.NORM if asked and not limits.raw else found.kind
    if asked or (_STANDARD.match(after) and re.search(r"(?:按照?|低于|高于|不足|达到|符合)$", before)):
        return ClaimKind.NORM
    if limits.raw == AT_MOST and not _FREQUENT.search(before):
        return found.kind
    if _is_required(before, planned=planned):
        return ClaimKind.NORM
    return found.kind


def _is_required(before: str, *, planned: bool) -> bool:
    """By a frequency, a deadline, or the plan it stands in, unless the number only tells how many there are."""
    if _OF_WHAT_EXISTS.search(before):
        return False
    if _FREQUENT.search(before):
        return "平均" not in before
    if _PAST.search(before):
        return False
    return planned or (_DEADLINE.search(before) is not None and "截至" not in before)
