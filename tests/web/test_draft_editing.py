"""A draft on its pages: prose round figures, saved by versions, nothing of anybody's lost, issued as it was read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.accounts import give_role, open_account
from bihuan.reports.drafting.drafts import draft_for, versions_of
from bihuan.values.actor import Actor, Role
from reports.conftest import edited
from web.conftest import PASSWORD, Door
from web.crawl import markup
from web.test_reports import PLAN

HALF_YEAR = PLAN | {"template": "half_year_duty", "period": "2023-H1", "day": "2023-07-05"}
MEETINGS = "【党委（党组）会次数】"


@pytest.fixture(autouse=True)
def writers(cast: None, operator: Actor) -> None:
    """Two who write for the detachment, and somebody who signs."""
    for username, role in (("zhuangao", Role.AUTHOR), ("xiebi", Role.AUTHOR), ("lingdao", Role.APPROVER)):
        open_account(operator, username, PASSWORD, "zd")
        give_role(operator, username, role, "zd")


@pytest.fixture
def number(ledger: dict[str, int], door: Door) -> int:
    """A draft of the year's plan."""
    answer = door("zhuangao").post("/reports/drafts/new/", PLAN)
    assert answer.status_code == 302
    return int(answer.headers["Location"].split("/")[3])


def shown(client: Client, path: str) -> str:
    """The page at the address."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def text_of(page: str) -> str:
    """What stands in the field of the text."""
    return page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]


def sent(
    client: Client, number: int, text: str, version: int = 1, step: str = "save", **more: str
) -> tuple[int, str]:
    """Send the form of the text; the status and the page."""
    told = {"text": text, "version": str(version), "step": step, **more}
    answer = client.post(f"/reports/drafts/{number}/edit/", told)
    return answer.status_code, answer.content.decode()


def test_the_author_writes_prose_around_figures(number: int, door: Door, operator: Actor) -> None:
    client = door("zhuangao")
    page = shown(client, f"/reports/drafts/{number}/edit/")
    assert "{{" not in text_of(page)
    assert "【要求：" in text_of(page)
    text = "计划\n\n一、回顾\n\n上年开会【党委（党组）会次数，上期】。"
    assert sent(client, number, text)[0] == 302
    read = shown(client, f"/reports/drafts/{number}/?saved=1")
    assert "已存为第2版" in read
    assert "上年开会" in read
    assert 'class="fig"' in read
    assert "<h3>一、回顾</h3>" in read
    assert '数据("party_committee_meeting.meetings", 比="上期")' in draft_for(operator, number).order.text


def test_what_it_comes_to_is_shown_without_being_kept(number: int, door: Door, operator: Actor) -> None:
    status, page = sent(door("zhuangao"), number, f"计划\n\n开会{MEETINGS}，植树120棵。", step="look")
    assert status == 200
    assert "植树" in page
    assert "植树120棵。" in page.split('id="typed"')[1]
    assert draft_for(operator, number).version == 1
    assert text_of(page).endswith("植树120棵。")


def test_a_figure_is_found_by_its_chinese_name_and_put_in(number: int, door: Door) -> None:
    client = door("zhuangao")
    found = shown(client, f"/reports/drafts/{number}/figures/?q=党委 会次数")
    assert "党委（党组）会次数" in found
    assert 'value="【党委（党组）会次数：' in found
    status, page = sent(client, number, "计划", step="", insert=MEETINGS)
    assert status == 200
    assert text_of(page) == f"计划\n{MEETINGS}"
    status, page = sent(client, number, "计划", step="find", q="党课 次数")
    assert (status, "计划" in text_of(page)) == (200, True)
    assert "插入" in page


def test_a_bracket_that_names_nothing_is_named_and_the_text_is_kept_on_the_page(number: int, door: Door) -> None:
    status, page = sent(door("zhuangao"), number, "计划\n\n开会【党委（党组）会议次数】")
    assert status == 400
    assert "第3行" in page
    assert "党委（党组）会次数" in page
    assert text_of(page).endswith("【党委（党组）会议次数】")


def test_the_second_of_two_authors_is_told_and_loses_nothing(number: int, door: Door, operator: Actor) -> None:
    assert sent(door("zhuangao"), number, "计划\n\n先存的人写的。")[0] == 302
    status, page = sent(door("xiebi"), number, "计划\n\n后存的人写的。")
    assert status == 409
    assert "zhuangao刚刚保存过这份草稿" in page
    assert "后存的人写的。" in text_of(page)
    assert "先存的人写的。" in page.split('class="diff"')[1].split("</ul>")[0]
    assert draft_for(operator, number).version == 2
    assert 'name="version" value="2"' in page
    assert sent(door("xiebi"), number, "计划\n\n先存的人写的。后存的人写的。", version=2)[0] == 302
    assert [each.version for each in versions_of(draft_for(operator, number))] == [3, 2, 1]


def test_an_earlier_version_is_read_and_edited_again(number: int, door: Door) -> None:
    client = door("zhuangao")
    sent(client, number, "计划\n\n第二版的话。")
    sent(client, number, "计划\n\n第三版的话。", version=2)
    assert "这是以前的一版" in shown(client, f"/reports/drafts/{number}/?version=2")
    page = shown(client, f"/reports/drafts/{number}/edit/?version=2")
    assert "第二版的话。" in text_of(page)
    assert 'name="version" value="3"' in page
    assert client.get(f"/reports/drafts/{number}/?version=9").status_code == 404


def test_the_draft_is_listed_compared_and_issued_as_it_was_read(number: int, door: Door) -> None:
    text = "计划\n\n为了把今年的工作做得更扎实，现将安排说明如下。"
    sent(door("zhuangao"), number, text)
    assert f"/reports/drafts/{number}/" in shown(door("zhuangao"), "/reports/")
    assert f"/reports/drafts/{number}/" not in shown(door("wenshu"), "/reports/")
    signer = door("lingdao")
    page = shown(signer, f"/reports/drafts/{number}/")
    assert "本单位还没有签发过这一类报告" in page
    assert ">改文字<" not in page
    assert signer.post(f"/reports/drafts/{number}/issue/", {"version": "1"}).status_code == 409
    answer = signer.post(f"/reports/drafts/{number}/issue/", {"version": "2"})
    assert answer.status_code == 302
    assert "zd-2024-001" in answer.headers["Location"]
    again = shown(signer, f"/reports/drafts/{number}/")
    assert "一字未改的句子" in again
    assert "现将安排说明如下。" in again.split("一字未改的句子")[1]


def test_a_figure_of_the_draft_opens_beside_it_and_the_file_is_taken(number: int, door: Door) -> None:
    client = door("zhuangao")
    sent(client, number, f"计划\n\n去年开会【{MEETINGS[1:-1]}，上期】。")
    page = shown(client, f"/reports/drafts/{number}/")
    first = next(tag for tag in markup(page).all("a") if tag.attributes.get("class") == "fig")
    assert 'id="proof"' in shown(client, first.attributes["href"].split("#")[0])
    assert client.get(f"/reports/drafts/{number}/file.docx").status_code == 200
    assert client.get(f"/reports/drafts/{number}/file.exe").status_code == 400


def test_only_writers_write_and_outsiders_find_nothing(number: int, door: Door) -> None:
    assert door("wenshu").get(f"/reports/drafts/{number}/").status_code == 404
    assert door("wairen").post(f"/reports/drafts/{number}/edit/", {"step": "save"}).status_code in {400, 404}
    assert sent(door("lingdao"), number, "计划")[0] == 403
    assert door("ducha").get(f"/reports/drafts/{number}/").status_code == 403
    assert door("ducha").post("/reports/drafts/new/", PLAN).status_code == 403


def test_reading_and_editing_ask_little_and_write_nothing(
    number: int, door: Door, reading: Callable[[], AbstractContextManager[None]]
) -> None:
    client = door("zhuangao")
    sent(client, number, "计划\n\n去年开会【党委（党组）会次数，上期】，党课【要求：党课】。")
    for path in (f"/reports/drafts/{number}/", f"/reports/drafts/{number}/edit/?q=党课"):
        with reading(), CaptureQueriesContext(connection) as asked:
            page = shown(client, path)
        assert len(asked) <= 30, (path, len(asked))
        found = markup(page)
        assert not found.crossed
        assert not found.open


def test_a_file_that_was_edited_elsewhere_is_taken_back(number: int, door: Door, tmp_path: Path) -> None:
    client = door("zhuangao")
    sent(client, number, "计划\n\n去年开会【党委（党组）会次数，上期】，接着干。")
    old, new = tmp_path / "a.docx", tmp_path / "b.docx"
    old.write_bytes(client.get(f"/reports/drafts/{number}/file.docx").content)
    edited(old, new, "word/document.xml", lambda xml: xml.replace(">2次<", ">3次<", 1).replace("接着干", "接着干好"))
    answer = client.post("/reports/merge/", {"file": SimpleUploadedFile("改过.docx", new.read_bytes())})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "改过的数" in page
    assert "3次" in page
    text = text_of(shown(client, f"/reports/drafts/{number}/edit/"))
    assert "【手改：3次；原为党委（党组）会次数，上期】，接着干好。" in text
    assert "等您定" in shown(client, f"/reports/drafts/{number}/")
    told = {"version": "3", "place": "1", "with": "book"}
    assert door("lingdao").post(f"/reports/drafts/{number}/settle/", told).status_code == 403
    assert client.post(f"/reports/drafts/{number}/settle/", told | {"place": "2"}).status_code == 404
    assert client.post(f"/reports/drafts/{number}/settle/", told).status_code == 302
    settled = shown(client, f"/reports/drafts/{number}/")
    assert "等您定" not in settled
    assert '去年开会<a class="fig"' in settled
    assert client.post(f"/reports/drafts/{number}/settle/", told).status_code == 409
    again = client.post("/reports/merge/", {"file": SimpleUploadedFile("改过.docx", new.read_bytes())})
    assert again.status_code == 409
    assert "刚刚保存过这份草稿" in again.content.decode()
    assert door("ducha").post("/reports/merge/", {"file": SimpleUploadedFile("a.docx", b"x")}).status_code == 400
    assert client.get("/reports/merge/").status_code == 302
