"""Charts as shapes in a box: where each line, dot, bar and word stands. Pure; a template draws them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT = 360, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 16, 22, 26
SPARK_WIDTH, SPARK_HEIGHT = 76, 24
_INSET = 20
_ROW = 34
_NAMES = 96
_STEPS = (10, 20, 50, 100)


@dataclass(frozen=True)
class Dot:
    """A point of a line chart, with its words above or below and under the axis."""

    x: float
    y: float
    text: str
    name: str
    text_y: float
    is_last: bool


@dataclass(frozen=True)
class Grid:
    """A level of a line chart."""

    y: float
    text: str


@dataclass(frozen=True)
class LineChart:
    """A line over months.

    Attributes:
        path: the line; gaps where a month has no value.
        said: all of it in words.
    """

    path: str
    dots: tuple[Dot, ...]
    grid: tuple[Grid, ...]
    said: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: now, and before in outline."""

    name: str
    now: int
    was: int
    y: float
    now_width: float
    was_width: float

    @property
    def text_x(self) -> float:
        """Where the number stands: behind the longer bar."""
        return _NAMES + max(self.now_width, self.was_width) + 8


@dataclass(frozen=True)
class BarChart:
    """Bars by name, the longest first."""

    bars: tuple[Bar, ...]
    height: int
    said: str
    width: int = WIDTH
    base: int = _NAMES


def line_chart(values: Sequence[tuple[str, Fraction | None, str]]) -> LineChart:
    """A line of rates.

    Args:
        values: for each month its name, the rate from 0 to 100 or None, and the rate in words.
    """
    known = [float(rate) for _, rate, _ in values if rate is not None]
    low = _floor(min(known, default=0.0))
    step = (WIDTH - _LEFT - _RIGHT - 2 * _INSET) / max(1, len(values) - 1)
    dots: list[Dot] = []
    pieces: list[str] = []
    is_down = False
    for place, (name, rate, text) in enumerate(values):
        x = _LEFT + _INSET + place * step
        if rate is None:
            is_down = False
            continue
        y = _height(float(rate), low)
        beside = [float(each[1]) for each in values[max(0, place - 1) : place + 2] if each[1] is not None]
        text_y = y + 19 if float(rate) == min(beside) < max(beside) and rate > low else y - 10
        dots.append(Dot(round(x, 1), y, text, name, round(text_y, 1), place == len(values) - 1))
        pieces.append(f"{'L' if is_down else 'M'}{x:.1f} {y}")
        is_down = True
    levels = (low, (low + 100) / 2, 100.0)
    grid = tuple(Grid(_height(level, low), f"{level:g}") for level in levels)
    said = "，".join(f"{name}{text}" for name, _, text in values)
    return LineChart(" ".join(pieces), tuple(dots), grid, said)


def _floor(lowest: float) -> float:
    """Where the axis begins, so that small changes can be seen: 90, 80, 50 or 0."""
    return next((100.0 - step for step in _STEPS if lowest >= 100 - step), 0.0)


def _height(rate: float, low: float) -> float:
    room = HEIGHT - _TOP - _BOTTOM
    return round(_TOP + room * (100 - rate) / (100 - low), 1)


def bar_chart(values: Sequence[tuple[str, int, int]], measure: str) -> BarChart:
    """Bars of counts: for each name how many now and how many before."""
    longest = max((max(now, was) for _, now, was in values), default=1) or 1
    room = WIDTH - _NAMES - 40
    bars = tuple(
        Bar(name, now, was, 6 + place * _ROW, round(room * now / longest, 1), round(room * was / longest, 1))
        for place, (name, now, was) in enumerate(values)
    )
    said = "，".join(f"{name}{now}{measure}，上月{was}{measure}" for name, now, was in values)
    return BarChart(bars, len(values) * _ROW + 8, said)


def spark(rates: Sequence[Fraction | None]) -> tuple[str, float]:
    """A small line of rates from 0 to 100 for a table: its path, and the height of its last point."""
    known = [float(rate) for rate in rates if rate is not None]
    low = _floor(min(known, default=0.0))
    step = SPARK_WIDTH / max(1, len(rates) - 1)
    pieces: list[str] = []
    is_down, last = False, float(SPARK_HEIGHT)
    for place, rate in enumerate(rates):
        if rate is None:
            is_down = False
            continue
        last = round(2 + (SPARK_HEIGHT - 4) * (100 - float(rate)) / (100 - low), 1)
        pieces.append(f"{'L' if is_down else 'M'}{place * step:.0f} {last}")
        is_down = True
    return " ".join(pieces), last
