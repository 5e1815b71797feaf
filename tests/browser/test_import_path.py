"""A table is imported by the clerk, and a long export goes on while its owner is elsewhere; with and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
KIND = "party_lecture"
PATIENCE = 60_000


@WITH_AND_WITHOUT
def test_the_empty_workbook_is_fetched_filled_in_corrected_and_imported(
    visit: Visit, tmp_path: Path, *, scripts: bool
) -> None:
    page = visit("wenshu", scripts=scripts, at="/records/")
    page.get_by_role("link", name="导入表格").click()
    page.get_by_label("导入哪种事项").select_option(KIND)
    page.get_by_role("button", name="选定").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="空模板").click()
    table = tmp_path / f"党课{scripts}.xlsx"
    fetched.value.save_as(table)

    fill_in(table, "昨天")
    hand_in(page, table)
    expect(page.locator(".answer")).to_contain_text("一行也没有导入")
    expect(page.locator("[aria-labelledby=h-problems]")).to_contain_text("第 2 行 A 列")

    page.get_by_role("link", name="改好再交").click()
    fill_in(table, "2023-11-0" + ("1" if scripts else "2"))
    hand_in(page, table)
    expect(page.locator(".answer")).to_contain_text("记入1条")
    page.get_by_role("link", name="1条").click()
    page.locator("main tbody th a").first.wait_for()


@WITH_AND_WITHOUT
def test_a_long_export_goes_on_while_its_owner_is_elsewhere(visit: Visit, tmp_path: Path, *, scripts: bool) -> None:
    page = visit("zhengzhi", scripts=scripts, at="/records/")
    page.get_by_role("link", name="导出表格").click()
    page.get_by_role("button", name="放到后台导出").click()
    page.wait_for_url(re.compile(r"/jobs/[\w-]+/$"))
    address = page.url
    page.goto("/duties/")
    for _ in range(60):
        page.goto("/jobs/")
        if page.locator("main .row").first.get_by_role("img", name="办完").count():
            break
        page.wait_for_timeout(500)
    page.goto("/today/" if scripts else "/more/")
    page.goto(address)
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("^下载台账")).click()
    file = tmp_path / "台账.xlsx"
    fetched.value.save_as(file)
    assert len(openpyxl.load_workbook(file, read_only=True).sheetnames) > 10


def test_a_page_that_stays_open_sees_the_end_by_itself(visit: Visit) -> None:
    page = visit("zhengzhi", PHONE, at="/records/export/?period=2023")
    page.get_by_role("button", name="放到后台导出").click()
    page.get_by_role("link", name=re.compile("^下载台账")).wait_for(timeout=PATIENCE)
    expect(page.locator(".answer")).to_contain_text("条记录")
    expect(page.locator("[hx-trigger]")).to_have_count(0)


def fill_in(table: Path, day: str) -> None:
    """One lecture, typed under the heads as a person does it."""
    book = openpyxl.load_workbook(table)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    heads = [cell.value for cell in sheet[1]]
    needed = [cell.comment is not None and str(cell.comment.text).startswith("必填") for cell in sheet[1]]
    for column, head in enumerate(heads):
        if column == 0:
            sheet.cell(2, 1).value = day
        elif needed[column]:
            sheet.cell(2, column + 1).value = "5" if "人" in str(head) else "学习贯彻"
    book.save(table)


def hand_in(page: Page, table: Path) -> None:
    """Choose the file and send it."""
    page.get_by_label("表格", exact=True).set_input_files(str(table))
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_url(re.compile("/jobs/"))
