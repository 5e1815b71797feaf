"""The trail as a workbook: one row for each entry, in words."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.utils import timezone

from bihuan.web.administration.trail_words import TrailRow, changes

_COLUMNS = (
    ("序号", 8),
    ("时间", 20),
    ("经办人", 14),
    ("账号", 12),
    ("操作", 14),
    ("对象", 14),
    ("单位", 26),
    ("内容", 60),
    ("校验值", 20),
)


def workbook_of(rows: Sequence[TrailRow], *, is_cut: bool) -> bytes:
    """The entries as an .xlsx; every cell that is no number is written as words, so that nothing is run."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("日志")
        bold = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for place, row in enumerate(rows, 1):
            sheet.write_number(place, 0, row.line.number, plain)
            for column, words in enumerate(_words(row), 1):
                sheet.write_string(place, column, words, plain)
        if is_cut:
            sheet.write_string(len(rows) + 1, 0, "还有更早的，请缩小时间范围再导出。", bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def _words(row: TrailRow) -> tuple[str, ...]:
    line = row.line
    said = "；".join(f"{label}：{value}" for label, value in changes(line))
    when = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    return (when, line.actor, line.account, row.deed, row.subject, row.unit, said, line.digest[:16])
