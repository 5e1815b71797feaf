"""The body of a .docx of ours as paragraphs and tables, each stretch with the figure, row or chart it is. Pure."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from bihuan.reports.docx.binding import CHART, MENTION, PART, PREFIX, ROW, SCHEME, Xml
from bihuan.reports.docx.reading import custom_properties, parsed_part
from bihuan.reports.errors import NotAReport

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


@dataclass(frozen=True)
class FoundPiece:
    """A stretch of words; the number of the mention, row or chart that it is, each from 1, or 0."""

    text: str
    mention: int = 0
    row: int = 0
    chart: int = 0


@dataclass(frozen=True)
class FoundParagraph:
    """A paragraph; ``part`` says what it was written as, "" for body text and whatever somebody added."""

    part: str
    pieces: tuple[FoundPiece, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


FoundCell = tuple[FoundPiece, ...]


@dataclass(frozen=True)
class FoundTable:
    """A table, line by line."""

    lines: tuple[tuple[FoundCell, ...], ...]


@dataclass(frozen=True)
class FoundBody:
    """What a file says, and the properties that it carries."""

    properties: Mapping[str, str]
    blocks: tuple[FoundParagraph | FoundTable, ...]


def body_in(content: bytes, name: str) -> FoundBody:
    """The body of a .docx of ours; ``name`` is what a refusal calls it.

    Raises:
        NotAReport: it is no .docx, is larger than a report can be, or carries no figures of this program.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            properties = dict(custom_properties(parsed_part(package, "docProps/custom.xml")))
            walk = _Walk()
            walk.through(parsed_part(package, "word/document.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise NotAReport(f"“{name}”不是本系统写出的 .docx 报告，请检查文件。") from error
    if properties.get(PREFIX) != SCHEME:
        raise NotAReport(f"“{name}”里没有本系统的数据标记，不能合并回草稿。")
    return FoundBody(properties, tuple(walk.blocks))


@dataclass
class _Line:
    """A paragraph while it is read: its pieces, and how many of its words lie in the bookmark of each part."""

    pieces: list[FoundPiece] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """What most of its words were written as; a bookmark that only touches it says nothing."""
        length = sum(len(piece.text) for piece in self.pieces)
        return next((part for part, words in self.parts.items() if words * 2 > length), "")


@dataclass
class _Walk:
    """One walk through the body."""

    blocks: list[FoundParagraph | FoundTable] = field(default_factory=list)
    open: dict[str, tuple[str, int]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)
    tables: list[list[list[list[FoundPiece]]]] = field(default_factory=list)

    def through(self, root: Xml) -> None:
        """Walk the tree in the order of the text."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._enter(str(element.tag), element)
            else:
                self._leave(str(element.tag))

    def _enter(self, tag: str, element: Xml) -> None:
        if tag == f"{_W}p":
            self.lines.append(_Line())
        elif tag == f"{_W}tbl":
            self.tables.append([])
        elif tag == f"{_W}tr" and self.tables:
            self.tables[-1].append([])
        elif tag == f"{_W}tc" and self.tables and self.tables[-1]:
            self.tables[-1][-1].append([])
        elif tag == f"{_W}bookmarkStart":
            self._begin(str(element.get(f"{_W}id")), str(element.get(f"{_W}name")))
        elif tag == f"{_W}bookmarkEnd":
            self.open.pop(str(element.get(f"{_W}id")), None)
            self.parts.pop(str(element.get(f"{_W}id")), None)
        else:
            self._words(tag, element)

    def _words(self, tag: str, element: Xml) -> None:
        if tag == f"{_W}t":
            self._add(element.text or "")
        elif tag in (f"{_W}tab", f"{_W}br") and _is_in_run(element):
            self._add(" ")
        elif tag == _BLIP:
            chart = next((number for kind, number in self.open.values() if kind == "chart"), 0)
            if chart and self.lines:
                self.lines[-1].pieces.append(FoundPiece("", chart=chart))

    def _begin(self, identifier: str, name: str) -> None:
        for kind, pattern in (("mention", MENTION), ("row", ROW), ("chart", CHART)):
            if known := pattern.fullmatch(name):
                self.open[identifier] = (kind, int(known[1]))
        if part := PART.fullmatch(name):
            self.parts[identifier] = part[1]

    def _add(self, words: str) -> None:
        if not self.lines or not words:
            return
        line, inside = self.lines[-1], dict(self.open.values())
        line.pieces.append(FoundPiece(words, inside.get("mention", 0), inside.get("row", 0)))
        for part in set(self.parts.values()):
            line.parts[part] = line.parts.get(part, 0) + len(words)

    def _leave(self, tag: str) -> None:
        if tag == f"{_W}p":
            line = self.lines.pop()
            if self.tables and self.tables[-1] and self.tables[-1][-1]:
                self.tables[-1][-1][-1] += line.pieces
            else:
                self.blocks.append(FoundParagraph(line.part, _joined(line.pieces)))
        elif tag == f"{_W}tbl":
            lines = tuple(tuple(_joined(cell) for cell in row) for row in self.tables.pop())
            self.blocks.append(FoundTable(lines))


def _is_in_run(element: Xml) -> bool:
    """Whether it stands among words; the tab stops of a paragraph are tabs, too."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_W}r"


def _joined(pieces: list[FoundPiece]) -> tuple[FoundPiece, ...]:
    """The pieces, what belongs together in one."""
    found: list[FoundPiece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and (last.mention, last.row, last.chart) == (piece.mention, piece.row, 0) and not last.chart:
            found[-1] = FoundPiece(last.text + piece.text, piece.mention, piece.row)
        else:
            found.append(piece)
    return tuple(found)
