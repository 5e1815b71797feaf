"""What holds for 核验, 报告, 问题与任务 and 通报: who sees them, valid markup, nothing inline, few queries."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.accounts import give_role
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.queries import finding_for
from bihuan.values.actor import Actor, Role
from web.conftest import CAST, Door
from web.crawl import Markup, links, markup
from web.test_check import checked

PLAN = "template=yearly_plan&unit=zd&period=2024"
HALF_YEAR = "template=half_year_duty&unit=zd&period=2023-H1"
# The status of each page for the east's clerk, the inspector, the west's clerk, and the administrator.
TABLE = {
    "/check/": (200, 200, 200, 200),
    "/reports/": (200, 200, 200, 200),
    "/reports/verify/": (302, 302, 302, 302),
    "/reports/issue/": (302, 302, 302, 302),
    f"/reports/draft/?{PLAN}": (404, 403, 404, 403),
    "/reports/issued/zd-2024-001/": (404, 404, 404, 404),
    "/tasks/": (200, 200, 200, 200),
    "/tasks/?view=board": (200, 200, 200, 200),
    "/tasks/?unit=dc": (200, 200, 404, 403),
    "/tasks/{task}/": (200, 200, 404, 404),
    "/tasks/99999999/": (404, 404, 404, 404),
    "/findings/new/": (200, 200, 200, 200),
    "/findings/{finding}/": (302, 302, 404, 404),
    "/tasks/lists/问题清单.xlsx?unit=dc": (200, 200, 404, 403),
    "/bulletin/": (200, 200, 200, 200),
    "/bulletin/?unit=zd&period=2023-06": (404, 200, 404, 403),
    "/bulletin/?unit=dc&period=2023-06": (200, 200, 404, 403),
}
# The most queries that each page may take. None depends on how many units, tasks or claims there are.
QUERIES = {
    "/check/": 11,
    "{checked}": 29,
    "{checked}?claim=2": 29,
    "/reports/": 15,
    f"/reports/draft/?{HALF_YEAR}": 14,
    f"/reports/draft/?{HALF_YEAR}&figure=1": 26,
    "/tasks/": 13,
    "/tasks/?view=board": 13,
    "/tasks/{task}/": 30,
    "/findings/new/": 10,
    "/bulletin/?unit=zd&period=2023-06": 30,
}


FOUND = date(2023, 6, 1)


@pytest.fixture
def oversight(ledger: dict[str, int], operator: Actor) -> dict[str, int]:
    """A finding in the east, so that each page has something on it; its number and its task's."""
    new = NewFinding(found_on=FOUND, unit="dc1", issuer="zd", description="灭火器压力不足", source="暗访督查")
    finding = register_finding(operator, new)
    return {"finding": finding, "task": finding_for(operator, finding, FOUND).line.number}


@pytest.mark.parametrize("path", TABLE)
def test_each_of_the_cast_sees_what_they_may(oversight: dict[str, int], door: Door, path: str) -> None:
    address = path.format(**oversight)
    assert tuple(door(name).get(address).status_code for name in CAST) == TABLE[path]


@pytest.mark.parametrize("path", TABLE)
def test_nobody_looks_without_signing_in(oversight: dict[str, int], path: str) -> None:
    answer = Client().get(path.format(**oversight))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.fixture
def inspector(oversight: dict[str, int], operator: Actor, door: Door) -> Client:
    """The inspector, who writes too."""
    give_role(operator, "ducha", Role.AUTHOR, "zd")
    return door("ducha")


@pytest.fixture
def pages(inspector: Client, oversight: dict[str, int]) -> dict[str, Markup]:
    """One page of each sort, by its address."""
    address = checked(inspector)
    paths = [path.format(checked=address, **oversight) for path in QUERIES]
    return {
        path: markup(inspector.get(path).content.decode())
        for path in [*paths, "/tasks/?text=没有", "/check/nowhere/"]
    }


def test_every_page_is_well_formed_and_named(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        assert not page.crossed, path
        assert not page.open, path
        ids = Counter(tag.attributes["id"] for tag in page.tags if "id" in tag.attributes)
        assert not [name for name, times in ids.items() if times > 1], path
        assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1, path


def test_every_field_has_its_label_and_every_reference_its_end(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        labelled = {tag.attributes["for"] for tag in page.all("label")}
        ids = {tag.attributes["id"] for tag in page.tags if "id" in tag.attributes}
        for tag in page.all("input", "select", "textarea"):
            silent = tag.attributes.get("type") == "hidden"
            assert silent or "aria-label" in tag.attributes or tag.attributes.get("id") in labelled, path
        for tag in page.tags:
            for word in ("aria-labelledby", "aria-describedby"):
                assert tag.attributes.get(word, next(iter(ids))) in ids, path


def test_nothing_is_written_inline_and_nothing_comes_from_outside(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        assert not page.all("style"), path
        assert all("src" in tag.attributes for tag in page.all("script")), path
        for tag in page.tags:
            assert not [name for name in tag.attributes if name == "style" or name.startswith("on")], path
            for name in ("href", "src", "action"):
                assert "//" not in tag.attributes.get(name, ""), path


def test_every_form_that_acts_carries_its_token(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        acting = [tag for tag in page.all("form") if tag.attributes.get("method") == "post"]
        tokens = [tag for tag in page.all("input") if tag.attributes.get("name") == "csrfmiddlewaretoken"]
        assert len(tokens) == len(acting), path


def test_no_link_is_dead(inspector: Client, pages: dict[str, Markup]) -> None:
    found = {link for path, page in pages.items() for link in links(path, page)}
    dead = {
        link: inspector.get(link, follow=True).status_code
        for link in sorted(found - {"/check/nowhere/"})
        if "lists/" not in link
    }
    assert len(dead) > 20
    assert not {link: status for link, status in dead.items() if status != 200}


@pytest.mark.parametrize("path", QUERIES)
def test_a_page_takes_few_queries(inspector: Client, oversight: dict[str, int], path: str) -> None:
    address = path.format(checked=checked(inspector), **oversight)
    with CaptureQueriesContext(connection) as taken:
        assert inspector.get(address).status_code == 200
    assert len(taken) <= QUERIES[path] <= 30, f"{len(taken)}\n" + "\n".join(query["sql"][:150] for query in taken)


@pytest.mark.parametrize("path", ["/check/", "/reports/", "/tasks/", "/bulletin/"])
def test_no_page_speaks_of_the_neighbour(oversight: None, door: Door, path: str) -> None:
    west = door("wairen").get(path).content.decode()
    assert "东城" not in west
    assert "灭火器" not in west
    assert "清河市" not in west
