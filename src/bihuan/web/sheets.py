"""A document as it stands on paper: paragraphs of pieces, some of which open something. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.reading.shapes import Outline, Stretch

_HEADING_LEVELS = 2
_LONGEST_HEADING = 40


class Line(StrEnum):
    """What a paragraph of the sheet is, which decides how it is set."""

    TITLE = "title"
    TO = "to"
    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    SIGN = "sign"


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; ``number`` says which of the things that open it is, 0 for plain words."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is."""

    line: Line
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Span:
    """Where a numbered thing stands in a text, end exclusive."""

    start: int
    end: int
    number: int


def paragraphs(text: str, outline: Outline, spans: Sequence[Span]) -> list[Paragraph]:
    """The text as paragraphs, cut where the numbered spans begin and end.

    Args:
        text: of the document.
        outline: how it is laid out.
        spans: in the order of the text, none across another.
    """
    found: list[Paragraph] = []
    place = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        start = place + len(line) - len(line.lstrip())
        place += len(line)
        if words:
            end = start + len(words)
            inside = [span for span in spans if start <= span.start and span.end <= end]
            found.append(Paragraph(_line(outline, start, end), tuple(_pieces(text, start, end, inside))))
    return found


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    found: list[Piece] = []
    for span in spans:
        if span.start > start:
            found.append(Piece(text[start : span.start]))
        found.append(Piece(text[span.start : span.end], span.number))
        start = span.end
    if start < end:
        found.append(Piece(text[start:end]))
    return found


def _line(outline: Outline, start: int, end: int) -> Line:
    places = (
        (outline.title, Line.TITLE),
        (outline.addressee, Line.TO),
        (outline.signature, Line.SIGN),
        (outline.date, Line.SIGN),
    )
    for stretch, line in places:
        if stretch is not None and _touches(stretch, start, end):
            return line
    # A heading that runs into its paragraph is set as text.
    heading = next((each for each in outline.headings if each.start == start and end - each.end <= 1), None)
    if heading is None or heading.level > _HEADING_LEVELS or end - start > _LONGEST_HEADING:
        return Line.BODY
    return Line.HEADING if heading.level == 1 else Line.SUBHEADING


def _touches(stretch: Stretch, start: int, end: int) -> bool:
    return stretch.start < end and start < stretch.end
