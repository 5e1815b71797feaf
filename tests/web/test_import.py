"""导入: a table is handed in; all of it is entered and shown, or every bad cell is named and nothing is."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.jobs.worker import the_only_worker, work_on
from bihuan.organisations.accounts import withdraw_role
from bihuan.records.models import Record
from bihuan.records.templates import DATA
from bihuan.values.actor import Actor, Role
from bihuan.web.jobs.background import now
from bihuan.web.records import importing
from web.conftest import Door
from web.crawl import markup

KIND = "party_committee_meeting"
HEAD = ("召开日期", "召开机构", "标题", "应到人数", "实到人数")
GOOD = (("2023-05-09", "东城消防救援大队", "一", 9, 8), ("2023-06-09", "东城一站", "二", 9, 7))


def workbook(*rows: Sequence[str | int]) -> bytes:
    """A table with these rows under the heads."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEAD, *rows)):
            sheet.write_row(number, 0, row)
    return out.getvalue()


class Landed(NamedTuple):
    """Where a table that was handed in led to."""

    status: int
    path: str
    text: str


def hand_in(client: Client, content: bytes, unit: str = "dc", name: str = "党委会.xlsx", kind: str = KIND) -> Landed:
    """Hand in a table and go where it leads."""
    form = {"unit": unit, "file": SimpleUploadedFile(name, content)}
    return landed(client, client.post(f"/import/{kind}/", form))


def landed(client: Client, answer: Any) -> Landed:
    """The page that an answer leads to, or is."""
    path = answer.headers.get("Location", "")
    shown = client.get(path) if path else answer
    return Landed(shown.status_code, path, shown.content.decode())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is large."""
    monkeypatch.setattr(importing, "AT_ONCE", {".xlsx": 0, ".csv": 0})


def test_a_small_table_is_entered_at_once_and_the_page_says_what_it_did(ledger: dict[str, int], door: Door) -> None:
    before = Record.objects.count()
    text = hand_in(door("wenshu"), workbook(*GOOD)).text
    assert Record.objects.count() == before + 2
    assert "记入2条，2023-05-09至2023-06-09，2个单位" in text
    assert "东城一站" in text
    assert "+15" in text.replace("＋", "+")
    assert "/records/?kind=party_committee_meeting" in text
    assert 'hx-trigger="every' not in text


def test_every_bad_cell_is_named_at_once_and_nothing_is_entered(ledger: dict[str, int], door: Door) -> None:
    before = Record.objects.count()
    rows = (("2023-13-01", "dc", "一", 9, 8), GOOD[0], ("2023-05-02", "没有的单位", "三", "很多", 8))
    text = hand_in(door("wenshu"), workbook(*rows)).text
    assert Record.objects.count() == before
    for place in ("第 2 行 A 列", "第 4 行 B 列", "第 4 行 D 列"):
        assert place in text
    assert "一行也没有导入" in text
    assert "改好再交" in text


def test_the_empty_workbook_filled_in_is_what_the_page_takes(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    answer = client.get(f"/import/{KIND}/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book[DATA]
    assert isinstance(page, Worksheet)
    heads = [cell.value for cell in page[1]]
    for head, value in (("召开日期", "2023-05-10"), ("应到人数（人）", "9"), ("实到人数（人）", "8")):
        page.cell(2, heads.index(head) + 1, value)
    out = io.BytesIO()
    book.save(out)
    assert "记入1条" in hand_in(client, out.getvalue()).text


def test_the_same_table_again_has_to_be_insisted_on(ledger: dict[str, int], door: Door) -> None:
    client, before, table = door("wenshu"), Record.objects.count(), workbook(*GOOD)
    hand_in(client, table)
    answer = hand_in(client, table)
    text = answer.text
    assert "导入过（2 条）" in text
    assert "再导入一次" in text
    assert Record.objects.count() == before + 2
    again = landed(client, client.post(f"{answer.path}again/")).text
    assert "记入2条" in again
    assert "2行像是记过的" in again
    assert Record.objects.count() == before + 4


def test_what_is_no_table_is_refused_with_a_sentence(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    assert "不是 xlsx 或 csv" in hand_in(client, b"x", name="党委会.txt").text
    assert "不是完整的 xlsx" in hand_in(client, b"not a zip").text
    empty = client.post(f"/import/{KIND}/", {"unit": "dc"})
    assert empty.status_code == 400
    assert "请选择一个文件" in empty.content.decode()
    huge = SimpleUploadedFile("大.xlsx", b"x" * (importing.LARGEST + 1))
    assert "超过40 MB" in client.post(f"/import/{KIND}/", {"unit": "dc", "file": huge}).content.decode()


def test_nobody_imports_for_a_unit_that_is_not_theirs(ledger: dict[str, int], door: Door) -> None:
    assert hand_in(door("wenshu"), workbook(*GOOD), unit="xc").status == 404
    assert hand_in(door("ducha"), workbook(*GOOD)).status == 403
    assert door("xitong").get("/import/").status_code == 403
    assert door("ducha").get(f"/import/{KIND}/template.xlsx").status_code == 403


def test_a_large_table_waits_for_the_worker_and_the_page_says_that_none_is_there(
    ledger: dict[str, int], door: Door, slow: None
) -> None:
    client, before = door("wenshu"), Record.objects.count()
    answer = hand_in(client, workbook(*GOOD))
    path = answer.path
    text = answer.text
    assert "在排队" in text
    assert "后台没有开" in text
    assert 'hx-trigger="every' not in text
    assert Record.objects.count() == before
    with the_only_worker():
        assert 'hx-trigger="every 2s"' in client.get(path).content.decode()
    assert work_all() == 1
    assert Record.objects.count() == before + 2
    assert "1件有结果" in client.get("/me/").content.decode()
    assert "记入2条" in client.get(path).content.decode()
    assert "1件有结果" not in client.get("/me/").content.decode()


def test_a_job_is_there_after_leaving_and_coming_back_and_only_for_its_owner(
    ledger: dict[str, int], door: Door, slow: None
) -> None:
    client = door("wenshu")
    path = hand_in(client, workbook(*GOOD)).path
    client.post("/logout/")
    again = door("wenshu")
    assert path in again.get("/jobs/").content.decode()
    assert again.get(path).status_code == 200
    for other in ("ducha", "wairen", "xitong"):
        assert door(other).get(path).status_code == 404
        assert door(other).post(f"{path}again/").status_code == 404
        assert path not in door(other).get("/jobs/").content.decode()
    assert door("").get(path).status_code == 302


def test_a_role_withdrawn_after_the_asking_counts(
    ledger: dict[str, int], door: Door, slow: None, operator: Actor
) -> None:
    client, before = door("wenshu"), Record.objects.count()
    path = hand_in(client, workbook(*GOOD)).path
    withdraw_role(operator, "wenshu", Role.RECORDER, "dc")
    assert work_all() == 1
    assert Record.objects.count() == before
    text = client.get(path).content.decode()
    assert "没办成" in text
    assert "没有找到单位" in text


def test_the_form_and_the_ledger_lead_to_the_import_of_their_kind(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    assert f"/import/?kind={KIND}" in client.get(f"/record/{KIND}/").content.decode()
    ledger_page = client.get(f"/records/?kind={KIND}&unit=dc").content.decode()
    assert f"/import/?kind={KIND}&amp;unit=dc" in ledger_page
    assert client.get(f"/import/?kind={KIND}&unit=dc").headers["Location"] == f"/import/{KIND}/?unit=dc"
    assert "/import/" not in door("ducha").get("/records/").content.decode()


def test_the_pages_of_an_import_are_well_formed_and_take_few_queries(
    ledger: dict[str, int], door: Door, reading: Callable[[], AbstractContextManager[None]]
) -> None:
    client = door("wenshu")
    one = hand_in(client, workbook(*GOOD[:1])).path
    several = hand_in(client, workbook(*GOOD)).path
    bad = hand_in(client, workbook(("很久以前", "dc", "一", 9, 8))).path
    most = {"/import/": 6, f"/import/{KIND}/": 10, one: 22, several: 10, bad: 8, "/jobs/": 8}
    for path, queries in most.items():
        with CaptureQueriesContext(connection) as taken, reading():
            answer = client.get(path)
        found = markup(answer.content.decode())
        assert (answer.status_code, found.crossed, found.open) == (200, [], []), path
        assert len(found.all("h1")) == 1
        assert len(taken) <= queries, (path, len(taken), [query["sql"][:90] for query in taken])


def work_all() -> int:
    """Let the worker do what waits."""
    return work_on(now, Event(), until_empty=True)
