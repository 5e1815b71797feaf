"""Lines over months, each point with its number; and the small line of a table's cell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, log10

from bihuan.reports.charts.shapes import (
    SIZE,
    Drawing,
    Form,
    Mark,
    Plot,
    Role,
    Series,
    Shape,
    Spot,
    Stroke,
    Words,
    legend,
    text_width,
)

SPARK_WIDTH, SPARK_HEIGHT = 80, 24
_SPARK_DOT, _SPARK_EDGE = 2.5, 3
_TOP, _BOTTOM, _RIGHT = 22, 26, 16
_LEGEND = 20
_INSET = 20
_ABOVE, _BELOW = -10, 19
_FLOORS = (90.0, 80.0, 50.0, 0.0)
_TOPS = (2, 4, 6, 8, 10)
_WHOLE = 100.0
_LEAST_HIGH = 2.0

Points = list[tuple[float, float] | None]


def line_drawing(plot: Plot) -> Drawing:
    """The plot as lines; a month without a number leaves a gap."""
    low, high = _ends(plot)
    levels = (low, (low + high) / 2, high)
    top = _TOP + (_LEGEND if len(plot.series) > 1 else 0)
    left = max(text_width(f"{level:g}") for level in levels) + 10
    frame = _Frame(plot, left, top, (low, high))
    shapes: list[Shape] = legend(plot, left)
    for level in levels:
        y = frame.y(level)
        shapes += [Stroke(Role.AXIS, (((left, y), (float(plot.width), y)),))]
        shapes += [Words(Role.WORDS, round(left - 6, 1), y + 4, f"{level:g}", "end")]
    for number in reversed(range(len(plot.series))):
        shapes += _line(plot, number, frame)
    for place, name in enumerate(plot.names):
        shapes.append(Words(Role.WORDS, frame.x(place), plot.height - 4, name, "middle"))
    return Drawing(plot.width, plot.height, tuple(shapes), plot.said)


class _Frame:
    """From a month and a number to a place."""

    def __init__(self, plot: Plot, left: float, top: float, ends: tuple[float, float]) -> None:
        self.left, self.top, (self.low, self.high) = left, top, ends
        self.step = (plot.width - left - _RIGHT - 2 * _INSET) / max(1, len(plot.names) - 1)
        self.room = plot.height - top - _BOTTOM

    def x(self, place: int) -> float:
        """Where a month stands."""
        return round(self.left + _INSET + place * self.step, 1)

    def y(self, value: float) -> float:
        """Where a number stands."""
        return round(self.top + self.room * (self.high - value) / (self.high - self.low), 1)


def _ends(plot: Plot) -> tuple[float, float]:
    """Where the axis begins and ends: rates near the whole are drawn from 90, 80 or 50 up, all else from nought."""
    values = [float(value) for value in plot.values] or [0.0]
    least, most = min(values), max(values)
    if plot.measure == "%" and least >= 0 and most <= _WHOLE:
        return next(level for level in _FLOORS if least >= level), _WHOLE
    low, high = 0.0 - _round_above(-least), _round_above(most)
    return low, high if high > low else _LEAST_HIGH


def _round_above(value: float) -> float:
    """The next of 2, 4, 6, 8, 10 times a power of ten, half of which is round as well; 0 for nothing above nought."""
    if value <= 0:
        return 0.0
    power = 10.0 ** floor(log10(value))
    return next(top * power for top in _TOPS if top * power >= value * (1 - 1e-9))


def _line(plot: Plot, number: int, frame: _Frame) -> list[Shape]:
    """One line with its dots; of two, the higher one has its numbers above and the lower one below."""
    marks = plot.series[number].marks
    points: Points = [
        (frame.x(place), frame.y(float(mark.value))) if mark.value is not None else None
        for place, mark in enumerate(marks)
    ]
    shapes: list[Shape] = [Stroke(Role.LINE if number == 0 else Role.LINE_BEFORE, tuple(_unbroken(points)))]
    for place, (mark, point) in enumerate(zip(marks, points, strict=True)):
        if point is None:
            continue
        is_now = number == 0 and place == len(marks) - 1
        below = _is_below(plot, number, place) and point[1] + _BELOW < plot.height - _BOTTOM + SIZE / 2
        y = round(point[1] + (_BELOW if below else _ABOVE), 1)
        words = Role.STRONG if is_now else Role.WORDS
        shapes += [
            Spot(Role.DOT_NOW if is_now else Role.DOT_BEFORE if number else Role.DOT, *point, mark=mark),
            Words(words, point[0], y, mark.text, "middle", mark),
        ]
    return shapes


def _is_below(plot: Plot, number: int, place: int) -> bool:
    """Whether the number stands under its dot: in a dip of the only line, or on the lower of two lines."""
    own = plot.series[number].marks
    if len(plot.series) > 1:
        other = plot.series[1 - number].marks[place].value
        value = own[place].value
        return number == 1 if other is None or value is None or other == value else value < other
    beside = [mark.value for mark in own[max(0, place - 1) : place + 2] if mark.value is not None]
    return own[place].value == min(beside) < max(beside)


def _unbroken(points: Points) -> list[tuple[tuple[float, float], ...]]:
    """The points cut where one is missing."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [tuple(line) for line in found if line]


def spark_drawing(rates: Sequence[Fraction | None], said: str) -> Drawing:
    """A small line of rates from 0 to 100 for a cell of a table, with a dot at its end."""
    plot = Plot(Form.LINES, ("",) * len(rates), (Series("", tuple(Mark(rate) for rate in rates)),), "%")
    low, high = _ends(plot)
    step = (SPARK_WIDTH - 4) / max(1, len(rates) - 1)
    room = SPARK_HEIGHT - 2 * _SPARK_EDGE
    points: Points = [
        (round(place * step, 1), round(_SPARK_EDGE + room * (high - float(rate)) / (high - low), 1))
        if rate is not None
        else None
        for place, rate in enumerate(rates)
    ]
    shapes: list[Shape] = [Stroke(Role.LINE, tuple(_unbroken(points)))]
    last = points[-1] if points else None
    if last is not None:
        shapes.append(
            Spot(Role.DOT_NOW, min(max(last[0], _SPARK_DOT), SPARK_WIDTH - _SPARK_DOT), last[1], _SPARK_DOT)
        )
    return Drawing(SPARK_WIDTH, SPARK_HEIGHT, tuple(shapes), said)
