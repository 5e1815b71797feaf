"""Chinese numerals, both ways."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.values.numerals import BadNumeral, parse_numeral, write_numeral


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0),
        ("14", 14),
        ("２６", 26),
        ("1,250", 1250),
        ("2,386.75", Decimal("2386.75")),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("一百零三", 103),
        ("一百二十六", 126),
        ("两千", 2000),
        ("二百五", 250),
        ("两万三", 23_000),
        ("一万零三", 10_003),
        ("三百八十六万", 3_860_000),
        ("一亿二千万", 120_000_000),
        ("十二点六", Decimal("12.6")),
        ("3千", 3_000),
        ("1.2万", 12_000),
        ("1.25", Decimal("1.25")),
        ("二〇二三", 2023),
        ("百", 100),
        ("零", 0),
        ("贰佰叁拾", 230),
    ],
)
def test_numerals_are_read(words: str, value: object) -> None:
    assert parse_numeral(words) == value
    assert type(parse_numeral(words)) is type(value)


@pytest.mark.parametrize("words", ["", "abc", "点", "十百", "一二点三点四", "1.2.3", "**"])
def test_what_is_no_number_is_refused_in_chinese(words: str) -> None:
    with pytest.raises(BadNumeral, match="数"):
        parse_numeral(words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1_010, "一千零一十"),
        (10_010, "一万零一十"),
        (110_000, "十一万"),
        (100_010_010, "一亿零一万零一十"),
        (Decimal("12.60"), "十二点六"),
    ],
)
def test_numerals_are_written_as_documents_write_them(value: int | Decimal, words: str) -> None:
    assert write_numeral(value) == words


@pytest.mark.parametrize("value", [-1, Decimal("NaN"), Decimal("Infinity")])
def test_negative_and_endless_numbers_are_refused(value: int | Decimal) -> None:
    with pytest.raises(BadNumeral):
        write_numeral(value)


@given(st.integers(min_value=0, max_value=10**15))
def test_what_is_written_is_read_back(value: int) -> None:
    assert parse_numeral(write_numeral(value)) == value


@given(st.decimals(min_value=0, max_value=10**8, places=3))
def test_a_fraction_written_is_read_back(value: Decimal) -> None:
    assert parse_numeral(write_numeral(value)) == value
