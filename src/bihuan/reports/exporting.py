"""A document as a file: .docx, .md, .html and, where LibreOffice is installed, .pdf."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from bihuan.reports.document import Block, Document, Identity, Part, Run, Table
from bihuan.reports.docx_writing import docx_bytes
from bihuan.reports.errors import ConverterMissing, UnknownEnding
from bihuan.reports.pdf_fonts import FONTS
from bihuan.reports.typography import title_lines
from bihuan.values.period import Period
from bihuan.values.quantity import shown

_SECONDS = 180
_MARKS = {Part.TITLE: "# ", Part.HEADING: "## ", Part.SUBHEADING: "### "}
_TAGS = {Part.TITLE: "h1", Part.HEADING: "h2", Part.SUBHEADING: "h3"}
_STYLE = """
:root { color-scheme: light dark }
body { max-width: 36em; margin: 3em auto; padding: 0 1em; font: 18px/1.9 FangSong, 仿宋, "Noto Serif CJK SC", serif }
h1 { font-size: 1.4em; text-align: center; line-height: 1.6; margin-bottom: 1.5em }
h2 { font: bold 1em/1.9 SimHei, "Noto Sans CJK SC", sans-serif; text-indent: 2em; margin: .4em 0 }
p { margin: 0; text-align: justify } .body { text-indent: 2em } .signature, .date { text-align: right }
.signature, .attachment { margin-top: 3em } .attachment + .attachment { margin-top: 0 }
.notice, .red_head, .number { text-align: center } .notice { font: bold .8em/2 SimHei, sans-serif }
.red_head { color: #c00; font-size: 1.6em } .number { border-bottom: 2px solid #c00; margin-bottom: 2em }
.copies { font-size: .9em; border-top: 1px solid; border-bottom: 1px solid; margin-top: 1em }
a.figure { color: inherit; text-decoration: underline dotted; text-underline-offset: .25em }
table { width: 100%; border-collapse: collapse; font-size: .75em; line-height: 1.5; margin-top: 1em }
td, th { padding: .3em .5em; text-align: left }
td, th { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent) }
td.number { text-align: right } tr:target { background: color-mix(in srgb, gold 35%, transparent) }
code { font-size: .85em }
"""


def check_ending(ending: str) -> None:
    """Refuse an ending that no report is written to, before any figure is asked for.

    Raises:
        UnknownEnding: it is none of .docx, .pdf, .html, .md.
    """
    if ending not in _WRITERS:
        raise UnknownEnding(f"不会写“{ending or '没有后缀'}”的文件，请用 {'、'.join(_WRITERS)}。")


def content(document: Document, ending: str) -> bytes:
    """The document in the format of the ending.

    Raises:
        UnknownEnding: it is none of .docx, .pdf, .html, .md.
        ConverterMissing: a .pdf needs LibreOffice, which is missing or failed.
    """
    check_ending(ending)
    return _WRITERS[ending](document)


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
    if not isinstance(block, Table):
        return f"{_MARKS.get(block.part, '')}{block.text}\n"
    rows = [f"| {' | '.join(''.join(run.text for run in cell) for cell in line)} |" for line in block.lines]
    return "\n".join([rows[0], f"|{' --- |' * len(block.lines[0])}", *rows[1:], ""])


def _row(figure: Identity) -> tuple[str, ...]:
    """One line of the appendix: name, period, value, records, key, digest."""
    value = f"{shown(figure.exact)}{figure.measure_unit}"
    return (figure.name, Period.parse(figure.period).name, value, str(figure.members), figure.key, figure.digest)


def _html(document: Document) -> bytes:
    body = "\n".join(_html_paragraph(document, paragraph) for paragraph in document.paragraphs)
    rows = "\n".join(
        f'<tr id="F{number}"><td>{escape(name)}<td>{escape(period)}<td class="number">{escape(value)}'
        f'<td class="number">{members}<td><code>{escape(key)}</code><td><code>{digest}</code></tr>'
        for number, figure in enumerate(document.figures, 1)
        for name, period, value, members, key, digest in (_row(figure),)
    )
    page = (
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n<main>\n{body}\n</main>\n"
        f"<section>\n<h2>数据依据</h2>\n<p>账面时点：<time>{escape(document.as_of)}</time></p>\n"
        f"<table>\n<tr><th>数据<th>时段<th>数值<th>记录<th>科目<th>校验</tr>\n{rows}\n</table>\n</section>\n</html>\n"
    )
    return page.encode()


def _html_paragraph(document: Document, paragraph: Block) -> str:
    if isinstance(paragraph, Table):
        return _html_table(document, paragraph)
    words = "".join(_html_run(document, run) for run in paragraph.runs)
    if paragraph.part is Part.TITLE:
        words = "<br>".join(escape(line) for line in title_lines(paragraph.text))
    tag = _TAGS.get(paragraph.part)
    return f"<{tag}>{words}</{tag}>" if tag else f'<p class="{paragraph.part}">{words}</p>'


def _html_table(document: Document, table: Table) -> str:
    rows = [
        f"<tr>{''.join(f'<{tag}>{_html_cell(document, cell)}</{tag}>' for cell in line)}</tr>"
        for tag, line in zip(["th", *["td"] * len(table.lines)], table.lines, strict=False)
    ]
    return f'<table class="list">\n{chr(10).join(rows)}\n</table>'


def _html_cell(document: Document, cell: tuple[Run, ...]) -> str:
    return "".join(_html_run(document, run) for run in cell)


def _html_run(document: Document, run: Run) -> str:
    """The run; a figure leads to its line in the appendix and carries its definition as a title."""
    if run.mention is None:
        return escape(run.text)
    figure = document.figures[document.mentions[run.mention].figure]
    title = f"{figure.name}：{shown(figure.exact)}{figure.measure_unit}，{figure.members}条记录，{figure.key}"
    place = document.mentions[run.mention].figure + 1
    return (
        f'<a class="figure" id="M{run.mention + 1}" href="#F{place}" data-key="{escape(figure.key)}"'
        f' data-digest="{figure.digest}" title="{escape(title)}">{escape(run.text)}</a>'
    )


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
    ".html": _html,
    ".md": _markdown,
}
