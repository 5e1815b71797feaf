"""日志: the audit administrator reads in Chinese who did what; the trail's check is one press away; nothing writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.accounts import give_role, open_account
from bihuan.oversight.moves import Step
from bihuan.trail.log import note
from bihuan.values.actor import Actor, Role
from bihuan.web.administration.trail_words import DEEDS, LABELS
from web.conftest import MODEL_BACKEND, PASSWORD, Door, stay
from web.crawl import markup

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bihuan"
PAGES = ["/trail/", "/trail/?check=1", "/trail/?deed=void", "/trail/1/", "/trail/export/"]


@pytest.fixture
def auditor(ledger: dict[str, int], operator: Actor) -> Client:
    """A browser in which the audit administrator of the whole detachment is signed in."""
    return audits("zd", operator)


def audits(unit: str, operator: Actor) -> Client:
    open_account(operator, f"shenji-{unit}", PASSWORD, unit)
    give_role(operator, f"shenji-{unit}", Role.AUDIT_ADMIN, unit)
    client = Client()
    client.force_login(get_user_model().objects.get(username=f"shenji-{unit}"), MODEL_BACKEND)
    stay(client)
    return client


def test_the_newest_deed_stands_first_in_chinese(auditor: Client, ledger: dict[str, int]) -> None:
    page = auditor.get("/trail/").content.decode()
    assert "作废记录" in page
    assert f"记录{ledger['voided']}：党委会（党组会），会议没有召开" in page
    assert page.index("作废记录</a>") < page.index("更正记录</a>") < page.index("批准免办</a>")
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", page.split("<tbody>")[1].split("</tbody>")[0])
    words = re.sub(r"<[^>]+>", "", "".join(cells))
    assert not re.findall(r"[a-z]+_[a-z]+", words), "a code stands where a word should"


def test_an_entry_says_what_changed(auditor: Client) -> None:
    href = auditor.get("/trail/?deed=supersede").content.decode().split('<th scope="row"><a href="')[1].split('"')[0]
    page = auditor.get(href).content.decode()
    assert "<dt>理由</dt><dd>到会人数数错了</dd>" in page
    assert "<dt>日期</dt><dd>2023年5月9日</dd>" in page
    assert "<dt>情况</dt><dd>已开展</dd>" in page
    assert f"<dt>事项</dt><dd>{catalogue().kind('party_committee_meeting').name}</dd>" in page


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("deed=waive", "批准免办</a>", "作废记录</a>"),
        ("who=李文书", "记一笔</a>", "作废记录</a>"),
        ("unit=xc", "西城党委会", "东城"),
        ("text=抗洪", "全员抗洪抢险", "支委会"),
        ("of=period&number=2023", "没有这样的日志", "记一笔</a>"),
        ("from=2023-07-01&to=2023-07-01", "东城党委会", "1月支委会"),
        ("from=1999-01-01&to=1999-12-31", "没有这样的日志", "党委会"),
    ],
)
def test_each_filter_narrows(auditor: Client, asked: str, there: str, not_there: str) -> None:
    page = auditor.get(f"/trail/?{asked}").content.decode().split("</form>")[-1]
    assert there in page
    assert not_there not in page


@pytest.mark.parametrize("asked", ["deed=unheard", "number=3", "before=x", "before=-1", "from=昨天"])
def test_what_cannot_be_read_is_told(auditor: Client, asked: str) -> None:
    assert auditor.get(f"/trail/?{asked}").status_code == 400


def test_pages_go_back_in_time_by_number(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.web.administration.trail.SIZE", 7)
    path, seen = "/trail/", []
    while path:
        page = auditor.get(path).content.decode()
        seen += [int(each) for each in re.findall(r'href="/trail/(\d+)/"', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following.group(1) if following else ""
    assert seen == list(range(max(seen), 0, -1))


def test_the_check_says_whole_or_names_the_entry(auditor: Client) -> None:
    assert "日志完整" not in auditor.get("/trail/").content.decode()
    assert "<b>日志完整</b>" in auditor.get("/trail/?check=1").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET detail = '{}' WHERE number = 5")
    page = auditor.get("/trail/?check=1").content.decode()
    assert "日志第 5 条" in page
    assert "被改动过" in page


def test_the_trail_as_a_workbook_is_in_words(auditor: Client) -> None:
    answer = auditor.get("/trail/export/?deed=void")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    head, row = sheet.iter_rows(values_only=True)
    assert head[1:6] == ("时间", "经办人", "账号", "操作", "对象")
    assert row[4] == "作废记录"
    assert "理由：会议没有召开" in str(row[7])


def test_a_formula_in_a_reason_is_written_as_words(auditor: Client, operator: Actor) -> None:
    note(operator, "void", "record:1", "dc", {"reason": '=HYPERLINK("http://x")'})
    sheet = openpyxl.load_workbook(BytesIO(auditor.get("/trail/export/?deed=void").content)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(("deed", "words"), [("record_act", "title"), ("void", "reason")])
def test_the_words_of_a_kind_kept_close_are_not_told(auditor: Client, operator: Actor, deed: str, words: str) -> None:
    number = note(operator, deed, "record:9", "dc", {"kind": "problem_lead", words: "反映王某"})
    for path in ("/trail/", f"/trail/{number}/", "/trail/?text=王某"):
        assert "王某" not in auditor.get(path).content.decode().split("</form>")[-1]
    sheet = openpyxl.load_workbook(BytesIO(auditor.get("/trail/export/").content)).active
    assert sheet is not None
    assert "王某" not in str(list(sheet.iter_rows(values_only=True)))
    assert "只有纪检员能看" in auditor.get(f"/trail/{number}/").content.decode()


def test_an_auditor_of_a_brigade_reads_no_other(ledger: dict[str, int], operator: Actor) -> None:
    client = audits("dc", operator)
    page = client.get("/trail/").content.decode()
    assert "东城党委会" in page
    assert "西城" not in page
    assert client.get("/trail/?unit=xc").status_code == 404
    assert client.get("/trail/1/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_trail_is_open_to_nobody_else_and_looking_writes_nothing(
    auditor: Client, door: Door, path: str, reading: Callable[[], AbstractContextManager[None]]
) -> None:
    for username in ("wenshu", "ducha", "xitong"):
        assert door(username).get(path).status_code == 403
    assert auditor.post(path).status_code == 405
    with reading(), CaptureQueriesContext(connection) as taken:
        answer = auditor.get(path)
    assert answer.status_code == 200
    assert len(taken) <= 16
    if "export" not in path:
        page = markup(answer.content.decode())
        assert not page.crossed
        assert not page.open


def noted() -> list[ast.Call]:
    """Every call in the source that notes something in the trail."""
    calls = [
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1
    ]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("note", "note_in_trail")]


def test_every_verb_that_is_noted_has_a_chinese_word() -> None:
    known = {verb for group in DEEDS.values() for verb in group}
    verbs = {str(verb.value) for call in noted() if isinstance(verb := call.args[1], ast.Constant)}
    wordless = sorted(verbs - known)
    assert len(verbs) > 20
    assert not wordless, f"give each of {wordless} its Chinese word in DEEDS of web/administration/trail_words.py"
    assert {f"task_{step}" for step in Step} <= known


def test_every_word_of_a_detail_is_called_by_its_chinese_name() -> None:
    details = [each for call in noted() for each in (*call.args, *(one.value for one in call.keywords))]
    keys = {
        str(key.value)
        for detail in details
        if isinstance(detail, ast.Dict)
        for key in detail.keys
        if isinstance(key, ast.Constant)
    }
    nameless = sorted(keys - LABELS.keys())
    assert len(keys) > 15
    assert not nameless, f"give each of {nameless} its Chinese name in LABELS of web/administration/trail_words.py"
