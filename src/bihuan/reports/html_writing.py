"""A document as one .html file that needs nothing else. Pure.

Each figure leads to its line in the appendix, and that to its live proof where the address of the pages is known.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote, urlencode

from bihuan.reports.charts.svg import drawing_of, svg_text
from bihuan.reports.document import Block, Document, Identity, Part, Plate, Run, Table
from bihuan.reports.typography import title_lines
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.quantity import shown

_TAGS = {Part.TITLE: "h1", Part.HEADING: "h2", Part.SUBHEADING: "h3"}
_STYLE = """
:root { color-scheme: light dark; --accent: #0b5876; --quiet: #82888f; --sheet: #fff }
@media (prefers-color-scheme: dark) { :root { --accent: #7cc0dc; --quiet: #8d949b; --sheet: #121212 } }
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
code { font-size: .85em; word-break: break-all }
figure { margin: 1.2em 0 } figure svg { width: 100%; height: auto; overflow: visible }
figcaption { font: .75em/1.6 SimHei, "Noto Sans CJK SC", sans-serif; text-align: center }
figure text { fill: currentColor } figure .bar, figure .dot--now { fill: var(--accent) }
figure .line, figure .dot { stroke: var(--accent) } figure .dot, figure .bar--was { fill: var(--sheet) }
figure .axis { stroke: color-mix(in srgb, currentColor 20%, transparent) } figure .dot--now { stroke: var(--accent) }
figure .bar--third { fill: var(--quiet) } figure a:focus-visible { outline: 2px solid var(--accent) }
"""


def html_bytes(document: Document, site: str = "") -> bytes:
    """The document with the proof of each figure behind it.

    Args:
        document: the report.
        site: the address of the ledger's pages, to which the lines of the appendix then lead; "" where unknown.
    """
    places = {(figure.key, figure.unit, figure.period): place for place, figure in enumerate(document.figures, 1)}

    def inside(ask: Ask) -> str:
        place = places.get((ask.key, ask.unit, str(ask.period)))
        return f"#F{place}" if place is not None else ""

    body = "\n".join(_block(document, block, inside) for block in document.paragraphs)
    heads = "<th>数据<th>时段<th>数值<th>记录<th>科目<th>校验" + ("<th>依据" if site else "")
    rows = "\n".join(_row(place, figure, site) for place, figure in enumerate(document.figures, 1))
    page = (
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n<main>\n{body}\n</main>\n"
        f"<section>\n<h2>数据依据</h2>\n<p>账面时点：<time>{escape(document.as_of)}</time></p>\n"
        f"<table>\n<tr>{heads}</tr>\n{rows}\n</table>\n</section>\n</html>\n"
    )
    return page.encode()


def proof_address(site: str, figure: Identity) -> str:
    """Where the ledger's pages show the records behind a figure, as they stood at the report's moment."""
    asked = urlencode({"unit": figure.unit, "period": figure.period, "as_of": figure.as_of})
    return f"{site.rstrip('/')}/figures/{quote(figure.key, safe='=')}/?{asked}"


def _row(place: int, figure: Identity, site: str) -> str:
    """A line of the appendix."""
    value = escape(f"{shown(figure.exact)}{figure.measure_unit}")
    live = f'<td><a href="{escape(proof_address(site, figure))}">查看记录</a>' if site else ""
    return (
        f'<tr id="F{place}"><td>{escape(figure.name)}<td>{escape(Period.parse(figure.period).name)}'
        f'<td class="number">{value}<td class="number">{figure.members}<td><code>{escape(figure.key)}</code>'
        f"<td><code>{figure.digest}</code>{live}</tr>"
    )


def _block(document: Document, block: Block, inside: Callable[[Ask], str]) -> str:
    if isinstance(block, Plate):
        drawn = svg_text(drawing_of(block.plot), inside)
        return f'<figure id="C{block.number}">{drawn}<figcaption>{escape(block.caption)}</figcaption></figure>'
    if isinstance(block, Table):
        return _table(document, block)
    words = "".join(_run(document, run) for run in block.runs)
    if block.part is Part.TITLE:
        words = "<br>".join(escape(line) for line in title_lines(block.text))
    tag = _TAGS.get(block.part)
    return f"<{tag}>{words}</{tag}>" if tag else f'<p class="{block.part}">{words}</p>'


def _table(document: Document, table: Table) -> str:
    rows = [
        f"<tr>{''.join(f'<{tag}>{_cell(document, cell)}</{tag}>' for cell in line)}</tr>"
        for tag, line in zip(["th", *["td"] * len(table.lines)], table.lines, strict=False)
    ]
    return f'<table class="list">\n{chr(10).join(rows)}\n</table>'


def _cell(document: Document, cell: tuple[Run, ...]) -> str:
    return "".join(_run(document, run) for run in cell)


def _run(document: Document, run: Run) -> str:
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
