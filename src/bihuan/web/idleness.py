"""An unattended screen: who has asked for nothing in half an hour has to sign in again.

The moment of the last request is kept in a signed cookie that is bound to the session, so that looking at a page
writes nothing. The session itself lives at the server and ends there at the latest after eight hours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

COOKIE = "bihuan_seen"
IDLE = 30 * 60
"""Seconds without a request after which the door is shut."""

WATCHING = "Bihuan-Watching"
"""The header with which a page asks again by itself."""

_SALT = "bihuan.web.idleness"


def mark_of(session_key: str | None) -> str:
    """What the cookie says: which session was there, without giving its key away."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:32]


class IdleMiddleware:
    """Signs out whoever comes back too late, and notes the moment of every request that is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless its session has been idle."""
        if request.user.is_authenticated and not _was_here(request):
            logout(request)
            return redirect(f"/login/?idle=1&next={request.path}" if request.method == "GET" else "/login/?idle=1")
        response = self.get_response(request)
        # A page that looks by itself how far a job is says so; it is nobody's presence.
        if request.user.is_authenticated and WATCHING not in request.headers:
            note_presence(response, request.session.session_key, secure=request.is_secure())
        return response


def note_presence(response: HttpResponse, session_key: str | None, *, secure: bool = False) -> None:
    """Say in the answer that this session was here now."""
    response.set_signed_cookie(
        COOKIE, mark_of(session_key), salt=_SALT, max_age=IDLE, httponly=True, samesite="Lax", secure=secure
    )


def _was_here(request: HttpRequest) -> bool:
    seen = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=IDLE)
    return seen == mark_of(request.session.session_key)
