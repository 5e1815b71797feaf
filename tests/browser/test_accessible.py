"""Every page at a phone's and a desk's width, light and dark: nothing against WCAG 2.2 AA, no sideways scrolling."""

from __future__ import annotations

import pytest

from bihuan.web.urls import urlpatterns
from browser.axe import violations_anywhere
from browser.conftest import DESK, Visit
from browser.looks import LOOKS, NO_PAGE, Look


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_keeps_the_rules_and_fits(visit: Visit, look: Look) -> None:
    page = visit(look.who, DESK, at=look.path)
    if look.does is not None:
        look.does(page)
    assert violations_anywhere(page) == []


def test_a_page_that_is_not_there_keeps_the_rules(visit: Visit) -> None:
    page = visit("ducha", at="/nowhere/")
    assert violations_anywhere(page) == []


def test_every_address_is_looked_at_or_shows_no_page() -> None:
    named = {pattern.name for pattern in urlpatterns}
    looked_at = {look.name for look in LOOKS}
    assert named == looked_at | set(NO_PAGE)
    assert not looked_at & set(NO_PAGE)
