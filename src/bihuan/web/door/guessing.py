"""Guessing: a screen that was left open gives no more tries at a password or a code than the door does."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from bihuan.web.door.entrance import locked_out


def may_try(request: HttpRequest, username: str) -> bool:
    """Whether the account is not locked."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": username}))


def guessed_wrong(request: HttpRequest, username: str) -> HttpResponse | None:
    """Count a wrong password or code like one at the door.

    The shut door where that was one too many, and the session ends; None where another try is left.
    """
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"username": username}, request=request)
    if may_try(request, username):
        return None
    if request.user.is_authenticated:
        logout(request)
    return locked_out(request)
