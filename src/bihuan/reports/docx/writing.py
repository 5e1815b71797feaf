"""Writing a document to .docx as the standard for official documents sets it, every figure bound to its identity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import zip_longest
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bihuan.reports import typography as type_
from bihuan.reports.charts.docx import Picture, picture_paragraph, pictures_in
from bihuan.reports.document import Block, Document, Paragraph, Part, Plate, Run, Table
from bihuan.reports.docx.binding import (
    Xml,
    add_properties,
    chart_name,
    marked,
    part_name,
    properties,
)
from bihuan.reports.docx.runs import faces, size, styled_run
from bihuan.reports.docx.tables import table_element

_BLANKS_BEFORE = {Part.NUMBER: 1, Part.ATTACHMENT: 1, Part.SIGNATURE: 2}
_UNMARKED = (Part.BODY, Part.TABLE, Part.CHART)
_MOVED, _LEADS = 200, 60
"""Characters of a paragraph that may be moved to the next page as a whole: seven lines; before a table, two."""
_NOTHING = Paragraph(Part.BODY, (Run(""),))
_RUN_IN = re.compile(r"^（[一二三四五六七八九十]{1,3}）[^。]{2,28}。")


class _Mark(NamedTuple):
    """A bookmark to be set: its number in the file, and its name."""

    identifier: int
    name: str


def docx_bytes(document: Document) -> bytes:
    """The document as a .docx file."""
    word = docx.Document()
    _prepare(word)
    body = word.element.body
    last = body[-1]
    pictures = pictures_in(word, document)
    for element in _marked_elements(document, pictures):
        last.addprevious(element)
    charts = {chart_name(number): picture.line for number, picture in pictures.items()}
    add_properties(word, properties(document) | charts)
    core = word.core_properties
    core.title, core.author, core.comments = document.title, "", ""
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _marked_elements(document: Document, pictures: Mapping[int, Picture]) -> Iterator[Xml]:
    """Everything of the body; what is neither text nor table carries a bookmark that says which part it is."""
    bound = len(document.mentions) + len(document.rows)
    taken, number = bound + len(document.plates), 0
    for paragraph, following in zip_longest(document.paragraphs, document.paragraphs[1:], fillvalue=_NOTHING):
        if isinstance(paragraph, Plate):
            number += 1
            picture, caption = pictures.get(paragraph.number), _Mark(taken + number, part_name(number, Part.CHART))
            yield from _plate(document, paragraph, picture, bound + paragraph.number, caption)
            continue
        for element in _elements(document, paragraph, is_kept=_is_kept(paragraph, following)):
            has_words = len(element) > 1
            if paragraph.part in _UNMARKED or not has_words:
                yield element
                continue
            number += 1
            yield marked(element, taken + number, part_name(number, paragraph.part))


def _is_kept(block: Block, following: Block) -> bool:
    """Whether a block stays on the page of what follows: a short one before a table, a chart or the signature.

    LibreOffice moves a paragraph that is kept with the next one as a whole, so a long one is not.
    """
    if following.part is Part.SIGNATURE:
        return isinstance(block, Table) or len(block.text) <= _MOVED
    leads = block.part is Part.BODY and len(block.text) <= _LEADS
    return leads and following.part in (Part.TABLE, Part.CHART)


def _prepare(word: WordDocument) -> None:
    """Page, grid, the Normal style and the page numbers."""
    section = word.sections[0]._sectPr  # noqa: SLF001 - python-docx offers no grid
    for tag in ("w:pgSz", "w:pgMar", "w:cols", "w:docGrid"):
        for element in section.findall(qn(tag)):
            section.remove(element)
    width, height = type_.PAGE
    section.append(parse_xml(f'<w:pgSz {nsdecls("w")} w:w="{width}" w:h="{height}"/>'))
    section.append(
        parse_xml(
            f'<w:pgMar {nsdecls("w")} w:top="{type_.TOP}" w:right="{type_.RIGHT}" w:bottom="{type_.BOTTOM}"'
            f' w:left="{type_.LEFT}" w:header="851" w:footer="{type_.FOOTER}" w:gutter="0"/>'
        )
    )
    section.append(parse_xml(f'<w:cols {nsdecls("w")} w:space="425"/>'))
    section.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{type_.LINE}"/>'))
    _set_normal(word)
    _name_fonts(word)
    word.settings.odd_and_even_pages_header_footer = True
    _number_pages(word)


def _set_normal(word: WordDocument) -> None:
    normal = word.styles["Normal"].element
    for tag in ("w:pPr", "w:rPr"):
        for element in normal.findall(qn(tag)):
            normal.remove(element)
    normal.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{type_.LINE}" w:lineRule="exact"/>'
            f'<w:jc w:val="both"/></w:pPr>'
        )
    )
    normal.append(
        parse_xml(
            f"<w:rPr {nsdecls('w')}>{faces(type_.FANG)}"
            f'<w:spacing w:val="{type_.TIGHTEN}"/>{size(type_.BODY_SIZE)}'
            f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )


def _name_fonts(word: WordDocument) -> None:
    """Name, beside each face, the one that comes closest on a machine that lacks it."""
    rows = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in type_.CLOSEST.items()
    )
    for part in word.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", rows.encode() + b"</w:fonts>")  # noqa: SLF001 - a raw part


def _number_pages(word: WordDocument) -> None:
    """— 1 — below the type area: on odd pages at the right, on even ones at the left, one character in."""
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p  # noqa: SLF001 - the field has to be written as XML
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(
            parse_xml(
                f'<w:pPr {nsdecls("w")}><w:spacing w:line="240" w:lineRule="auto"/>'
                f'<w:ind w:{side}="280" w:{side}Chars="100"/><w:jc w:val="{side}"/></w:pPr>'
            )
        )
        style = f'<w:rPr>{faces(type_.FOOTER_FACE)}<w:spacing w:val="0"/><w:sz w:val="{type_.FOOTER_SIZE}"/></w:rPr>'
        pieces = (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
        for piece in pieces:
            paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{style}{piece}</w:r>"))


def _plate(document: Document, plate: Plate, picture: Picture | None, identifier: int, mark: _Mark) -> list[Xml]:
    """The picture over its caption; without a picture the caption over a table of the same figures."""
    caption = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr>{'<w:keepNext/>' if picture is None else ''}"
        f'<w:spacing w:after="120" w:line="320" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr></w:p>'
    )
    style = parse_xml(f"<w:rPr {nsdecls('w')}>{faces(type_.HEI)}{size(type_.TABLE_SIZE)}</w:rPr>")
    for child in styled_run(document, Run(plate.caption), style):
        caption.append(child)
    marked(caption, mark.identifier, mark.name)
    if picture is None:
        return [caption, table_element(document, plate.table), _blank()]
    return [picture_paragraph(plate, picture, identifier), caption]


def _elements(document: Document, paragraph: Paragraph | Table, *, is_kept: bool) -> list[Xml]:
    """The paragraph, with the blank lines that the standard puts around it."""
    if isinstance(paragraph, Table):
        return [table_element(document, paragraph, is_kept=is_kept), _blank()]
    if paragraph.part is Part.TITLE:
        return [_blank(), *[_title_line(line) for line in type_.title_lines(paragraph.text)], _blank()]
    element = OxmlElement("w:p")
    element.append(_paragraph_style(document, paragraph, is_kept=is_kept))
    face = type_.SETTINGS[paragraph.part].face
    for run in _with_run_in(paragraph):
        kept = (
            type_.KAI
            if run.text.startswith("（") and paragraph.part is Part.BODY and run.mention is None and run.row is None
            else face
        )
        for child in _run(document, run, paragraph.part, kept):
            element.append(child)
    before = _BLANKS_BEFORE.get(paragraph.part, 0)
    if paragraph.part is Part.ATTACHMENT and not paragraph.text.startswith("附件"):
        before = 0
    return [*(_blank() for _ in range(before)), element]


def _with_run_in(paragraph: Paragraph) -> tuple[Run, ...]:
    """The runs, the run-in heading （一）… of a body paragraph cut off as a run of its own."""
    first = paragraph.runs[0]
    is_plain = paragraph.part is Part.BODY and first.mention is None and first.row is None
    heading = _RUN_IN.match(first.text) if is_plain else None
    if heading is None:
        return paragraph.runs
    rest = first.text[heading.end() :]
    return (Run(heading[0]), *((Run(rest),) if rest else ()), *paragraph.runs[1:])


def _run(document: Document, run: Run, part: Part, face: str) -> list[Xml]:
    return styled_run(document, run, _run_style(part, face))


def _run_style(part: Part, face: str) -> Xml | None:
    """The properties of a run; None where it is set as the body is."""
    letters = type_.SETTINGS[part].size
    if face == type_.FANG and letters == type_.BODY_SIZE:
        return None
    larger = f'<w:spacing w:val="0"/>{size(letters)}' if letters != type_.BODY_SIZE else ""
    red = f'<w:color w:val="{type_.RED}"/>' if part is Part.RED_HEAD else ""
    return parse_xml(f"<w:rPr {nsdecls('w')}>{faces(face)}{red}{larger}</w:rPr>")


def _title_line(text: str) -> Xml:
    setting = type_.SETTINGS[Part.TITLE]
    line = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr><w:keepNext/>"
        f'<w:spacing w:line="{type_.TITLE_LINE}" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr></w:p>'
    )
    words = OxmlElement("w:t")
    words.text = text
    run = parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr>{faces(setting.face)}<w:spacing w:val="0"/>{size(setting.size)}</w:rPr></w:r>'
    )
    run.append(words)
    line.append(run)
    return line


def _paragraph_style(document: Document, paragraph: Paragraph, *, is_kept: bool) -> Xml:
    setting = type_.SETTINGS[paragraph.part]
    indent = f'w:firstLineChars="{setting.indent * 100}" w:firstLine="{setting.indent * type_.CHARACTER}"'
    if paragraph.part in (Part.SIGNATURE, Part.DATE):
        signature, day = type_.closing_indents(document.line(Part.SIGNATURE), document.line(Part.DATE))
        inwards = signature if paragraph.part is Part.SIGNATURE else day
        indent = f'w:rightChars="{round(inwards * 100)}" w:right="{round(inwards * type_.CHARACTER)}"'
    letters = f"<w:rPr>{size(setting.size)}</w:rPr>" if setting.size != type_.BODY_SIZE else ""
    height = '<w:spacing w:line="240" w:lineRule="auto"/>' if paragraph.part is Part.RED_HEAD else ""
    return parse_xml(
        f"<w:pPr {nsdecls('w')}>{'<w:keepNext/>' if setting.keep or is_kept else ''}{_rules(paragraph.part)}{height}"
        f'<w:ind {indent}/><w:jc w:val="{setting.align}"/>{letters}</w:pPr>'
    )


def _rules(part: Part) -> str:
    """The lines above and below: red under the number, black around the copies; the appendix begins a new page."""
    if part is Part.APPENDIX:
        return "<w:pageBreakBefore/>"
    if part is Part.NUMBER:
        return f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="12" w:color="{type_.RED}"/></w:pBdr>'
    if part is Part.COPIES:
        line = 'w:val="single" w:sz="6" w:space="1" w:color="000000"'
        return f"<w:pBdr><w:top {line}/><w:bottom {line}/><w:between {line}/></w:pBdr>"
    return ""


def _blank() -> Xml:
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr><w:keepNext/></w:pPr></w:p>")
