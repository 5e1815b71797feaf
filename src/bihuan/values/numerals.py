"""Chinese numerals, read and written: 一百二十六, 两万三, 3千, 1.2万, 二〇二三, and back."""

from __future__ import annotations

from decimal import Decimal

from bihuan.values.refusal import BadInput

_WRITTEN = "零一二三四五六七八九"

DIGITS = {
    **{character: value for value, character in enumerate(_WRITTEN)},
    **{character: value for value, character in enumerate("０１２３４５６７８９")},
    **{character: value for value, character in enumerate("0123456789")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "俩": 2,
}
STEPS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
SCALES = {"万": 10_000, "亿": 100_000_000}

_SEPARATORS = str.maketrans("", "", ",， ")
_ASCII = {ord(character): str(value) for character, value in DIGITS.items()} | {
    ord("．"): ".",
    ord("点"): ".",
}


class BadNumeral(BadInput):
    """Characters were given for a number that are none."""


def parse_numeral(text: str) -> int | Decimal:
    """The number that ``text`` writes, in digits, Chinese numerals or a mix of both.

    Whole numbers come back as ``int``; a fraction, as in 十二点六 or 1.25万, as ``Decimal`` unless its scale makes
    it whole.

    Raises:
        BadNumeral: the text is no number.
    """
    plain = text.translate(_SEPARATORS)
    if not plain:
        raise BadNumeral("没有数字，请填写一个数。")
    try:
        return _whole_if_it_is(_of_scales(plain))
    except (KeyError, ValueError, ArithmeticError) as error:
        raise BadNumeral(f"“{text}”不是一个数，请改成如 126 或 一百二十六 的写法。") from error


def write_numeral(value: int | Decimal) -> str:
    """The number in Chinese numerals, as official documents write it: 126 一百二十六, 12.6 十二点六.

    Raises:
        BadNumeral: the number is negative or no finite number.
    """
    exact = Decimal(value)
    if not exact.is_finite() or exact < 0:
        raise BadNumeral(f"“{value}”不能写成汉字数字，请给一个不小于零的数。")
    whole = int(exact)
    words = _written_whole(whole)
    rest = format(exact - whole, "f").partition(".")[2].rstrip("0")
    return words + ("点" + "".join(_WRITTEN[int(digit)] for digit in rest) if rest else "")


def _of_scales(text: str) -> Decimal:
    """Split at 亿, then at 万; what stands before a scale is multiplied by it, what stands behind is added."""
    for word in ("亿", "万"):
        head, scale, tail = text.rpartition(word)
        if scale:
            return _of_scales(head) * SCALES[word] + _tail(tail, SCALES[word])
    return _below_ten_thousand(text)


def _tail(text: str, scale: int) -> Decimal:
    """What follows a scale word; a single digit is short for the next step down: 两万三 is 23,000."""
    if len(text) == 1 and text in "一二两三四五六七八九":
        return Decimal(DIGITS[text] * scale // 10)
    return _of_scales(text) if text else Decimal(0)


def _below_ten_thousand(text: str) -> Decimal:
    if not any(character in STEPS for character in text):
        return Decimal(text.translate(_ASCII))
    total, pending, step = Decimal(0), "", 10_000
    for place, character in enumerate(text):
        if character not in STEPS:
            pending += character
            continue
        if STEPS[character] >= step:
            raise ValueError(text)
        step = STEPS[character]
        # 十二 leaves out the 一 before 十; 一百零十 and 百 alone are read kindly too.
        total += step * (Decimal(pending.lstrip("零〇").translate(_ASCII)) if pending.lstrip("零〇") else 1)
        pending = ""
        if place == len(text) - 1:
            return total
    if len(pending) == 1 and step > STEPS["十"]:  # 二百五: the next step down
        return total + DIGITS[pending] * step // 10
    return total + Decimal(pending.lstrip("零〇").translate(_ASCII) or 0)


def _whole_if_it_is(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _written_whole(value: int) -> str:
    if value < SCALES["万"]:
        return _written_below_ten_thousand(value)
    scale = "亿" if value >= SCALES["亿"] else "万"
    head, tail = divmod(value, SCALES[scale])
    if not tail:
        return _written_whole(head) + scale
    # A step left out is spoken as 零: 一万零三, 三亿零五百万.
    gap = "零" if tail < SCALES[scale] // 10 else ""
    rest = _written_whole(tail)
    return _written_whole(head) + scale + gap + (rest if not rest.startswith("十") else "一" + rest)


def _written_below_ten_thousand(value: int) -> str:
    if value == 0:
        return "零"
    words, gap = "", False
    for step, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, step)
        if digit:
            words += ("零" if gap else "") + _WRITTEN[digit] + name
            gap = False
        else:
            gap = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words
