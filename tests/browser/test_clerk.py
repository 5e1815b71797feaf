"""The clerk's path on a phone: record what is owed, see it met, correct it, find it, void it; with and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@WITH_AND_WITHOUT
def test_what_is_owed_is_recorded_seen_met_corrected_found_and_voided(
    visit: Visit, tmp_path: Path, *, scripts: bool
) -> None:
    kind = "支委会" if scripts else "主题党日"
    title = f"{kind}，研究冬防（{'有' if scripts else '无'}脚本）"
    page = visit("wenshu", PHONE, scripts=scripts, at="/today/")
    owed = page.get_by_role("link", name=re.compile(f"^记一笔{kind}，")).first
    words = owed.get_attribute("aria-label") or ""
    owed.click()

    number = _record(page, title, tmp_path / f"{kind}.jpg")
    expect(page.locator(".saved")).to_contain_text("1/1")
    expect(page.locator(".saved").get_by_text(kind)).to_have_count(1)
    expect(page.locator("[aria-labelledby=h-evidence]")).to_contain_text(f"{kind}.jpg")

    page.goto("/today/")
    expect(page.get_by_role("link", name=words)).to_have_count(0)
    page.goto(f"/records/{number}/")
    page.locator("[aria-labelledby=h-duty]").get_by_role("link", name=kind).click()
    page.wait_for_url(re.compile("/duties/"))
    expect(page.locator("a.cell--met[aria-current]")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text(title)

    page.goto(f"/records/{number}/")
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("标题").fill(f"{title}，改")
    page.get_by_label("理由").fill("标题写错了")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator(".saved")).to_contain_text("1/1")
    expect(page.locator("[aria-labelledby=h-history]")).to_contain_text("标题写错了")

    page.goto("/records/")
    page.get_by_label("词语").fill(f"{title}，改")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=f"{title}，改").click()

    page.get_by_role("link", name="作废", exact=True).click()
    page.get_by_label("为什么作废").fill("会议改期，没有召开")
    page.get_by_role("button", name="作废", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("这条记录已作废，不再计数")
    page.goto("/today/")
    expect(page.get_by_role("link", name=words)).to_have_count(1)


def _record(page: Page, title: str, photo: Path) -> int:
    """Fill in the form that is open, with a photo, and save it; the record's number."""
    photo.write_bytes(photo.name.encode())
    page.get_by_label("标题").fill(title)
    page.locator("input[type=file]").set_input_files(str(photo))
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector(".saved")
    return int(re.findall(r"/records/(\d+)/", page.url)[0])


@WITH_AND_WITHOUT
def test_a_kind_is_found_by_two_letters_of_its_pinyin(visit: Visit, *, scripts: bool) -> None:
    page = visit("wenshu", PHONE, scripts=scripts, at="/record/")
    page.get_by_label("事项名称").fill("zw")
    if not scripts:
        page.get_by_role("button", name="查找").click()
    page.locator("#found").get_by_role("link", name="支委会", exact=True).click()
    expect(page.locator("h1")).to_have_text("支委会")


@WITH_AND_WITHOUT
def test_what_looks_recorded_already_is_shown_before_it_is_saved(visit: Visit, *, scripts: bool) -> None:
    page = visit("wenshu", PHONE, scripts=scripts, at="/records/?kind=branch_committee_meeting")
    page.locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"/records/\d+/"))
    there = page.url
    day = re.findall(r"(\d+)年(\d+)月(\d+)日", page.locator(".head__sub").inner_text())[0]
    account = page.get_by_role("link", name="本单位责任账").get_attribute("href") or ""
    unit = account.split("/")[2]
    page.goto(f"/record/branch_committee_meeting/?unit={unit}")
    page.get_by_label("召开日期").fill("{}-{:0>2}-{:0>2}".format(*day))
    if not scripts:
        page.get_by_role("button", name="保存", exact=True).click()
    notice = page.locator("#likely .notice")
    notice.wait_for()
    expect(notice).to_contain_text("像是同一件事")
    assert there.endswith(notice.get_by_role("link").first.get_attribute("href") or "nowhere")
    expect(notice.get_by_label("是另一件，照记")).to_be_visible()
    expect(page).to_have_url(re.compile("/record/branch_committee_meeting/"))
