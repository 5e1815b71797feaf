"""两步验证 at the door and on one's own page: after the password a code; wrong codes shut the door; all without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from pytest_django import Settings

from bihuan.organisations.second_factor import new_key, require_second_of_role, set_second, state_of
from bihuan.values.actor import Actor, Role
from web.conftest import PASSWORD, Door
from web.crawl import markup

RIGHT = {"username": "wenshu", "password": PASSWORD}


def shown(key: str, at: datetime | None = None) -> str:
    """What the phone shows, now or at a moment."""
    phone = TOTP(bytes.fromhex(key))
    phone.time = (at or timezone.now()).timestamp()
    return f"{phone.token():06d}"


@pytest.fixture
def phone(cast: None) -> tuple[str, tuple[str, ...]]:
    """The clerk's phone, set up an hour ago, and the recovery codes."""
    key, before = new_key(), timezone.now() - timedelta(hours=1)
    codes = set_second(Actor("wenshu", before, (), "wenshu"), PASSWORD, key, shown(key, before))
    return key, codes


def knock(password: str = PASSWORD) -> Client:
    """A browser in which the password was sent."""
    client = Client()
    client.post("/login/?next=/records/", {"username": "wenshu", "password": password, "next": "/records/"})
    return client


def test_the_password_alone_opens_nothing(phone: tuple[str, tuple[str, ...]]) -> None:
    client = Client()
    assert client.post("/login/", RIGHT).headers["Location"] == "/login/code/"
    assert client.get("/today/").headers["Location"].startswith("/login/")
    page = client.get("/login/code/").content.decode()
    assert "还差一步" in page
    assert not markup(page).open


def test_the_code_opens_and_leads_on_to_where_one_wanted(phone: tuple[str, tuple[str, ...]]) -> None:
    client = knock()
    assert client.post("/login/code/", {"code": shown(phone[0])}).headers["Location"] == "/records/"
    assert client.get("/records/").status_code == 200
    again = knock()
    assert again.post("/login/code/", {"code": shown(phone[0])}).status_code == 400


def test_a_recovery_code_opens_once(phone: tuple[str, tuple[str, ...]]) -> None:
    assert knock().post("/login/code/", {"code": phone[1][0]}).status_code == 302
    answer = knock().post("/login/code/", {"code": phone[1][0]})
    assert answer.status_code == 400
    assert "已经用过" in answer.content.decode()


def test_five_wrong_codes_shut_the_door_as_wrong_passwords_do(phone: tuple[str, tuple[str, ...]]) -> None:
    for _ in range(3):
        Client().post("/login/", RIGHT | {"password": "wrong-Password-1"})
    client = knock()
    assert client.post("/login/code/", {"code": "nonsense"}).status_code == 400
    assert client.post("/login/code/", {"code": "nonsense"}).status_code == 429
    assert client.post("/login/code/", {"code": shown(phone[0])}).status_code == 429
    assert Client().post("/login/", RIGHT).status_code == 429


def test_the_right_password_alone_does_not_clear_the_count(phone: tuple[str, tuple[str, ...]]) -> None:
    for _ in range(4):
        assert knock().post("/login/code/", {"code": "nonsense"}).status_code == 400
    assert knock().post("/login/code/", {"code": "nonsense"}).status_code == 429


def test_the_code_has_to_follow_within_minutes(
    phone: tuple[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = knock()
    monkeypatch.setattr("bihuan.web.door.second.PATIENCE", -1)
    assert client.post("/login/code/", {"code": shown(phone[0])}).headers["Location"] == "/login/"
    assert Client().get("/login/code/").headers["Location"] == "/login/"


def test_it_is_set_up_on_ones_own_page(door: Door, reading: Callable[[], AbstractContextManager[None]]) -> None:
    client = door("wenshu")
    with reading():
        page = client.get("/me/second/").content.decode()
    assert '<path fill="#fff"' in page
    assert "http" not in page
    assert not markup(page).crossed
    assert not markup(page).open
    key = _key(page)
    signed = unescape(page.split('name="key" value="')[1].split('"')[0])
    wrong = client.post("/me/second/", {"key": signed, "code": "000000", "password": PASSWORD})
    assert wrong.status_code == 400
    done = client.post("/me/second/", {"key": signed, "code": shown(key), "password": PASSWORD})
    assert "只显示这一次" in done.content.decode()
    assert len(re.findall(r"<li><code>[a-z2-9-]{17}</code></li>", done.content.decode())) == 10
    assert state_of("wenshu").since is not None
    assert "还有10个恢复码" in client.get("/me/").content.decode()


def _key(page: str) -> str:
    from base64 import b32decode

    return b32decode(page.split('class="qr__key">')[1].split("<", maxsplit=1)[0].replace(" ", "")).hex()


def test_a_secret_that_the_page_did_not_show_is_not_taken(door: Door) -> None:
    mine, theirs = door("wenshu"), door("ducha")
    signed = unescape(theirs.get("/me/second/").content.decode().split('name="key" value="')[1].split('"')[0])
    for key in (signed, "made-up", ""):
        answer = mine.post("/me/second/", {"key": key, "code": "000000", "password": PASSWORD})
        assert answer.status_code == 400
        assert "请重新扫" in answer.content.decode()


def test_who_has_to_have_it_finds_nothing_else_open_until_it_is_set_up(cast: None, operator: Actor) -> None:
    require_second_of_role(operator, Role.RECORDER, "zd", required=True)
    client = Client()
    assert client.post("/login/", RIGHT).headers["Location"] == "/me/second/"
    for path in ("/", "/records/", "/me/", "/record/"):
        assert client.get(path).headers["Location"] == "/me/second/"
    page = client.get("/me/second/").content.decode()
    assert "先设好两步验证" in page
    signed = unescape(page.split('name="key" value="')[1].split('"')[0])
    client.post("/me/second/", {"key": signed, "code": shown(_key(page)), "password": PASSWORD})
    assert client.get("/records/").status_code == 200
    assert Client().post("/login/", {"username": "ducha", "password": PASSWORD}).headers["Location"] == "/"


def test_the_security_administrator_requires_and_resets_it(phone: None, door: Door, operator: Actor) -> None:
    from bihuan.organisations.accounts import give_role, open_account

    open_account(operator, "anquan", PASSWORD, "dc")
    give_role(operator, "anquan", Role.SECURITY_ADMIN, "dc")
    client = door("anquan")
    assert '<span class="tag">两步</span>' in client.get("/accounts/").content.decode()
    for deed in ("require", "reset_second", "excuse"):
        answer = client.post("/accounts/", {"deed": deed, "username": "wenshu"})
        assert answer.headers["Location"] == f"/accounts/?unit=dc&done={deed}"
    assert (state_of("wenshu").since, state_of("wenshu").required) == (None, False)
    client.post("/accounts/", {"deed": "require_role", "role": "recorder", "unit": "dc"})
    assert "现在要求的：记录员（东城消防救援大队）" in client.get("/accounts/").content.decode()
    assert client.post("/accounts/", {"deed": "require_role", "role": "recorder", "unit": "xc"}).status_code == 404


def test_an_old_password_is_pointed_out_politely_and_one_may_go_on(cast: None, settings: Settings) -> None:
    settings.PASSWORD_DAYS = 90
    client = Client()
    answer = client.post("/login/?next=/records/", RIGHT | {"next": "/records/"})
    assert answer.headers["Location"].startswith("/me/?old=")
    page = client.get(answer.headers["Location"]).content.decode()
    assert '<a href="/records/">先不换，继续</a>' in page
    assert client.get("/records/").status_code == 200
    elsewhere = client.get("/me/?old=91&next=https://elsewhere.example/").content.decode()
    assert "elsewhere" not in elsewhere
