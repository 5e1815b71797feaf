"""The border of the web: what is refused, or has to wait too long, becomes a page with one sentence."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from bihuan.values.refusal import NotAllowed
from bihuan.web.middleware import RefusalMiddleware


@pytest.mark.parametrize(
    ("exception", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "过一两分钟再试"),
        (NotAllowed("这件事不归您办。"), 403, "这件事不归您办。"),
    ],
)
def test_what_cannot_be_done_now_is_a_page(exception: Exception, status: int, words: str) -> None:
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(RequestFactory().post("/"), exception)
    assert answer is not None
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_what_nobody_foresaw_is_not_hidden() -> None:
    border = RefusalMiddleware(lambda _: HttpResponse())
    for exception in (OperationalError("disk I/O error"), ZeroDivisionError()):
        assert border.process_exception(RequestFactory().get("/"), exception) is None
