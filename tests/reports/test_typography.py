"""Widths of columns: the table fills the type area, and short words stay on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.reports.typography import (
    TABLE_SIZE,
    TABLE_WIDTH,
    TITLE_WIDTH,
    column_widths,
    table_size,
    title_lines,
    width,
)

CHARACTER = TABLE_SIZE * 10


@given(
    st.integers(1, 8).flatmap(lambda n: st.lists(st.lists(st.text(max_size=60), min_size=n, max_size=n), min_size=1))
)
def test_columns_fill_the_type_area_and_none_vanishes(lines: list[list[str]]) -> None:
    letters = table_size(len(lines[0]))
    widths = column_widths(lines, letters)
    assert abs(sum(widths) - TABLE_WIDTH) <= len(widths)
    assert min(widths) > letters * 10


def test_short_words_stay_on_one_line_beside_long_ones() -> None:
    heads = ["编号", "发现日期", "问题描述", "状态"]
    widths = column_widths([heads, ["348", "6月1日", "合同签订先于审批" * 5, "已销号"]])
    for head, column in zip(heads, widths, strict=True):
        assert column >= width(head) * CHARACTER


def test_the_seven_columns_of_a_list_keep_their_short_words_whole() -> None:
    heads = ["编号", "发现日期", "问题来源", "问题描述", "责任单位", "整改时限", "状态"]
    row = [
        "370",
        "2023年1月14日",
        "夜间督查暗访",
        "灶台排烟道油垢厚，没有定期清洗",
        "临江市临港消防救援大队",
        "2023年2月10日",
        "已销号",
    ]
    letters = table_size(len(heads))
    widths = column_widths([heads, row], letters)
    for place in (0, 1, 2, 5, 6):
        assert widths[place] > width(row[place]) * letters * 10


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("中共临江市消防救援支队委员会2023年度交账报告", ["中共临江市消防救援支队委员会", "2023年度交账报告"]),
        (
            "支队党委书记履行全面从严治党第一责任人职责情况报告",
            ["支队党委书记", "履行全面从严治党第一责任人职责情况报告"],
        ),
    ],
)
def test_a_title_is_broken_before_a_year_and_no_line_is_too_long(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


@given(st.text("消防救援2023年度工作总结情况报告关于履行", max_size=80))
def test_a_title_loses_no_character(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(width(line) <= TITLE_WIDTH or len(line) > 1 for line in lines)
