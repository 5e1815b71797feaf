"""A document as a file: .docx, .md, .html and, where LibreOffice is installed, .pdf."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from bihuan.reports.document import Block, Document, Identity, Part, Plate, Table
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.errors import ConverterMissing, UnknownEnding
from bihuan.reports.html_writing import html_bytes
from bihuan.reports.pdf_fonts import FONTS
from bihuan.values.period import Period
from bihuan.values.quantity import shown

_SECONDS = 180
_MARKS = {Part.TITLE: "# ", Part.HEADING: "## ", Part.SUBHEADING: "### "}


def check_ending(ending: str) -> None:
    """Refuse an ending that no report is written to, before any figure is asked for.

    Raises:
        UnknownEnding: it is none of .docx, .pdf, .html, .md.
    """
    if ending not in _WRITERS:
        raise UnknownEnding(f"不会写“{ending or '没有后缀'}”的文件，请用 {'、'.join(_WRITERS)}。")


def content(document: Document, ending: str, site: str = "") -> bytes:
    """The document in the format of the ending.

    Args:
        document: the report.
        ending: .docx, .pdf, .html or .md.
        site: the address of the ledger's pages, to which an .html file then leads; "" where unknown.

    Raises:
        UnknownEnding: it is none of .docx, .pdf, .html, .md.
        ConverterMissing: a .pdf needs LibreOffice, which is missing or failed.
    """
    check_ending(ending)
    return html_bytes(document, site) if ending == ".html" else _WRITERS[ending](document)


def _markdown(document: Document) -> bytes:
    lines = [_markdown_block(block) for block in document.paragraphs]
    lines += [
        "\n---\n\n## 数据依据\n",
        "| 数据 | 时段 | 数值 | 记录 | 科目 | 校验 |",
        "| --- | --- | ---: | ---: | --- | --- |",
    ]
    lines += [f"| {' | '.join(_row(figure))} |" for figure in document.figures]
    return ("\n".join(lines) + "\n").encode()


def _markdown_block(block: Block) -> str:
    if isinstance(block, Plate):
        return f"{block.caption}\n\n{_markdown_block(block.table)}"
    if not isinstance(block, Table):
        return f"{_MARKS.get(block.part, '')}{block.text}\n"
    rows = [f"| {' | '.join(''.join(run.text for run in cell) for cell in line)} |" for line in block.lines]
    return "\n".join([rows[0], f"|{' --- |' * len(block.lines[0])}", *rows[1:], ""])


def _row(figure: Identity) -> tuple[str, ...]:
    """One line of the appendix: name, period, value, records, key, digest."""
    value = f"{shown(figure.exact)}{figure.measure_unit}"
    return (figure.name, Period.parse(figure.period).name, value, str(figure.members), figure.key, figure.digest)


def _pdf(document: Document) -> bytes:
    """The .docx converted by LibreOffice, in a profile of its own: two conversions in one profile fail."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConverterMissing("没有找到 LibreOffice，不能写 .pdf，请改写 .docx 或先安装 LibreOffice。")
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(FONTS, encoding="utf-8")
        source = Path(folder, "report.docx")
        source.write_bytes(docx_bytes(document))
        call = [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"]
        call += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        try:
            # Our own file in our own folder; nothing of the user's reaches the command line.
            subprocess.run(call, env=environment, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise ConverterMissing("LibreOffice 没能把报告转成 .pdf，请改写 .docx。") from error


_WRITERS: dict[str, Callable[[Document], bytes]] = {
    ".docx": docx_bytes,
    ".pdf": _pdf,
    ".html": html_bytes,
    ".md": _markdown,
}
