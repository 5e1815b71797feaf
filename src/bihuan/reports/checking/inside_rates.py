"""Rates inside a document held against the counts that it states for them: 整改率, 占比, 同比增长. Pure.

A rate is held only against numbers that stand right beside it and that nothing but words of change, of time or of
share part from it: 接警1200起，去年同期1000起，同比增长25% leaves no other reading; 火灾同比下降15% behind the same
two numbers speaks of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bihuan.reading.shapes import ClaimKind
from bihuan.reports.checking.stated import Clash, Contradiction, Known, is_plain, unit_of, value_of
from bihuan.reports.checking.verdicts import does_agree

_RATE_OF = re.compile(
    r"(?:整改|完成|办结|合格|销号|落实|达标|回应|执行|到会|参会|参训|优良|处置|办理|排查|检查|核查|覆盖|签订|"
    r"签约|回复|反馈|回访|参与|参学|出勤|录入|清零|安装|发生|入户|建档|培训|考核|通过|过关|满意|使用|拨付|归还)率"
)
_YEAR_BEFORE = r"(?:(?:去|上)年(?:的)?(?:同期)?|上年度|上一年(?:度)?|同期|去年全年|上年全年)"
_SET_BESIDE = rf"(?:同比|环比|(?:较|比|与)(?:{_YEAR_BEFORE})(?:相比)?)?"
_UP, _DOWN = r"(?:增长|上升|增加|提高|提升|增幅)", r"(?:下降|减少|降低|降幅|回落)"
_CHANGE = re.compile(rf"[，、（(]?{_SET_BESIDE}[，]?(?P<word>{_UP}|{_DOWN})(?:率|幅度)?(?:了|为|达|达到|约)?")
_THEN = re.compile(rf"[，（(；]?(?:而)?{_YEAR_BEFORE}(?:为|是|仅|只有|共)?")
_FROM = re.compile(r"(?:由|从)[^，。；]{0,8}$")
_TO = re.compile(rf"(?P<word>{_UP}|{_DOWN})(?:到|至|为)(?:今年|本年|本期|目前)?的?")
_MORE = re.compile(rf"[，、]?(?:同比|(?:较|比){_YEAR_BEFORE})(?P<word>{_UP}|{_DOWN})(?:了)?")
_SHARE = re.compile(r"[，、（(]?占(?:总数|全部|总人数|总量|比)?的?(?:比例)?(?:为|达|达到|约)?")
_OWED = re.compile(r"^[，：（(]?(?:其中)?[，]?应[^，。；]{0,8}$")
_DONE = re.compile(r"^[，、]?(?:已|实|完成)[^，。；]{0,8}$")
_PAIR, _THREE = 2, 3
_HALF_OF_A_TENTH = Fraction(1, 20)


def rate_clashes(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """Every rate of a sentence that the two numbers beside it do not give."""
    for number, rate in enumerate(sentence):
        if rate.claim.kind is not ClaimKind.RATE or rate.claim.unit != "%":
            continue
        yield from _share(sentence, number)
        if number < _PAIR or not _are_beside(sentence[number - _PAIR : number + 1]):
            continue
        yield from _growth(*sentence[number - _PAIR : number + 1])
        yield from _of_which(*sentence[number - _PAIR : number + 1])
    if len(sentence) == _THREE and _are_beside(sentence):
        yield from _told_first(*sentence)


def _share(sentence: Sequence[Known], number: int) -> Iterator[Contradiction]:
    """发现60条、整改45条，整改率75%: where just two counts of one unit stand before the rate, it has to be theirs."""
    rate, counts = sentence[number], list(sentence[:number])
    is_rate = _RATE_OF.search(rate.claim.subject + rate.before)
    if not is_rate or len(counts) != _PAIR or any(each.claim.kind is not ClaimKind.COUNT for each in counts):
        return
    whole, part = sorted(counts, key=value_of, reverse=True)
    if _can_be_divided(whole, part):
        yield from _held(rate, 100 * value_of(part) / value_of(whole), (whole, part), _HALF_OF_A_TENTH)


def _of_which(whole: Known, part: Known, rate: Known) -> Iterator[Contradiction]:
    """党员40名，其中女党员12名，占30%."""
    if "其中" in part.before and _SHARE.fullmatch(rate.before) and _can_be_divided(whole, part):
        yield from _held(rate, 100 * value_of(part) / value_of(whole), (whole, part))


def _told_first(rate: Known, owed: Known, done: Known) -> Iterator[Contradiction]:
    """排查率95%，应查1200户，已查1140户: a sentence that holds nothing else."""
    is_rate = rate.claim.kind is ClaimKind.RATE and rate.claim.unit == "%" and _RATE_OF.search(rate.before)
    if is_rate and _OWED.match(owed.before) and _DONE.match(done.before) and _can_be_divided(owed, done):
        yield from _held(rate, 100 * value_of(done) / value_of(owed), (owed, done))


def _growth(first: Known, second: Known, rate: Known) -> Iterator[Contradiction]:
    """今年1200起，去年1000起，同比增长20%; 由1000起增加到1200起，增长20%; 1200万元，较上年增加200万元，增长20%."""
    change = _CHANGE.fullmatch(rate.before)
    if not change or not _are_alike(first, second):
        return
    before = _earlier(first, second, is_up=_is_up(change))
    if before is None or not before[0]:
        return
    then, now = before
    grown = (now - then if _is_up(change) else then - now) / then
    yield from _held(rate, 100 * grown, (first, second))


def _earlier(first: Known, second: Known, *, is_up: bool) -> tuple[Fraction, Fraction] | None:
    """The earlier and the later value of two numbers side by side; None where the words do not say which is which."""
    one, other = value_of(first), value_of(second)
    if _THEN.fullmatch(second.before):
        return other, one
    to = _TO.fullmatch(second.before)
    if to is not None and _FROM.search(first.before):
        return (one, other) if _is_up(to) is is_up else None
    more = _MORE.fullmatch(second.before)
    if more is not None and _is_up(more) is is_up:
        then = one - other if is_up else one + other
        return (then, one) if then > 0 else None
    return None


def _is_up(found: re.Match[str]) -> bool:
    return re.fullmatch(_UP, found["word"]) is not None


def _are_beside(some: Sequence[Known]) -> bool:
    """Whether nothing stands between them, masked numbers and norms included."""
    return all(after.place == before.place + 1 for before, after in pairwise(some))


def _are_alike(one: Known, other: Known) -> bool:
    return unit_of(one) == unit_of(other) and is_plain(one) and is_plain(other)


def _can_be_divided(whole: Known, part: Known) -> bool:
    return _are_alike(whole, part) and value_of(whole) > 0


def _held(
    rate: Known, worth: Fraction, counts: tuple[Known, Known], near: Fraction = Fraction(0)
) -> Iterator[Contradiction]:
    """The clash of a rate with what it is worth; a digit that was cut off instead of rounded is none."""
    stated = Fraction(rate.claim.value or 0)
    if does_agree(rate.claim, worth, "%") or abs(worth - stated) <= (near or _last_digit(rate)):
        return
    places = tuple(sorted(each.place for each in (*counts, rate)))
    one, other = (each.claim.text for each in sorted(counts, key=lambda each: each.place))
    words = "变化" if near == 0 and _CHANGE.fullmatch(rate.before) else "比率"
    why = f"按{one}和{other}算，{words}是{float(worth):.2f}%，文中写的是{rate.claim.text}。"
    yield Contradiction(Clash.GROWTH if words == "变化" else Clash.RATE, places, why)


def is_cut_off(rate: Known, worth: Fraction) -> bool:
    """Whether the rate as stated is what it is worth with the digits behind cut off instead of rounded."""
    return abs(worth - Fraction(rate.claim.value or 0)) <= _last_digit(rate)


def _last_digit(rate: Known) -> Fraction:
    exponent = Decimal(str(rate.claim.value)).as_tuple().exponent
    return Fraction(1, 10 ** max(0, -exponent)) if isinstance(exponent, int) else Fraction(1)
