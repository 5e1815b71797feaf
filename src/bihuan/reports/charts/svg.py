"""A drawing as SVG: one text for web pages, for .html reports and for the picture in a .docx. Pure.

Each shape has a class, by which a stylesheet may colour it (the web's tokens, light and dark), and attributes that
colour it where there is no stylesheet. There is no script and no style in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from bihuan.reports.charts.bars import bar_drawing
from bihuan.reports.charts.lines import line_drawing
from bihuan.reports.charts.shapes import SIZE, Box, Drawing, Form, Mark, Plot, Role, Shape, Spot, Stroke, Words
from bihuan.values.figure import Ask

FACES = (
    "PingFang SC, HarmonyOS Sans SC, MiSans, Microsoft YaHei UI, Microsoft YaHei, Noto Sans CJK SC,"
    " Source Han Sans SC, Noto Sans SC, WenQuanYi Micro Hei, SimHei, sans-serif"
)
"""The faces of the web's stylesheet, installed ones only."""

_LOOK = {
    Role.BAR: 'class="bar" fill="#0b5876"',
    Role.SECOND: 'class="bar--was" fill="#fff" stroke="#82888f"',
    Role.THIRD: 'class="bar--third" fill="#dadad4" stroke="#82888f"',
    Role.LINE: 'class="line" fill="none" stroke="#0b5876" stroke-width="2" stroke-linejoin="round"',
    Role.LINE_BEFORE: 'class="line--was" fill="none" stroke="#82888f" stroke-width="1.5" stroke-dasharray="4 3"',
    Role.DOT: 'class="dot" fill="#fff" stroke="#0b5876" stroke-width="2"',
    Role.DOT_NOW: 'class="dot--now" fill="#0b5876" stroke="#0b5876" stroke-width="2"',
    Role.DOT_BEFORE: 'class="dot--was" fill="#fff" stroke="#82888f" stroke-width="1.5"',
    Role.AXIS: 'class="axis" fill="none" stroke="#dadad4"',
    Role.BASE: 'class="base" fill="none" stroke="#82888f"',
    Role.WORDS: 'fill="#464d54"',
    Role.STRONG: 'class="strong" fill="#1b2024" font-weight="600"',
}

Address = Callable[[Ask], str]


def drawing_of(plot: Plot) -> Drawing:
    """The plot laid out."""
    return line_drawing(plot) if plot.form is Form.LINES else bar_drawing(plot)


def svg_text(drawing: Drawing, address: Address | None = None, css_class: str = "") -> str:
    """The drawing as one SVG element, with its words for those who do not see it.

    Args:
        drawing: what is drawn.
        address: where the proof of a mark's figure is; None for a picture without links.
        css_class: a class for the element itself; "" for none.
    """
    # Links inside a picture would be hidden together with it, so that one with links is a group.
    role = "group" if address is not None else "img"
    named = f" class={quoteattr(css_class)}" if css_class else ""
    body = "".join(_groups(drawing, address))
    return (
        f'<svg{named} viewBox="0 0 {drawing.width} {drawing.height}" role="{role}"'
        f' aria-label={quoteattr(drawing.said)} font-family="{FACES}" font-size="{SIZE}">{body}</svg>'
    )


def svg_file(drawing: Drawing) -> str:
    """The drawing as SVG that stands alone, outside of a page."""
    return svg_text(drawing).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _groups(drawing: Drawing, address: Address | None) -> Iterator[str]:
    """The shapes in order, those of one mark in one link."""
    for mark, shapes in groupby(drawing.shapes, key=lambda shape: shape.mark):
        drawn = "".join(map(_shape, shapes))
        target = _target(mark, address)
        named = f" aria-label={quoteattr(mark.said)}" if mark is not None and mark.said else ""
        yield f"<a href={quoteattr(target)}{named}>{drawn}</a>" if target else drawn


def _target(mark: Mark | None, address: Address | None) -> str:
    return address(mark.figure) if address is not None and mark is not None and mark.figure is not None else ""


def _shape(shape: Shape) -> str:
    look = _LOOK[shape.role]
    match shape:
        case Box():
            place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
            return f"<rect {look} {place}/>"
        case Spot():
            return f'<circle {look} cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}"/>'
        case Stroke():
            return f'<path {look} d="{_path(shape)}"/>'
        case Words():
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            return f'<text {look} x="{shape.x:g}" y="{shape.y:g}"{anchor}>{escape(shape.text)}</text>'


def _path(stroke: Stroke) -> str:
    return "".join(
        f"{'L' if number else 'M'}{x:g} {y:g}" for line in stroke.lines for number, (x, y) in enumerate(line)
    )
