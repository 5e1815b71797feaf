"""设置: a backup from the browser, what the ledger runs on, and how documents are headed."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.safekeeping import last_backup
from bihuan.reports.profiles import profile_of
from bihuan.trail.queries import TrailSearch, entries
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor, Role
from web.conftest import MODEL_BACKEND, PASSWORD, Door, stay
from web.crawl import markup

HEADS = {
    "deed": "profile",
    "red_head": "清河市消防救援支队文件",
    "document_number": "清消〔{年}〕{序}号",
    "addressee": "省消防救援总队",
    "copies_to": "市委办公室、市纪委监委",
}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of the test's own with a database file: the tests' own database may lie in memory."""
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    monkeypatch.delenv("BIHUAN_DATABASE_URL", raising=False)
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "photo").write_bytes(b"photo")
    with closing(sqlite3.connect(tmp_path / "bihuan.sqlite3")) as db:
        db.execute("CREATE TABLE kept (word TEXT)")
        db.commit()


@pytest.fixture
def brigade_keeper(cast: None, operator: Actor) -> Client:
    """The system administrator of the east brigade alone."""
    open_account(operator, "dcxitong", PASSWORD, "dc")
    give_role(operator, "dcxitong", Role.SYSTEM_ADMIN, "dc")
    client = Client()
    client.force_login(get_user_model().objects.get(username="dcxitong"), MODEL_BACKEND)
    stay(client)
    return client


def streamed(client: Client) -> bytes:
    answer = client.post("/settings/backup/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_backup_is_taken_in_the_browser_and_the_page_says_when(door: Door) -> None:
    client = door("xitong")
    assert "没有备份过" in client.get("/settings/").content.decode()
    content = streamed(client)
    with tarfile.open(fileobj=BytesIO(content)) as tar:
        assert tar.getnames() == ["bihuan.sqlite3", "evidence/photo"]
    last = last_backup()
    assert last is not None
    assert (last.actor, last.size) == ("xitong", len(content))
    assert "由xitong取走" in client.get("/settings/").content.decode()


def test_what_left_the_house_is_in_the_trail_from_the_first_piece(door: Door) -> None:
    begun = door("xitong").post("/settings/backup/")
    assert begun.status_code == 200
    assert [line.verb for line in entries(TrailSearch(), None, size=1).lines] == ["begin_backup"]
    assert last_backup() is None
    assert list(verify_trail()) == []


def test_a_backup_that_cannot_be_made_is_told_on_a_page(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.trail.archive._SPARE", 2**62)
    answer = door("xitong").post("/settings/backup/")
    assert answer.status_code == 409
    assert "磁盘空间不够" in answer.content.decode()
    assert last_backup() is None


def test_only_who_keeps_the_whole_tree_takes_a_backup(brigade_keeper: Client, door: Door) -> None:
    answer = brigade_keeper.post("/settings/backup/")
    assert answer.status_code == 403
    assert "全部单位的账" in answer.content.decode()
    assert "取一份备份</button>" not in brigade_keeper.get("/settings/").content.decode()
    for username in ("wenshu", "ducha"):
        assert door(username).post("/settings/backup/").status_code == 403
        assert door(username).get("/settings/").status_code == 403
    assert door("xitong").get("/settings/backup/").headers["Location"] == "/settings/"


def test_the_page_says_what_the_ledger_runs_on(door: Door) -> None:
    client = door("xitong")
    with CaptureQueriesContext(connection) as taken:
        page = client.get("/settings/").content.decode()
    assert len(taken) <= 14
    for words in ("SQLite，8.0", "磁盘剩余", "检查没有问题", "2023年", "bihuan restore"):
        assert words in page, words
    assert not markup(page).crossed
    assert not markup(page).open


def test_how_documents_are_headed_is_set_with_trail(door: Door, tmp_path: Path) -> None:
    client = door("xitong")
    assert client.post("/settings/", HEADS).headers["Location"] == "/settings/?unit=zd&done=profile"
    made = profile_of("zd")
    assert (made.red_head, made.copies_to) == ("清河市消防救援支队文件", ("市委办公室", "市纪委监委"))
    (line,) = entries(TrailSearch(), None, size=1).lines
    assert (line.verb, line.detail["addressee"]) == ("set_profile", "省消防救援总队")
    page = client.get("/settings/?unit=zd&done=profile").content.decode()
    assert 'value="市委办公室、市纪委监委"' in page
    client.post("/settings/?unit=dc", {"deed": "profile", "red_head": "东城大队文件"})
    assert (profile_of("zd"), profile_of("dc").red_head) == (made, "东城大队文件")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("document_number", "清消〔2023〕1号", "文号里要有"),
        ("red_head", "很" * 41, "太长"),
    ],
)
def test_a_heading_that_cannot_be_is_told_and_what_was_typed_stays(
    door: Door, name: str, value: str, words: str
) -> None:
    answer = door("xitong").post("/settings/", {**HEADS, name: value})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert value in page
    assert profile_of("zd").red_head == ""


def test_a_brigade_heads_no_documents_of_another(brigade_keeper: Client) -> None:
    assert brigade_keeper.post("/settings/?unit=xc", HEADS).status_code == 404
    assert brigade_keeper.post("/settings/?unit=zd", HEADS).status_code == 404
    assert brigade_keeper.post("/settings/?unit=dc1", HEADS).status_code == 302
