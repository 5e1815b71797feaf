"""Writing a document to .docx as the standard for official documents sets it, every figure bound to its identity."""

from __future__ import annotations

import re
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bihuan.reports import typography as type_
from bihuan.reports.document import Document, Paragraph, Part, Run
from bihuan.reports.docx_binding import Xml, add_properties, bound_run, properties

_RUN_IN = re.compile(r"^（[一二三四五六七八九十]{1,3}）[^。]{2,28}。")


def docx_bytes(document: Document) -> bytes:
    """The document as a .docx file."""
    word = docx.Document()
    _prepare(word)
    body = word.element.body
    last = body[-1]
    for paragraph in document.paragraphs:
        for element in _elements(document, paragraph):
            last.addprevious(element)
    add_properties(word, properties(document))
    core = word.core_properties
    core.title, core.author, core.comments = document.title, "", ""
    file = BytesIO()
    word.save(file)
    return file.getvalue()


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
            f"<w:rPr {nsdecls('w')}>{_faces(type_.FANG)}"
            f'<w:spacing w:val="{type_.TIGHTEN}"/>{_size(type_.BODY_SIZE)}'
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


def _faces(face: str) -> str:
    return f'<w:rFonts w:ascii="{type_.LATIN}" w:hAnsi="{type_.LATIN}" w:eastAsia="{face}" w:cs="{type_.LATIN}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


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
        style = f'<w:rPr>{_faces(type_.FOOTER_FACE)}<w:spacing w:val="0"/><w:sz w:val="{type_.FOOTER_SIZE}"/></w:rPr>'
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


def _elements(document: Document, paragraph: Paragraph) -> list[Xml]:
    """The paragraph, with the blank lines that the standard puts around it."""
    if paragraph.part is Part.TITLE:
        return [_blank(), *[_title_line(line) for line in type_.title_lines(paragraph.text)], _blank()]
    element = OxmlElement("w:p")
    element.append(_paragraph_style(document, paragraph))
    face = type_.SETTINGS[paragraph.part].face
    for run in _with_run_in(paragraph):
        kept = (
            type_.KAI if run.text.startswith("（") and paragraph.part is Part.BODY and run.mention is None else face
        )
        for child in _run(document, run, kept):
            element.append(child)
    return [_blank(), _blank(), element] if paragraph.part is Part.SIGNATURE else [element]


def _with_run_in(paragraph: Paragraph) -> tuple[Run, ...]:
    """The runs, the run-in heading （一）… of a body paragraph cut off as a run of its own."""
    first = paragraph.runs[0]
    heading = _RUN_IN.match(first.text) if paragraph.part is Part.BODY and first.mention is None else None
    if heading is None:
        return paragraph.runs
    rest = first.text[heading.end() :]
    return (Run(heading[0]), *((Run(rest),) if rest else ()), *paragraph.runs[1:])


def _run(document: Document, run: Run, face: str) -> list[Xml]:
    style = None if face == type_.FANG else parse_xml(f"<w:rPr {nsdecls('w')}>{_faces(face)}</w:rPr>")
    if run.mention is not None:
        mention = document.mentions[run.mention]
        return list(bound_run(run.mention + 1, mention.figure + 1, mention.text, style))
    element = OxmlElement("w:r")
    if style is not None:
        element.append(style)
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = run.text
    element.append(words)
    return [element]


def _title_line(text: str) -> Xml:
    setting = type_.SETTINGS[Part.TITLE]
    line = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr><w:keepNext/>"
        f'<w:spacing w:line="{type_.TITLE_LINE}" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr></w:p>'
    )
    words = OxmlElement("w:t")
    words.text = text
    run = parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr>{_faces(setting.face)}<w:spacing w:val="0"/>{_size(setting.size)}</w:rPr></w:r>'
    )
    run.append(words)
    line.append(run)
    return line


def _paragraph_style(document: Document, paragraph: Paragraph) -> Xml:
    setting = type_.SETTINGS[paragraph.part]
    indent = f'w:firstLineChars="{setting.indent * 100}" w:firstLine="{setting.indent * type_.CHARACTER}"'
    if paragraph.part in (Part.SIGNATURE, Part.DATE):
        signature, day = type_.closing_indents(document.paragraphs[-2].text, document.paragraphs[-1].text)
        inwards = signature if paragraph.part is Part.SIGNATURE else day
        indent = f'w:rightChars="{round(inwards * 100)}" w:right="{round(inwards * type_.CHARACTER)}"'
    return parse_xml(
        f"<w:pPr {nsdecls('w')}>{'<w:keepNext/>' if setting.keep else ''}<w:ind {indent}/>"
        f'<w:jc w:val="{setting.align}"/></w:pPr>'
    )


def _blank() -> Xml:
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr><w:keepNext/></w:pPr></w:p>")
