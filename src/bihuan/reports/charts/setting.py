"""A chart asked for and its figures made into a plate: caption, plot, and the words of every mark. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from bihuan.reports.charts.requests import BY_MONTH, Chart
from bihuan.reports.charts.shapes import DASH, Form, Mark, Plot, Series
from bihuan.reports.document import Plate, Run
from bihuan.reports.slots import Slot, written
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from bihuan.values.quantity import converted

_REST = "，其余从略"

Row = tuple[str, tuple[Slot, ...]]


class UnlikeMeasures(ValueError):
    """Figures of several measure words cannot share an axis; the message names two of them."""


@dataclass(frozen=True)
class Charting:
    """Who answers for the figures of a chart.

    Attributes:
        figure: the figure of a slot; None where no part works it out.
        state: notes that a figure is stated with these words, and gives the number of the mention.
        blank: notes that a mark of this name has no record behind it.
    """

    figure: Callable[[Slot], Figure | None]
    state: Callable[[Figure, str], int]
    blank: Callable[[str], None]


def plate_of(chart: Chart, rows: list[Row], number: int, period: Period, charting: Charting) -> Plate:
    """The plate of a chart.

    Args:
        chart: what was asked for.
        rows: its units or months, with their slots; at least one.
        number: of the chart in the document, from 1.
        period: the report's.
        charting: who answers for the figures.

    Raises:
        UnlikeMeasures: its figures are not of one measure word.
    """
    measure = _measure(chart, rows, charting)
    kept = _ranked(rows, charting) if chart.is_ranked else rows
    shown, cells, marks = kept[: chart.limit if chart.by != BY_MONTH else None], [], []
    for name, slots in shown:
        answers = [_mark(name, chart.title, slot, charting) for slot in slots]
        marks.append([mark for mark, _ in answers])
        cells.append(tuple(run for _, run in answers))
    names = tuple(name for name, _ in shown)
    series = tuple(
        Series(_name(chart, place, charting, shown), tuple(row[place] for row in marks))
        for place in range(len(chart.drawn))
    )
    form = Form.LINES if chart.by == BY_MONTH else Form.STACKED if chart.is_stacked else Form.BARS
    rest = _REST if len(shown) < len(kept) else ""
    caption = f"图{number}　{chart.title}（{_span(chart, period)}，{measure}{rest}）"
    return Plate(number, caption, Plot(form, names, series, measure), tuple(cells))


def _span(chart: Chart, period: Period) -> str:
    if chart.by != BY_MONTH:
        return period.name
    months = chart.drawn_months(period)
    first, last = months[0], months[-1]
    if first == last:
        return first.name
    return f"{first.name}至{last.name if first.first.year != last.first.year else f'{last.first.month}月'}"


def _measure(chart: Chart, rows: list[Row], charting: Charting) -> str:
    found: dict[str, None] = {}
    for _, slots in rows:
        figures = (charting.figure(slot) for slot in slots)
        found |= {slot.unit or each.measure_unit: None for slot, each in zip(slots, figures, strict=True) if each}
    measures = list(found)
    if len(measures) > 1:
        raise UnlikeMeasures(f"图“{chart.title}”里有“{measures[0]}”也有“{measures[1]}”")
    return measures[0] if measures else ""


def _ranked(rows: list[Row], charting: Charting) -> list[Row]:
    """The rows, the largest first figure first; equal ones as they were, and who has none last."""

    def key(row: Row) -> tuple[bool, Fraction]:
        figure = charting.figure(row[1][0])
        value = figure.value if figure is not None and figure.is_entered else None
        return (value is None, -(value or Fraction(0)))

    return sorted(rows, key=key)


def _mark(name: str, title: str, slot: Slot, charting: Charting) -> tuple[Mark, Run]:
    """What is drawn, and the words that state it."""
    figure = charting.figure(slot)
    if figure is None or figure.value is None or not figure.is_entered:
        charting.blank(f"{name}：{title}")
        return Mark(None), Run(DASH)
    unit = slot.unit or figure.measure_unit
    value, digits = (
        converted(figure.value, figure.measure_unit, unit),
        written(figure.value, figure.measure_unit, slot),
    )
    if value is None or digits is None:
        raise UnlikeMeasures(f"“{figure.name}”的单位是{figure.measure_unit}，不能写成{unit}")
    # A number that was converted is stated with its unit, or nobody could hold it against the book's.
    words = f"{digits}{slot.unit}"
    return Mark(value, digits, figure.ask, f"{name}{digits}{unit}"), Run(words, mention=charting.state(figure, words))


def _name(chart: Chart, place: int, charting: Charting, rows: list[Row]) -> str:
    """What one colour is called."""
    heading = chart.drawn[place][0]
    if heading:
        return heading
    figure = charting.figure(rows[0][1][place])
    return figure.name if figure is not None else chart.drawn[place][1].name
