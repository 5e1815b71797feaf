"""The numbers of a document with what is known of each, and how they can stand against each other. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.values.quantity import Bound, MeasureUnit


class Clash(StrEnum):
    """How numbers of one document stand against each other."""

    PARTS = "parts"
    SUM = "sum"
    RATE = "rate"
    TWICE = "twice"
    CATALOGUE = "catalogue"
    NORM = "norm"
    GROWTH = "growth"
    PERIOD = "period"
    SCOPE = "scope"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Clash.PARTS: "其中大于总数",
    Clash.SUM: "合计不符",
    Clash.RATE: "比率不符",
    Clash.TWICE: "前后不一",
    Clash.CATALOGUE: "勾稽不符",
    Clash.NORM: "频次未达",
    Clash.GROWTH: "增减不符",
    Clash.PERIOD: "时段不符",
    Clash.SCOPE: "范围不符",
}


@dataclass(frozen=True)
class Contradiction:
    """Numbers of the text that cannot all be true.

    Attributes:
        clash: how they stand against each other.
        claims: the places of the claims in the list of all, in the order of the text.
        why: one Chinese sentence.
    """

    clash: Clash
    claims: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Known:
    """A claim with what is known of it.

    Attributes:
        place: in the list of all claims.
        claim: as read.
        sentence: the number of its sentence.
        before: the words between the claim in front of it in its sentence, or the sentence's begin, and itself.
        series: the series that it surely is about; "" where that is open.
        period: the period that it is about, as the command line writes it; "" where the series is open.
    """

    place: int
    claim: Claim
    sentence: int
    before: str
    series: str = ""
    period: str = ""


_SENTENCE_ENDS = "。！？\n；"


def known(text: str, claims: Sequence[Claim], about: Mapping[int, tuple[str, str]]) -> list[Known]:
    """The claims with the words that join them; ``about`` has series and period of those that are surely known."""
    found: list[Known] = []
    sentence, at = 0, 0
    for place, claim in enumerate(claims):
        between = text[at : claim.start]
        cut = max(between.rfind(mark) for mark in _SENTENCE_ENDS)
        if cut >= 0:
            sentence += 1
            between = between[cut + 1 :]
        found.append(Known(place, claim, sentence, between, *about.get(place, ("", ""))))
        at = claim.end
    return found


def is_number(each: Known) -> bool:
    """Whether it states one number of which something is said: no mask, no norm, no range."""
    claim = each.claim
    return (
        claim.value is not None and not claim.masked and claim.kind is not ClaimKind.NORM and claim.value_to is None
    )


def value_of(each: Known) -> Fraction:
    """The number with its scale: 1.2万人 is 12,000."""
    return Fraction(each.claim.value or 0) * MeasureUnit.parse(each.claim.unit).scale


def unit_of(each: Known) -> str:
    """Its measure word without a scale: 万元 is 元."""
    return MeasureUnit.parse(each.claim.unit).base


def is_plain(each: Known) -> bool:
    """Whether it is a quantity stated exactly."""
    return each.claim.bound is Bound.EXACT and not each.claim.raw_bound and each.claim.kind is not ClaimKind.RATE
