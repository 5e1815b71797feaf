"""Quantities: the tokens of a number and its measure word put together and given their value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.reading.lexer import DIGIT, MASK, RANGE, Kind, Token
from bihuan.reading.lexicon import Lexicon
from bihuan.reading.measures import RATES, SCALES
from bihuan.reading.shapes import ClaimKind, Number
from bihuan.values.numerals import BadNumeral, parse_numeral
from bihuan.values.quantity import Bound

_RANGE = re.compile(RANGE)
_MASKED = re.compile(rf"[{MASK}]")
_ARABIC = re.compile(rf"[{DIGIT}{MASK}]")
_CONNECTED = re.compile(r"[ ]?(?:[-—–－~～]{1,2}|至|到)[ ]?")
# 五六次, 三四十名, 十七八个, 三五天: two numerals side by side.
_NEIGHBOURS = re.compile(
    r"(?P<ten>[二三四五六七八九]?十)?(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<step>[十百千]?万?)"
)
_NEXT = {
    "一": "二两",
    "二": "三",
    "两": "三",
    "三": "四五",
    "四": "五",
    "五": "六",
    "六": "七",
    "七": "八",
    "八": "九",
}
_HUNDREDTHS = {"百": "%", "千": "‰"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word, before it is known whether it claims anything.

    ``inner`` is the bound that the number's own characters give: 60余次, 数十次, 五六次. ``base`` is the unit
    without its scale word.
    """

    start: int
    end: int
    number: str
    unit: str
    base: str
    value: Number | None
    value_to: Number | None
    masked: bool
    inner: Bound | None
    kind: ClaimKind

    @property
    def is_chinese(self) -> bool:
        """Whether the number is written in Chinese numerals."""
        return _ARABIC.search(self.number) is None


def quantities(text: str, row: list[Token], lexicon: Lexicon) -> Iterator[Quantity]:
    """The quantities that the tokens of one sentence make, in order; a range with two measure words is one."""
    held: Quantity | None = None
    for index, token in enumerate(row):
        if token.kind is Kind.FRACTION:
            found = _fraction(text, token)
        elif token.kind is Kind.NUMBER:
            found = _counted(text, row, index, lexicon)
        else:
            continue
        if found is None:
            continue
        if held is not None:
            joined = _joined(text, held, found)
            if joined is not None:
                held = joined
                continue
            yield held
        held = found
    if held is not None:
        yield held


def _joined(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """1%至2%, 3次至5次: one range, where no 从 or 由 in front makes two figures of it."""
    if low.unit != high.unit or low.value is None or high.value is None or low.value_to is not None:
        return None
    between = text[low.end : high.start]
    if not _CONNECTED.fullmatch(between) or text[max(0, low.start - 6) : low.start].rstrip("原来的约").endswith(
        ("从", "由", "自")
    ):
        return None
    return replace(low, end=high.end, value_to=high.value) if high.value > low.value else None


def _counted(text: str, row: list[Token], index: int, lexicon: Lexicon) -> Quantity | None:
    """The quantity of the number token at ``index``, or None where no measure word or scale follows it."""
    number = row[index]
    scale = unit = ""
    inner, end = None, number.end
    for token in row[index + 1 : index + 6]:
        if token.kind is Kind.APPROXIMATE:
            inner = Bound.ABOUT if text[token.start] == "来" else Bound.OVER
        elif token.kind is Kind.SCALE:
            scale, end = text[token.start : token.end], token.end
        elif token.kind is Kind.MEASURE:
            unit, end = text[token.start : token.end], token.end
            break
        elif token.kind is not Kind.SPACE:
            break
    words = text[number.start : number.end]
    if not scale and _ARABIC.search(words) is None:
        words, scale = _scale_taken_off(words)
        end = end if unit else number.start + len(words) + len(scale)
    if not unit and not scale:
        return None
    return _valued(text, Token(Kind.NUMBER, number.start, end), (words, scale, unit), inner, lexicon)


def _scale_taken_off(words: str) -> tuple[str, str]:
    """三百八十六万 is 三百八十六 and 万."""
    for scale in SCALES[2:]:
        if words.endswith(scale) and len(words) > len(scale):
            return words.removesuffix(scale), scale
    return words, ""


def _valued(
    text: str, span: Token, parts: tuple[str, str, str], inner: Bound | None, lexicon: Lexicon
) -> Quantity | None:
    words, scale, unit = parts
    masked = _MASKED.search(words) is not None
    low, high, own = (None, None, None) if masked else _ends(words)
    if low is None and not masked:
        return None
    base = "百分点" if unit == "个百分点" else unit
    base = "%" if base == "％" else base
    return Quantity(
        start=span.start,
        end=span.end,
        number=text[span.start : span.start + len(words)],
        unit=scale + base,
        base=base,
        value=low,
        value_to=high,
        masked=masked,
        inner=inner or own,
        kind=_kind(base, lexicon),
    )


def _kind(unit: str, lexicon: Lexicon) -> ClaimKind:
    if unit in RATES:
        return ClaimKind.RATE
    return ClaimKind.AMOUNT if unit in lexicon.amounts else ClaimKind.COUNT


def _ends(words: str) -> tuple[Number | None, Number | None, Bound | None]:
    """The lower end, the upper end of a range, and the bound that the numerals themselves give."""
    parts = _RANGE.split(words, maxsplit=1)
    if len(parts) > 1:
        low, high = _read(parts[0]), _read(parts[1])
        return (low, high, None) if low is not None and high is not None else (None, None, None)
    neighbours = _NEIGHBOURS.fullmatch(words)
    if neighbours and neighbours["high"] in _NEXT[neighbours["low"]]:
        ten, step = neighbours["ten"] or "", neighbours["step"]
        return _read(ten + neighbours["low"] + step), _read(ten + neighbours["high"] + step), Bound.ABOUT
    if words[0] in "数几" or words[-1] == "几":
        return _read(words.strip("数几")), None, Bound.OVER
    return _read(words), None, None


def _read(words: str) -> Number | None:
    try:
        return parse_numeral(words)
    except BadNumeral:
        return None


def _fraction(text: str, token: Token) -> Quantity | None:
    """百分之八点七, 三分之二, 2/3, 一半."""
    words = text[token.start : token.end]
    unit, value_to = "", None
    value: Number | None = None
    if words == "一半":
        value = Decimal("0.5")
    elif words[0] in _HUNDREDTHS and words[1:3] == "分之":
        unit = _HUNDREDTHS[words[0]]
        value, value_to, _ = _ends(words[3:].replace(words[:3], ""))
    else:
        value = _quotient(words)
    if value is None:
        return None
    return Quantity(
        start=token.start,
        end=token.end,
        number=words,
        unit=unit,
        base=unit,
        value=value,
        value_to=value_to,
        masked=False,
        inner=None,
        kind=ClaimKind.RATE,
    )


def _quotient(words: str) -> Decimal | None:
    """The fraction to four places; None for what is none, such as 0 below the line or 9/11, a date."""
    if "分之" in words:
        below, above = (_read(part) for part in words.split("分之"))
    else:
        above, below = (_read(part) for part in re.split(r"[/／]", words))
    if above is None or below is None or below <= 1 or not 0 < above < below:
        return None
    return (Decimal(above) / Decimal(below)).quantize(Decimal("0.0001")).normalize()
