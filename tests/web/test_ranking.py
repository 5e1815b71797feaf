"""The ranking of a bulletin, recounted naively, and its charts."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bihuan.web.charts import HEIGHT, WIDTH, bar_chart, line_chart, spark
from bihuan.web.ranking import Entrant, Score, months_before, percent, ranked

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


@given(st.lists(st.none() | st.fractions(0, 100), min_size=1, max_size=12))
def test_a_line_stays_within_its_box_and_says_every_value(rates: list[Fraction | None]) -> None:
    chart = line_chart([(f"{place}月", rate, percent(rate)) for place, rate in enumerate(rates, 1)])
    assert len(chart.dots) == sum(rate is not None for rate in rates)
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in chart.dots)
    assert all(f"{place}月{percent(rate)}" in chart.said for place, rate in enumerate(rates, 1))
    assert chart.path.count("M") + chart.path.count("L") == len(chart.dots)


@given(st.lists(st.fractions(0, 100), min_size=2, max_size=12))
def test_a_higher_rate_never_stands_lower(rates: list[Fraction]) -> None:
    dots = line_chart([("月", rate, "") for rate in rates]).dots
    for one, dot in zip(rates, dots, strict=True):
        assert all(dot.y <= other.y for rate, other in zip(rates, dots, strict=True) if one > rate)
    path, _ = spark(list(rates))
    assert path.startswith("M")


def test_bars_are_as_long_as_their_counts() -> None:
    chart = bar_chart([("会议", 8, 4), ("学习", 2, 0)], "项")
    long, short = chart.bars
    assert long.now_width == 2 * long.was_width == 4 * short.now_width
    assert chart.said == "会议8项，上月4项，学习2项，上月0项"
