"""Reading values as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.schema import Field_, FieldType
from bihuan.records.cells import Flaw, read_value

MONEY = Field_(key="amount", name="金额", type=FieldType.NUMBER, measure_unit="万元", decimals=6)
HEADS = Field_(key="people", name="人次", type=FieldType.NUMBER, measure_unit="人次")
PLAIN = Field_(key="count", name="个数", type=FieldType.NUMBER)
SHARE = Field_(key="share", name="比例", type=FieldType.NUMBER, measure_unit="%", decimals=1)
DAY = Field_(key="day", name="日期", type=FieldType.DAY)
TOPIC = Field_(key="topic", name="专题", type=FieldType.CHOICE, choices=("全面从严治党", "保密", "12"))
FLAG = Field_(key="flag", name="是否", type=FieldType.YES_NO)
MARK = Field_(key="mark", name="文号", type=FieldType.REFERENCE)
WORDS = Field_(key="words", name="内容")
PERIOD = Field_(key="period", name="时段", type=FieldType.PERIOD)


def read(field: Field_, raw: object) -> object:
    return read_value(field, raw, field.choices)


def flaw(field: Field_, raw: object) -> str:
    found = read(field, raw)
    assert isinstance(found, Flaw), found
    return f"{found.message}（{found.mend}）" if found.mend else found.message


@pytest.mark.parametrize(
    "written",
    [
        "2023-06-05", "2023/6/5", "2023.6.5", "2023年6月5日", "2023年06月05日", "20230605", " 2023-06-05 ",
        "２０２３-６-５", "2023-06-05 00:00:00", date(2023, 6, 5), datetime(2023, 6, 5, 9, 30, tzinfo=UTC), 45082, 45082.0, 20230605,
    ],
)  # fmt: skip
def test_a_day_in_every_usual_form(written: object) -> None:
    assert read(DAY, written) == date(2023, 6, 5)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("六月五日", "“六月五日”不是日期（请写成 2023-06-05）"),
        ("2023年6/5", "“2023年6/5”不是日期（请写成 2023-06-05）"),
        ("2023-02-29", "“2023-02-29”这一天不存在（请写成 2023-06-05）"),
        ("6-5", "“6-5”不是日期（请写成 2023-06-05）"),
        (12, "“12”不是日期（请写成 2023-06-05）"),
        (45082.5, "“45082.5”不是日期（请写成 2023-06-05）"),
        (True, "“True”不是日期（请写成 2023-06-05）"),
    ],
)
def test_what_is_no_day_is_said_so(written: object, said: str) -> None:
    assert flaw(DAY, written) == said


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_back_from_whatever_form_it_was_written_in(day: date) -> None:
    forms = (day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", day)
    assert {read(DAY, form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (MONEY, "1153.4", Decimal("1153.4")),
        (MONEY, 1153.4, Decimal("1153.4")),
        (MONEY, "1,153.4万元", Decimal("1153.4")),
        (MONEY, "0.12亿元", 1200),
        (MONEY, "11534000元", Decimal("1153.4")),
        (MONEY, "1.2亿", 12000),
        (MONEY, "1.2万", Decimal("1.2")),
        (MONEY, "-3.5", Decimal("-3.5")),
        (MONEY, 0.1 + 0.2, Decimal("0.3")),
        (HEADS, "1.2万人次", 12000),
        (HEADS, "1.2万", 12000),
        (HEADS, "十二人次", 12),
        (HEADS, "一百二十六", 126),
        (HEADS, 9.0, 9),
        (PLAIN, "三", 3),
        (SHARE, "95.5％", Decimal("95.5")),
        (HEADS, 0, 0),
    ],
)
def test_a_number_is_converted_to_the_unit_of_its_field(field: Field_, written: object, value: object) -> None:
    found = read(field, written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        (HEADS, "12个", "“12个”的单位“个”不能换算成“人次”（请填写一个数，以“人次”为单位）"),
        (HEADS, "**", "“**”不是数字（数字被遮蔽）（请填写一个数，以“人次”为单位）"),
        (HEADS, "1.5", "“1.5”的小数超过了 0 位，请四舍五入后再填"),
        (PLAIN, "许多", "“许多”不是数字（请填写一个数）"),
        (PLAIN, True, "“是”不是数字（请填写一个数）"),
        (MONEY, "0.0000001", "“1E-7”的小数超过了 6 位，请四舍五入后再填"),
        (PLAIN, 1e300, "太大，请检查单位"),
        (PLAIN, "60余", "“60余”的单位“余”不能换算成“个数”（请填写一个数）"),
    ],
)
def test_what_is_no_number_is_said_so(field: Field_, written: object, said: str) -> None:
    assert said in flaw(field, written)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_an_exact_number_stays_exact(number: Decimal) -> None:
    assert read(MONEY, format(number, "f")) == number


def test_yes_and_no() -> None:
    assert [read(FLAG, word) for word in ("是", "√", "TRUE", 1.0, True)] == [True] * 5
    assert [read(FLAG, word) for word in ("否", "×", "false", 0.0, False)] == [False] * 5
    assert flaw(FLAG, "也许") == "“也许”不是“是”或“否”（请写 是 或 否）"


def test_a_choice_is_one_of_its_list_and_the_nearest_is_named() -> None:
    assert read(TOPIC, " 保密 ") == "保密"
    assert read(TOPIC, 12.0) == "12"
    assert flaw(TOPIC, "从严治党") == "“从严治党”不在选项中（是不是“全面从严治党”？可填：全面从严治党、保密、12）"


def test_a_list_that_the_organisation_has_not_filled_in_says_so() -> None:
    assert "选项清单还没有填写" in str(read_value(TOPIC, "议训", ()))


def test_words_have_their_length_and_no_hidden_characters() -> None:
    assert read(WORDS, 12.0) == "12"
    assert read(WORDS, "第一行\n第二行") == "第一行\n第二行"
    assert flaw(MARK, "字" * 61) == "有 61 个字，超过了 60 个（请缩短，全文可作为佐证附上）"
    assert flaw(WORDS, "a\x00b") == "含有看不见的控制字符（请重新输入）"


def test_an_apostrophe_that_guards_against_formulas_is_taken_off_again() -> None:
    assert read(WORDS, "'=1+1") == "=1+1"
    assert read(WORDS, "'引文'") == "'引文'"


def test_a_period_is_kept_in_its_one_form() -> None:
    assert (read(PERIOD, "2023-01-01..2023-06-30"), read(PERIOD, 2023.0)) == ("2023-H1", "2023")
    assert "看不懂时段" in flaw(PERIOD, "上半年")


def test_an_empty_cell_is_nothing() -> None:
    assert [read(field, raw) for field in (MONEY, DAY, TOPIC, FLAG, WORDS) for raw in ("", "  ", None)] == [None] * 15
