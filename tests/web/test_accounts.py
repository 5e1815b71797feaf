"""One unit's account as a table: cells tile the year, and each window says how it stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.schema import Aggregation
from bihuan.catalog.series import SeriesDefinition
from bihuan.duties.balances import State, Window
from bihuan.duties.standing import DutyBalance
from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.window import Per, windows
from bihuan.web.asking import address
from bihuan.web.duties.account import WindowCell, cells, grace_of, norm, silent, themes, window_name
from bihuan.web.paging import Paging
from bihuan.web.periods import choices_of, years_beside
from web.test_matrix import YEAR, rule, window

HOURS = SeriesDefinition("k.m", "学时", "小时", 1, Aggregation.SUM, "party_life 1.0")


def duty(*found: Window, per: Per = Per.MONTH) -> DutyBalance:
    return DutyBalance(rule(per), HOURS, found)


@given(st.sampled_from(Per), st.integers(0, 12))
def test_cells_tile_the_year(per: Per, left_out: int) -> None:
    some = windows(per, YEAR)[left_out:]
    made = list(cells(duty(*(window(each, State.MET, per) for each in some), per=per), 2023))
    assert sum(cell.months for cell in made) == 12
    assert [cell.window.first for cell in made if cell.window] == [each.first for each in some]


@pytest.mark.parametrize(
    ("state", "owed", "done", "figure", "word"),
    [
        (State.MET, 10, 25, "2.5/1", ""),
        (State.MISSED, 40, 30, "3/4", "欠1"),
        (State.OPEN, 40, 15, "1.5/4", "待2.5"),
        (State.WAIVED, 10, 0, "0/1", "免"),
        (State.UPCOMING, 10, 0, "1", ""),
    ],
)
def test_a_cell_speaks_in_the_measure_of_its_duty(state: State, owed: int, done: int, figure: str, word: str) -> None:
    one = window(Period.parse("2023-05"), state)._replace(owed=owed, done=done)
    cell = WindowCell(1, one, duty(one))
    assert (cell.figure, cell.word) == (figure, word)
    assert cell.opens == (state is not State.UPCOMING)


def test_what_came_in_the_grace_is_shown() -> None:
    late = window(Period.parse("2023-05"), State.MET_LATE)._replace(owed=20, done=20, late=10)
    assert WindowCell(1, late, duty(late)).word == "迟1"
    graceful = late._replace(rule=replace(late.rule, grace=5))
    assert grace_of(graceful) == Period.parse("2023-06-01..2023-06-05")
    assert grace_of(late) is None


def test_the_norm_is_said_in_a_few_words() -> None:
    one = duty(window(Period.parse("2023-05"), State.MET))
    assert norm(one) == "每月至少0.1小时"
    exact = replace(one, rule=replace(one.rule, bound=Bound.EXACT, quota=20, per=Per.QUARTER))
    assert norm(exact) == "每季度2小时"
    assert norm(replace(one, rule=replace(one.rule, quota=None))) == "每月，次数由本单位定"


def test_duties_stand_under_their_themes_and_silent_ones_apart() -> None:
    met = duty(window(Period.parse("2023-05"), State.MET))
    other = replace(met, rule=replace(met.rule, theme="u"))
    unset = replace(met, windows=(), rule=replace(met.rule, quota=None))
    found = themes([met, other, met, unset], {"t": "会议", "u": "学习"}, 2023)
    assert [(theme.name, len(theme.rows)) for theme in found] == [("会议", 2), ("学习", 1)]
    assert [each.why for each in silent([met, unset])] == ["每月办几次还没有定，定了才算账"]
    uncounted = replace(met, windows=(), countable=False)
    later = replace(met, windows=())
    assert [each.why for each in silent([uncounted, later])] == [
        "这个数不能按次相加，不算欠账",
        "这一年没有完整的期限",
    ]


@pytest.mark.parametrize(
    ("period", "name"), [("2023-05", "5月"), ("2023-Q2", "第二季度"), ("2023-H1", "上半年"), ("2023", "全年")]
)
def test_a_window_is_named_within_its_year(period: str, name: str) -> None:
    assert window_name(window(Period.parse(period), State.MET)) == name


def test_pages_know_their_neighbours() -> None:
    middle = Paging(2, 50, 120, "/x/", (("unit", "甲"),))
    assert (middle.first, middle.last, middle.pages) == (51, 100, 3)
    assert middle.before == "/x/?unit=%E7%94%B2&page=1"
    assert middle.after == "/x/?unit=%E7%94%B2&page=3"
    assert Paging(3, 50, 120, "/x/").after == ""
    assert Paging(1, 50, 0, "/x/").first == 0
    assert Paging(9, 50, 120, "/x/").before == "/x/?page=3"


def test_an_address_leaves_out_what_is_not_asked() -> None:
    assert address("/x/") == "/x/"
    assert address("/x/", a="", b=None, c=0, d=Decimal("1.5")) == "/x/?c=0&d=1.5"


def test_the_choice_of_periods_holds_the_one_that_is_shown() -> None:
    quarter = choices_of(Period.parse("2023-Q2"))
    assert len(quarter) == 19
    assert [each.value for each in quarter if each.is_chosen] == ["2023-Q2"]
    days = choices_of(Period.parse("2023-02-01..2023-02-14"))
    assert days[0].is_chosen
    assert len(days) == 20


def test_no_year_to_come_is_offered() -> None:
    assert list(years_beside(2023, 2026)) == [2022, 2023, 2024]
    assert list(years_beside(2026, 2026)) == [2024, 2025, 2026]
    assert list(years_beside(2027, 2026)) == [2025, 2026, 2027]
