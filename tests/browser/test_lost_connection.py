"""A phone between two masts: what was typed stays, the page says that nothing was saved, and it is offered again."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import PHONE, Visit

FORM = "/record/party_lecture/?unit=linjiang-zb05"


def test_what_was_typed_is_offered_again_when_the_connection_is_back(visit: Visit) -> None:
    page = visit("wenshu", PHONE, at=FORM)
    title = "断网时写的党课"
    page.get_by_label("标题").fill(title)
    page.locator("[data-draft-note]", has_text="已存在本机").wait_for()

    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[data-draft-note]")).to_contain_text("没有网络，还没有保存")
    expect(page.get_by_label("标题")).to_have_value(title)

    page.context.set_offline(False)
    page.goto(FORM)
    expect(page.get_by_label("标题")).to_have_value("")
    page.get_by_role("button", name="接着写").click()
    expect(page.get_by_label("标题")).to_have_value(title)
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector(".saved")
    expect(page.locator("h1")).to_have_text(title)
    page.goto(FORM)
    expect(page.get_by_role("button", name="接着写")).to_have_count(0)


def test_a_draft_that_is_not_wanted_is_gone(visit: Visit) -> None:
    page = visit("wenshu", PHONE, at=FORM)
    page.get_by_label("标题").fill("不要了的")
    page.locator("[data-draft-note]", has_text="已存在本机").wait_for()
    page.goto(FORM)
    page.get_by_role("button", name="不要了").click()
    page.goto(FORM)
    expect(page.get_by_role("button", name="接着写")).to_have_count(0)
