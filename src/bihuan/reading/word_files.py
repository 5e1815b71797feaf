"""Word files as text: paragraphs, tables, content controls, text boxes, fields and notes; .doc by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from bihuan.reading.errors import BrokenDocument, ConverterMissing, OversizedDocument

LARGEST_PART = 128 * 1024 * 1024
SECONDS_TO_CONVERT = 120

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BODY = "word/document.xml"
_NOTES = (("word/footnotes.xml", f"{_W}footnote"), ("word/endnotes.xml", f"{_W}endnote"))
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
# A text box is written twice, for old readers and new; struck-out text is no part of the document.
_SKIPPED = frozenset({f"{_MC}Fallback", f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", f"{_W}sectPr"})


def text_of_docx(path: Path) -> str:
    """The text of a .docx, a paragraph a line, a table row a line with tabs between cells, notes at the end.

    Raises:
        BrokenDocument: it is no .docx that opens.
        OversizedDocument: a part unpacks to more than any document should.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if _BODY not in names:
                raise BrokenDocument(f"“{path.name}”不是 Word 文档，请用 Word 或 WPS 打开后另存为 .docx 再读。")
            lines = list(_lines(_part(package, _BODY, path.name)))
            for name, note in _NOTES:
                if name in names:
                    lines += _note_lines(_part(package, name, path.name), note)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise BrokenDocument(f"“{path.name}”已损坏或加了密，请用 Word 或 WPS 修复后另存为 .docx 再读。") from error
    return "\n".join(line for line in lines if line.strip())


def _part(package: zipfile.ZipFile, name: str, document: str) -> etree._Element:
    if package.getinfo(name).file_size > LARGEST_PART:
        raise OversizedDocument(f"“{document}”解压后过大，不像正常的公文，请核实文件来源。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    content = package.read(name)
    if b"<!DOCTYPE" in content:  # Word writes none; one that is there declares entities
        raise BrokenDocument(f"“{document}”含有可疑的声明，不像正常的公文，请核实文件来源。")
    return etree.fromstring(content, parser)


def _note_lines(root: etree._Element, tag: str) -> Iterator[str]:
    for note in root.iter(tag):
        if note.get(f"{_W}type") not in _SEPARATORS:
            yield from _lines(note)


def _lines(container: etree._Element) -> Iterator[str]:
    """The lines of the paragraphs and tables inside, at whatever depth they are wrapped."""
    for child in container:
        if child.tag == f"{_W}p":
            yield from _paragraph_lines(child)
        elif child.tag == f"{_W}tbl":
            yield from _row_lines(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _lines(child)


def _row_lines(table: etree._Element) -> Iterator[str]:
    for row in _inside(table, f"{_W}tr"):
        cells = (" ".join(line.strip() for line in _lines(cell)) for cell in _inside(row, f"{_W}tc"))
        yield "\t".join(cells)


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, through content controls but not into nested tables."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != f"{_W}tbl":
            yield from _inside(child, tag)


def _paragraph_lines(paragraph: etree._Element) -> Iterator[str]:
    """The paragraph's own text, then the text boxes anchored in it."""
    boxes: list[etree._Element] = []
    yield "".join(_characters(paragraph, boxes))
    for box in boxes:
        yield from _lines(box)


def _characters(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _characters(child, boxes)


def text_of_doc(path: Path) -> str:
    """The text of a .doc, by way of LibreOffice.

    Raises:
        ConverterMissing: LibreOffice is not installed, or could not convert the file.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ConverterMissing(
            f"读 .doc 需要 LibreOffice，本机没有安装；请安装，或把“{path.name}”另存为 .docx 再读。"
        )
    with tempfile.TemporaryDirectory() as folder:
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(path.resolve()),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS_TO_CONVERT)  # noqa: S603 - no shell, own arguments
        except (subprocess.SubprocessError, OSError) as error:
            raise ConverterMissing(f"LibreOffice 没能转换“{path.name}”，请把它另存为 .docx 再读。") from error
        converted = Path(folder) / f"{path.stem}.docx"
        if not converted.is_file():
            raise ConverterMissing(f"LibreOffice 没能转换“{path.name}”，请把它另存为 .docx 再读。")
        return text_of_docx(converted)
