"""Every main path by keyboard alone: the order is that of the page, what has the focus is seen, nothing is a trap."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from browser.conftest import PASSWORD, PHONE, Visit
from browser.keyboard import Keyboard


def test_one_comes_in_and_goes_to_the_content(visit: Visit) -> None:
    page = visit("", at="/login/")
    keys = Keyboard(page)
    keys.to("账号")
    keys.write("wenshu")
    keys.to("密码")
    keys.write(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_url("**/today/")
    keys.to("跳到正文")
    keys.press("Enter")
    keys.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_an_act_is_recorded_corrected_found_and_voided(visit: Visit, tmp_path: Path) -> None:
    photo = tmp_path / "会场.jpg"
    photo.write_bytes(b"by keyboard")
    page = visit("wenshu", at="/record/")
    keys = Keyboard(page)
    assert "事项名称" in keys.here().name
    keys.write("zw")
    page.locator("#found").get_by_role("link", name="支委会", exact=True).wait_for()
    assert "事项名称" in keys.here().name
    keys.follow("支委会")

    keys.to("标题")
    keys.write("键盘记的支委会")
    keys.to("拍照或选文件")
    keys.hand_in(photo)
    keys.follow("保存")
    expect(page.locator(".saved")).to_contain_text("1/1")

    keys.follow("更正")
    keys.to("标题")
    keys.write("键盘改的支委会")
    keys.to("理由")
    keys.write("名称写错了")
    keys.follow("保存更正")
    expect(page.locator("h1")).to_have_text("键盘改的支委会")

    keys.follow("台账")
    keys.to("词语")
    keys.write("键盘改的支委会")
    with page.expect_navigation():
        keys.press("Enter")
    keys.follow("键盘改的支委会")
    keys.follow("作废")
    keys.to("为什么作废")
    keys.write("没有召开")
    keys.follow("作废")
    expect(page.locator(".notice")).to_contain_text("这条记录已作废")


def test_what_is_wrong_with_a_form_is_where_one_lands(visit: Visit) -> None:
    page = visit("wenshu", PHONE, at="/record/branch_committee_meeting/?unit=linjiang-zb05")
    page.evaluate("document.querySelector('form[data-draft]').noValidate = true")
    keys = Keyboard(page)
    keys.to("实到委员数 人")
    keys.write("")
    keys.follow("保存")
    assert "还没有保存" in keys.here().name
    with page.expect_navigation():
        keys.to("实到委员数")
        keys.press("Enter")
    keys.press("Tab")
    assert "实到委员数" in keys.here().name


def test_a_window_of_a_duty_opens_and_leads_to_its_records(visit: Visit) -> None:
    page = visit("zhengzhi", at="/?unit=linjiang&year=2023")
    keys = Keyboard(page)
    keys.to("跳到正文")
    keys.press("Enter")
    keys.to("月，")
    with page.expect_navigation():
        keys.press("Enter")
    keys.to("看责任账")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("h1")).to_have_text("责任账")


def test_a_window_is_waived_and_that_is_taken_back(visit: Visit) -> None:
    page = visit("zhihui", at="/duties/linjiang-zb01/?year=2023&duty=theme_party_day&window=2023-05-01#panel")
    keys = Keyboard(page)
    keys.to("为什么免办")
    keys.write("全员参加抗洪抢险")
    keys.follow("批准免办")
    expect(page.locator("#panel [role=status]")).to_contain_text("已批准免办")
    keys.to("为什么撤回")
    keys.write("批错了单位")
    keys.follow("撤回免办")
    expect(page.locator("#panel [role=status]")).to_contain_text("已撤回免办")


def test_a_period_is_sealed(visit: Visit) -> None:
    page = visit("zhihui", at="/seals/")
    keys = Keyboard(page)
    keys.to("封哪个时段")
    keys.choose("2024年4月")
    keys.follow("下一步")
    keys.to("我知道封账不能撤销")
    keys.press("Space")
    keys.follow("封账")
    expect(page.locator("[role=status]")).to_contain_text("2024年4月已经封账")


def test_a_figure_opens_its_proof(visit: Visit) -> None:
    page = visit("zhengzhi", at="/reports/")
    keys = Keyboard(page)
    keys.to("模板")
    keys.choose("半年")
    keys.to("时段")
    keys.choose("2023年上半年")
    keys.follow("看草稿")
    keys.follow("14次")
    expect(page.locator("#proof")).to_contain_text("依据，14条记录")


def test_a_report_is_issued(visit: Visit) -> None:
    draft = "/reports/draft/?template=party_building_briefing&unit=linjiang&period=2023-H1"
    page = visit("zhihui", at=draft)
    Keyboard(page).follow("签发")
    expect(page.locator(".notice")).to_contain_text("已签发，编号linjiang-2023-")


def test_a_document_is_checked_and_its_claims_gone_through(visit: Visit, shared: Path) -> None:
    page = visit("ducha", at="/check/")
    keys = Keyboard(page)
    keys.to("文稿")
    keys.hand_in(shared / "documents/000.txt")
    keys.to("文稿说的是哪段时间")
    keys.choose("2023年上半年")
    keys.follow("核验")
    page.wait_for_selector("#h-sum")
    before = page.locator("h2#h-now").inner_text()
    keys.press("j")
    page.wait_for_url(re.compile("claim="))
    expect(page.locator("h2#h-now")).not_to_have_text(before)


def test_a_finding_is_given_and_closed_by_two(visit: Visit, tmp_path: Path) -> None:
    photo = tmp_path / "新灭火器.jpg"
    photo.write_bytes(b"by keyboard as well")
    words = "键盘登记的灭火器过期"
    page = visit("ducha", at="/tasks/")
    keys = Keyboard(page)
    keys.follow("登记问题")
    keys.to("查出了什么")
    keys.write(words)
    keys.to("责任单位")
    keys.write("临江市江北消防救援大队")
    keys.follow("登记并交办整改")
    expect(page.locator("h1")).to_have_text(words)

    clerk = visit("wenshu", at=page.url)
    hand = Keyboard(clerk)
    hand.follow("接收")
    hand.to("情况或原因")
    hand.write("已更换")
    hand.to("佐证")
    hand.hand_in(photo)
    hand.follow("报完成")
    page.reload()
    keys.to("情况或原因")
    keys.write("看过，已更换")
    keys.follow("核验并销号")
    expect(page.locator(".answer")).to_contain_text("已销号")


def test_a_unit_and_an_account_are_opened(visit: Visit) -> None:
    page = visit("xitong", at="/units/?unit=linjiang")
    keys = Keyboard(page)
    keys.to("单位全称")
    keys.write("临江市键盘消防救援站")
    keys.to("代码")
    keys.write("jpz")
    keys.to("类型")
    keys.choose("站")
    keys.follow("设立")
    expect(page.locator("main")).to_contain_text("单位已设立")
    security = visit("anquan", at="/accounts/")
    hand = Keyboard(security)
    hand.to("账号")
    hand.to("人员代码")
    hand.to("账号", backwards=True)
    hand.write("jpz-wenshu")
    hand.to("初始密码")
    hand.write("Jianpan-2026-first")
    hand.to("角色")
    hand.choose("记录员")
    hand.to("管到哪个单位")
    hand.write("jpz")
    hand.follow("开账号")
    expect(security.locator("main")).to_contain_text("账号已开")
