"""Tables of a .docx: as wide as the type area, smaller letters for many columns, each column set alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bihuan.reports import typography as type_
from bihuan.reports.document import Document, Run, Table
from bihuan.reports.docx.binding import Xml
from bihuan.reports.docx.runs import faces, size, styled_run

_SHORT = 9.0
"""A column whose words are no wider than so many characters stands in the middle."""
_KEPT, _ON_ONE_PAGE = 2, 12
"""Lines that stay on the page of what follows the table; lines of a table that is not parted."""
_AROUND = (
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
)
_AROUND += '<w:right w:w="80" w:type="dxa"/></w:tblCellMar>'


def table_element(document: Document, table: Table, *, is_kept: bool = False) -> Xml:
    """The table, its headings repeated on every page; ``is_kept`` keeps its end on the page of what follows."""
    texts = [["".join(run.text for run in cell) for cell in line] for line in table.lines]
    letters = type_.SMALLEST if table.is_small else type_.table_size(len(texts[0]))
    widths = type_.column_widths(texts, letters)
    aligned = [_align(column) for column in zip(*texts[1:], strict=True)] or ["center"] * len(widths)
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{type_.TABLE_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>{_AROUND}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )
    kept, is_small = len(table.lines) - _KEPT, len(table.lines) <= _ON_ONE_PAGE and not is_kept
    for number, cells in enumerate(table.lines):
        heads = "<w:tblHeader/>" if number == 0 else ""
        row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{heads}</w:trPr></w:tr>")
        stays = number < len(table.lines) - 1 if is_small else number == 0 or (is_kept and number >= kept)
        for cell, width, align in zip(cells, widths, aligned, strict=True):
            look = _Look(type_.FANG, letters, align, stays) if number else _Look(type_.HEI, letters, "center", stays)
            row.append(_cell(document, cell, width, look))
        element.append(row)
    return element


class _Look(NamedTuple):
    """How a cell is set; ``is_kept`` where it stays on the page of what follows."""

    face: str
    letters: int
    align: str
    is_kept: bool


def _align(column: Sequence[str]) -> str:
    return "center" if max(map(type_.width, column), default=0.0) <= _SHORT else "left"


def _cell(document: Document, cell: tuple[Run, ...], width: int, look: _Look) -> Xml:
    paragraph = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr>{'<w:keepNext/>' if look.is_kept else ''}"
        f'<w:snapToGrid w:val="0"/><w:spacing w:line="{round(look.letters * type_.TABLE_PITCH)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{look.align}"/></w:pPr></w:p>'
    )
    style = parse_xml(f"<w:rPr {nsdecls('w')}>{faces(look.face)}{size(look.letters)}</w:rPr>")
    for run in cell:
        for child in styled_run(document, run, style):
            paragraph.append(child)
    holder = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr></w:tc>'
    )
    holder.append(paragraph)
    return holder
