"""The rules of WCAG 2.2 AA that a program can check, by axe-core."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.conftest import DESK, PHONE

WORTH_TELLING = {"resultTypes": ["violations"]}
ALL_RULES = {
    **WORTH_TELLING,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
WIDTHS = (320, PHONE, 768, 1024, DESK, 1920)
COLOURS = {**WORTH_TELLING, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""A scheme changes colours and nothing else."""
ALL_BUT_COLOURS = {**ALL_RULES, "rules": {"color-contrast": {"enabled": False}}}
"""Nine tenths of the time goes into contrast, and a width changes no colour."""
ONLY_ON_A_PHONE = ".tabbar"


def violations_anywhere(page: Page) -> list[str]:
    """What axe finds on the page as it stands, at a phone's and a desk's width, light and dark, a line each."""
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    found: list[str] = []
    show_whole(page, DESK)
    found += violations(page, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS)
    show_whole(page, PHONE)
    found += violations(page, COLOURS, ONLY_ON_A_PHONE)
    page.emulate_media(color_scheme="light")
    found += violations(page, COLOURS, ONLY_ON_A_PHONE)
    found += violations(page, ALL_BUT_COLOURS)
    return found + [f"{width}: the page scrolls sideways" for width in WIDTHS if scrolls_sideways(page, width)]


def show_whole(page: Page, width: int) -> None:
    """Make the window as tall as the page.

    The bar at a phone's foot covers whatever lies under it until one scrolls, and axe takes what it covers for too
    small to hit.
    """
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size(
        {"width": width, "height": int(page.evaluate("document.documentElement.scrollHeight")) + 80}
    )


def violations(page: Page, rules: Mapping[str, object], within: str = "html") -> list[str]:
    """What axe, which is in the page already, finds by these rules, a line each; nothing where there is no such part."""
    found = page.evaluate(
        "([rules, within]) => document.querySelector(within)"
        " ? axe.run(within, rules).then(result => result.violations) : []",
        [rules, within],
    )
    return [
        f"{page.viewport_size} {each['id']}: {node['target']} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]


def scrolls_sideways(page: Page, width: int) -> bool:
    """Whether the page as a whole is wider than a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
