"""The leader's path: the year's account and a window in it, a figure and its proof, the month's bulletin."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.conftest import PHONE, Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@WITH_AND_WITHOUT
def test_duties_are_seen_and_a_window_opens(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhengzhi", scripts=scripts)
    page.goto("/?unit=linjiang&year=2023")
    page.locator("a.cell--owe, a.cell--zero").first.click()
    expect(page.locator("#panel")).to_be_visible()
    page.locator("#panel").get_by_role("link", name="看责任账").click()
    expect(page.locator("h1")).to_have_text("责任账")


@WITH_AND_WITHOUT
def test_a_figure_opens_its_proof(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhengzhi", scripts=scripts)
    page.goto("/figures/party_committee_meeting.meetings/?unit=linjiang&period=2023-H1")
    expect(page.locator(".answer")).to_have_text(re.compile(r"^\s*14次"))
    page.locator("tbody th a").first.click()
    expect(page.locator("h2#h-evidence")).to_be_visible()


@WITH_AND_WITHOUT
def test_the_bulletin_tells_who_is_behind_and_leads_there(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhihui", PHONE, scripts=scripts, at="/bulletin/?period=2023-06")
    page.locator("main").get_by_role("link", name="临江市江北消防救援大队").first.click()
    page.wait_for_url(re.compile("unit=jb"))
    expect(page.locator("h1, .bulletin__org, .head").first).to_contain_text("临江市江北消防救援大队")


@WITH_AND_WITHOUT
def test_an_owed_window_is_waived_and_that_is_taken_back(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhihui", PHONE, scripts=scripts, at="/duties/linjiang-zb01/?year=2023")
    owed = page.locator("a.cell--owe")
    before = owed.count()
    owed.first.click()
    page.get_by_label("为什么免办").fill("全员参加抗洪抢险")
    page.get_by_role("button", name="批准免办").click()
    expect(page.locator("#panel [role=status]")).to_contain_text("已批准免办")
    expect(page.locator("#panel")).to_be_in_viewport()
    expect(page.locator("#panel")).to_contain_text("免办理由：全员参加抗洪抢险")
    expect(owed).to_have_count(before - 1)
    page.get_by_label("为什么撤回").fill("批错了单位")
    page.get_by_role("button", name="撤回免办").click()
    expect(page.locator("#panel [role=status]")).to_contain_text("已撤回免办")
    expect(owed).to_have_count(before)


@WITH_AND_WITHOUT
def test_a_period_is_sealed_and_asked_twice(visit: Visit, *, scripts: bool) -> None:
    page = visit("zhihui", PHONE, scripts=scripts, at="/more/")
    page.get_by_role("link", name="封账").first.click()
    period = "2024-02" if scripts else "2024-03"
    page.get_by_label("封哪个时段").select_option(period)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("我知道封账不能撤销").check()
    page.get_by_role("button", name="封账", exact=True).click()
    expect(page.locator("[role=status]")).to_contain_text(f"2024年{int(period[-2:])}月已经封账")
    expect(page.locator("tbody tr").first).to_contain_text("唐德超")
