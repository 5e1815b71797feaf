"""A drafted report as its page shows it: figures that open, gaps, and numbers that somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.reading import read
from bihuan.reports.document import Document, Part, Plate, Run, Table
from bihuan.reports.drafting.reviewing import sentence_around
from bihuan.reports.setting import MISSING
from bihuan.reports.typography import title_lines
from bihuan.web.bulletin.charts import plot_svg

_READ = (Part.BODY, Part.ATTACHMENT)


class Sort(StrEnum):
    """What a piece of the text is: plain words, a figure, a gap, or a number bound to nothing."""

    PLAIN = "plain"
    FIGURE = "figure"
    GAP = "gap"
    TYPED = "typed"


@dataclass(frozen=True)
class DraftPiece:
    """A stretch of the text; ``number`` is that of the mention, from 1, or 0."""

    text: str
    sort: Sort = Sort.PLAIN
    number: int = 0


@dataclass(frozen=True)
class DraftBlock:
    """A paragraph with its pieces, a title with a piece for each line, a table with its lines of cells, or a chart.

    A chart is drawn, and said in pieces.
    """

    part: str
    pieces: tuple[DraftPiece, ...] = ()
    lines: tuple[tuple[tuple[DraftPiece, ...], ...], ...] = ()
    svg: str = ""


@dataclass(frozen=True)
class TypedNumber:
    """A number that nothing stands behind, and the sentence that it stands in."""

    text: str
    sentence: str


@dataclass(frozen=True)
class DraftText:
    """The text of a draft.

    Attributes:
        typed: the numbers in it that nothing stands behind.
    """

    blocks: tuple[DraftBlock, ...]
    typed: tuple[TypedNumber, ...]


def draft_text(document: Document) -> DraftText:
    """The document cut into what opens and what does not."""
    blocks: list[DraftBlock] = []
    typed: list[TypedNumber] = []
    for block in document.paragraphs:
        if isinstance(block, Table):
            lines = tuple(tuple(tuple(_bound(cell)) for cell in line) for line in block.lines)
            blocks.append(DraftBlock(block.part, lines=lines))
        elif isinstance(block, Plate):
            blocks.append(DraftBlock(block.part, tuple(_bound(block.runs)), svg=plot_svg(block.plot)))
        elif block.part is Part.TITLE:
            blocks.append(DraftBlock(block.part, tuple(DraftPiece(line) for line in title_lines(block.text))))
        else:
            pieces = _with_typed(block.runs) if block.part in _READ else list(_bound(block.runs))
            typed += _typed(pieces)
            blocks.append(DraftBlock(block.part, pieces=tuple(pieces)))
    return DraftText(tuple(blocks), tuple(typed))


def _typed(pieces: Sequence[DraftPiece]) -> Iterator[TypedNumber]:
    text, at = "".join(piece.text for piece in pieces), 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.sort is Sort.TYPED:
            yield TypedNumber(piece.text, sentence_around(text, at, end))
        at = end


def _bound(runs: Sequence[Run]) -> Iterator[DraftPiece]:
    for run in runs:
        if run.mention is not None:
            yield DraftPiece(run.text, Sort.FIGURE, run.mention + 1)
        else:
            yield from _plain(run.text)


def _plain(text: str) -> Iterator[DraftPiece]:
    """Plain words with the gaps in them marked."""
    for words in re.split(f"({re.escape(MISSING)})", text):
        if words:
            yield DraftPiece(words, Sort.GAP if words == MISSING else Sort.PLAIN)


def _with_typed(runs: Sequence[Run]) -> list[DraftPiece]:
    """The pieces of a paragraph, with the numbers in its own words marked; a figure's or a list's are none."""
    claims = read("".join(run.text for run in runs)).claims
    found: list[DraftPiece] = []
    place = 0
    for run in runs:
        end = place + len(run.text)
        if run.mention is not None or run.row is not None:
            found += (
                [DraftPiece(run.text, Sort.FIGURE, run.mention + 1)] if run.mention is not None else _plain(run.text)
            )
        else:
            start = place
            for claim in claims:
                if start <= claim.start and claim.end <= end:
                    found += _plain(run.text[start - place : claim.start - place])
                    found.append(DraftPiece(claim.text, Sort.TYPED))
                    start = claim.end
            found += _plain(run.text[start - place :])
        place = end
    return found
