"""The door: who comes in, who does not, and what they are told."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from web.conftest import PASSWORD, Door

INSIDE = [
    "/",
    "/home/",
    "/today/",
    "/more/",
    "/me/",
    "/record/",
    "/record/theme_party_day/",
    "/records/1/correct/",
    "/records/1/void/",
    "/duties/",
    "/duties/dc/",
    "/records/",
    "/records/1/",
    "/records/1/evidence/0/",
    "/figures/party_committee_meeting.meetings/",
]


@pytest.mark.parametrize("path", INSIDE)
def test_nobody_looks_without_signing_in(cast: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")


def test_who_signs_in_comes_to_where_they_wanted(cast: None) -> None:
    answer = Client().post(
        "/login/?next=/records/", {"username": "wenshu", "password": PASSWORD, "next": "/records/"}
    )
    assert answer.headers["Location"] == "/records/"


def test_signing_in_leads_to_no_other_host(cast: None) -> None:
    elsewhere = "https://elsewhere.example/"
    answer = Client().post("/login/", {"username": "wenshu", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/today/"


@pytest.mark.parametrize(("username", "first"), [("wenshu", "/today/"), ("ducha", "/"), ("wairen", "/today/")])
def test_each_begins_at_their_own_work(cast: None, username: str, first: str) -> None:
    answer = Client().post("/login/", {"username": username, "password": PASSWORD})
    assert answer.headers["Location"] == first


def test_a_wrong_password_is_told_in_one_sentence(cast: None) -> None:
    answer = Client().post("/login/", {"username": "wenshu", "password": "wrong"})
    assert answer.status_code == 200
    assert "账号或密码不对，请重新填写。" in answer.content.decode()
    assert "wrong" not in answer.content.decode()


def test_a_closed_account_stays_outside(cast: None, door: Door) -> None:
    client = door("wenshu")
    get_user_model().objects.filter(username="wenshu").update(is_active=False)
    assert client.get("/").status_code == 302


def test_who_is_in_is_not_asked_again(door: Door) -> None:
    assert door("wenshu").get("/login/").headers["Location"] == "/today/"


def test_signing_out_takes_a_post(door: Door) -> None:
    client = door("wenshu")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_is_refused_in_chinese(cast: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "wenshu", "password": PASSWORD})
    assert answer.status_code == 403
    assert "这一页放得太久了" in answer.content.decode()


def test_pages_only_answer_to_looking(door: Door) -> None:
    assert door("wenshu").post("/").status_code == 405
