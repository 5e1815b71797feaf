"""The single keys on 核验: who strikes them by chance, or dictates, switches them off, and they stay off."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.keyboard import Keyboard

SWITCH = "按J、K键翻"


def checked(visit: Visit, document: Path, *, scripts: bool = True) -> Page:
    """The first claim of a document that was handed in."""
    page = visit("ducha", at="/check/", scripts=scripts)
    page.get_by_label("文稿", exact=True).set_input_files(str(document))
    page.get_by_label("文稿说的是哪段时间").select_option("2023-H1")
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#h-sum")).to_contain_text("34处表述")
    page.wait_for_load_state()
    return page


def test_the_single_keys_are_switched_off_and_on_by_keyboard_and_stay_so(visit: Visit, shared: Path) -> None:
    page = checked(visit, shared / "documents/000.txt")
    keys, now = Keyboard(page), page.locator("h2#h-now")
    first, beginning = now.inner_text(), page.url
    keys.to(SWITCH)
    keys.press("Space")
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    expect(page.locator("[data-key=j] kbd")).to_be_hidden()
    keys.press("j")
    page.reload()
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    keys.press("j")
    # Had the key led on, the link would have been on its way before this one.
    keys.follow("看文中这一处")
    assert page.url.split("#")[0] == beginning.split("#")[0]
    expect(now).to_have_text(first)
    keys.to(SWITCH)
    keys.press("Space")
    expect(page.locator("[data-key=j] kbd")).to_be_visible()
    keys.press("j")
    expect(now).not_to_have_text(first)


def test_without_scripts_there_are_no_keys_and_no_switch(visit: Visit, shared: Path) -> None:
    page = checked(visit, shared / "documents/000.txt", scripts=False)
    expect(page.get_by_role("link", name="下一处")).to_be_visible()
    expect(page.get_by_label(SWITCH)).to_be_hidden()
