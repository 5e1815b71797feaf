"""Reading one value as people write it: days, numbers with measure words, yes and no, choices, words. Pure.

A reader is handed what stood in a cell or came from a form and gives back the typed value, or a `Flaw` that says what
is wrong and what to write. Nothing is guessed: what can be read two ways is a flaw.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from bihuan.catalog.schema import Field_, FieldType
from bihuan.records.act import Value
from bihuan.values.numerals import BadNumeral, parse_numeral
from bihuan.values.period import BadPeriod, Period
from bihuan.values.problem import Problem, Severity
from bihuan.values.quantity import BadQuantity, converted, steps
from bihuan.values.refusal import BadInput

Raw = object
"""What a cell, a form or a command line hands in; anything that is no text, number or day is a flaw."""

LONGEST_TEXT = 2000
LONGEST_MARK = 60
FORMULA_SIGNS = frozenset("=+-@")
"""What makes a spreadsheet take words for a formula."""

_DAY = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"([-+−－]?)\s*([\d０-９.．,，]+|[零〇一二两三四五六七八九十百千]+)\s*(\D*)")
_MASKED = re.compile(r"[*＊×xX]{1,}|[X×]{2,}")
# Excel counts days from here; the range keeps an ordinary number from passing as a day.
_EXCEL_FIRST, _EXCEL_LAST, _EXCEL_ORIGIN = 25569, 73050, date(1899, 12, 30)
_YES = frozenset({"是", "有", "对", "√", "✓", "true", "yes", "y", "1"})
_NO = frozenset({"否", "无", "不是", "没有", "×", "✗", "false", "no", "n", "0"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with one field of an act, before it is known where that stands.

    Attributes:
        key: the field, or the act's own ``happened``, ``unit``, ``until``, ``title``, ``people``, ``evidence``.
        message: what is wrong, in half a Chinese sentence.
        mend: what to write instead.
    """

    key: str
    message: str
    mend: str = ""
    severity: Severity = Severity.ERROR

    def at(self, place: str) -> Problem:
        """The problem that it is at this place."""
        return Problem(place, self.message, self.mend, self.severity)


def plain(raw: Raw) -> Raw:
    """The raw value with text stripped, and None for an empty cell."""
    if isinstance(raw, str):
        # A non-breaking or full-width space around a value is never meant; an apostrophe before a sign is what our
        # own export, like a spreadsheet, puts there to keep words from being read as a formula.
        text = raw.strip()
        return (text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text) or None
    return raw


def read_value(field: Field_, raw: Raw, choices: tuple[str, ...]) -> Value | Flaw:
    """The typed value of a field, None where the cell is empty, or what is wrong with it.

    Args:
        field: the field's definition.
        raw: what was handed in.
        choices: the words that a choice field allows.
    """
    given = plain(raw)
    if given is None:
        return None
    if field.type is FieldType.NUMBER:
        return read_number(field, given)
    if field.type is FieldType.CHOICE:
        return read_choice(field, given, choices)
    if reader := _BY_TYPE.get(field.type):
        return reader(field.key, given)
    return read_words(field.key, given, LONGEST_TEXT if field.type is FieldType.TEXT else LONGEST_MARK)


def read_day(key: str, raw: Raw) -> date | Flaw:
    """A day: a date cell, 2023-06-05, 2023/6/5, 2023.6.5, 2023年6月5日, 20230605 or Excel's number for a day."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    mend = "请写成 2023-06-05"
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if raw == int(raw) and _EXCEL_FIRST <= raw <= _EXCEL_LAST:
            return _EXCEL_ORIGIN + timedelta(days=int(raw))
        raw = str(int(raw)) if raw == int(raw) else str(raw)
    text = str(raw).translate(_FULL_WIDTH)
    form = _DAY.fullmatch(text)
    # 2023年6/5 mixes two forms; who wrote it meant something, but nobody can say what.
    parts = (form[1], form[3], form[5]) if form and _seps_agree(form[2], form[4]) else None
    packed = _PACKED_DAY.fullmatch(text)
    if parts is None and packed:
        parts = (packed[1], packed[2], packed[3])
    if parts is None:
        return Flaw(key, f"“{_short(text)}”不是日期", mend)
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return Flaw(key, f"“{text}”这一天不存在", mend)


def _seps_agree(first: str, second: str) -> bool:
    return (first == "年") == (second == "月") and first in (second, "年")


def read_number(field: Field_, raw: Raw) -> int | Decimal | Flaw:
    """A number in the field's unit. A measure word behind it is converted: 0.12亿元 in a field of 万元 is 1,200."""
    exact = _exact(field, raw)
    if isinstance(exact, Flaw):
        return exact
    try:
        steps(exact, field.decimals)
    except BadQuantity as refusal:
        return _flaw_of(field.key, refusal)
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


def _exact(field: Field_, raw: Raw) -> Decimal | Flaw:
    match raw:
        case bool():
            return Flaw(field.key, f"“{'是' if raw else '否'}”不是数字", "请填写一个数")
        case int() | Decimal():
            return Decimal(raw)
        case float():
            # Fifteen digits are what a spreadsheet shows and a double holds: 1153.4 and not 1153.4000000000001.
            return Decimal(format(raw, ".15g"))
        case str():
            return _written_number(field, raw)
    return Flaw(field.key, f"“{raw}”不是数字", "请填写一个数")


def _written_number(field: Field_, text: str) -> Decimal | Flaw:
    form = _NUMBER.fullmatch(text)
    if form is None:
        masked = "（数字被遮蔽）" if _MASKED.search(text) else ""
        return Flaw(field.key, f"“{_short(text)}”不是数字{masked}", _number_mend(field))
    sign, digits, word = form[1], form[2], form[3].strip().replace("％", "%")
    try:
        value = Decimal(parse_numeral(digits))
    except BadNumeral:
        return Flaw(field.key, f"“{_short(text)}”不是数字", _number_mend(field))
    unit = field.measure_unit
    if word and word != unit:
        # 1.2万 in a field of 人次 or 万元 leaves out the base word, which the head of the column says.
        scaled = converted(Fraction(value), word, unit)
        if scaled is None and set(word) <= set("十百千万亿"):
            scaled = converted(Fraction(value), word + _base(unit), unit)
        if scaled is None:
            return Flaw(field.key, f"“{_short(text)}”的单位“{word}”不能换算成“{unit or '个数'}”", _number_mend(field))
        value = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    return -value if sign in ("-", "−", "－") else value


def _base(unit: str) -> str:
    return unit.lstrip("百千万亿")


def _number_mend(field: Field_) -> str:
    unit = f"，以“{field.measure_unit}”为单位" if field.measure_unit else ""
    return f"请填写一个数{unit}"


def read_yes_no(key: str, raw: Raw) -> bool | Flaw:
    """Yes or no: 是, 否, a ticked cell, 1 and 0."""
    if isinstance(raw, bool):
        return raw
    word = str(int(raw)) if isinstance(raw, float) and raw in (0, 1) else str(raw).lower()
    if word in _YES or word in _NO:
        return word in _YES
    return Flaw(key, f"“{_short(str(raw))}”不是“是”或“否”", "请写 是 或 否")


def read_choice(field: Field_, raw: Raw, choices: tuple[str, ...]) -> str | Flaw:
    """One of the words of the field's list; another word is a flaw that names the nearest."""
    word = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if word in choices:
        return word
    if not choices:
        return Flaw(field.key, f"“{field.name}”的选项清单还没有填写", "请先在本单位的目录包里填写清单，或者留空")
    near = get_close_matches(word, choices, n=1, cutoff=0.3)
    listed = "、".join(choices[:8]) + ("……" if len(choices) > 8 else "")  # noqa: PLR2004 - what a line can hold
    mend = f"是不是“{near[0]}”？" if near else ""
    return Flaw(field.key, f"“{_short(word)}”不在选项中", f"{mend}可填：{listed}")


def _read_period(key: str, raw: Raw) -> str | Flaw:
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    try:
        return str(Period.parse(text))
    except BadPeriod as refusal:
        return _flaw_of(key, refusal)


def read_words(key: str, raw: Raw, longest: int) -> str | Flaw:
    """Words of at most ``longest`` characters, without control characters."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)  # a spreadsheet hands the number 12 as 12.0
    text = raw.isoformat() if isinstance(raw, date) else str(raw)
    if len(text) > longest:
        return Flaw(key, f"有 {len(text)} 个字，超过了 {longest} 个", "请缩短，全文可作为佐证附上")
    if not text.isprintable() and _CONTROL.search(text):
        return Flaw(key, "含有看不见的控制字符", "请重新输入")
    return text


_BY_TYPE: dict[FieldType, Callable[[str, Raw], Value | Flaw]] = {
    FieldType.DAY: read_day,
    FieldType.YES_NO: read_yes_no,
    FieldType.PERIOD: _read_period,
}


def _flaw_of(key: str, refusal: BadInput) -> Flaw:
    return Flaw(key, str(refusal).rstrip("。"))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_MARK else f"{text[:LONGEST_MARK]}……"
