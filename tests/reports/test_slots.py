"""What a slot becomes in the text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.loaded import catalogue
from bihuan.reports.slots import Names, Slot, UnknownName, asked_period, rounded_down, written
from bihuan.values.period import Period
from bihuan.values.quantity import Bound, agrees


@pytest.mark.parametrize(
    ("value", "unit", "slot", "words"),
    [
        (14, "次", Slot("x"), "14次"),
        (63, "次", Slot("x", rounded=True), "60余次"),
        (60, "次", Slot("x", rounded=True), "60次"),
        (7, "次", Slot("x", rounded=True), "7次"),
        (213, "人次", Slot("x", rounded=True), "210余人次"),
        (14, "次", Slot("x", spelt=True), "十四次"),
        (63, "次", Slot("x", spelt=True, rounded=True), "六十余次"),
        (14, "次", Slot("x", bare=True), "14"),
        (Fraction("1153.4"), "万元", Slot("x", unit="元"), "11534000元"),
        (Fraction(11_534_000), "元", Slot("x", unit="万元"), "1153.4万元"),
    ],
)
def test_a_figure_is_written_as_the_slot_says(value: int | Fraction, unit: str, slot: Slot, words: str) -> None:
    assert written(Fraction(value), unit, slot) == words


def test_a_unit_that_measures_something_else_is_no_words_at_all() -> None:
    assert written(Fraction(3), "次", Slot("x", unit="万元")) is None


@given(st.integers(0, 10**7))
def test_something_over_always_says_the_truth(value: int) -> None:
    number, over, _ = rounded_down(Fraction(value)).partition("余")
    bound = Bound.OVER if over else Bound.EXACT
    assert agrees(Fraction(number), bound, Fraction(value))


def test_an_earlier_period_is_asked_for_by_its_name() -> None:
    half = Period.parse("2023-H1")
    assert str(asked_period(Slot("x", earlier="同期"), half)) == "2022-H1"
    assert str(asked_period(Slot("x", earlier="上期"), half)) == "2022-H2"


def test_a_chinese_name_means_the_series_that_alone_bears_it() -> None:
    names = Names.of(catalogue())
    assert names.key("审计金额") == names.key("审计.审计金额") == "audit.amount"
    assert names.key("audit.amount") == "audit.amount"


def test_a_misspelt_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="audit"):
        Names.of(catalogue()).key("audits.amount")
