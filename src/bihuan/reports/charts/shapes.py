"""Charts: what is drawn, and its drawing as shapes in a box. Pure; `charts_svg` writes the shapes.

A chart is made of marks. Each mark is one number, its words as they are drawn, and the figure that it states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.values.figure import Ask

DASH = "—"


class Form(StrEnum):
    """How a chart is drawn: bars side by side, bars of parts end to end, lines over months."""

    BARS = "bars"
    STACKED = "stacked"
    LINES = "lines"


@dataclass(frozen=True)
class Mark:
    """One number of a chart.

    Attributes:
        value: the number; None where there is none to draw.
        text: its words as they are drawn, without a measure word: 98.3.
        figure: the figure that it states, for whoever makes it a link; None where it is drawn for itself.
        said: what the link is called: 1月98.3%.
    """

    value: Fraction | None
    text: str = DASH
    figure: Ask | None = None
    said: str = ""


@dataclass(frozen=True)
class Series:
    """The marks of one colour, one for each name of the chart."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Plot:
    """What is drawn.

    Attributes:
        form: how.
        names: of the units or the months, in the order in which they are drawn.
        series: one to three; every one has as many marks as there are names.
        measure: the measure word of all numbers: 次, %.
        width: how wide the drawing is, in points.
        height: how high, where lines are drawn; bars are as high as they are many.
    """

    form: Form
    names: tuple[str, ...]
    series: tuple[Series, ...]
    measure: str
    width: int = 442
    height: int = 160

    @property
    def values(self) -> list[Fraction]:
        """Every number there is."""
        return [mark.value for each in self.series for mark in each.marks if mark.value is not None]

    @property
    def said(self) -> str:
        """All of it in words: 东城大队56项，西城大队52项."""
        return "，".join("、".join(words) for _, words in self.spoken())

    def spoken(self) -> Iterator[tuple[str, list[str]]]:
        """For each name its numbers in words, those of several series with the name of each."""
        for place, name in enumerate(self.names):
            marks = [(each.name, each.marks[place]) for each in self.series]
            words = [f"{title if len(marks) > 1 else ''}{spoken(mark, self.measure)}" for title, mark in marks]
            yield name, [f"{name}{words[0]}", *words[1:]]


def spoken(mark: Mark, measure: str) -> str:
    """A number with its measure word; 无记录 where there is none."""
    return "无记录" if mark.value is None else f"{mark.text}{measure}"


class Role(StrEnum):
    """What a shape is, which decides its colour."""

    BAR = "bar"
    SECOND = "second"
    THIRD = "third"
    LINE = "line"
    LINE_BEFORE = "line_before"
    DOT = "dot"
    DOT_NOW = "dot_now"
    DOT_BEFORE = "dot_before"
    AXIS = "axis"
    BASE = "base"
    WORDS = "words"
    STRONG = "strong"


SERIES_ROLES = (Role.BAR, Role.SECOND, Role.THIRD)


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    role: Role
    x: float
    y: float
    width: float
    height: float
    mark: Mark | None = None


@dataclass(frozen=True)
class Words:
    """A line of words that begins, ends or has its middle (``anchor``: start, end, middle) at a point."""

    role: Role
    x: float
    y: float
    text: str
    anchor: str = "start"
    mark: Mark | None = None


@dataclass(frozen=True)
class Stroke:
    """Lines through points; a new one begins where the points do."""

    role: Role
    lines: tuple[tuple[tuple[float, float], ...], ...]
    mark: Mark | None = None


@dataclass(frozen=True)
class Spot:
    """A dot."""

    role: Role
    x: float
    y: float
    radius: float = 4
    mark: Mark | None = None


Shape = Box | Words | Stroke | Spot


@dataclass(frozen=True)
class Drawing:
    """Shapes in a box of so many points, and all of it in words."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    said: str


SIZE = 12
"""Points of the letters of a chart."""


def text_width(text: str) -> float:
    """How wide words are at most, in points; a Chinese character is as wide as it is high."""
    return SIZE * sum(0.62 if character.isascii() else 1.0 for character in text)


def shortened(text: str, room: float) -> str:
    """The words, cut with an ellipsis where they are wider than the room."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept}…"


def legend(plot: Plot, x: float) -> list[Shape]:
    """The names of several series on one line at the top, each behind its colour; nothing for a single one."""
    if len(plot.series) < 2:  # noqa: PLR2004 - one series needs no telling apart
        return []
    shapes: list[Shape] = []
    for each, role in zip(plot.series, SERIES_ROLES, strict=False):
        name = shortened(each.name, (plot.width - x) / len(plot.series) - 2 * SIZE)
        shapes += [Box(role, round(x, 1), 2, 10, 10), Words(Role.WORDS, round(x + 15, 1), 11.5, name)]
        x += 15 + text_width(name) + SIZE
    return shapes
