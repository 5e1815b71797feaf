"""Verdicts: what the book says to a claim. Pure: the claim, its match and the figure are handed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reports.checking.decided import Decided, DecisionStep
from bihuan.reports.checking.matching import Candidate
from bihuan.values.figure import Figure
from bihuan.values.quantity import Bound, MeasureUnit, agrees, shown

_TENTHS = "成"
_PERCENT = "%"


class Ruling(StrEnum):
    """The book's answer: it says the same; it says otherwise; it cannot say; digits are masked; two readings fit."""

    PROVEN = "proven"
    DIFFERS = "differs"
    UNPROVEN = "unproven"
    MASKED = "masked"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]


_LABELS = {
    Ruling.PROVEN: "有据",
    Ruling.DIFFERS: "不符",
    Ruling.UNPROVEN: "无据",
    Ruling.MASKED: "遮蔽",
    Ruling.UNCLEAR: "待定",
}


@dataclass(frozen=True)
class Verdict:
    """What the book says to one claim.

    Attributes:
        claim: the claim as read.
        ruling: the answer.
        figure: the series it was held against, or None where nothing in the catalogue counts this.
        candidates: the series it may be about, best first.
        ledger: the book's figure, None where none was asked.
        why: one Chinese sentence.
        fingerprint: sixteen hex digits that stay the same between runs, for a person's decision to hang on.
        decided: what a person decided on the claim; None where nobody did.
    """

    claim: Claim
    ruling: Ruling
    figure: str | None
    candidates: tuple[Candidate, ...]
    ledger: Figure | None
    why: str
    fingerprint: str
    decided: Decided | None = None

    @property
    def is_open(self) -> bool:
        """Whether it contradicts the book and nobody has dismissed it."""
        dismissed = self.decided is not None and self.decided.step is DecisionStep.DISMISS
        return self.ruling is Ruling.DIFFERS and not dismissed

    @property
    def ledger_value(self) -> Fraction | None:
        """What the book holds, in the measure's unit; None where it was not asked or holds nothing."""
        return self.ledger.value if self.ledger is not None and self.ledger.is_entered else None

    @property
    def members(self) -> int:
        """How many records stand behind it."""
        return self.ledger.members if self.ledger is not None else 0


def ruled(claim: Claim, best: Candidate | None, figure: Figure | None, doubt: str) -> tuple[Ruling, str]:
    """The answer to a claim and its sentence.

    Args:
        claim: what is stated.
        best: the series it was matched to.
        figure: the book's answer for that series.
        doubt: what speaks against holding the one against the other; "" where nothing does.
    """
    if claim.masked or claim.value is None:
        return Ruling.MASKED, "数字被遮蔽，无法核验。"
    if best is None:
        return Ruling.UNPROVEN, f"{doubt or '目录里没有与这一表述相符的计量'}。"
    if doubt:
        return Ruling.UNCLEAR, f"{doubt}。"
    return _held(claim, best, figure)


def _held(claim: Claim, best: Candidate, figure: Figure | None) -> tuple[Ruling, str]:
    """The answer to a claim that nothing speaks against holding against the book."""
    if figure is None:
        return Ruling.UNPROVEN, f"“{best.name}”现在还查不到数，无从证明。"
    if figure.value is None or not figure.is_entered:
        return Ruling.UNPROVEN, f"“{best.name}”在这一时段没有记录，账上无从证明。"
    held = f"账上“{figure.name}”{figure.ask.period.name}为{figure.text}（{_count(figure)}）"
    if does_agree(claim, figure.value, figure.measure_unit):
        return Ruling.PROVEN, f"{held}，与文中相符。"
    return Ruling.DIFFERS, f"{held}，文中写的是{claim.text}。"


def does_agree(claim: Claim, actual: Fraction, unit: str) -> bool:
    """Whether the number that the claim states, with its bound, says the truth about the book's.

    A number stated in a larger unit, with decimals or in per cent is as exact as its last digit: 91.3% is true of
    21 in 23, 1153.4万元 of 11,534,210元.
    """
    if claim.value is None:
        return False
    factor = _factor(claim, unit)
    stated, found = _exact(claim.value), actual / factor
    if claim.raw_bound == "at_most":
        return found <= stated
    if claim.value_to is not None:
        return stated <= found <= _exact(claim.value_to)
    if claim.bound is Bound.EXACT and found.denominator != 1:
        found = _rounded(found, _places(claim.value) if claim.unit else _FRACTION_PLACES)
    return agrees(stated, claim.bound, found)


_FRACTION_PLACES = 4


def _factor(claim: Claim, unit: str) -> Fraction:
    """What a value in the claim's unit is multiplied by to be in the measure's."""
    if claim.kind is ClaimKind.RATE and unit == _PERCENT:
        return Fraction({_TENTHS: 10, "": 100}.get(claim.unit, 1))
    return Fraction(MeasureUnit.parse(claim.unit).scale, MeasureUnit.parse(unit).scale)


def _exact(value: int | Decimal) -> Fraction:
    return Fraction(value)


def _places(value: int | Decimal) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: Fraction, places: int) -> Fraction:
    """The value rounded half up."""
    scaled = value * 10**places
    return Fraction((scaled.numerator * 2 + scaled.denominator) // (2 * scaled.denominator), 10**places)


def _count(figure: Figure) -> str:
    if figure.parts:
        return "、".join(f"{part.name}{shown(part.value)}" for part in figure.parts if part.value is not None)
    return f"{figure.members}条记录"


def fingerprint(claim: Claim, ordinal: int) -> str:
    """What a person's decision on the claim hangs on: its words, its section and which of its equals it is."""
    words = "|".join((claim.text, claim.subject, claim.action, claim.section, str(ordinal)))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
