"""What claims and duties are called on a screen, and how many of each a section holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.reading.shapes import Claim, ClaimKind, Number, Reading
from bihuan.values.quantity import Bound

KIND_NAMES = {
    ClaimKind.COUNT: "数量",
    ClaimKind.AMOUNT: "度量",
    ClaimKind.RATE: "比率",
    ClaimKind.NORM: "要求",
}
BOUND_NAMES = {Bound.EXACT: "", Bound.OVER: "多于", Bound.AT_LEAST: "至少", Bound.ABOUT: "约"}
PER_NAMES = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年", "once": "一次"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims of each kind, masked ones and duties one section holds."""

    section: str
    kinds: dict[ClaimKind, int]
    claims: int
    masked: int
    duties: int

    @classmethod
    def of(cls, section: str, claims: Iterable[Claim], duties: int) -> Tally:
        """The tally of these claims."""
        listed = list(claims)
        kinds = Counter(claim.kind for claim in listed)
        return cls(
            section,
            {kind: kinds[kind] for kind in ClaimKind},
            len(listed),
            sum(claim.masked for claim in listed),
            duties,
        )


def tallies(reading: Reading) -> tuple[Tally, ...]:
    """One tally for each section of the first level, in order; what stands before the first is 开头."""
    headings = [heading for heading in reading.outline.headings if heading.level == 1]
    bounds = [0, *(heading.start for heading in headings), len(reading.text) + 1]
    names = ["开头", *(heading.text for heading in headings)]
    rows = []
    for name, start, end in zip(names, bounds[:-1], bounds[1:], strict=True):
        claims = [claim for claim in reading.claims if start <= claim.start < end]
        duties = sum(start <= duty.start < end for duty in reading.duties)
        if claims or duties:
            rows.append(Tally.of(name, claims, duties))
    return tuple(rows)


def number_words(value: Number | None, value_to: Number | None = None) -> str:
    """The number as a table shows it: with thousands separators, 遮盖 where its digits are hidden."""
    if value is None:
        return "遮盖"
    words = f"{value:,}"
    return f"{words}～{value_to:,}" if value_to is not None else words
