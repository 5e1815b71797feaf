"""A new brigade: the system administrator opens it, the security administrator its account, its clerk records."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, Visit
from browser.tapping import Thumb

FIRST_PASSWORD = "Binhai-2026-first"  # noqa: S105 - opens an account that ends with this test
SHANGHAI = timezone(timedelta(hours=8))
FEW_TAPS = 10


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_new_brigade_is_set_up_and_its_clerk_records_in_few_taps(
    visit: Visit, tmp_path: Path, *, scripts: bool
) -> None:
    code = "bh" if scripts else "xh"
    name = f"临江市{'滨海' if scripts else '湘湖'}消防救援大队"
    system = visit("xitong", scripts=scripts, at="/units/?unit=linjiang")
    _open_unit(system, code, name)
    _appoint(system, code, name)
    security = visit("anquan", scripts=scripts, at="/accounts/")
    _open_account(security, f"{code}-wenshu", code)

    photo = tmp_path / "成绩单.jpg"
    photo.write_bytes(code.encode())

    page = visit("", PHONE, scripts=scripts)
    thumb = Thumb()
    thumb.write(page.get_by_label("账号"), f"{code}-wenshu")
    thumb.write(page.get_by_label("密码"), FIRST_PASSWORD)
    thumb.tap(page.get_by_role("button", name="登录"))
    thumb.tap(page.get_by_role("link", name=re.compile("^记一笔训练月考核")).first)
    thumb.write(page.get_by_role("spinbutton", name="参考人数"), "38")
    thumb.write(page.get_by_role("spinbutton", name="合格人次"), "36")
    thumb.take(page.locator("input[type=file]"), photo)
    thumb.tap(page.get_by_role("button", name="保存", exact=True))
    saved = page.locator(".saved")
    saved.wait_for()
    expect(saved).to_contain_text("1/1")
    expect(page.locator(".head__sub")).to_contain_text(name)
    assert thumb.count < FEW_TAPS


def _open_unit(page: Page, code: str, name: str) -> None:
    page.get_by_label("单位全称").fill(name)
    page.get_by_label("代码", exact=True).fill(code)
    page.get_by_label("类型").select_option(label="大队")
    # Owed is a month that the unit saw from its first day on.
    page.get_by_label("成立日期").fill(f"{datetime.now(SHANGHAI):%Y-%m}-01")
    page.get_by_role("button", name="设立").click()
    expect(page.locator("main")).to_contain_text("单位已设立")


def _appoint(page: Page, code: str, name: str) -> None:
    page.goto(f"/units/?unit={code}")
    expect(page.locator("main")).to_contain_text(name)
    page.goto(f"/people/?unit={code}")
    enrol = page.locator("form", has=page.get_by_role("heading", name="登记人员"))
    enrol.get_by_label("人员代码").fill(f"{code}-01")
    enrol.get_by_label("姓名").fill("海安平")
    enrol.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("人员已登记")
    appoint = page.locator("form", has=page.get_by_role("heading", name="任职", exact=True))
    appoint.get_by_label("人员代码").fill(f"{code}-01")
    appoint.get_by_label("岗位").fill("大队文书")
    appoint.get_by_role("button", name="任职").click()
    expect(page.locator("main")).to_contain_text("任职已记下")


def _open_account(page: Page, username: str, unit: str) -> None:
    opening = page.locator("form", has=page.get_by_role("heading", name="开账号"))
    opening.get_by_label("账号", exact=True).fill(username)
    opening.get_by_label("人员代码").fill(f"{unit}-01")
    opening.get_by_label("初始密码").fill(FIRST_PASSWORD)
    opening.get_by_label("角色").select_option(label="记录员")
    opening.get_by_label("单位").fill(unit)
    opening.get_by_role("button", name="开账号").click()
    expect(page.locator("main")).to_contain_text("账号已开")
