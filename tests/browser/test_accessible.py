"""Every page at a phone's and a desk's width: no violation of WCAG 2.2 AA by axe, and no sideways scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.conftest import DESK, PHONE, Visit, needed

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
HALF_YEAR = "template=half_year_duty&unit=linjiang&period=2023-H1"
PAGES = {
    "zhengzhi": [
        "/",
        "/today/",
        "/more/",
        "/me/",
        "/record/",
        "/duties/linjiang-zb01/?year=2023",
        "/figures/party_committee_meeting.meetings/?unit=linjiang&period=2023-H1",
        "/records/",
        "/reports/",
        f"/reports/draft/?{HALF_YEAR}",
        f"/reports/draft/?{HALF_YEAR}&figure=4",
        "/reports/draft/?template=monthly_bulletin&unit=linjiang&period=2023-06",
        "/reports/issued/linjiang-2023-001/",
        "/reports/issued/linjiang-2023-001/?verify=1",
    ],
    "ducha": ["/check/", "/tasks/", "/tasks/?view=board", "/findings/new/", "/bulletin/?period=2023-06", "/nowhere/"],
    "wenshu": ["/today/", "/tasks/", "/record/party_lecture/"],
    "zhihui": [f"/reports/draft/?{HALF_YEAR}"],
    "xitong": ["/", "/more/"],
}
EACH = [(who, path) for who, paths in PAGES.items() for path in paths]


def violations(page: Page) -> list[str]:
    """What axe finds on the page, a line each.

    The window is made as tall as the page: the bar at a phone's foot covers whatever lies under it until one scrolls,
    and axe takes what it covers for too small to hit.
    """
    width = page.viewport_size["width"] if page.viewport_size else DESK
    page.set_viewport_size(
        {"width": width, "height": int(page.evaluate("document.documentElement.scrollHeight")) + 80}
    )
    axe = needed("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary'][:200]}" for each in found for node in each["nodes"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(("who", "path"), EACH)
def test_a_page_keeps_the_rules_and_fits(visit: Visit, who: str, path: str, width: int) -> None:
    page = visit(who, width)
    page.goto(path)
    assert violations(page) == []
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("path", ["/reports/draft/?" + HALF_YEAR + "&figure=4", "/bulletin/?period=2023-06", "/"])
def test_the_dark_scheme_keeps_the_rules_too(visit: Visit, path: str) -> None:
    page = visit("zhengzhi", scheme="dark")
    page.goto(path)
    assert violations(page) == []
