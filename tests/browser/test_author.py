"""The author's path, and the approver's: a report is written, its figures opened, issued, and held against the ledger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@WITH_AND_WITHOUT
def test_a_report_is_written_by_one_and_issued_by_another(visit: Visit, *, scripts: bool) -> None:
    writer = visit("zhengzhi", scripts=scripts)
    writer.goto("/reports/")
    writer.get_by_label("模板").select_option("half_year_duty")
    writer.get_by_label("时段").select_option("2023-H1")
    writer.get_by_role("button", name="看草稿").click()
    expect(writer.locator(".toolbar")).to_contain_text("数据齐全")
    writer.locator("a.fig", has_text="14次").first.click()
    expect(writer.locator("#proof")).to_contain_text("依据，14条记录")
    expect(writer.get_by_role("button", name="签发")).to_have_count(0)
    with writer.expect_download() as download:
        writer.get_by_role("link", name="docx", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")
    signer = visit("zhihui", scripts=scripts)
    signer.goto(writer.url)
    signer.get_by_role("button", name="签发").click()
    expect(signer.locator(".notice")).to_contain_text("已签发，编号linjiang-2023-")
    signer.get_by_role("link", name="现在核对").click()
    expect(signer.locator(".answer").nth(1)).to_contain_text("与写出时一致")
