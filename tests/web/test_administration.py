"""The pages of the three administrators: the tree, posts and people, accounts and roles, the packs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from bihuan.organisations.account_list import accounts_below
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace, holders, unit_for
from bihuan.values.actor import Actor, Role
from web.conftest import MODEL_BACKEND, PASSWORD, Door, stay
from web.crawl import markup

PAGES = {"/units/": Role.SYSTEM_ADMIN, "/people/": Role.SYSTEM_ADMIN, "/accounts/": Role.SECURITY_ADMIN}
NEW_UNIT = {"deed": "open", "name": "东城三站", "code": "dc3", "type": "station", "begins": "2023-05-01"}


@pytest.fixture
def keeper(cast: None, operator: Actor) -> dict[Role, Client]:
    """A browser for each administrator of the east brigade."""
    found: dict[Role, Client] = {}
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        open_account(operator, f"east-{role.value}", PASSWORD, "dc")
        give_role(operator, f"east-{role.value}", role, "dc")
        found[role] = Client()
        found[role].force_login(get_user_model().objects.get(username=f"east-{role.value}"), MODEL_BACKEND)
        stay(found[role])
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_open_to_its_own_administrator_alone(keeper: dict[Role, Client], door: Door, path: str) -> None:
    for role, client in keeper.items():
        assert client.get(path).status_code == (200 if role is PAGES[path] else 403), role
    for username in ("wenshu", "ducha"):
        assert door(username).get(path).status_code == 403
    own = keeper[PAGES[path]]
    for unit, status in (("dczb", 200), ("xc", 404), ("zd", 404)):
        assert own.get(f"{path}?unit={unit}").status_code == status


@pytest.mark.parametrize("path", [*PAGES, "/packs/", "/people/roster/", "/people/p8/", "/people/import/"])
def test_a_page_is_well_formed_and_cheap(keeper: dict[Role, Client], operator: Actor, path: str) -> None:
    enrol(operator, "dc", "p8", "赵五")
    client = keeper[PAGES.get(path, Role.SYSTEM_ADMIN)]
    with CaptureQueriesContext(connection) as taken:
        page = markup(client.get(path).content.decode())
    assert not page.crossed
    assert not page.open
    assert len(taken) <= 20
    labelled = {tag.attributes["for"] for tag in page.all("label")}
    for tag in page.all("input", "select", "textarea"):
        hidden = tag.attributes.get("type") == "hidden"
        assert hidden or "aria-label" in tag.attributes or tag.attributes.get("id") in labelled


def test_a_unit_is_opened_moved_and_closed(keeper: dict[Role, Client], operator: Actor) -> None:
    client = keeper[Role.SYSTEM_ADMIN]
    assert client.post("/units/", NEW_UNIT).headers["Location"] == "/units/?unit=dc&done=open"
    assert "单位已设立" in client.get("/units/?unit=dc&done=open").content.decode()
    assert "东城三站" in client.get("/units/").content.decode()
    moved = client.post("/units/?unit=dc3", {"deed": "move", "parent": "东城一站", "since": "2023-06-01"})
    assert moved.status_code == 302
    assert unit_for(operator, "dc3").parent == "dc1"
    closed = client.post("/units/?unit=dc3", {"deed": "close", "ends": "2023-12-31"})
    assert closed.status_code == 302
    assert "2023年12月31日撤销" in client.get("/units/?unit=dc3").content.decode()


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({**NEW_UNIT, "code": "dc1"}, 409, "dc1"),
        ({**NEW_UNIT, "name": ""}, 400, "请填写单位全称"),
        ({**NEW_UNIT, "type": "空"}, 400, "请选单位类型"),
        ({**NEW_UNIT, "begins": "昨天"}, 400, "请填写成立日期"),
        ({"deed": "close", "ends": "2023-12-31"}, 409, "请先移走或撤销下级单位"),
        ({"deed": "move", "parent": "xc", "since": "2023-06-01"}, 404, "没有找到单位"),
        ({"deed": "别的"}, 400, "不知道要办哪件事"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_same_page(
    keeper: dict[Role, Client], form: dict[str, str], status: int, words: str
) -> None:
    answer = keeper[Role.SYSTEM_ADMIN].post("/units/", form)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "没有办成" in answer.content.decode()


def test_a_person_is_enrolled_appointed_and_leaves(
    keeper: dict[Role, Client], operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    client = keeper[Role.SYSTEM_ADMIN]
    assert client.post("/people/", {"deed": "enrol", "code": "p9", "name": "赵五"}).status_code == 302
    post = {"person": "p9", "post": "大队长"}
    assert client.post("/people/", {"deed": "appoint", "since": "2023-01-01", **post}).status_code == 302
    assert client.post("/people/", {"deed": "end", "until": "2023-06-30", **post}).status_code == 302
    assert [each.name for each in holders(tree["dc"], "大队长")] == ["赵五"]
    page = client.get("/people/?unit=dc&post=大队长").content.decode()
    assert "代码p9，2023年1月1日至2023年6月30日" in page
    assert (
        client.post(
            "/people/", {"deed": "appoint", "since": "2023-01-01", "person": "p8", "post": "大队长"}
        ).status_code
        == 404
    )


def test_the_roster_finds_people_and_leads_to_their_posts(keeper: dict[Role, Client], operator: Actor) -> None:
    client = keeper[Role.SYSTEM_ADMIN]
    for code, name in (("p8", "赵五"), ("p9", "钱六")):
        client.post("/people/", {"deed": "enrol", "code": code, "name": name})
    client.post("/people/", {"deed": "appoint", "person": "p9", "post": "大队长", "since": "2023-01-01"})
    page = client.get("/people/roster/").content.decode()
    assert '<a href="/people/p9/?unit=dc">钱六</a>' in page
    assert "东城消防救援大队大队长" in page
    assert "共2人" in page
    assert "赵五" not in client.get("/people/roster/?text=钱").content.decode().split("</form>")[-1]
    assert "钱六" not in client.get("/people/roster/?serving=never").content.decode()
    person = client.get("/people/p9/?unit=dc").content.decode()
    assert "东城消防救援大队，2023年1月1日至今" in person
    assert client.get("/people/nobody/").status_code == 404
    assert client.get("/people/roster/?serving=sideways").status_code == 400


def test_people_are_enrolled_from_a_table_or_told_what_to_mend(keeper: dict[Role, Client]) -> None:
    client = keeper[Role.SYSTEM_ADMIN]

    def hand_in(text: str) -> HttpResponse:
        file = SimpleUploadedFile("人员.csv", text.encode())
        return client.post("/people/import/?unit=dc", {"file": file})  # type: ignore[return-value]

    bad = hand_in("人员代码,姓名,岗位,任职日期\np1,张三丰,站长,昨天\n")
    assert bad.status_code == 400
    assert "第2行" in bad.content.decode()
    good = hand_in("人员代码,姓名,岗位,任职日期\np1,张三丰,大队长,2023-01-01\n")
    assert "新登记1人，任职1个" in good.content.decode()
    assert "张三丰" in client.get("/people/roster/").content.decode()
    assert client.post("/people/import/?unit=dc").status_code == 400


def test_posts_that_owe_something_are_listed_first(keeper: dict[Role, Client]) -> None:
    page = keeper[Role.SYSTEM_ADMIN].get("/people/?unit=dczb").content.decode()
    assert "承担" in page or "没有承担责任的岗位" in page


def test_an_account_is_opened_with_its_role_and_loses_it(keeper: dict[Role, Client], operator: Actor) -> None:
    client = keeper[Role.SECURITY_ADMIN]
    form = {"deed": "open", "username": "xinren", "password": PASSWORD, "role": "recorder", "unit": "dc1"}
    assert client.post("/accounts/", form).status_code == 302
    assert Client().post("/login/", {"username": "xinren", "password": PASSWORD}).headers["Location"] == "/today/"
    assert "xinren" in client.get("/accounts/").content.decode()
    taken = client.post("/accounts/", {"deed": "withdraw", "username": "xinren", "role": "recorder", "unit": "dc1"})
    assert taken.status_code == 302
    assert "xinren" not in {line.username for line in accounts_below(operator, "dc").lines}


def test_an_account_is_shut_and_opened_again(keeper: dict[Role, Client], door: Door) -> None:
    client, clerk = keeper[Role.SECURITY_ADMIN], door("wenshu")
    assert clerk.get("/records/").status_code == 200
    assert client.post("/accounts/", {"deed": "shut", "username": "wenshu"}).status_code == 302
    assert clerk.get("/records/").headers["Location"].startswith("/login/")
    right = {"username": "wenshu", "password": PASSWORD}
    assert Client().post("/login/", right).status_code == 200
    assert '<span class="tag">停用</span>' in client.get("/accounts/").content.decode()
    assert client.post("/accounts/", {"deed": "reopen", "username": "wenshu"}).status_code == 302
    assert Client().post("/login/", right).status_code == 302
    for username, status in (("east-security_admin", 403), ("wairen", 404), ("nobody", 404)):
        assert client.post("/accounts/", {"deed": "shut", "username": username}).status_code == status


def test_accounts_are_found_by_name_or_unit_and_shown_a_page_at_a_time(
    keeper: dict[Role, Client], operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = keeper[Role.SECURITY_ADMIN]
    everybody = client.get("/accounts/").content.decode()
    assert "账号<b>4</b>个" in everybody
    assert "共4个" in everybody
    found = client.get("/accounts/?text=WEN").content.decode()
    assert "找到账号<b>1</b>个" in found
    assert '<th scope="row">wenshu</th>' in found
    assert "wairen" not in client.get("/accounts/?text=wairen").content.decode().split("</form>", 2)[-1]
    assert "没有这样的账号" in client.get("/accounts/?text=wairen").content.decode()
    monkeypatch.setattr("bihuan.web.administration.accounts.SIZE", 3)
    assert 'rel="next" href="/accounts/?unit=dc&amp;after=' in client.get("/accounts/").content.decode()
    last = client.get("/accounts/?unit=dc&after=east-system_admin").content.decode()
    assert '<th scope="row">wenshu</th>' in last
    assert '<th scope="row">east-system_admin</th>' not in last
    assert '<a class="btn" href="/accounts/?unit=dc">回第一页</a>' in last


def test_what_was_looked_for_stays_after_a_deed(keeper: dict[Role, Client]) -> None:
    answer = keeper[Role.SECURITY_ADMIN].post("/accounts/?text=wen", {"deed": "shut", "username": "wenshu"})
    assert answer.headers["Location"] == "/accounts/?unit=dc&text=wen&done=shut"


def test_nobody_gives_themselves_a_role_and_nobody_gives_beyond_their_part(keeper: dict[Role, Client]) -> None:
    client = keeper[Role.SECURITY_ADMIN]
    own = {"deed": "give", "username": "east-security_admin", "role": "recorder", "unit": "dc"}
    assert client.post("/accounts/", own).status_code == 403
    beyond = {"deed": "give", "username": "wenshu", "role": "viewer", "unit": "zd"}
    assert client.post("/accounts/", beyond).status_code == 404
    reset = {"deed": "reset", "username": "east-security_admin", "password": "Another-one-2"}
    assert client.post("/accounts/", reset).status_code == 403


def test_an_administrator_is_given_no_business(keeper: dict[Role, Client]) -> None:
    form = {"deed": "give", "username": "east-system_admin", "role": "recorder", "unit": "dc"}
    answer = keeper[Role.SECURITY_ADMIN].post("/accounts/", form)
    assert answer.status_code == 403
    assert "另开账号" in answer.content.decode()


def test_no_password_is_ever_shown_again(keeper: dict[Role, Client]) -> None:
    form = {"deed": "open", "username": "x", "password": "short", "role": "recorder", "unit": "dc"}
    answer = keeper[Role.SECURITY_ADMIN].post("/accounts/", form)
    assert answer.status_code == 400
    assert 'value="short"' not in answer.content.decode()


def test_the_packs_and_what_is_wrong_with_them(
    keeper: dict[Role, Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    client = keeper[Role.SYSTEM_ADMIN]
    assert "检查没有问题" in client.get("/packs/").content.decode()
    broken = tmp_path / "packs" / "own"
    broken.mkdir(parents=True)
    (broken / "pack.yaml").write_text("key: own\nname: 本单位\n", encoding="utf-8")
    monkeypatch.setattr("bihuan.web.administration.packs.home", lambda: tmp_path)
    page = client.get("/packs/").content.decode()
    assert "own/pack.yaml" in page
    assert "处问题" in page


def test_who_keeps_nothing_does_not_see_the_packs(door: Door) -> None:
    assert door("wenshu").get("/packs/").status_code == 403


def test_an_administrator_begins_at_their_own_page(keeper: dict[Role, Client]) -> None:
    for role, path in (
        (Role.SYSTEM_ADMIN, "/units/"),
        (Role.SECURITY_ADMIN, "/accounts/"),
        (Role.AUDIT_ADMIN, "/trail/"),
    ):
        assert keeper[role].get("/home/").headers["Location"] == path
