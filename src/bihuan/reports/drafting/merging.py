"""A draft's text made again of a .docx that somebody edited: figures become slots, words stay as typed. Pure.

What carries no mark of ours any more cannot be kept alive: it is named, and the words stand as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.reports.document import Part
from bihuan.reports.docx.binding import CHART, MENTION, PREFIX, ROW, identity_in, table_digest
from bihuan.reports.docx.paragraphs import FoundBody, FoundCell, FoundParagraph, FoundPiece, FoundTable
from bihuan.reports.drafting.text import heading_mark, literal

_FRAME = (
    Part.NOTICE,
    Part.RED_HEAD,
    Part.NUMBER,
    Part.ATTACHMENT,
    Part.SIGNATURE,
    Part.DATE,
    Part.COPIES,
)
"""What stands around a report's text comes of the order and the organisation's options, not of the draft."""
_ELSEWHERE = (Part.TITLE, Part.CHART, Part.APPENDIX, Part.APPENDIX_NOTE)
"""The title is told first; the words of a chart and of the appendix come of their figures."""
_HEADINGS = {Part.HEADING: "## ", Part.SUBHEADING: "### "}
_SLOT = re.compile(r"(\d{1,6})-(\d{1,6})\|(\d{1,6})-(\d{1,6})\|([0-9a-f]*)\|(\{\{ .* \}\})", re.DOTALL)
_SLOT_NAME = re.compile(rf"{PREFIX}_S(\d+)(?:_(\d+))?")
_BLOCK = re.compile(r"\{\{ (?:单位表|事项表|清单|图)\(")
"""What comes to a whole table; a figure may stand in a table that somebody typed."""
_FIGURE_CALL = "{{ 数据("
_DIGITS = re.compile(r"[\d０-９][\d０-９.,]*\Z")


@dataclass(frozen=True)
class Mark:
    """Words of ours in the file.

    Attributes:
        key: of the figure; "" for words from the ledger that are none.
        written: as they were written.
        found: what stands there now; "" where they are gone.
    """

    key: str
    written: str
    found: str = ""


@dataclass
class Merged:
    """What became of an edited file.

    Attributes:
        text: of the draft.
        edited: figures whose words somebody changed; the words stand, marked for the author to decide.
        lost: figures and charts that are gone.
        fixed: tables and lists that somebody changed: they stand as typed and are alive no more.
        frame: part and words of what stands around the text: signature, date and the like.
    """

    text: str = ""
    edited: list[Mark] = field(default_factory=list)
    lost: list[Mark] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    frame: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Slot:
    """A slot with what it came to: mentions and rows by their numbers from 1, and the digest of its table."""

    number: int
    mentions: range
    rows: range
    digest: str
    source: str


class _Index:
    """What a file's properties say of its slots."""

    def __init__(self, properties: Mapping[str, str]) -> None:
        self.slots = list(_slots(properties))
        self.by_mention = {number: slot for slot in self.slots for number in slot.mentions}
        self.by_row = {number: slot for slot in self.slots for number in slot.rows}
        self.written: dict[int, str] = {}
        self.rows: dict[int, str] = {}
        self.charts: dict[int, _Slot] = {}
        figures: dict[int, str] = {}
        for name, value in properties.items():
            if mention := MENTION.fullmatch(name):
                self.written[int(mention[1])] = value
                figures[int(mention[1])] = properties.get(f"{PREFIX}_F{mention[2]}", "")
            elif row := ROW.fullmatch(name):
                self.rows[int(row[1])] = value
            elif chart := CHART.fullmatch(name):
                first = value.rpartition("|")[2].partition("-")[0]
                if first.isdigit() and int(first) in self.by_mention:
                    self.charts[int(chart[1])] = self.by_mention[int(first)]
        identities = {number: identity_in(value, "") for number, value in figures.items()}
        self.keys = {number: known.key if known else "" for number, known in identities.items()}


def _slots(properties: Mapping[str, str]) -> Iterator[_Slot]:
    """The slots in order, each behind the one before: marks that overlap or reach too far are none of ours."""
    mentions = sum(MENTION.fullmatch(name) is not None for name in properties)
    rows = sum(ROW.fullmatch(name) is not None for name in properties)
    mention = row = 0
    for slot in _told_slots(properties):
        if slot.mentions.start > mention and slot.rows.start > row:
            mention, row = slot.mentions.stop - 1, slot.rows.stop - 1
            if max(mention - mentions, row - rows) > 0:
                return
            yield slot


def _told_slots(properties: Mapping[str, str]) -> Iterator[_Slot]:
    parts: dict[int, dict[int, str]] = {}
    for name, value in properties.items():
        if known := _SLOT_NAME.fullmatch(name):
            parts.setdefault(int(known[1]), {})[int(known[2] or 0)] = value
    for number, some in sorted(parts.items()):
        told = _SLOT.fullmatch("".join(some[part] for part in sorted(some)))
        if told is not None:
            first, last, row, row_end = (int(told[place]) for place in range(1, 5))
            yield _Slot(number, range(first + 1, last + 1), range(row + 1, row_end + 1), told[5], told[6])


def merged(body: FoundBody) -> Merged:
    """The draft's text made again, and what to tell its author."""
    return _Merging(_Index(body.properties)).of(body.blocks)


class _Merging:
    def __init__(self, index: _Index) -> None:
        self._index, self._found = index, Merged()
        self._alive: set[int] = set()
        self._seen: set[int] = set()

    def of(self, blocks: Sequence[FoundParagraph | FoundTable]) -> Merged:
        lines: list[str] = []
        title = "".join(_words(block) for block in blocks if _part(block) is Part.TITLE)
        if title:
            lines.append(f"# {literal(title)}")
        for block in blocks:
            part = _part(block)
            if isinstance(block, FoundTable):
                lines.append(self._table(block))
            elif part in _FRAME:
                self._found.frame.append((str(part), block.text.strip()))
            elif part not in _ELSEWHERE:
                lines += self._paragraph(block, part)
        self._found.text = "\n\n".join(line for line in lines if line)
        self._found.lost += self._lost()
        return self._found

    def _paragraph(self, block: FoundParagraph, part: Part | None) -> Iterator[str]:
        for piece in block.pieces:
            slot = self._index.charts.get(piece.chart)
            if slot is not None:
                self._alive.add(slot.number)
                yield slot.source
        words = "".join(self._line(block.pieces)).strip()
        if not words:
            return
        if part is Part.ADDRESSEE:
            yield f"主送：{words.rstrip('：:')}"
            return
        mark = _HEADINGS.get(part) if part is not None else None
        # A heading that somebody added carries no bookmark; its own words say what it is.
        added = heading_mark(block.text.strip()) if mark is None else ""
        yield f"{mark or (f'{added} ' if added else '')}{words}"

    def _line(self, pieces: Sequence[FoundPiece]) -> Iterator[str]:
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            run = self._inline_list(pieces, at)
            if run:
                slot = self._index.by_row[piece.row]
                self._alive.add(slot.number)
                yield slot.source
                at += run
                continue
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            typed = _DIGITS.search(piece.text) if _is_plain(piece) and following and following.mention else None
            if typed and following:
                # Digits typed right in front of a figure are part of it now.
                yield literal(piece.text[: typed.start()])
                yield self._figure(following, typed[0] + following.text)
                at += 2
                continue
            yield self._piece(piece)
            at += 1

    def _piece(self, piece: FoundPiece) -> str:
        if piece.mention:
            return self._figure(piece, piece.text)
        slot = self._index.by_row.get(piece.row)
        if slot is None:
            return literal(piece.text)
        if len(slot.rows) == 1 and not slot.mentions and piece.text == self._index.rows.get(piece.row):
            self._alive.add(slot.number)
            return slot.source
        self._fix(self._index.rows.get(piece.row, ""))
        return literal(piece.text)

    def _figure(self, piece: FoundPiece, words: str) -> str:
        """The slot of a figure that stands as written; what was typed over it, marked, where it does not."""
        slot = self._index.by_mention.get(piece.mention)
        self._seen.add(piece.mention)
        if slot is None or not slot.source.startswith(_FIGURE_CALL):
            return literal(words)
        self._alive.add(slot.number)
        written = self._index.written.get(piece.mention, "")
        if words == written:
            return slot.source
        self._found.edited.append(Mark(self._index.keys.get(piece.mention, ""), written, words))
        rest = slot.source.removeprefix(_FIGURE_CALL)
        return f"{{{{ 手改({json.dumps(words, ensure_ascii=False)}, 原为={rest}"

    def _inline_list(self, pieces: Sequence[FoundPiece], at: int) -> int:
        """How many pieces from here are the whole of a run of titles, word for word; 0 where they are not."""
        slot = self._index.by_row.get(pieces[at].row)
        if slot is None or slot.mentions or not slot.rows[1:] or pieces[at].row != slot.rows[0]:
            return 0
        wanted = list(slot.rows)
        for count, piece in enumerate(pieces[at:], 1):
            if piece.row and (not wanted or piece.row != wanted.pop(0) or piece.text != self._index.rows[piece.row]):
                return 0
            if not piece.row and piece.text != "、":
                return 0
            if not wanted:
                return count
        return 0

    def _table(self, table: FoundTable) -> str:
        pieces = [piece for line in table.lines for cell in line for piece in cell]
        slots = {
            slot.number: slot
            for piece in pieces
            if (slot := self._index.by_mention.get(piece.mention) or self._index.by_row.get(piece.row)) is not None
        }
        if not slots and any(piece.row for piece in pieces):
            return ""  # the appendix 数据依据, which comes of no slot
        whole = next(iter(slots.values()), None)
        cells = [[_cell_words(cell) for cell in line] for line in table.lines]
        if whole is not None and len(slots) == 1 and _BLOCK.match(whole.source):
            self._alive.add(whole.number)
            if table_digest(cells) == whole.digest:
                return whole.source
            self._fix(f"{cells[0][0]}……{cells[0][-1]}" if cells and cells[0] else "表")
            return "\n".join(f"| {' | '.join(literal(cell) for cell in line)} |" for line in cells)
        return "\n".join(f"| {' | '.join(self._cell(cell) for cell in line)} |" for line in table.lines)

    def _cell(self, cell: FoundCell) -> str:
        return " ".join("".join(self._line(cell)).replace("|", "｜").split())

    def _fix(self, words: str) -> None:
        if words not in self._found.fixed:
            self._found.fixed.append(words)

    def _lost(self) -> Iterator[Mark]:
        """Figures whose slot stands nowhere any more; one line for each slot."""
        for slot in self._index.slots:
            if slot.number not in self._alive and slot.mentions:
                first = slot.mentions[0]
                several = "等" if len(slot.mentions) > 1 else ""
                yield Mark(self._index.keys.get(first, ""), f"{self._index.written.get(first, '')}{several}")


def _part(block: FoundParagraph | FoundTable) -> Part | None:
    known = {str(part): part for part in Part}
    return known.get(block.part) if isinstance(block, FoundParagraph) else None


def _words(block: FoundParagraph | FoundTable) -> str:
    return block.text.strip() if isinstance(block, FoundParagraph) else ""


def _cell_words(cell: FoundCell) -> str:
    return " ".join("".join(piece.text for piece in cell).replace("|", "｜").split())


def _is_plain(piece: FoundPiece) -> bool:
    return not (piece.mention or piece.row or piece.chart)
