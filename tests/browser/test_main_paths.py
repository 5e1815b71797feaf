"""The users' main paths in a real browser, on the demo's ledger, with and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import DESK, PHONE, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@WITH_AND_WITHOUT
def test_duties_are_seen_and_a_window_opens(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhengzhi", scripts=scripts)
    page.goto("/?unit=linjiang&year=2023")
    page.locator("a.cell--owe, a.cell--zero").first.click()
    assert page.locator("#panel").is_visible()
    page.locator("#panel").get_by_role("link", name="看责任账").click()
    assert page.locator("h1").inner_text() == "责任账"


@WITH_AND_WITHOUT
def test_a_figure_opens_its_proof(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhengzhi", scripts=scripts)
    page.goto("/figures/party_committee_meeting.meetings/?unit=linjiang&period=2023-H1")
    assert page.locator(".answer").inner_text().startswith("14次")
    page.locator("tbody th a").first.click()
    assert page.locator("h2#h-evidence").is_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
@WITH_AND_WITHOUT
def test_document_000_is_checked(visit: Visit, shared: Path, width: int, *, scripts: bool) -> None:
    page = visit("ducha", width, scripts=scripts)
    page.goto("/check/")
    page.get_by_label("文稿", exact=True).set_input_files(str(shared / "documents/000.txt"))
    page.get_by_label("文稿说的是哪段时间").select_option("2023-H1")
    page.get_by_role("button", name="核验").click()
    assert "34处表述" in page.locator("#h-sum").inner_text()
    page.locator("a.claim--proven", has_text="14次").first.click()
    panel = page.locator("section.panel")
    assert "14次" in panel.inner_text()
    assert "依据，14条记录" in panel.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出核验单").click()
    assert download.value.suggested_filename == "000核验单.xlsx"


def test_a_changed_number_is_found_and_the_next_claim_is_one_key_away(
    visit: Visit, shared: Path, tmp_path: Path
) -> None:
    text = (shared / "documents/000.txt").read_text(encoding="utf-8")
    changed = tmp_path / "改过.txt"
    changed.write_text(text.replace("14次", "15次", 1).replace("75项", "76项", 1), encoding="utf-8")
    page = visit("ducha")
    page.goto("/check/")
    page.get_by_label("文稿", exact=True).set_input_files(str(changed))
    page.get_by_label("文稿说的是哪段时间").select_option("2023-H1")
    page.get_by_role("button", name="核验").click()
    assert "2处与账上不符" in page.locator("#h-sum").inner_text()
    first = page.locator("h2#h-now").inner_text()
    page.keyboard.press("j")
    page.wait_for_url(re.compile(r"claim="))
    second = page.locator("h2#h-now").inner_text()
    assert {first[-4:-1], second[-4:-1]} == {"15次", "76项"}
    page.keyboard.press("k")
    page.wait_for_function("old => document.querySelector('#h-now').innerText === old", arg=first)


@WITH_AND_WITHOUT
def test_a_report_is_written_by_one_and_issued_by_another(visit: Visit, *, scripts: bool) -> None:
    writer = visit("zhengzhi", scripts=scripts)
    writer.goto("/reports/")
    writer.get_by_label("模板").select_option("half_year_duty")
    writer.get_by_label("时段").select_option("2023-H1")
    writer.get_by_role("button", name="看草稿").click()
    assert "数据齐全" in writer.locator(".toolbar").inner_text()
    writer.locator("a.fig", has_text="14次").first.click()
    assert "依据，14条记录" in writer.locator("#proof").inner_text()
    assert writer.get_by_role("button", name="签发").count() == 0
    with writer.expect_download() as download:
        writer.get_by_role("link", name="docx", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")
    signer = visit("zhihui", scripts=scripts)
    signer.goto(writer.url)
    signer.get_by_role("button", name="签发").click()
    assert "已签发，编号linjiang-2023-" in signer.locator(".notice").inner_text()
    signer.get_by_role("link", name="现在核对").click()
    assert "与写出时一致" in signer.locator(".answer").nth(1).inner_text()


@WITH_AND_WITHOUT
def test_a_task_is_moved_to_closed_by_two_people(visit: Visit, tmp_path: Path, *, scripts: bool) -> None:
    photo = tmp_path / "更换后.jpg"
    photo.write_bytes(b"a photo")
    words = f"车库门锁损坏{'一' if scripts else '二'}"
    inspector = visit("ducha", scripts=scripts)
    inspector.goto("/tasks/")
    inspector.get_by_role("link", name="登记问题").click()
    inspector.get_by_label("查出了什么").fill(words)
    inspector.get_by_label("责任单位").fill("临江市江北消防救援大队")
    inspector.get_by_label("问题来源").select_option("暗访督查")
    inspector.get_by_role("button", name="登记并交办整改").click()
    assert inspector.locator("h1").inner_text() == words
    clerk = visit("wenshu", PHONE, scripts=scripts)
    clerk.goto("/tasks/")
    clerk.get_by_label("词语").fill(words)
    clerk.get_by_role("button", name="查找").click()
    clerk.get_by_role("link", name=words).click()
    clerk.get_by_role("button", name="接收").click()
    clerk.get_by_label("情况或原因").fill("已换新锁")
    clerk.get_by_label("佐证").set_input_files(str(photo))
    clerk.get_by_role("button", name="报完成").click()
    assert "等别人核验" in clerk.locator("main").inner_text()
    inspector.reload()
    inspector.get_by_label("情况或原因").fill("到站看过，门锁已换")
    inspector.get_by_role("button", name="核验并销号").click()
    assert "已销号" in inspector.locator(".answer").inner_text()
    assert "更换后.jpg" in inspector.locator(".moves").inner_text()


def test_a_task_is_worked_by_keyboard_alone(visit: Visit) -> None:
    page = visit("ducha")
    page.goto("/tasks/")
    skip = _tab_to(page, "跳到正文")
    assert skip
    page.keyboard.press("Enter")
    assert _tab_to(page, "看板")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=board"))


def _tab_to(page: Page, words: str, most: int = 40) -> bool:
    """Press Tab until what has the focus says these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in str(page.evaluate("document.activeElement.innerText || ''")):
            return True
    return False
