"""Reviewing a report before release: the numbers that somebody typed by hand, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bihuan.reading import read
from bihuan.reading.shapes import Claim
from bihuan.reports.docx.reading import BoundFile, bound_in

_ENDS = "。！？；\n"


@dataclass(frozen=True)
class Typed:
    """A number that no figure of the book stands behind, and the sentence that it stands in."""

    claim: Claim
    sentence: str


@dataclass(frozen=True)
class Review:
    """What is bound in a report, and what is not."""

    bound: int
    typed: tuple[Typed, ...]


def review_file(file: Path) -> Review:
    """The numbers of the file that were typed by hand.

    Raises:
        NotAReport: the file carries no figures of this program.
    """
    found = bound_in(file)
    typed = tuple(Typed(claim, sentence_around(found.text, claim.start, claim.end)) for claim in typed_claims(found))
    return Review(found.standing, typed)


def typed_claims(found: BoundFile) -> tuple[Claim, ...]:
    """The claims in the text that nothing bound covers."""
    return tuple(
        claim
        for claim in read(found.text).claims
        if not any(start < claim.end and claim.start < end for start, end in found.spans)
    )


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of the text in which the words from ``start`` to ``end`` stand."""
    start = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()
