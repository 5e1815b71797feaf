"""Charts: shapes inside their box, lengths that follow the numbers, every number drawn, one text of SVG, a picture."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bihuan.reports.charts import picture as charts_picture
from bihuan.reports.charts.lines import spark_drawing
from bihuan.reports.charts.picture import can_write_chinese, png_of
from bihuan.reports.charts.shapes import Box, Drawing, Form, Mark, Plot, Role, Series, Spot, Stroke, Words, text_width
from bihuan.reports.charts.svg import drawing_of, svg_file, svg_text
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.quantity import shown

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.none() | st.fractions(-5_000, 500_000, max_denominator=100)
COUNTS = st.none() | st.integers(0, 10**6).map(Fraction)


def mark(value: Fraction | int | None) -> Mark:
    return Mark(None) if value is None else Mark(Fraction(value), shown(Fraction(value)))


@st.composite
def plots(draw: st.DrawFn, values: st.SearchStrategy[Fraction | None] = NUMBERS) -> Plot:
    form = draw(st.sampled_from(Form))
    names = draw(st.lists(st.text("东西南北消防救援大队支站", max_size=20), min_size=1, max_size=14))
    several = st.lists(values, min_size=len(names), max_size=len(names))
    found = draw(st.lists(several, min_size=1, max_size=2 if form is Form.LINES else 3))
    series = tuple(Series(f"第{n}组", tuple(map(mark, each))) for n, each in enumerate(found, 1))
    return Plot(form, tuple(names), series, draw(st.sampled_from(["次", "%"])), draw(st.sampled_from([360, 442])))


def corners(drawing: Drawing) -> list[tuple[float, float]]:
    """The outermost points of every shape; words are as wide as they can be."""
    found: list[tuple[float, float]] = []
    for shape in drawing.shapes:
        match shape:
            case Box():
                assert shape.width >= 0
                found += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            case Spot():
                found += [(shape.x - shape.radius, shape.y - shape.radius)]
                found += [(shape.x + shape.radius, shape.y + shape.radius)]
            case Stroke():
                found += [point for line in shape.lines for point in line]
            case Words():
                back = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * text_width(shape.text)
                found += [(shape.x - back, shape.y), (shape.x - back + text_width(shape.text), shape.y)]
    return found


@settings(deadline=None)
@given(plots())
def test_bars_and_dots_never_leave_the_box(plot: Plot) -> None:
    drawing = drawing_of(plot)
    shapes = tuple(shape for shape in drawing.shapes if not isinstance(shape, Words))
    for x, y in corners(Drawing(drawing.width, drawing.height, shapes, "")):
        assert -0.2 <= x <= drawing.width + 0.2
        assert -0.2 <= y <= drawing.height + 0.2


@settings(deadline=None)
@given(plots())
def test_the_words_of_bars_never_leave_the_box(plot: Plot) -> None:
    if plot.form is not Form.LINES:
        drawing = drawing_of(plot)
        assert all(-0.3 <= x <= drawing.width + 0.3 and 0 <= y <= drawing.height for x, y in corners(drawing))


@settings(deadline=None)
@given(plots())
def test_every_number_is_drawn_once_as_the_figure_says_it(plot: Plot) -> None:
    labels = [shape for shape in drawing_of(plot).shapes if isinstance(shape, Words) and shape.mark is not None]
    wanted = [
        mark for each in plot.series for mark in each.marks if plot.form is not Form.LINES or mark.value is not None
    ]
    assert len(labels) == len(wanted)
    for label in labels:
        assert label.mark is not None
        assert label.text.removeprefix("＋") == label.mark.text
        assert label.mark.value is None or label.mark.text == shown(label.mark.value)


@settings(deadline=None)
@given(plots(COUNTS))
def test_the_lengths_of_bars_are_as_their_numbers(plot: Plot) -> None:
    if plot.form is Form.LINES:
        return
    boxes = [shape for shape in drawing_of(plot).shapes if isinstance(shape, Box) and shape.mark is not None]
    assert len(boxes) == sum(bool(value) for value in plot.values)
    most = max(plot.values, default=Fraction(0))
    longest = max((box.width for box in boxes), default=0.0)
    for box in boxes:
        assert box.mark is not None
        assert box.mark.value is not None
        assert box.width == pytest.approx(longest * float(box.mark.value / most), abs=0.25)


@settings(deadline=None)
@given(plots(st.none() | st.integers(0, 100).map(Fraction)))
def test_dots_stand_as_high_as_their_numbers(plot: Plot) -> None:
    if plot.form is not Form.LINES:
        return
    spots = [shape for shape in drawing_of(plot).shapes if isinstance(shape, Spot)]
    heights = sorted((float(spot.mark.value), spot.y) for spot in spots if spot.mark and spot.mark.value is not None)
    assert len(heights) == len(plot.values)
    (least, bottom), (most, top) = heights[0] if heights else (0, 0), heights[-1] if heights else (0, 0)
    for value, y in heights:
        part = (value - least) / (most - least) if most > least else 0
        assert y == pytest.approx(bottom + part * (top - bottom), abs=0.2)


def test_a_month_without_a_number_leaves_a_gap() -> None:
    plot = Plot(Form.LINES, ("1月", "2月", "3月"), (Series("", (mark(3), mark(None), mark(4))),), "次")
    (line,) = [shape for shape in drawing_of(plot).shapes if isinstance(shape, Stroke) and shape.role is Role.LINE]
    assert [len(each) for each in line.lines] == [1, 1]
    assert plot.said == "1月3次，2月无记录，3月4次"


def test_a_unit_without_a_record_has_a_dash_and_no_bar() -> None:
    plot = Plot(Form.BARS, ("东城大队", "西城大队"), (Series("", (mark(3), mark(None))),), "次")
    shapes = drawing_of(plot).shapes
    assert sum(isinstance(shape, Box) for shape in shapes) == 1
    assert "—" in [shape.text for shape in shapes if isinstance(shape, Words)]


def test_several_series_are_named_above_and_in_words() -> None:
    series = (Series("6月", (mark(3),)), Series("5月", (mark(2),)))
    plot = Plot(Form.BARS, ("东城大队",), series, "项")
    assert {"6月", "5月"} <= {shape.text for shape in drawing_of(plot).shapes if isinstance(shape, Words)}
    assert plot.said == "东城大队6月3项、5月2项"


@settings(deadline=None)
@given(plots(), st.text("<>&\"'甲", max_size=8))
def test_the_svg_is_well_formed_and_holds_no_script_and_no_style(plot: Plot, name: str) -> None:
    named = Plot(plot.form, tuple(f"{each}{name}" for each in plot.names), plot.series, plot.measure, plot.width)
    root = etree.fromstring(svg_file(drawing_of(named)).encode())
    assert root.get("role") == "img"
    assert root.get("aria-label") == " ".join(named.said.split()) or root.get("aria-label") == named.said
    tags = {str(element.tag).removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "rect", "circle", "path", "text"}
    assert not any(
        str(key) == "style" or str(key).startswith("on") for element in root.iter() for key in element.attrib
    )


def test_a_mark_leads_to_the_proof_of_its_figure() -> None:
    ask = Ask("dispatch.fires", "dc", Period(date(2023, 6, 1), date(2023, 6, 30)))
    plot = Plot(Form.BARS, ("东城大队",), (Series("", (Mark(Fraction(3), "3", ask),)),), "起")
    root = etree.fromstring(svg_text(drawing_of(plot), lambda asked: f"/figures/{asked.key}/?a=1&b=2").encode())
    (link,) = root.iter("a")
    assert link.get("href") == "/figures/dispatch.fires/?a=1&b=2"
    assert [str(each.tag) for each in link] == ["rect", "text"]
    assert root.get("role") == "group"


@settings(deadline=None)
@given(st.lists(st.none() | st.fractions(0, 100), max_size=12))
def test_the_small_line_of_a_table_stays_in_its_cell(rates: list[Fraction | None]) -> None:
    drawing = spark_drawing(rates, "六个月")
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in corners(drawing))
    assert any(isinstance(shape, Spot) for shape in drawing.shapes) == bool(rates and rates[-1] is not None)


def test_a_picture_is_a_png_of_the_drawing() -> None:
    assert can_write_chinese(), "a machine that makes reports has a Chinese font"
    drawing = drawing_of(Plot(Form.BARS, ("东城大队",), (Series("", (mark(3),)),), "次"))
    png = png_of(drawing)
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (3 * drawing.width, 3 * drawing.height)


def test_without_a_chinese_font_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = resvg_py.svg_to_bytes

    def bare(svg_string: str, **how: object) -> bytes:
        return drawn(svg_string=svg_string, skip_system_fonts=True, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(resvg_py, "svg_to_bytes", bare)
    can_write_chinese.cache_clear()
    try:
        assert not charts_picture.can_write_chinese()
        assert png_of(drawing_of(Plot(Form.BARS, ("东城大队",), (Series("", (mark(3),)),), "次"))) is None
    finally:
        can_write_chinese.cache_clear()
