"""The charts of a bulletin: laid out and written by the code that also makes the charts of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from bihuan.reports.charts.lines import spark_drawing
from bihuan.reports.charts.shapes import Form, Mark, Plot, Series
from bihuan.reports.charts.svg import drawing_of, svg_text
from bihuan.values.figure import Ask
from bihuan.web.figures.page import figure_address

WIDTH, HEIGHT = 360, 190


def rate_lines(
    values: Sequence[tuple[str, Fraction | None, Ask]], written: Callable[[Fraction | None], str]
) -> SafeString:
    """A line of rates over months, each of which leads to its proof.

    Args:
        values: for each month its name, the rate from 0 to 100 or None, and the figure that states it.
        written: how a rate is written: 94.8%.
    """
    marks = tuple(
        Mark(rate, written(rate).removesuffix("%"), ask, f"{name}{written(rate)}") for name, rate, ask in values
    )
    names = tuple(name for name, *_ in values)
    plot = Plot(Form.LINES, names, (Series("", marks),), "%", WIDTH, HEIGHT)
    return _safe(svg_text(drawing_of(plot), figure_address))


def count_bars(values: Sequence[tuple[str, int, int]], now: str, was: str, measure: str) -> SafeString:
    """Bars of counts: for each name how many in this month and, in outline, how many in the one before."""
    series = tuple(
        Series(name, tuple(Mark(Fraction(counts[side]), str(counts[side])) for _, *counts in values))
        for side, name in enumerate((now, was))
    )
    names = tuple(name for name, *_ in values)
    return _safe(svg_text(drawing_of(Plot(Form.BARS, names, series, measure, WIDTH))))


def spark(rates: Sequence[Fraction | None], said: str) -> SafeString:
    """A small line of rates from 0 to 100 for a cell of a table."""
    return _safe(svg_text(spark_drawing(rates, said), css_class="spark"))


def plot_svg(plot: Plot) -> SafeString:
    """A chart of a document, as its page shows it."""
    return _safe(svg_text(drawing_of(plot)))


def _safe(svg: str) -> SafeString:
    """The SVG as it is: its writer escapes every word."""
    return mark_safe(svg)  # noqa: S308 - names and numbers were escaped where the SVG was written
