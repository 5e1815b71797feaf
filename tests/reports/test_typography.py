"""Widths of columns: the table fills the type area, and short words stay on one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.reports.typography import TABLE_SIZE, TABLE_WIDTH, column_widths, width

CHARACTER = TABLE_SIZE * 10


@given(
    st.integers(1, 8).flatmap(lambda n: st.lists(st.lists(st.text(max_size=60), min_size=n, max_size=n), min_size=1))
)
def test_columns_fill_the_type_area_and_none_vanishes(lines: list[list[str]]) -> None:
    widths = column_widths(lines)
    assert abs(sum(widths) - TABLE_WIDTH) <= len(widths)
    assert min(widths) > CHARACTER


def test_short_words_stay_on_one_line_beside_long_ones() -> None:
    heads = ["编号", "发现日期", "问题描述", "状态"]
    widths = column_widths([heads, ["348", "6月1日", "合同签订先于审批" * 5, "已销号"]])
    for head, column in zip(heads, widths, strict=True):
        assert column >= width(head) * CHARACTER
