"""The period that the text gives a figure."""

import pytest

from bihuan.reading import read
from bihuan.values.period import Period

HALF = Period.parse("2023-H1")


def _periods(text: str, reference: Period | None = HALF) -> list[tuple[str, str] | None]:
    periods = [claim.period for claim in read(text, reference).claims]
    return [(each.words, str(each.days)) if each else None for each in periods]


@pytest.mark.parametrize(
    ("sentence", "words", "days"),
    [
        ("上半年召开会议3次。", "上半年", "2023-H1"),
        ("下半年召开会议3次。", "下半年", "2023-H2"),
        ("半年来召开会议3次。", "半年来", "2023-H1"),
        ("年初至今共召开会议3次。", "年初至今", "2023-H1"),
        ("今年以来召开会议3次。", "今年以来", "2023-H1"),
        ("今年3月以来召开会议3次。", "今年3月以来", "2023-03-01..2023-06-30"),
        ("全年召开会议3次。", "全年", "2023"),
        ("去年召开会议3次。", "去年", "2022"),
        ("上年度召开会议3次。", "上年度", "2022"),
        ("第一季度召开会议3次。", "第一季度", "2023-Q1"),
        ("二季度召开会议3次。", "二季度", "2023-Q2"),
        ("前三季度召开会议3次。", "前三季度", "2023-01-01..2023-09-30"),
        ("1至5月召开会议3次。", "1至5月", "2023-01-01..2023-05-31"),
        ("2022年召开会议3次。", "2022年", "2022"),
        ("二〇二二年召开会议3次。", "二〇二二年", "2022"),
        ("2022年下半年召开会议3次。", "2022年下半年", "2022-H2"),
        ("2022年第四季度召开会议3次。", "2022年第四季度", "2022-Q4"),
        ("2022年至2023年召开会议3次。", "2022年至2023年", "2022-01-01..2023-12-31"),
        ("6月5日至9日培训3人。", "6月5日至9日", "2023-06-05..2023-06-09"),
        ("2023年6月培训3人。", "2023年6月", "2023-06"),
        ("截至5月31日，整改问题3个。", "截至5月31日", "2023-01-01..2023-05-31"),
        ("近两年召开会议3次。", "近两年", "2021-07-01..2023-06-30"),
        ("本月召开会议3次。", "本月", "2023-06"),
    ],
)
def test_the_words_are_resolved_against_the_reference(sentence: str, words: str, days: str) -> None:
    assert _periods(sentence) == [(words, days)]


def test_without_a_reference_only_dates_with_a_year_have_days() -> None:
    assert _periods("上半年召开会议3次。2022年培训5人。", None) == [("上半年", "None"), ("2022年", "2022")]


def test_a_period_holds_for_the_rest_of_its_paragraph_only() -> None:
    text = "上半年，召开会议3次。培训5人。\n检查单位7家。"
    assert _periods(text) == [("上半年", "2023-H1"), ("上半年", "2023-H1"), None]


def test_a_day_holds_for_its_own_sentence_only() -> None:
    assert _periods("6月5日培训5人。检查单位7家。") == [("6月5日", "2023-06-05..2023-06-05"), None]


def test_a_figure_of_last_year_is_told_from_the_one_compared_with_it() -> None:
    assert _periods("参训率由去年同期的91.4%提高到97.2%，较去年增加3次。") == [("去年同期", "2022-H1"), None, None]


def test_a_deadline_is_no_period() -> None:
    assert _periods("6月底前建成消防站3个。") == [None]


def test_a_month_that_does_not_exist_has_no_days() -> None:
    assert _periods("2023年13月召开会议3次。") == [("2023年13月", "None")]
