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

from web.conftest import Door
from web.crawl import Markup, markup, walk

WEB = Path(__file__).resolve().parents[2] / "src" / "bihuan" / "web"
TEMPLATES = sorted(WEB.rglob("*.html"))
CHARTS = WEB.parent / "reports" / "charts_svg.py"
SHEET = (WEB / "static" / "web" / "bihuan.css").read_text(encoding="utf-8")

# The most queries that each page may take. A page that needs more has to say why here.
QUERIES = {
    "/": 24,
    "/?unit=zd&year=2023&row=dc&month=3": 24,
    "/duties/dczb/": 17,
    "/duties/dczb/?year=2023&duty=branch_committee_meeting&window=2023-02-01": 23,
    "/figures/branch_committee_meeting.meetings/?unit=zd&period=2023": 21,
    "/figures/party_committee_meeting.attendance_rate/?unit=zd&period=2023": 11,
    "/records/": 10,
    "/records/{meeting 1}/": 19,
    "/records/{right}/": 19,
    "/today/": 30,
    "/today/?unit=dc&on=2023-06-26": 30,
    "/jobs/": 8,
    "/more/": 6,
    "/me/": 7,
}


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
    client = door("ducha")
    with CaptureQueriesContext(
        connection,
    ) as taken:
        assert client.get(path.format(**ledger)).status_code == 200
    assert len(taken) <= QUERIES[path] <= 30, "\n".join(query["sql"][:150] for query in taken)


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
