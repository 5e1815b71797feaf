"""Composing: a rendered text, its figures and its words from the ledger made into a document. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.reports.document import (
    Block,
    Cell,
    Document,
    Identity,
    Mention,
    Paragraph,
    Part,
    Plate,
    Run,
    SlotSource,
    Table,
)
from bihuan.reports.errors import BrokenTemplate
from bihuan.reports.profiles import Profile
from bihuan.reports.rendering import Piece, chart_in, lines_of, pieces
from bihuan.reports.requests import ByHand, source_of
from bihuan.reports.setting import Setting
from bihuan.values.figure import Ask

_ADDRESSEE = "主送："
_RUNNING = re.compile(r"-(\d{4})-(\d+)\Z")


@dataclass(frozen=True)
class Frame:
    """What stands around a report's text.

    Attributes:
        profile: the organisation's options.
        notice: what the top line says; "" for none.
        number: under which it was issued; "" for a draft.
        words: the plain words, signature and date among them.
        at: the moment of which the book was asked.
        order: what was ordered, as one line.
    """

    profile: Profile
    notice: str
    number: str
    words: Mapping[str, str]
    at: datetime
    order: str = ""


def document_of(text: str, setting: Setting, frame: Frame) -> Document:
    """The document of a rendered text.

    Raises:
        BrokenTemplate: a figure stands in the title.
    """
    numbers: dict[Ask, int] = {}
    for figure, _ in setting.stated:
        numbers.setdefault(figure.ask, len(numbers))
    index = {figure.ask: Identity.of(figure, frame.at) for figure, _ in setting.stated}
    mentions = tuple(Mention(numbers[figure.ask], words) for figure, words in setting.stated)
    body = list(_blocks(text, mentions, setting))
    title = next((block for block in body if block.part is Part.TITLE), None)
    if title is not None and any(run.mention is not None for run in title.runs):
        raise BrokenTemplate("标题里不能放数据，请把它移到正文。")
    return Document(
        title=title.text if title is not None else "",
        paragraphs=(*_head(frame), *body, *_foot(frame)),
        figures=tuple(index[ask] for ask in numbers),
        mentions=mentions,
        number=frame.number,
        dropped=tuple(setting.dropped),
        rows=tuple(setting.rows),
        as_of=frame.at.isoformat(),
        blanks=tuple(setting.blanks),
        slots=tuple(_slots(setting)),
        order=frame.order,
    )


def _slots(setting: Setting) -> Iterator[SlotSource]:
    """Where each slot came to stand; what was typed over a figure is plain words and nothing else."""
    for each in setting.answered:
        if not isinstance(each.request, ByHand):
            source = source_of(each.request)
            yield SlotSource(source, each.mention, each.mention_end, each.row, each.row_end)


def _line(part: Part, words: str) -> Paragraph:
    return Paragraph(part, (Run(words),))


def _head(frame: Frame) -> Iterator[Block]:
    """Notice, red head and number."""
    if frame.notice:
        yield _line(Part.NOTICE, frame.notice)
    if frame.profile.red_head:
        yield _line(Part.RED_HEAD, frame.profile.red_head)
    if frame.profile.document_number:
        running = _RUNNING.search(frame.number)
        year = int(running[1]) if running else int(frame.words["年"])
        yield _line(Part.NUMBER, frame.profile.number(year, int(running[2]) if running else None))


def _foot(frame: Frame) -> Iterator[Block]:
    """Attachments, signature, date and copies."""
    attached = frame.profile.attachments
    for number, name in enumerate(attached, 1):
        mark = f"{number}. " if len(attached) > 1 else ""
        yield _line(Part.ATTACHMENT, f"{'附件：' if number == 1 else '　　　'}{mark}{name}")
    yield _line(Part.SIGNATURE, frame.words["落款"])
    yield _line(Part.DATE, frame.words["日期"])
    if frame.profile.copies_to:
        yield _line(Part.COPIES, f"抄送：{'，'.join(frame.profile.copies_to)}。")
    if frame.profile.printed_by:
        yield _line(Part.COPIES, f"{frame.profile.printed_by}　{frame.words['日期']}印发")


def _blocks(text: str, mentions: Sequence[Mention], setting: Setting) -> Iterator[Block]:
    """The blocks of the rendered Markdown: a paragraph or chart for each line, lines of cells joined into tables."""
    rows = setting.rows
    cells: list[tuple[Cell, ...]] = []
    for line in lines_of(text):
        if line.startswith("|") and line.endswith("|"):
            cells.append(tuple(_runs(cell.strip(), mentions, rows) for cell in line[1:-1].split("|")))
            continue
        if cells:
            yield _table(cells)
            cells = []
        yield _block(line, mentions, setting)
    if cells:
        yield _table(cells)


def _block(line: str, mentions: Sequence[Mention], setting: Setting) -> Paragraph | Plate:
    chart = chart_in(line)
    if chart is not None:
        return setting.plates[chart]
    part, words = _part(line)
    return Paragraph(part, _runs(words, mentions, setting.rows))


def _table(lines: Sequence[tuple[Cell, ...]]) -> Table:
    """The lines, all as long as the first; a line of dashes under the headings is Markdown's and is left out."""
    width = len(lines[0])
    kept = [line for line in lines if not all(_is_rule(cell) for cell in line)]
    return Table(tuple((*line, *[(Run(""),)] * width)[:width] for line in kept))


def _is_rule(cell: Cell) -> bool:
    text = "".join(run.text for run in cell)
    return len(text) > 1 and not text.strip("-: ")


def _runs(words: str, mentions: Sequence[Mention], rows: Sequence[str]) -> tuple[Run, ...]:
    return tuple(_run(piece, mentions, rows) for piece in pieces(words)) or (Run(""),)


def _run(piece: Piece, mentions: Sequence[Mention], rows: Sequence[str]) -> Run:
    if piece.mention is not None:
        return Run(mentions[piece.mention].text, mention=piece.mention)
    if piece.row is not None:
        return Run(rows[piece.row], row=piece.row)
    return Run(piece.text)


def _part(words: str) -> tuple[Part, str]:
    """What a line is, and its words without the Markdown mark."""
    if words.startswith(_ADDRESSEE):
        return Part.ADDRESSEE, f"{words.removeprefix(_ADDRESSEE)}："
    marks = re.match(r"(#{1,3}) +", words)
    if marks is None:
        return Part.BODY, words
    return (Part.TITLE, Part.HEADING, Part.SUBHEADING)[len(marks[1]) - 1], words[marks.end() :]
