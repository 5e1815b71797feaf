"""A browser before a live server on a copy of the demo's ledger; no page may ask anything of another host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from acceptance.conftest import Ledger, demo_ledger, ledger_at
from machine import lacking

PASSWORD = "linjiang-2023"  # noqa: S105 - the demo's, told to everybody who opens it
WITH_CODE = "liangbu"
"""An account of these tests alone, which sets up a second factor."""
PHONE, DESK = 390, 1440
_HEIGHTS = {PHONE: 844, DESK: 900}
_PATIENCE = 60
_PATIENCE_WITH_A_PAGE = 30_000
"""Milliseconds: a page that takes longer is broken, not slow, however much else the machine does."""

__all__ = ["demo_ledger"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        lacking("Chromium", "no page can be opened in a browser")
    # A page may still be on its way when a test looks at it.
    expect.set_options(timeout=_PATIENCE_WITH_A_PAGE)
    with sync_playwright() as driver:
        # Without the variable the browser writes its own words, and days, in English.
        opened = driver.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8"},
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def own_ledger(demo_ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A copy of the demo's ledger that these tests may write to."""
    home = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(demo_ledger.home, home)
    url = demo_ledger.environment["BIHUAN_DATABASE_URL"]
    ledger = ledger_at(home, _copied(url) if url else "")
    opened = ["account", "open", WITH_CODE, "--unit", "linjiang", "--password", PASSWORD]
    ledger.ask_all([opened, ["account", "grant", WITH_CODE, "viewer", "--unit", "linjiang"]])
    return ledger


def _copied(url: str) -> str:
    """The URL of a copy of a PostgreSQL database."""
    parts = urlsplit(url)
    source, copy = parts.path.lstrip("/"), "bihuan_browser_test"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {copy} TEMPLATE {source}")
    return urlunsplit(parts._replace(path=f"/{copy}"))


@pytest.fixture(scope="session")
def host(own_ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where ``bihuan serve`` answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("serve") / "serve.log"
    command = [sys.executable, "-m", "bihuan.cli", "serve", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=own_ledger.environment, stdout=out, stderr=out)
        try:
            yield _once_it_answers(f"http://127.0.0.1:{port}", log)
        finally:
            server.terminate()
            server.wait(timeout=_PATIENCE)


def _once_it_answers(address: str, log: Path) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/login/", timeout=5):  # noqa: S310 - our own server
                return address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(log.read_text())


class Door:
    """Who has come in before comes in again without a password: a session lasts as long as the tests do.

    Attributes:
        browser: where contexts are opened.
        host: where the server answers.
    """

    def __init__(self, browser: Browser, host: str) -> None:
        self.browser = browser
        self.host = host
        self._known: dict[str, StorageState] = {}

    def open(self, who: str, password: str, **options: Any) -> BrowserContext:
        """A context of this person's own, signed in; nobody's where ``who`` is ""."""
        if who and who not in self._known:
            self._known[who] = self._signed_in(who, password)
        return self.browser.new_context(
            base_url=self.host,
            storage_state=self._known.get(who),
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            reduced_motion="reduce",  # a colour on its way to another is neither
            **options,
        )

    def _signed_in(self, who: str, password: str) -> StorageState:
        context = self.browser.new_context(base_url=self.host)
        page = context.new_page()
        page.goto("/login/")
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        state = context.storage_state()
        context.close()
        return state


@pytest.fixture(scope="session")
def door(browser: Browser, host: str) -> Door:
    """The door of the server, for all tests of the run."""
    return Door(browser, host)


Visit = Callable[..., Page]


@pytest.fixture
def visit(door: Door) -> Iterator[Visit]:
    """Come in as somebody, at a width, with or without scripts; every request is watched until the test is over."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    complaints: list[str] = []

    def watched(page: Page) -> None:
        page.on("request", lambda request: _note(request.url, door.host, outside))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)

    def come_in(who: str, width: int = DESK, *, at: str = "", scripts: bool = True, password: str = PASSWORD) -> Page:
        context = door.open(
            who,
            password,
            viewport={"width": width, "height": _HEIGHTS[width]},
            has_touch=width == PHONE,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_WITH_A_PAGE)
        page = context.new_page()
        watched(page)
        page.goto(at or ("/home/" if who else "/login/"))
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert not outside, "a page asked something of another host"
    assert not complaints


def _note(url: str, host: str, outside: list[str]) -> None:
    if not url.startswith((host, "data:", "blob:")):
        outside.append(url)
