"""A phone between two masts: what was typed stays, the page says that nothing was saved, and it is offered again."""

from __future__ import annotations

from browser.conftest import PHONE, Visit

FORM = "/record/party_lecture/?unit=linjiang-zb05"


def test_what_was_typed_is_offered_again_when_the_connection_is_back(visit: Visit) -> None:
    page = visit("wenshu", PHONE, at=FORM)
    title = "断网时写的党课"
    page.get_by_label("标题").fill(title)
    page.locator("[data-draft-note]", has_text="已存在本机").wait_for()

    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    assert "没有网络，还没有保存" in page.locator("[data-draft-note]").inner_text()
    assert page.get_by_label("标题").input_value() == title

    page.context.set_offline(False)
    page.goto(FORM)
    assert page.get_by_label("标题").input_value() == ""
    page.get_by_role("button", name="接着写").click()
    assert page.get_by_label("标题").input_value() == title
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector(".saved")
    assert page.locator("h1").inner_text() == title
    page.goto(FORM)
    assert page.get_by_role("button", name="接着写").count() == 0


def test_a_draft_that_is_not_wanted_is_gone(visit: Visit) -> None:
    page = visit("wenshu", PHONE, at=FORM)
    page.get_by_label("标题").fill("不要了的")
    page.locator("[data-draft-note]", has_text="已存在本机").wait_for()
    page.goto(FORM)
    page.get_by_role("button", name="不要了").click()
    page.goto(FORM)
    assert page.get_by_role("button", name="接着写").count() == 0
