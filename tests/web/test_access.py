"""Who sees what: 404 to the outsider, 403 to who knows of it but may not look, and nothing of others on any page."""

from __future__ import annotations

import pytest

from web.conftest import CAST, Door

# The status of each page for the east's clerk, the inspector, the west's clerk, and the administrator.
TABLE = {
    "/": (200, 200, 200, 200),
    "/?unit=zd": (404, 200, 404, 403),
    "/?unit=dc": (200, 200, 404, 403),
    "/?unit=xc": (404, 200, 200, 403),
    "/?unit=nowhere": (404, 404, 404, 404),
    "/duties/dczb/": (200, 200, 404, 403),
    "/duties/xc/": (404, 200, 200, 403),
    "/figures/party_committee_meeting.meetings/?unit=dc&period=2023": (200, 200, 404, 403),
    "/figures/party_committee_meeting.meetings/?unit=zd&period=2023": (404, 200, 404, 403),
    "/figures/problem_lead.leads/?unit=dc&period=2023": (403, 403, 404, 403),
    "/records/": (200, 200, 200, 200),
    "/records/?unit=dc": (200, 200, 404, 403),
    "/records/{right}/": (200, 200, 404, 404),
    "/records/{west}/": (404, 200, 200, 404),
    "/records/999999/": (404, 404, 404, 404),
}


@pytest.mark.parametrize("path", TABLE)
def test_each_of_the_cast_sees_what_they_may(ledger: dict[str, int], door: Door, path: str) -> None:
    answers = tuple(door(name).get(path.format(**ledger)).status_code for name in CAST)
    assert answers == TABLE[path]


@pytest.mark.parametrize("path", ["/", "/duties/", "/records/", "/records/?text=党委会", "/?year=2023"])
def test_no_page_speaks_of_the_neighbour(ledger: dict[str, int], door: Door, path: str) -> None:
    west = door("wairen").get(path, follow=True).content.decode()
    assert "东城" not in west
    assert "支委会" not in _without_choices(west)
    assert "清河市" not in west
    east = door("wenshu").get(path, follow=True).content.decode()
    assert "西城" not in east
    assert "清河市" not in east


def test_counts_hold_only_what_the_viewer_may_see(ledger: dict[str, int], door: Door) -> None:
    path = "/figures/party_committee_meeting.meetings/?unit={}&period=2023"
    assert '<b class="nb">2次</b>' in door("ducha").get(path.format("zd")).content.decode()
    assert '<b class="nb">1次</b>' in door("wenshu").get(path.format("dc")).content.decode()


def test_an_evidence_file_is_handed_out_with_its_record_only(ledger: dict[str, int], door: Door) -> None:
    number = ledger["meeting 1"]
    page = door("wenshu").get(f"/records/{number}/").content.decode()
    href = page.split('class="chip" href="')[1].split('"')[0]
    answer = door("wenshu").get(href)
    assert b"".join(answer.streaming_content) == "1月".encode()  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert door("wairen").get(href).status_code == 404
    assert door("wenshu").get(f"/records/{number}/evidence/{'0' * 64}/").status_code == 404


def test_an_account_without_a_role_is_told_so(door: Door) -> None:
    page = door("xitong").get("/").content.decode()
    assert "这里没有您能看的账" in page


def _without_choices(page: str) -> str:
    """The page without its drop-down list of kinds, which names no unit and no record."""
    start, end = page.find("<select"), page.rfind("</select>")
    return page if start < 0 else page[:start] + page[end:]
