"""The inspector's paths: a document is checked, a finding registered and its task moved to closed by two people."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import DESK, PHONE, Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.mark.parametrize("width", [PHONE, DESK])
@WITH_AND_WITHOUT
def test_document_000_is_checked(visit: Visit, shared: Path, width: int, *, scripts: bool) -> None:
    page = visit("ducha", width, scripts=scripts)
    page.goto("/check/")
    page.get_by_label("文稿", exact=True).set_input_files(str(shared / "documents/000.txt"))
    page.get_by_label("文稿说的是哪段时间").select_option("2023-H1")
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#h-sum")).to_contain_text("34处表述")
    page.locator("a.claim--proven", has_text="14次").first.click()
    panel = page.locator("section.panel")
    expect(panel).to_contain_text("14次")
    expect(panel).to_contain_text("依据，14条记录")
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
    expect(page.locator("#h-sum")).to_contain_text("2处与账上不符")
    # The keys work once the script has run.
    page.wait_for_load_state()
    now = page.locator("h2#h-now")
    first = now.inner_text()
    page.keyboard.press("j")
    expect(now).not_to_have_text(first)
    assert {first[-4:-1], now.inner_text()[-4:-1]} == {"15次", "76项"}
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(now).to_have_text(first)


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
    expect(inspector.locator("h1")).to_have_text(words)
    clerk = visit("wenshu", PHONE, scripts=scripts)
    clerk.goto("/tasks/")
    clerk.get_by_label("词语").fill(words)
    clerk.get_by_role("button", name="查找").click()
    clerk.get_by_role("link", name=words).click()
    clerk.get_by_role("button", name="接收").click()
    clerk.get_by_label("情况或原因").fill("已换新锁")
    clerk.get_by_label("佐证").set_input_files(str(photo))
    clerk.get_by_role("button", name="报完成").click()
    expect(clerk.locator("main")).to_contain_text("等别人核验")
    inspector.reload()
    inspector.get_by_label("情况或原因").fill("到站看过，门锁已换")
    inspector.get_by_role("button", name="核验并销号").click()
    expect(inspector.locator(".answer")).to_contain_text("已销号")
    expect(inspector.locator(".moves")).to_contain_text("更换后.jpg")
