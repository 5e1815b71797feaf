"""办件: exports, checks and PDFs that take long are done in the background, for their owner alone."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from datetime import date
from threading import Event

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from bihuan.jobs.asking import MOST_OPEN
from bihuan.jobs.pruning import FILES_KEPT, prune
from bihuan.jobs.worker import the_only_worker, work_on
from bihuan.organisations.accounts import give_role, withdraw_role
from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.reports import exporting
from bihuan.values.actor import Actor, Role
from bihuan.web.check import memory as check_memory
from bihuan.web.check import page as check
from bihuan.web.check.checked import Checked
from bihuan.web.check.uploads import Upload
from bihuan.web.jobs.background import now
from bihuan.web.records import page as records
from web.conftest import Door

TEXT = "上半年，支委会召开5次，主题党日开展12次。\n" * 3


def work_all() -> int:
    """Let the worker do what waits."""
    return work_on(now, Event(), until_empty=True)


def asked(client: Client, path: str, form: Mapping[str, object]) -> str:
    """Ask for something; the path of the job that it led to."""
    answer = client.post(path, form)
    assert answer.status_code == 302, answer.content.decode()[:200]
    found: str = answer.headers["Location"]
    assert found.startswith("/jobs/")
    return found


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is more than a little takes long."""
    monkeypatch.setattr(records, "AT_ONCE", 2)
    monkeypatch.setattr(check, "AT_ONCE", 20)


def test_a_long_export_says_so_first_and_is_fetched_when_it_is_done(
    ledger: dict[str, int], door: Door, few: None
) -> None:
    client = door("wenshu")
    first = page(client, "/records/export/?period=2023")
    assert "超过2条" in first
    assert "后台没有开" in first
    path = asked(client, "/records/export/", {"period": "2023", "unit": "dc"})
    assert work_all() == 1
    text = page(client, path)
    assert "条记录" in text
    answer = client.get(f"{path}file/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "支委会" in " ".join(book.sheetnames)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert door("ducha").get(f"{path}file/").status_code == 404


def test_what_was_exported_holds_only_what_the_owner_may_see_when_it_is_done(
    ledger: dict[str, int], door: Door, few: None, operator: Actor
) -> None:
    client = door("ducha")
    path = asked(client, "/records/export/", {"text": "党委会"})
    withdraw_role(operator, "ducha", Role.INSPECTOR, "zd")
    give_role(operator, "ducha", Role.VIEWER, "xc")
    assert work_all() == 1
    answer = client.get(f"{path}file/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    words = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "西城党委会" in words
    assert "东城党委会" not in words
    withdraw_role(operator, "ducha", Role.VIEWER, "xc")
    assert client.get(f"{path}file/").status_code == 403


def test_a_search_that_cannot_be_read_is_refused_before_anything_waits(
    ledger: dict[str, int], door: Door, few: None
) -> None:
    client = door("wenshu")
    assert client.post("/records/export/", {"period": "some-day"}).status_code == 400
    assert client.post("/records/export/", {"unit": "xc"}).status_code == 404
    assert "还没有办件" in page(client, "/jobs/")


def test_a_long_document_is_checked_in_the_background_and_opens_from_its_job(
    ledger: dict[str, int], door: Door, few: None
) -> None:
    client = door("wenshu")
    file = SimpleUploadedFile("总结.txt", TEXT.encode())
    path = asked(client, "/check/", {"file": file, "unit": "dc", "period": "2023-H1"})
    assert "总结.txt" not in page(client, "/check/")
    assert work_all() == 1
    text = page(client, path)
    assert "核了6处数字" in text
    assert "总结核验单.xlsx" in text
    (link,) = re.findall(r'"(/check/[\w-]{20,}/)"', text)
    assert "总结.txt" in page(client, link)


def test_a_document_that_needs_libreoffice_is_always_read_in_the_background(
    ledger: dict[str, int], door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = door("wenshu")
    file = SimpleUploadedFile("总结.doc", b"\xd0\xcf\x11\xe0 no word file")
    path = asked(client, "/check/", {"file": file, "unit": "dc", "period": "2023-H1"})
    monkeypatch.setenv("PATH", "")
    assert work_all() == 1
    text = page(client, path)
    assert "没办成" in text
    assert "LibreOffice" in text
    assert "再办一次" in text


def test_the_check_of_a_long_text_is_kept_until_anything_is_entered(
    ledger: dict[str, int], door: Door, monkeypatch: pytest.MonkeyPatch, operator: Actor
) -> None:
    monkeypatch.setattr(check_memory, "LONG", 10)
    done: list[str] = []
    really = check_memory._checked

    def counted(actor: Actor, upload: Upload) -> Checked:
        done.append(actor.account)
        return really(actor, upload)

    monkeypatch.setattr(check_memory, "_checked", counted)
    client = door("wenshu")
    file = SimpleUploadedFile("总结.txt", TEXT.encode())
    path = client.post("/check/", {"file": file, "unit": "dc", "period": "2023-H1"}).headers["Location"]
    first = page(client, path)
    assert page(client, path) == first or len(done) == 1
    assert len(done) == 1
    fields = {"members_due": 5, "members_present": 5}
    record_act(operator, Act("branch_committee_meeting", "dczb", date(2023, 6, 20), "补的", fields=fields))
    page(client, path)
    assert len(done) == 2


def test_a_draft_becomes_a_pdf_in_the_background(
    ledger: dict[str, int], door: Door, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_role(operator, "ducha", Role.AUTHOR, "zd")
    client = door("ducha")
    form = {"template": "yearly_plan", "unit": "zd", "period": "2024", "day": "2024-01-08"}
    path = asked(client, "/reports/draft/pdf/", form)
    monkeypatch.setitem(exporting._WRITERS, ".pdf", lambda document: b"%PDF-" + document.title.encode())
    assert work_all() == 1
    assert ".pdf" in page(client, path)
    assert b"".join(client.get(f"{path}file/").streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert door("wairen").post("/reports/draft/pdf/", form).status_code == 404
    assert door("wenshu").post("/reports/draft/pdf/", form).status_code == 404
    kept = client.post("/reports/drafts/new/", form).headers["Location"].split("/")[3]
    other = asked(client, "/reports/draft/pdf/", {"draft": kept, "version": 1})
    assert work_all() == 1
    assert ".pdf" in page(client, other)
    assert client.post("/reports/draft/pdf/", {"draft": "x", "version": 1}).status_code == 400


def test_an_account_that_was_closed_meanwhile_has_nothing_done(
    ledger: dict[str, int], door: Door, few: None, django_user_model: type
) -> None:
    client = door("wenshu")
    path = asked(client, "/records/export/", {"period": "2023"})
    django_user_model.objects.filter(username="wenshu").update(is_active=False)  # type: ignore[attr-defined]
    assert work_all() == 1
    django_user_model.objects.filter(username="wenshu").update(is_active=True)  # type: ignore[attr-defined]
    assert "没有可用的账号" in page(client, path)


def test_a_file_that_was_cleared_away_can_be_made_again(ledger: dict[str, int], door: Door, few: None) -> None:
    client = door("wenshu")
    path = asked(client, "/records/export/", {"period": "2023"})
    assert work_all() == 1
    prune(timezone.now() + FILES_KEPT * 2)
    assert "已经清理" in page(client, path)
    assert client.get(f"{path}file/").status_code == 404


def test_a_disk_that_takes_nothing_more_is_said_on_the_page(
    ledger: dict[str, int], door: Door, few: None, settings: Settings
) -> None:
    client = door("wenshu")
    path = asked(client, "/records/export/", {"period": "2023"})
    folder = settings.HOME / "jobs" / path.split("/")[2]
    shutil.rmtree(folder)
    # Nobody writes there, whatever they may do elsewhere.
    folder.symlink_to("/proc/self")
    assert work_all() == 1
    text = page(client, path)
    assert "没办成" in text
    assert "腾出磁盘空间" in text


def test_an_import_whose_file_is_gone_says_so(
    ledger: dict[str, int], door: Door, few: None, settings: Settings
) -> None:
    client = door("wenshu")
    file = SimpleUploadedFile("总结.txt", TEXT.encode())
    path = asked(client, "/check/", {"file": file, "unit": "dc", "period": "2023-H1"})
    shutil.rmtree(settings.HOME / "jobs" / path.split("/")[2])
    assert work_all() == 1
    text = page(client, path)
    assert "没办成" in text
    assert "再办一次" not in text


def test_one_account_cannot_fill_the_queue(ledger: dict[str, int], door: Door, few: None) -> None:
    client = door("wenshu")
    for _ in range(MOST_OPEN):
        asked(client, "/records/export/", {"period": "2023"})
    assert client.post("/records/export/", {"period": "2023"}).status_code == 429
    asked(door("ducha"), "/records/export/", {"period": "2023"})


def test_a_page_that_watches_a_job_keeps_no_unattended_screen_signed_in(
    ledger: dict[str, int], door: Door, few: None
) -> None:
    client = door("wenshu")
    path = asked(client, "/records/export/", {"period": "2023"})
    with the_only_worker():
        text = page(client, path)
        assert "Bihuan-Watching" in text
        assert "<noscript>" in text
        answer = client.get(path, headers={"Bihuan-Watching": "1"})
    assert "bihuan_seen" not in answer.cookies
    assert "bihuan_seen" in client.get(path).cookies
