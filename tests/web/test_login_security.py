"""The door against guessing, the unattended screen, and passwords by the habits of graded protection."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from bihuan.organisations.account_list import accounts_below
from bihuan.organisations.accounts import (
    change_password,
    give_role,
    open_account,
    reset_password,
    roles_of,
)
from bihuan.organisations.errors import MayNot, UnknownPerson, UnknownUnit, WeakPassword
from bihuan.organisations.models import Account, SecondFactor
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor, Role
from conftest import acting
from web.conftest import PASSWORD, Door
from web.idling import at_moment

WRONG = {"username": "wenshu", "password": "wrong-Password-1"}
RIGHT = {"username": "wenshu", "password": PASSWORD}


def test_five_wrong_passwords_shut_the_door_even_for_the_right_one(cast: None) -> None:
    for _ in range(4):
        assert Client().post("/login/", WRONG).status_code == 200
    assert Client().post("/login/", WRONG).status_code == 429
    answer = Client().post("/login/", RIGHT)
    assert answer.status_code == 429
    assert "请过30分钟再登录" in answer.content.decode()


def test_one_locked_account_locks_no_other(cast: None) -> None:
    for _ in range(5):
        Client().post("/login/", WRONG)
    assert Client().post("/login/", {"username": "ducha", "password": PASSWORD}).status_code == 302


def test_the_right_password_clears_the_count(cast: None) -> None:
    for _ in range(2):
        for _ in range(4):
            Client().post("/login/", WRONG)
        assert Client().post("/login/", RIGHT).status_code == 302


GUESSES = (
    ("/me/", {"old": "wrong-Password-1", "new": "qinghe-2026-xinde", "again": "qinghe-2026-xinde"}),
    ("/me/second/", {"deed": "drop", "code": "000000"}),
)


@pytest.mark.parametrize(("path", "guess"), GUESSES, ids=["password", "code"])
def test_at_a_screen_that_was_left_open_nobody_guesses_more_often_than_at_the_door(
    cast: None, path: str, guess: dict[str, str]
) -> None:
    screen = Client()
    screen.post("/login/", RIGHT)
    if "code" in guess:
        SecondFactor.objects.create(
            account=Account.objects.get(username="wenshu"), key="00" * 20, since=timezone.now(), last_step=0
        )
    tries = [screen.post(path, guess).status_code for _ in range(5)]
    assert all(status in (400, 403) for status in tries[:4])
    assert tries[4] == 429
    assert screen.get("/today/").headers["Location"].startswith("/login/")
    assert Client().post("/login/", RIGHT).status_code == 429


def test_the_door_opens_again_after_half_an_hour(cast: None, settings: Settings) -> None:
    for _ in range(5):
        Client().post("/login/", WRONG)
    settings.AXES_COOLOFF_TIME = timedelta(0)
    assert Client().post("/login/", RIGHT).status_code == 302


def test_half_an_hour_without_a_request_ends_the_session(cast: None) -> None:
    client = Client()
    client.post("/login/", RIGHT)
    assert client.get("/today/").status_code == 200
    at_moment(client, timezone.now() - timedelta(minutes=29))
    assert client.get("/today/").status_code == 200
    at_moment(client, timezone.now() - timedelta(minutes=31))
    answer = client.get("/today/")
    assert answer.headers["Location"] == "/login/?idle=1&next=/today/"
    assert client.get("/today/").headers["Location"] == "/login/?next=/today/"


def test_a_session_without_its_mark_is_over(cast: None) -> None:
    client = Client()
    client.post("/login/", RIGHT)
    del client.cookies["bihuan_seen"]
    assert client.get("/today/").headers["Location"].startswith("/login/?idle=1")


def test_the_mark_of_one_session_keeps_no_other_alive(cast: None) -> None:
    first, second = Client(), Client()
    first.post("/login/", RIGHT)
    second.post("/login/", {"username": "ducha", "password": PASSWORD})
    second.cookies["bihuan_seen"] = first.cookies["bihuan_seen"].value
    assert second.get("/").headers["Location"].startswith("/login/?idle=1")


@pytest.mark.parametrize(
    "weak", ["Short-1", "onlysmallletters", "20230601202306", "small-letters-only", "wenshu-2023-Xy"]
)
def test_a_weak_password_is_refused(cast: None, tree: dict[str, UnitPlace], weak: str) -> None:
    clerk = acting("wenshu", tree["dc"].path, Role.RECORDER)
    with pytest.raises(WeakPassword):
        change_password(clerk, PASSWORD, weak)


def test_a_new_password_is_not_the_old_one_and_needs_it(cast: None, tree: dict[str, UnitPlace]) -> None:
    clerk = acting("wenshu", tree["dc"].path, Role.RECORDER)
    with pytest.raises(WeakPassword, match="与原密码相同"):
        change_password(clerk, PASSWORD, PASSWORD)
    with pytest.raises(MayNot, match="原密码不对"):
        change_password(clerk, "guessed-It-1", "Another-one-2")


def test_changing_the_password_ends_the_other_sessions_of_the_account(door: Door) -> None:
    here, elsewhere = door("wenshu"), door("wenshu")
    told = {"old": PASSWORD, "new": "Another-one-2", "again": "Another-one-2"}
    assert here.post("/me/", told).headers["Location"] == "/me/?changed=1"
    assert "密码已改" in here.get("/me/?changed=1").content.decode()
    assert elsewhere.get("/me/").status_code == 302


def test_a_password_written_in_two_ways_is_not_taken(door: Door) -> None:
    client = door("wenshu")
    answer = client.post("/me/", {"old": PASSWORD, "new": "Another-one-2", "again": "Another-one-3"})
    assert answer.status_code == 400
    assert "两次写的新密码不一样" in answer.content.decode()
    assert Client().post("/login/", RIGHT).status_code == 302


def test_ones_own_page_says_what_one_may_do(door: Door) -> None:
    page = door("wenshu").get("/me/").content.decode()
    assert "<dt>记录员</dt><dd>东城消防救援大队及所属</dd>" in page


def test_an_administrator_holds_no_other_role(cast: None, operator: Actor) -> None:
    for role in (Role.RECORDER, Role.SECURITY_ADMIN):
        with pytest.raises(MayNot, match="另开账号"):
            give_role(operator, "xitong", role, "zd")
    with pytest.raises(MayNot):
        give_role(operator, "wenshu", Role.SYSTEM_ADMIN, "dc")
    give_role(operator, "wenshu", Role.VIEWER, "dc")


def test_the_security_administrator_sees_the_accounts_below_and_no_others(
    cast: None, tree: dict[str, UnitPlace], outsider: Actor
) -> None:
    keeper = acting("安全员", tree["dc"].path, Role.SECURITY_ADMIN)
    assert [line.username for line in accounts_below(keeper, "dc").lines] == ["wenshu"]
    with pytest.raises(UnknownUnit):
        accounts_below(keeper, "xc")
    with pytest.raises(MayNot):
        accounts_below(outsider, "xc")


def test_nobody_takes_over_an_account_that_holds_more_than_they_keep(
    cast: None, tree: dict[str, UnitPlace], operator: Actor
) -> None:
    keeper = acting("安全员", tree["dc"].path, Role.SECURITY_ADMIN)
    open_account(operator, "dangwei", PASSWORD, "zd")
    give_role(operator, "dangwei", Role.APPROVER, "zd")
    give_role(operator, "dangwei", Role.VIEWER, "dc")
    with pytest.raises(MayNot, match="范围之外"):
        reset_password(keeper, "dangwei", "Another-one-2", "dc")
    with pytest.raises(UnknownPerson):
        reset_password(keeper, "wairen", "Another-one-2", "dc")
    reset_password(keeper, "wenshu", "Another-one-2", "dc")
    assert Client().post("/login/", {"username": "wenshu", "password": "Another-one-2"}).status_code == 302


def test_the_operator_at_the_machine_is_trusted_with_all(operator: Actor) -> None:
    assert (Role.RECORDER, "") in roles_of(operator)
