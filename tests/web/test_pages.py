"""What holds for every page: valid markup, nothing inline, nothing from outside, no dead link, no write, few queries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor, Role
from web.conftest import PASSWORD, Door
from web.crawl import Markup, markup, walk

WEB = Path(__file__).resolve().parents[2] / "src" / "bihuan" / "web"
TEMPLATES = sorted(WEB.rglob("*.html"))
CHARTS = WEB.parent / "reports" / "charts" / "svg.py"
SHEET = (WEB / "static" / "web" / "bihuan.css").read_text(encoding="utf-8")

# The most queries that each page may take. A page that needs more has to say why here.
QUERIES = {
    "/": 21,
    "/?unit=zd&year=2023&row=dc&month=3": 21,
    "/duties/dczb/": 16,
    "/duties/dczb/?year=2023&duty=branch_committee_meeting&window=2023-02-01": 21,
    "/figures/branch_committee_meeting.meetings/?unit=zd&period=2023": 11,
    "/figures/party_committee_meeting.attendance_rate/?unit=zd&period=2023": 7,
    "/records/": 6,
    "/records/?unit=dc": 8,
    "/records/{meeting 1}/": 17,
    "/records/{right}/": 17,
    "/tasks/": 6,
    "/tasks/?view=board": 6,
    "/bulletin/?unit=zd&period=2023-06": 20,
    "/reports/": 15,
    "/check/": 11,
    "/today/": 25,
    "/today/?unit=dc&on=2023-06-26": 23,
    "/jobs/": 4,
    "/more/": 3,
    "/me/": 7,
}
OTHERS = {
    ("wenshu", "/today/"): 24,
    ("wenshu", "/record/"): 6,
    ("wenshu", "/record/branch_committee_meeting/"): 28,
    ("xitong", "/units/?unit=zd"): 5,
    ("xitong", "/people/?unit=zd"): 5,
    ("xitong", "/packs/"): 3,
    ("baomi", "/accounts/?unit=zd"): 10,
    ("zhubi", "/reports/draft/?template=half_year_duty&unit=zd&period=2023-H1"): 8,
    ("zhubi", "/reports/draft/?template=quarterly_settlement&unit=zd&period=2023-Q2"): 16,
    ("zhubi", "/reports/draft/?template=year_end_handover&unit=zd&period=2023"): 15,
    ("zhubi", "/reports/draft/?template=year_end_handover&unit=zd&period=2023&day=2024-01-05"): 16,
}
"""The same for pages that others of the cast open: who records, who keeps the tree or the accounts, who writes."""
MOST = 30


@pytest.fixture
def pages(ledger: dict[str, int], door: Door) -> dict[str, Markup]:
    """One page of each sort, as the inspector sees it, with the ones that say no."""
    client = door("ducha")
    paths = [*QUERIES, "/login/", "/nowhere/", "/records/?period=some-day", "/records/?text=没有这样的记录"]
    found = {path: markup(client.get(path.format(**ledger), follow=True).content.decode()) for path in paths}
    return found | {"the door": markup(Client().get("/login/").content.decode())}


def test_every_page_is_well_formed(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        assert not page.crossed, path
        assert not page.open, path
        ids = Counter(tag.attributes["id"] for tag in page.tags if "id" in tag.attributes)
        assert not [name for name, times in ids.items() if times > 1], path


def test_every_page_says_its_language_title_and_heading(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        assert page.all("html")[0].attributes["lang"] == "zh-CN", path
        assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1, path
        assert any("闭环" in word and word.strip() != "· 闭环" for word in page.words), path


def test_every_table_head_has_its_scope(pages: dict[str, Markup]) -> None:
    heads = [tag for page in pages.values() for tag in page.all("th")]
    assert heads
    assert all(tag.attributes.get("scope") in {"col", "row", "rowgroup"} for tag in heads)


def test_every_field_has_its_label(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        labelled = {tag.attributes["for"] for tag in page.all("label")}
        for tag in page.all("input", "select", "textarea"):
            silent = tag.attributes.get("type") == "hidden"
            assert silent or "aria-label" in tag.attributes or tag.attributes.get("id") in labelled, path


def test_every_panel_is_labelled_by_something_that_is_there(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        ids = {tag.attributes["id"] for tag in page.tags if "id" in tag.attributes}
        for tag in page.tags:
            for word in ("aria-labelledby", "aria-describedby"):
                assert tag.attributes.get(word, next(iter(ids))) in ids, path


def test_nothing_is_written_inline(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        assert not page.all("style"), path
        assert all(tag.attributes.get("src", "").startswith("/static/") for tag in page.all("script")), path
        for tag in page.tags:
            assert not [name for name in tag.attributes if name == "style" or name.startswith("on")], path


def test_nothing_comes_from_outside(pages: dict[str, Markup]) -> None:
    for path, page in pages.items():
        for tag in page.tags:
            for name in ("href", "src", "action"):
                assert "//" not in tag.attributes.get(name, ""), path
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_the_browser_is_told_to_load_from_this_host_only(ledger: dict[str, int], door: Door) -> None:
    for path in ("/", "/login/", "/nowhere/", "/records/999/", "/?unit=xx"):
        policy = door("wenshu").get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_no_link_is_dead_and_no_look_writes(
    ledger: dict[str, int], door: Door, reading: Callable[[], AbstractContextManager[None]]
) -> None:
    for username in ("wenshu", "wairen"):
        client = door(username)
        with reading():
            found = walk(client, "/", most=150)
        assert len(found) > 20
        assert not {path: status for path, (status, _) in found.items() if status != 200}


@pytest.mark.parametrize("path", QUERIES)
def test_a_page_takes_few_queries(ledger: dict[str, int], door: Door, path: str) -> None:
    assert QUERIES[path] <= MOST
    queries = taken(door("ducha"), path.format(**ledger))
    assert len(queries) <= QUERIES[path], "\n".join(queries)


@pytest.mark.parametrize(("who", "path"), OTHERS)
def test_a_page_of_the_others_takes_few_queries(
    ledger: dict[str, int], door: Door, tree: dict[str, UnitPlace], operator: Actor, who: str, path: str
) -> None:
    for username, role in (("baomi", Role.SECURITY_ADMIN), ("zhubi", Role.AUTHOR)):
        open_account(operator, username, PASSWORD, "zd")
        give_role(operator, username, role, "zd")
    queries = taken(door(who), path)
    assert len(queries) <= OTHERS[who, path] <= MOST, "\n".join(queries)


def taken(client: Client, path: str) -> list[str]:
    """The beginnings of the queries that an answered page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"][:150] for query in queries]


def test_the_demo_is_marked_on_every_page(ledger: dict[str, int], door: Door, settings: Settings) -> None:
    assert "演示数据" not in door("ducha").get("/").content.decode()
    (settings.HOME / "demo.txt").write_text("", encoding="utf-8")
    for path in ("/", "/records/", "/duties/dczb/"):
        assert '<span class="tag tag--demo">演示数据</span>' in door("ducha").get(path).content.decode()
    assert "演示数据" in Client().get("/login/").content.decode()


def test_a_failure_is_told_without_its_inside(ledger: dict[str, int], door: Door, settings: Settings) -> None:
    client = door("ducha")
    client.raise_request_exception = False
    settings.HOME = None
    answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_templates_are_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES}
    assert median(lengths.values()) <= 30
    assert max(lengths.values()) <= 150


def test_the_stylesheet_holds_what_the_templates_use_and_no_more() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *WEB.rglob("*.py"), CHARTS])
    found = re.findall(r'class="([^"]*)"|"class": "([^"]*)"|block \w+_class %\}([^{]*)', written)
    used = {word for some in found for word in re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{\}", " ", " ".join(some)).split()}
    plain = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    styled = set(re.findall(r"\.([a-z][a-z0-9_-]*)", plain))
    # The shape of a cell or a seal and the depth of a part are put together in Python or in the template.
    made = re.compile(r"(cell|seal|depth)-")
    assert not {name for name in styled - used if not made.match(name)}
    assert not {name for name in used - styled if not made.match(name)}


def test_the_settings_name_no_other_host() -> None:
    assert settings.STATIC_URL.startswith("/")
