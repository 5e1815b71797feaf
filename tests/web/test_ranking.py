"""The ranking of a bulletin, recounted naively, and its charts."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bihuan.reports.charts.shapes import Form, Mark, Plot, Series
from bihuan.reports.charts.svg import drawing_of, svg_text
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.web.bulletin.charts import HEIGHT, WIDTH, count_bars, rate_lines
from bihuan.web.bulletin.ranking import Entrant, Score, months_before, percent, ranked
from bihuan.web.figures.page import figure_address

ENTRANTS = st.lists(
    st.builds(
        Entrant,
        st.text("abcdefgh", min_size=1, max_size=4),
        st.builds(Score, st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)),
        st.integers(0, 3),
    ),
    unique_by=lambda each: each.code,
    max_size=12,
)


def is_better(one: Entrant, other: Entrant) -> bool:
    """The rule as its sentence says it."""
    if one.score.done * other.score.due != other.score.done * one.score.due:
        return one.score.done * other.score.due > other.score.done * one.score.due
    if one.score.missed != other.score.missed:
        return one.score.missed < other.score.missed
    return one.late_entries < other.late_entries


@given(ENTRANTS)
def test_a_units_place_is_one_more_than_those_who_are_better(entrants: list[Entrant]) -> None:
    running = [each for each in entrants if each.score.due]
    expected = {each.code: 1 + sum(is_better(other, each) for other in running) for each in running}
    assert ranked(entrants) == expected


def test_a_unit_in_which_nothing_fell_due_takes_no_place() -> None:
    assert ranked([Entrant("a", Score()), Entrant("b", Score(1, 1))]) == {"b": 1}


def test_months_before_cross_the_year() -> None:
    assert months_before((2023, 2), 3) == [(2022, 12), (2023, 1), (2023, 2)]


def test_a_rate_is_written_with_one_decimal_rounded_half_up() -> None:
    assert percent(Score(454, 25).rate) == "94.8%"
    assert percent(Fraction(1, 20)) == "0.1%"
    assert percent(None) == "—"


def test_the_charts_of_a_bulletin_are_those_of_documents() -> None:
    may, june = (Ask("duty.completion_rate", "zd", Period.parse(f"2023-0{month}")) for month in (5, 6))
    rates = [("5月", Fraction(1000, 11), may), ("6月", None, june)]
    marks = (Mark(Fraction(1000, 11), "90.9", may, "5月90.9%"), Mark(None))
    line = Plot(Form.LINES, ("5月", "6月"), (Series("", marks),), "%", WIDTH, HEIGHT)
    assert rate_lines(rates, percent) == svg_text(drawing_of(line), figure_address)
    assert rate_lines(rates, percent).count('<a href="/figures/duty.completion_rate/') == 1
    assert 'aria-label="5月90.9%，6月无记录"' in rate_lines(rates, percent)
    bars = count_bars([("会议<", 8, 4)], "6月", "5月", "项")
    assert 'aria-label="会议&lt;6月8项、5月4项"' in bars
    assert "<script" not in count_bars([("<script>", 8, 4)], "6月", "5月", "项")
