"""PDF files as text: characters put in order by their place, lines joined, page numbers and running heads dropped."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bihuan.reading.errors import BrokenDocument, OversizedDocument, ScannedDocument

MOST_PAGES = 2_000

_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9]{1,4})?(?:\s*页)?"
    r"(?:\s*共\s*[0-9]+\s*页)?[-—–－·.\s]*"
)
_BEGINS_PARAGRAPH = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9])"
    r"|[一二三四五六七八九十](?:是|要)(?=[一-鿿]))"
)
# Blanks next to Chinese are the setting's, not the writer's.
_SET_APART = re.compile(r"(?<=[^\x00-\xff])[ \u00a0]+|[ \u00a0]+(?=[^\x00-\xff])")
_REPEATED = 3
# In character sizes: how far characters of one line may lie apart in height, an indent, what a full line may lack
# where a sentence ends there and where none does, a gap between cells.
_SAME_LINE, _INDENT, _RAGGED, _BROKEN_OFF, _CELL_APART = 0.5, 1.2, 1.6, 4.0, 2.5
_ENDS, _CLOSERS = tuple("。！？；：!?;:"), "”’）)》」』"


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    left: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its words, where it begins and ends, the size of its characters."""

    text: str
    left: float
    right: float
    size: float


def text_of_pdf(path: Path) -> str:
    """The text of a PDF, a paragraph a line.

    Raises:
        BrokenDocument: it does not open as a PDF, or only with a password.
        ScannedDocument: no page holds any text.
        OversizedDocument: it has more pages than any document should.
    """
    pages = _without_running_heads(_pages(path))
    if not any(pages):
        raise ScannedDocument(f"“{path.name}”是扫描件，没有文字层；请先做文字识别，或提供可复制文字的文件。")
    return "\n".join(_paragraphs(pages))


def _pages(path: Path) -> list[list[_Line]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(f"“{path.name}”打不开：文件已损坏或设了密码，请换一份再读。") from error
    try:
        if len(document) > MOST_PAGES:
            raise OversizedDocument(f"“{path.name}”超过 {MOST_PAGES} 页，请拆分后再读。")
        return [_lines(_characters(page.get_textpage())) for page in document]
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(f"“{path.name}”有打不开的页，请重新导出后再读。") from error
    finally:
        document.close()


def _characters(page: Any) -> list[_Character]:
    """The characters of a page with their places; those that pdfium made up (blanks, line ends) are left out.

    A page lists its characters as they were drawn, so quotation marks set in another font may come last.
    """
    from pypdfium2 import raw

    across, up = ctypes.c_double(), ctypes.c_double()
    found = []
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if code < ord(" ") or code in {0xFFFE, 0xFFFF} or raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        if raw.FPDFText_GetCharOrigin(page, index, across, up):
            size = raw.FPDFText_GetFontSize(page, index) or 1.0
            found.append(_Character(chr(code), across.value, up.value, size))
    return found


def _lines(characters: list[_Character]) -> list[_Line]:
    rows: list[list[_Character]] = []
    for character in sorted(characters, key=lambda each: -each.base):
        if rows and abs(rows[-1][0].base - character.base) <= _SAME_LINE * max(rows[-1][0].size, character.size):
            rows[-1].append(character)
        else:
            rows.append([character])
    return [line for line in map(_line, rows) if line.text.strip()]


def _line(row: list[_Character]) -> _Line:
    """The characters of a row from left to right; a wide gap, as between the cells of a table, is a tab."""
    row.sort(key=lambda each: each.left)
    words = row[0].text
    for before, character in pairwise(row):
        apart = character.left - before.left > _CELL_APART * before.size
        words += ("\t" if apart else "") + character.text
    words = _SET_APART.sub("", words)
    inked = [each for each in row if not each.text.isspace()] or row
    return _Line(words.strip(), inked[0].left, inked[-1].left + inked[-1].size, inked[0].size)


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without their numbers, and without lines that stand first or last on several of them."""
    edges = Counter(
        words for page in pages for words in {_plain(line.text) for line in (*page[:1], *page[-2:])} if words
    )
    repeated = {words for words, times in edges.items() if times >= _REPEATED and times * 2 >= len(pages)}
    return [
        [line for place, line in enumerate(page) if not _is_running_head(line, place, len(page), repeated)]
        for page in pages
    ]


def _is_running_head(line: _Line, place: int, lines: int, repeated: set[str]) -> bool:
    at_the_edge = place <= 1 or place >= lines - 2
    return at_the_edge and (_PAGE_NUMBER.fullmatch(line.text) is not None or _plain(line.text) in repeated)


def _plain(words: str) -> str:
    """A running head without what changes from page to page."""
    return re.sub(r"[0-9０-９\s]", "", words)


def _paragraphs(pages: list[list[_Line]]) -> list[str]:
    paragraphs: list[str] = []
    goes_on = False
    left = min(line.left for page in pages for line in page)
    right = max(line.right for page in pages for line in page)
    for page in pages:
        for line in page:
            indented = line.left > left + _INDENT * line.size
            if goes_on and not indented and not _BEGINS_PARAGRAPH.match(line.text):
                paragraphs[-1] = _joined(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
            ends = line.text.rstrip(_CLOSERS).endswith(_ENDS)
            goes_on = line.right >= right - (_RAGGED if ends else _BROKEN_OFF) * line.size
    return paragraphs


def _joined(before: str, behind: str) -> str:
    """Two lines as one; a blank only between Latin words, which Chinese lines do not need."""
    apart = before[-1:].isascii() and behind[:1].isascii() and before[-1:].isalpha() and behind[:1].isalpha()
    return f"{before} {behind}" if apart else before + behind
