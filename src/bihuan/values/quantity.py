"""Quantities: exact amounts in a measure's smallest step, unit conversion, and what a bound allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from fractions import Fraction

from bihuan.values.refusal import BadInput

_SCALES = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}
# Words that begin with the character of a scale and are a base all the same.
_WHOLE_WORDS = ("百分点",)

# The usual context rounds at 28 digits without a word; this one says when it would.
_EXACT = Context(prec=60, Emin=-99, Emax=99, traps=[InvalidOperation, Overflow, Inexact])


class BadQuantity(BadInput):
    """A number cannot be held in the measure it was given for."""


class Bound(StrEnum):
    """How tightly a stated number holds: exactly, somewhat over, at least, about."""

    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at_least"
    ABOUT = "about"


@dataclass(frozen=True)
class MeasureUnit:
    """A measure word split into its scale and its base: 万人次 is 10,000 times 人次.

    A scale word alone (50万) has the empty base. 个 before another word is kept: 个小时.
    """

    scale: int
    base: str

    @classmethod
    def parse(cls, word: str) -> MeasureUnit:
        """The unit that a measure word names; an unknown word is its own base with scale 1."""
        if word in _WHOLE_WORDS:
            return cls(1, word)
        for prefix, scale in sorted(_SCALES.items(), key=lambda item: -len(item[0])):
            if word.startswith(prefix):
                return cls(scale, word.removeprefix(prefix))
        return cls(1, word)


def converted(value: Fraction, unit: str, to: str) -> Fraction | None:
    """The value of ``unit`` in ``to``, without loss, or None where the two do not measure the same."""
    source, target = MeasureUnit.parse(unit), MeasureUnit.parse(to)
    if source.base != target.base:
        return None
    return value * source.scale / target.scale


def steps(value: Decimal | int, decimals: int) -> int:
    """The value as a whole number of the measure's smallest step, ``10 ** -decimals`` of its unit.

    Raises:
        BadQuantity: the value is finer than the step, or no finite number.
    """
    try:
        scaled = Decimal(value).scaleb(decimals, _EXACT)
        whole = int(scaled)
    except Overflow as error:
        raise BadQuantity(f"“{value}”太大，请检查单位。") from error
    except Inexact as error:
        raise BadQuantity(f"“{value}”的小数超过了 {decimals} 位，请四舍五入后再填。") from error
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise BadQuantity(f"“{value}”不是可以记账的数。") from error
    if whole != scaled:
        raise BadQuantity(f"“{value}”的小数超过了 {decimals} 位，请四舍五入后再填。")
    if abs(whole) >= 2**53:
        raise BadQuantity(f"“{value}”太大，请检查单位。")
    return whole


def from_steps(amount: int, decimals: int) -> Fraction:
    """The value in the measure's unit of an amount in steps."""
    return Fraction(amount, 10**decimals)


def shown(value: Fraction, places: int = 2) -> str:
    """The value in digits: whole numbers bare, others rounded half up to ``places`` without trailing zeros."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**places
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole // 10**places}.{whole % 10**places:0{places}}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 and text != "0" else text


def agrees(stated: Fraction, bound: Bound, actual: Fraction) -> bool:
    """Whether a number stated with a bound says the truth about the actual one.

    60余 means more than 60 and less than the next number as round (70); 至少 means no less; 约 means within
    a tenth of the stated number.
    """
    match bound:
        case Bound.EXACT:
            return actual == stated
        case Bound.OVER:
            return stated < actual < stated + _roundness(stated)
        case Bound.AT_LEAST:
            return actual >= stated
        case Bound.ABOUT:
            return abs(actual - stated) * 10 <= abs(stated)


def _roundness(stated: Fraction) -> Fraction:
    """The power of ten that the stated number is round to: 10 for 60 and 210, 100 for 100, 1/10 for 1.5."""
    if stated == 0:
        return Fraction(1)
    step = Fraction(1)
    while stated % step != 0 and step > Fraction(1, 10**6):
        step /= 10
    while stated % (step * 10) == 0:
        step *= 10
    return step
