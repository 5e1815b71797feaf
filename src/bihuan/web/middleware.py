"""The border of the web: refusals become pages, and no page may call anything outside this host."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.values.refusal import BadInput, Refusal

# Everything comes from this host, nothing is written inline, and no other site may frame a page.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADINGS = {400: "这样问不明白", 403: "您没有这样做的权限", 404: "没有找到", 409: "这次没有办成"}


class LedgerBusy(Refusal):
    """SQLite has one writer at a time, and this one waited longer than it may."""

    status = 503


class RefusalMiddleware:
    """Answers a refusal raised with a page that says its sentence, and keeps every page to this host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; what comes back may load only from this host and is kept by no shared cache."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else is not ours to hide."""
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            exception = LedgerBusy("有人正在记入一大批记录，请过一两分钟再试；刚才这一次没有记入。")
        if not isinstance(exception, Refusal):
            return None
        heading = _HEADINGS.get(exception.status, _HEADINGS[409])
        # What was typed into a form can be typed again: the same page, asked for nothing.
        again = request.path if exception.status == BadInput.status and request.GET else ""
        context = {"heading": heading, "sentence": str(exception), "again": again}
        return render(request, "web/refusal.html", context, status=exception.status)
