"""两步验证: the code that is asked for at the door, setting it up, and who still has to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import segno
from django.contrib.auth import load_backend, login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.organisations.accounts import actor_for
from bihuan.organisations.errors import WrongCode, WrongPassword
from bihuan.organisations.second_factor import (
    drop_second,
    key_address,
    new_key,
    pass_second,
    set_second,
    state_of,
    typed_key,
)
from bihuan.values.actor import Actor
from bihuan.values.refusal import BadInput, Refusal
from bihuan.web.door.entrance import DUE, PENDING, let_in, locked_out
from bihuan.web.door.guessing import guessed_wrong, may_try
from bihuan.web.pages import bare_frame, page, signed_in_to_act

PATIENCE = 5 * 60
"""Seconds within which the code has to follow the password."""
_SALT = "bihuan.web.door.second"
_OPEN = ("second", "logout")


class StaleForm(BadInput):
    """The form was opened too long ago, or was made up."""


class SecondFactorMiddleware:
    """Leads whoever has to set up a second factor there first; nothing else is open to them but the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless the second factor is still due."""
        if request.user.is_authenticated and request.session.get(DUE) and not _is_open(request.path):
            return redirect("second")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    return path in {reverse(name) for name in _OPEN}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_page(request: HttpRequest) -> HttpResponse:
    """The door's second half: the code of the phone, or a recovery code. Wrong codes count like wrong passwords."""
    told = request.session.get(PENDING)
    if not told or timezone.now().timestamp() - told["at"] > PATIENCE:
        return redirect("login")
    if not may_try(request, told["username"]):
        return locked_out(request)
    problem = ""
    if request.method == "POST":
        try:
            pass_second(actor_for(told["username"], timezone.now()), request.POST.get("code", ""))
        except WrongCode as refusal:
            shut = guessed_wrong(request, told["username"])
            if shut is not None:
                return shut
            problem = str(refusal)
        else:
            return _passed(request, told)
    context = {"frame": bare_frame(), "problem": problem}
    return render(request, "web/login_code.html", context, status=400 if problem else 200)


def _passed(request: HttpRequest, told: dict[str, str]) -> HttpResponse:
    user = load_backend(told["backend"]).get_user(told["number"])
    if user is None:
        return redirect("login")
    del request.session[PENDING]
    login(request, user, told["backend"])
    return let_in(user.get_username(), told["next"])


@signed_in_to_act
def second_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own second factor: set it up, replace it, take it away."""
    problem: Refusal | None = None
    key = new_key()
    if request.method == "POST":
        try:
            if request.POST.get("deed") == "drop":
                drop_second(actor, request.POST.get("code", ""))
                return redirect("second")
            key = _key_sent(request, actor)
            codes = set_second(actor, request.POST.get("password", ""), key, request.POST.get("code", ""))
        except (WrongPassword, WrongCode) as refusal:
            shut = guessed_wrong(request, actor.account)
            if shut is not None:
                return shut
            problem = refusal
        except Refusal as refusal:
            problem = refusal
        else:
            request.session.pop(DUE, None)
            return page(request, actor, "web/second_codes.html", {"codes": codes})
    context: dict[str, object] = {
        "state": state_of(actor.account),
        "is_due": bool(request.session.get(DUE)),
        "problem": str(problem) if problem else "",
        "key": typed_key(key),
        "signed": signing.dumps([actor.account, key], salt=_SALT),
        "picture": picture(key_address(actor.account, key)),
        "crumbs": [(reverse("me"), "我的权限与密码")],
    }
    return page(request, actor, "web/second.html", context, problem.status if problem else 200)


def _key_sent(request: HttpRequest, actor: Actor) -> str:
    """The secret that the page showed, carried by the form in a signed mark, so that showing it writes nothing."""
    try:
        account, key = signing.loads(request.POST.get("key", ""), salt=_SALT, max_age=timedelta(hours=1))
    except signing.BadSignature:
        account, key = "", ""
    if account != actor.account:
        raise StaleForm("这一页放得太久了，请重新扫新的二维码。")
    return str(key)


def picture(text: str) -> SafeString:
    """The QR code as SVG: dark on light in either scheme, or no camera reads it."""
    made = segno.make(text, error="m", micro=False)
    return SafeString(made.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None))
