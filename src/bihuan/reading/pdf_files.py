"""PDF files as text: lines joined into paragraphs, page numbers and running heads dropped."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from unicodedata import east_asian_width

from bihuan.reading.errors import BrokenDocument, OversizedDocument, ScannedDocument

MOST_PAGES = 2_000

_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9]{1,4})?(?:\s*页)?(?:\s*共\s*[0-9]+\s*页)?[-—–－·.\s]*"
)
_BEGINS_PARAGRAPH = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9])"
    r"|[一二三四五六七八九十](?:是|要)(?=[一-鿿])|　　|    )"
)
_ENDS = tuple("。！？；：!?;:")
_CLOSERS = "”’）)》」』"
_REPEATED = 3
# A line shorter than this share of its page's longest ends its paragraph.
_FULL_LINE = 0.86


def text_of_pdf(path: Path) -> str:
    """The text of a PDF, a paragraph a line.

    Raises:
        BrokenDocument: it does not open as a PDF, or only with a password.
        ScannedDocument: no page holds any text.
        OversizedDocument: it has more pages than any document should.
    """
    pages = _without_running_heads(_pages(path))
    if not any(line.strip() for page in pages for line in page):
        raise ScannedDocument(f"“{path.name}”是扫描件，没有文字层；请先做文字识别，或提供可复制文字的文件。")
    return "\n".join(_paragraphs(pages))


def _pages(path: Path) -> list[list[str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(f"“{path.name}”打不开：文件已损坏或设了密码，请换一份再读。") from error
    try:
        if len(document) > MOST_PAGES:
            raise OversizedDocument(f"“{path.name}”超过 {MOST_PAGES} 页，请拆分后再读。")
        return [_page_lines(page.get_textpage().get_text_range()) for page in document]
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(f"“{path.name}”有打不开的页，请重新导出后再读。") from error
    finally:
        document.close()


def _page_lines(text: str) -> list[str]:
    return [
        line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")
    ]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the numbers, and the lines that stand first or last on several of them."""
    edges = Counter(_plain(line) for page in pages for line in {*_filled(page)[:1], *_filled(page)[-2:]})
    repeated = {line for line, times in edges.items() if times >= _REPEATED and times * 2 >= len(pages)}
    kept = []
    for page in pages:
        filled = _filled(page)
        last = len(filled) - 1
        kept.append(
            [
                line
                for place, line in enumerate(filled)
                if not (
                    (place <= 1 or place >= last - 1)
                    and (_PAGE_NUMBER.fullmatch(line.strip()) or _plain(line) in repeated)
                )
            ]
        )
    return kept


def _filled(page: list[str]) -> list[str]:
    return [line for line in page if line.strip()]


def _plain(line: str) -> str:
    """A running head without what changes from page to page."""
    return re.sub(r"[0-9０-９\s]", "", line)


def _paragraphs(pages: list[list[str]]) -> list[str]:
    paragraphs: list[str] = []
    open_paragraph = False
    for page in pages:
        longest = max((_width(line) for line in page), default=0)
        for line in page:
            words = line.strip() if not line.startswith(("　　", "    ")) else line.rstrip()
            if open_paragraph and not _BEGINS_PARAGRAPH.match(words):
                paragraphs[-1] = _joined(paragraphs[-1], words.strip())
            else:
                paragraphs.append(words.strip())
            open_paragraph = _width(line) >= longest * _FULL_LINE and not (
                words.rstrip(_CLOSERS).endswith(_ENDS) and _width(line) < longest * 0.97
            )
    return paragraphs


def _joined(before: str, behind: str) -> str:
    """Two lines as one; a blank only between Latin words, which Chinese lines do not need."""
    apart = before[-1:].isascii() and behind[:1].isascii() and before[-1:].isalpha() and behind[:1].isalpha()
    return f"{before} {behind}" if apart else before + behind


def _width(line: str) -> float:
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in line.rstrip())
