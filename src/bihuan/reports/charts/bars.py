"""Bars by name: side by side or end to end, each with its number behind it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from bihuan.reports.charts.shapes import (
    SERIES_ROLES,
    SIZE,
    Box,
    Drawing,
    Form,
    Mark,
    Plot,
    Role,
    Shape,
    Stroke,
    Words,
    legend,
    shortened,
    text_width,
)

_THICK, _THIN = 12, 8
_BETWEEN, _APART = 4, 9
"""Between bars of one name, and between names."""
_GAP = 8
_EDGE = 4
_LEGEND = 22
_MOST_FOR_NAMES = 0.38
_PLUS = "＋"
_WHOLE = 100


def bar_drawing(plot: Plot) -> Drawing:
    """The plot as bars that lie; a negative number reaches back from the line at nought."""
    base = min(max((text_width(name) for name in plot.names), default=0.0), plot.width * _MOST_FOR_NAMES) + _GAP
    scale = _Scale(plot, base)
    top = _LEGEND if len(plot.series) > 1 else 0
    shapes: list[Shape] = legend(plot, base)
    height = _row_height(plot)
    for place, name in enumerate(plot.names):
        y = top + _APART / 2 + place * height
        middle = y + (height - _APART) / 2 + SIZE * 0.36
        shapes.append(Words(Role.WORDS, round(base - _GAP, 1), round(middle, 1), shortened(name, base - _GAP), "end"))
        marks = [each.marks[place] for each in plot.series]
        shapes += _stacked(marks, scale, y) if plot.form is Form.STACKED else _beside(marks, scale, y)
    bottom = top + len(plot.names) * height
    line = ((scale.nought, float(top)), (scale.nought, round(bottom, 1)))
    shapes.append(Stroke(Role.BASE, (line,)))
    return Drawing(plot.width, round(bottom) + _EDGE, tuple(shapes), plot.said)


def _row_height(plot: Plot) -> float:
    if plot.form is Form.STACKED or len(plot.series) == 1:
        return _THICK + _APART
    return _THICK + (len(plot.series) - 1) * (_BETWEEN + _THIN) + _APART


class _Scale:
    """From a number to a place: the largest ends where the widest words behind it still fit."""

    def __init__(self, plot: Plot, base: float) -> None:
        sums = _ends(plot)
        self.low, self.high = min(0.0, *sums), max(0.0, *sums)
        if plot.measure == "%" and self.low >= 0 and self.high <= _WHOLE:
            self.high = float(_WHOLE)
        room = plot.width - base - _words_width(plot) - _GAP - _EDGE
        self.base = base
        self.step = room / ((self.high - self.low) or 1)
        self.nought = round(base - self.low * self.step, 1)

    def at(self, value: float) -> float:
        """Where a number stands."""
        return round(self.base + (value - self.low) * self.step, 1)


def _ends(plot: Plot) -> list[float]:
    """Where bars end: every number, or for bars end to end every sum on the way."""
    if plot.form is not Form.STACKED:
        return [float(value) for value in plot.values] or [0.0]
    found = [0.0]
    for place in range(len(plot.names)):
        found += accumulate(float(each.marks[place].value or 0) for each in plot.series)
    return found


def _words_width(plot: Plot) -> float:
    if plot.form is not Form.STACKED:
        return max((text_width(mark.text) for each in plot.series for mark in each.marks), default=0.0)
    rows = (_PLUS.join(each.marks[place].text for each in plot.series) for place in range(len(plot.names)))
    return max((text_width(row) for row in rows), default=0.0)


def _beside(marks: list[Mark], scale: _Scale, y: float) -> Iterator[Shape]:
    """The bars of one name below one another; the first is solid and its number strong."""
    for number, (mark, role) in enumerate(zip(marks, SERIES_ROLES, strict=False)):
        thickness = _THICK if number == 0 else _THIN
        top = y if number == 0 else y + _THICK + _BETWEEN + (number - 1) * (_BETWEEN + _THIN)
        yield from _bar(mark, scale, round(top, 1), thickness, role)
        words = Role.STRONG if number == 0 else Role.WORDS
        end = max(scale.nought, scale.at(float(mark.value or 0)))
        yield Words(words, round(end + _GAP, 1), round(top + thickness / 2 + SIZE * 0.36, 1), mark.text, mark=mark)


def _bar(mark: Mark, scale: _Scale, y: float, thickness: float, role: Role) -> Iterator[Shape]:
    if mark.value:
        ends = sorted((scale.nought, scale.at(float(mark.value))))
        yield Box(role, ends[0], y, round(ends[1] - ends[0], 1), thickness, mark)


def _stacked(marks: list[Mark], scale: _Scale, y: float) -> Iterator[Shape]:
    """The parts of one name end to end, their numbers behind the last, with a plus between them."""
    y, at = round(y, 1), 0.0
    for mark, role in zip(marks, SERIES_ROLES, strict=False):
        if mark.value:
            ends = sorted((scale.at(at), scale.at(at + float(mark.value))))
            yield Box(role, ends[0], y, round(ends[1] - ends[0], 1), _THICK, mark)
            at += float(mark.value)
    x = max(scale.nought, scale.at(at)) + _GAP
    for number, mark in enumerate(marks):
        words = mark.text if number == 0 else f"{_PLUS}{mark.text}"
        role = Role.STRONG if number == 0 else Role.WORDS
        yield Words(role, round(x, 1), round(y + _THICK / 2 + SIZE * 0.36, 1), words, mark=mark)
        x += text_width(words)
