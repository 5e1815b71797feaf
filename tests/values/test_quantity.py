from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.values.quantity import BadQuantity, Bound, MeasureUnit, agrees, converted, from_steps, shown, steps


@pytest.mark.parametrize(
    ("word", "scale", "base"),
    [
        ("元", 1, "元"),
        ("万元", 10_000, "元"),
        ("百万元", 1_000_000, "元"),
        ("千万元", 10_000_000, "元"),
        ("亿元", 100_000_000, "元"),
        ("万亿元", 1_000_000_000_000, "元"),
        ("万人次", 10_000, "人次"),
        ("万", 10_000, ""),
        ("次", 1, "次"),
        ("个百分点", 1, "个百分点"),
        ("百分点", 1, "百分点"),
        ("", 1, ""),
    ],
)
def test_a_measure_word_is_a_scale_and_a_base(word: str, scale: int, base: str) -> None:
    assert MeasureUnit.parse(word) == MeasureUnit(scale, base)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1153.4", "万元", "元", "11534000"),
        ("11534000", "元", "万元", "1153.4"),
        ("1.2", "亿元", "万元", "12000"),
        ("1.2", "万亿元", "亿元", "12000"),
        ("1.2", "万人次", "人次", "12000"),
        ("50", "万", "", "500000"),
    ],
)
def test_units_of_one_base_convert_without_loss(value: str, unit: str, to: str, expected: str) -> None:
    assert converted(Fraction(value), unit, to) == Fraction(expected)


@pytest.mark.parametrize(("unit", "to"), [("元", "次"), ("万元", "万"), ("人", "人次"), ("%", "百分点")])
def test_what_does_not_measure_the_same_does_not_convert(unit: str, to: str) -> None:
    assert converted(Fraction(1), unit, to) is None


@given(st.fractions(), st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元", "百万元"]))
def test_converting_there_and_back_changes_nothing(value: Fraction, unit: str, to: str) -> None:
    there = converted(value, unit, to)
    assert there is not None
    assert converted(there, to, unit) == value


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(0, 8))
def test_steps_and_back_is_the_same_amount(amount: int, decimals: int) -> None:
    value = from_steps(amount, decimals)
    written = Decimal(value.numerator) / Decimal(value.denominator)
    assert steps(written, decimals) == amount


@pytest.mark.parametrize(
    ("value", "decimals"),
    [
        ("0.001", 2),
        ("1153.45", 1),
        ("NaN", 2),
        ("Infinity", 0),
        ("9007199254740992", 0),
        ("90071992547409.92", 2),
        ("1E+999999", 6),
        ("1E+999999999999", 0),
        ("1E-999999999999", 2),
        ("1.00000000000000000000000000000000001", 0),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(value: str, decimals: int) -> None:
    with pytest.raises(BadQuantity):
        steps(Decimal(value), decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "amount"),
    [
        ("1153.4", 4, 11_534_000),
        ("1153.40", 1, 11_534),
        ("-2.50", 1, -25),
        ("0", 3, 0),
        ("0.000", 1, 0),
        ("1E+3", 2, 100_000),
    ],
)
def test_an_amount_is_a_whole_number_of_the_smallest_step(value: str, decimals: int, amount: int) -> None:
    assert steps(Decimal(value), decimals) == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("14", "14"),
        ("1153.4", "1153.4"),
        ("2/3", "0.67"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("-0.001", "0"),
        ("1.999", "2"),
        ("-12.5", "-12.5"),
        ("120", "120"),
    ],
)
def test_a_value_is_shown_half_up_without_trailing_zeros(value: str, text: str) -> None:
    assert shown(Fraction(value)) == text


def test_a_value_can_be_shown_in_whole_numbers_or_finer() -> None:
    assert shown(Fraction("119.5"), 0) == "120"
    assert shown(Fraction(1, 3), 4) == "0.3333"


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_what_is_shown_is_within_half_a_step_of_the_value(value: Fraction) -> None:
    assert abs(Fraction(shown(value)) - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("stated", "bound", "agreeing", "differing"),
    [
        ("60", Bound.OVER, ["61", "69", "60.5"], ["60", "70", "59"]),
        ("210", Bound.OVER, ["211", "219"], ["210", "220"]),
        ("100", Bound.OVER, ["101", "199"], ["100", "200"]),
        ("1.5", Bound.OVER, ["1.51", "1.59"], ["1.5", "1.6"]),
        ("12", Bound.OVER, ["12.5"], ["12", "13"]),
        ("0", Bound.OVER, ["0.5"], ["0", "1"]),
        ("60", Bound.EXACT, ["60"], ["61", "59.99"]),
        ("60", Bound.AT_LEAST, ["60", "61"], ["59.99"]),
        ("60", Bound.ABOUT, ["54", "66", "60"], ["53.9", "66.1"]),
    ],
)
def test_a_stated_number_agrees_as_far_as_its_bound_allows(
    stated: str, bound: Bound, agreeing: list[str], differing: list[str]
) -> None:
    assert all(agrees(Fraction(stated), bound, Fraction(actual)) for actual in agreeing)
    assert not any(agrees(Fraction(stated), bound, Fraction(actual)) for actual in differing)


def test_a_fraction_that_no_decimal_is_round_to_still_has_an_end() -> None:
    assert agrees(Fraction(1, 3), Bound.OVER, Fraction(1, 3) + Fraction(1, 10**8))
    assert not agrees(Fraction(1, 3), Bound.OVER, Fraction(1, 2))
