"""The answers to every claim of a document as a workbook, worst first: 核验单."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from bihuan.values.quantity import shown
from bihuan.web.check.checked import Checked, Entry
from bihuan.web.check.seals import WORST_FIRST

_COLUMNS = (
    ("序号", 6),
    ("结论", 8),
    ("原文", 12),
    ("所在语句", 30),
    ("所在部分", 24),
    ("说的是", 20),
    ("科目", 34),
    ("账上", 12),
    ("依据条数", 10),
    ("说明", 60),
)


def workbook_of(name: str, checked: Checked) -> bytes:
    """The check as an .xlsx; every cell that is no number is written as words, so that nothing is run."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("核验单")
        bold = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        check = checked.check
        sheet.write_string(0, 0, f"{name}核验单，{check.unit.name}，{check.period.name}")
        for column, (heading, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, heading, bold)
        order = sorted(checked.entries, key=lambda entry: WORST_FIRST.index(entry.verdict.ruling))
        for row, entry in enumerate(order, 3):
            for column, value in enumerate(_cells(entry)):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, plain)
                else:
                    sheet.write_string(row, column, value, plain)
        sheet.freeze_panes(3, 0)
        sheet.autofilter(2, 0, 2 + len(order), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
    return out.getvalue()


def _cells(entry: Entry) -> tuple[str | int, ...]:
    verdict = entry.verdict
    held = verdict.ledger_value
    unit = verdict.ledger.measure_unit if verdict.ledger else ""
    return (
        entry.number,
        verdict.ruling.label,
        verdict.claim.text,
        entry.words,
        verdict.claim.section,
        verdict.claim.subject,
        verdict.figure or "",
        f"{shown(held)}{unit}" if held is not None else "",
        verdict.members,
        verdict.why,
    )
