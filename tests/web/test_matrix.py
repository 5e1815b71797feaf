"""The control plan: every window stands in exactly one cell, and debt is never hidden behind what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.schema import OwedBy, Source
from bihuan.duties.accounts import states_by_month
from bihuan.duties.balances import State, Window
from bihuan.duties.rules import Rule
from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per, windows
from bihuan.web.overview.matrix import Line, Shade, Standing, closing, summed, year_of_months

YEAR = Period.parse("2023")


def rule(per: Per) -> Rule:
    owed_by = OwedBy(unit_type=UnitType.PARTY_BRANCH)
    source = Source(document="条例")
    return Rule("d", "支委会", "t", "k.m", 1, per, Bound.AT_LEAST, 0, "至少", date(2000, 1, 1), None, owed_by, source)


def window(of: Period, state: State, per: Per = Per.MONTH) -> Window:
    done = int(state in (State.MET, State.MET_LATE))
    return Window(of.first, of.last, rule(per), 1, done, int(state is State.MET_LATE), state)


def by_month(found: Iterable[tuple[Window, ...]]) -> tuple[Standing, ...]:
    """The year's twelve cells."""
    return year_of_months(states_by_month(found), 2023)


states = st.sampled_from(State)


@st.composite
def accounts(draw: st.DrawFn) -> list[tuple[Window, ...]]:
    """The windows of some duties over a year, each in some state."""
    pers = draw(st.lists(st.sampled_from(Per), max_size=6))
    return [tuple(window(each, draw(states), per) for each in windows(per, YEAR)) for per in pers]


@given(accounts())
def test_every_window_stands_in_one_cell(found: list[tuple[Window, ...]]) -> None:
    year = summed(by_month(found))
    every = [each.state for some in found for each in some]
    assert year.owed + year.waived == len(every)
    assert year.missed == every.count(State.MISSED)
    assert year.late == every.count(State.MET_LATE)


@given(accounts())
def test_units_that_stand_alike_count_each(found: list[tuple[Window, ...]]) -> None:
    twice = by_month([*found, *found])
    assert twice == tuple(once + once for once in by_month(found))


@given(st.builds(Standing, *[st.integers(0, 3)] * 6))
def test_debt_is_never_hidden(standing: Standing) -> None:
    assert (standing.shade in (Shade.OWED, Shade.ZERO)) == (standing.missed > 0)
    assert (standing.shade is Shade.EMPTY) == (standing == Standing())
    if standing.missed:
        assert standing.word == f"欠{standing.missed}"


def test_a_quarter_counts_in_its_last_month() -> None:
    months = by_month([tuple(window(each, State.MET, Per.QUARTER) for each in windows(Per.QUARTER, YEAR))])
    assert [month.done for month in months] == [0, 0, 1] * 4


@pytest.mark.parametrize(
    ("standing", "figure", "word", "shade"),
    [
        (Standing(met=4), "4/4", "", Shade.MET),
        (Standing(met=3, late=1), "4/4", "迟1", Shade.LATE),
        (Standing(met=3, missed=1), "3/4", "欠1", Shade.OWED),
        (Standing(missed=4), "0/4", "欠4", Shade.ZERO),
        (Standing(met=2, open=2), "2/4", "待2", Shade.OPEN),
        (Standing(met=1, waived=1), "1/1", "免1", Shade.WAIVED),
        (Standing(waived=2), "", "免2", Shade.WAIVED),
        (Standing(upcoming=4), "4", "", Shade.NEXT),
        (Standing(), "", "", Shade.EMPTY),
    ],
)
def test_the_usual_steps_back(standing: Standing, figure: str, word: str, shade: Shade) -> None:
    assert (standing.figure, standing.word, standing.shade) == (figure, word, shade)


def test_the_closing_line_adds_up_the_lines_above() -> None:
    first = Line("a", "甲", tuple(Standing(met=1) for _ in range(12)))
    second = Line("b", "乙", tuple(Standing(missed=1) for _ in range(12)))
    total = closing("合计", [first, second])
    assert total.year == Standing(met=12, missed=12)
    assert closing("合计", []).year == Standing()


def test_an_open_cell_has_a_bar_as_long_as_what_is_done() -> None:
    assert Standing(met=2, open=1).percent == 66
    assert Standing().percent == 0


def test_an_account_that_begins_in_june_leaves_the_months_before_empty() -> None:
    late = [window(Period.of_months(2023, month, 1), State.MET) for month in range(6, 13)]
    months = by_month([tuple(late)])
    assert [month.shade for month in months[:5]] == [Shade.EMPTY] * 5
    assert late[0].first - timedelta(days=1) == date(2023, 5, 31)
