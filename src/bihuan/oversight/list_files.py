"""Writing a list to a file: xlsx for those who go on working with it, docx for those who read or print it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from bihuan.oversight.errors import UnknownList
from bihuan.oversight.lists import Cell, Sheet
from bihuan.values.period import chinese_day


def write_list(sheet: Sheet, to: Path) -> Path:
    """Write a list to a file by its ending, .xlsx or .docx; the file.

    Raises:
        UnknownList: the ending is another.
    """
    writers = {".xlsx": _write_xlsx, ".docx": _write_docx}
    writer = writers.get(to.suffix.lower())
    if writer is None:
        raise UnknownList("清单只能导出为 .xlsx 或 .docx 文件，请改文件名。")
    writer(sheet, to)
    return to


def _heading(sheet: Sheet) -> str:
    return f"{sheet.unit_name}{sheet.name}"


def _below(sheet: Sheet) -> str:
    return f"共 {len(sheet.rows)} 项　　统计日期：{chinese_day(sheet.on)}"


def _write_xlsx(sheet: Sheet, to: Path) -> None:
    with xlsxwriter.Workbook(str(to), {"constant_memory": False, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet.name)
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EDEDED", "align": "center", "text_wrap": True}
        )
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "align": "center", "valign": "top"})
        last = len(sheet.columns) - 1
        page.merge_range(0, 0, 0, last, _heading(sheet), title)
        page.merge_range(1, 0, 1, last, _below(sheet))
        for column, (name, width) in enumerate(sheet.columns):
            page.set_column(column, column, width)
            page.write_string(2, column, name, head)
        for number, row in enumerate(sheet.rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif isinstance(value, int):
                    page.write_number(number, column, value, cell)
                else:
                    # Written as a string, so that words which begin like a formula stay words.
                    page.write_string(number, column, value or "", cell)
        page.freeze_panes(3, 0)
        page.autofilter(2, 0, 2 + len(sheet.rows), last)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)


def _write_docx(sheet: Sheet, to: Path) -> None:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    _in_chinese(normal.element, "仿宋")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(_heading(sheet))
    run.font.size = Pt(22)
    _in_chinese(run._element, "方正小标宋简体")  # noqa: SLF001 - python-docx has no other door to the east asian font
    document.add_paragraph(_below(sheet))
    table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.columns))
    table.style = "Table Grid"
    table.autofit = False
    _fill(table, sheet)
    document.save(str(to))


def _fill(table: Table, sheet: Sheet) -> None:
    width = 257 / sum(each for _, each in sheet.columns)
    head = table.rows[0]
    _repeat(table)
    for cell, (name, _) in zip(head.cells, sheet.columns, strict=True):
        _say(cell.paragraphs[0], name, bold=True)
    for number, row in enumerate(sheet.rows, start=1):
        for cell, value in zip(table.rows[number].cells, row, strict=True):
            _say(cell.paragraphs[0], _text(value), bold=False)
    for column, (_, characters) in zip(table.columns, sheet.columns, strict=True):
        # One office program goes by the width of the column, another by that of its cells.
        column.width = Mm(characters * width)
        for cell in column.cells:
            cell.width = Mm(characters * width)


def _say(paragraph: Paragraph, text: str, *, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(9)
    if bold:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _repeat(table: Table) -> None:
    """Repeat the head on every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the same
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _in_chinese(element: object, font: str) -> None:
    properties = element.get_or_add_rPr()  # type: ignore[attr-defined]
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _text(value: Cell) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
