"""What was sent back stands on 今日 of who has to do it again, and its page says why."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from web.conftest import Door

FORM = {"description": "消防车胎压不足", "unit": "dc", "issuer": "zd", "found_on": "2023-06-01", "source": "暗访督查"}


def test_what_was_returned_is_on_today_with_the_reason_behind_it(cast: None, door: Door) -> None:
    inspector, clerk = door("ducha"), door("wenshu")
    task = inspector.post("/findings/new/", FORM, follow=True).redirect_chain[-1][0]
    assert "退回重办的" not in clerk.get("/today/").content.decode()
    clerk.post(task, {"step": "accept", "seen": 1})
    photo = SimpleUploadedFile("胎压.txt", "二点三".encode())
    clerk.post(task, {"step": "report_done", "seen": 2, "words": "已充气", "evidence": photo})
    inspector.post(task, {"step": "return", "seen": 3, "words": "照片看不清胎压表"})
    page = clerk.get("/today/").content.decode()
    assert "退回重办的" in page
    assert f'href="{task}">消防车胎压不足' in page
    assert "原因：照片看不清胎压表" in clerk.get(task).content.decode()
