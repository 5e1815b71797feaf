"""Workings over handmade figures: units, signs, sides, and what cannot be said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bihuan.book.definitions import Operation, Working
from bihuan.book.workings import operand_ask, worked_out
from bihuan.catalog.schema import Operand, Shift
from bihuan.values.figure import Ask, Figure
from book.acts import ask

WHOLE = ask("trial.whole", "dc", "2023-Q2")
PLAN, DONE, LOST = Operand(series="fund.plan"), Operand(series="fund.done"), Operand(series="fund.lost", sign=-1)


def working(
    operation: Operation, left: tuple[Operand, ...], right: tuple[Operand, ...] = (), unit: str = "万元"
) -> Working:
    """A working of the trial pack."""
    return Working("trial.whole", "试验数", unit, operation, left, right, overlapping=False, version="trial 1.0")


def known(values: dict[Operand, tuple[Fraction | int | None, str]]) -> dict[Ask, Figure]:
    """The figures of the operands, each with its value and unit."""
    found = {}
    for operand, (value, unit) in values.items():
        asked = operand_ask(WHOLE, operand)
        exact = None if value is None else Fraction(value)
        found[asked] = Figure(asked, operand.series, unit, exact, members=1, marks=5, definition=operand.series)
    return found


def test_a_sum_adds_in_its_own_unit_and_takes_off_what_is_signed_so() -> None:
    single = known({PLAN: (2, "亿元"), DONE: (50_000, "元"), LOST: (3, "万元")})
    total = worked_out(WHOLE, working(Operation.SUM, (PLAN, DONE, LOST)), single)
    assert total.value == 20_000 + 5 - 3
    assert [part.text for part in total.parts] == ["2亿元", "50000元", "3万元"]
    assert (total.members, total.marks) == (3, 15)


def test_a_share_compares_like_with_like() -> None:
    single = known({DONE: (5, "万元"), PLAN: (200_000, "元")})
    assert worked_out(WHOLE, working(Operation.RATIO, (DONE,), (PLAN,), "%"), single).value == 25


def test_an_average_keeps_the_unit_of_what_is_shared_out() -> None:
    single = known({DONE: (7, "万元"), PLAN: (2, "个")})
    assert worked_out(WHOLE, working(Operation.RATIO, (DONE,), (PLAN,), "万元"), single).value == Fraction(7, 2)


def test_a_side_of_several_operands_is_a_figure_of_its_own() -> None:
    single = known({PLAN: (4, "件"), DONE: (3, "件"), LOST: (2, "件")})
    rate = worked_out(WHOLE, working(Operation.RATIO, (DONE, LOST), (PLAN,), "%"), single)
    assert (rate.text, [part.text for part in rate.parts]) == ("25%", ["1件", "4件"])
    assert rate.parts[0].name == "fund.done－fund.lost"
    assert [part.text for part in rate.parts[0].parts] == ["3件", "2件"]


def test_a_change_from_a_negative_base_still_rises_when_it_rises() -> None:
    before = Operand(series="fund.done", shift=Shift.BEFORE)
    single = known({DONE: (5, "万元"), before: (-10, "万元")})
    growth = worked_out(WHOLE, working(Operation.CHANGE_RATE, (DONE,), (before,), "%"), single)
    assert growth.value == 150
    assert growth.notes == ("部分数据取自2023年第一季度。",)


@pytest.mark.parametrize("operation", list(Operation))
def test_what_rests_on_an_unknown_number_is_unknown_and_says_so(operation: Operation) -> None:
    single = known({DONE: (None, "件"), PLAN: (4, "件")})
    found = worked_out(WHOLE, working(operation, (DONE,), (PLAN,), "%"), single)
    assert (found.value, found.notes) == (None, ("有组成数据暂无结果，无法计算。",))


def test_the_digest_of_a_working_changes_with_any_part() -> None:
    rate = working(Operation.RATIO, (DONE,), (PLAN,), "%")
    one = worked_out(WHOLE, rate, known({DONE: (1, "件"), PLAN: (4, "件")}))
    # The value is the same, 25%, and yet it is another figure.
    two = worked_out(WHOLE, rate, known({DONE: (2, "件"), PLAN: (8, "件")}))
    assert one.value == two.value
    assert one.digest != two.digest
