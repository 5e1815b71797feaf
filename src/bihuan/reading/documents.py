"""Documents as text: .txt, .docx, .pdf with a text layer, and .doc where LibreOffice is installed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from bihuan.reading.errors import MissingDocument, OversizedDocument, UnknownFormat, UnreadableEncoding

LARGEST_FILE = 64 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes in some other encoding often pass as GB18030; the text then holds what nobody types.
_NEVER_TYPED = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")


def text_of(path: Path) -> str:
    """The text of a document, newlines as they are; a mark of the byte order is no part of it.

    Raises:
        UnreadableDocument: the file is missing, too large, broken, scanned, or in no format or encoding that is read.
    """
    loader = _LOADERS.get(path.suffix.lower())
    if not path.is_file():
        raise MissingDocument(f"找不到文件“{path}”，请检查路径。")
    if loader is None:
        raise UnknownFormat(f"不认识“{path.name}”的格式，请另存为 .docx、.pdf、.doc 或 .txt 再读。")
    if path.stat().st_size > LARGEST_FILE:
        raise OversizedDocument(f"“{path.name}”超过 64 MB，请拆分或压缩图片后再读。")
    return loader(path)


def decoded(data: bytes, name: str) -> str:
    """Bytes of a text file as text: UTF-8 with or without a mark, UTF-16 with one, else GB18030.

    Raises:
        UnreadableEncoding: they are none of these.
    """
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NEVER_TYPED.search(text):
            return text
    raise UnreadableEncoding(f"“{name}”不是 UTF-8 或 GB18030 编码的文本，请用记事本打开后另存为 UTF-8 再读。")


def _plain(path: Path) -> str:
    return decoded(path.read_bytes(), path.name)


def _docx(path: Path) -> str:
    from bihuan.reading.word_files import text_of_docx

    return text_of_docx(path)


def _doc(path: Path) -> str:
    from bihuan.reading.word_files import text_of_doc

    return text_of_doc(path)


def _pdf(path: Path) -> str:
    from bihuan.reading.pdf_files import text_of_pdf

    return text_of_pdf(path)


_LOADERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".docx": _docx,
    ".doc": _doc,
    ".pdf": _pdf,
}
