"""Refusals become pages: one sentence, with the status that fits it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.values.refusal import Refusal


class RefusalMiddleware:
    """Answers a refusal raised by any verb or query with a page that says its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else is not ours to hide."""
        if not isinstance(exception, Refusal):
            return None
        return render(request, "web/refusal.html", {"sentence": str(exception)}, status=exception.status)
