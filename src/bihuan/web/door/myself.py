"""What concerns oneself: where to begin, where one may go, what one is trusted with, and one's password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.organisations.accounts import change_password, roles_of
from bihuan.organisations.errors import WrongPassword
from bihuan.organisations.second_factor import state_of
from bihuan.values.actor import Actor
from bihuan.values.refusal import BadInput, Refusal
from bihuan.web.asking import address
from bihuan.web.door.guessing import guessed_wrong
from bihuan.web.navigation import first_way
from bihuan.web.pages import page, signed_in, signed_in_to_act


@signed_in
def home(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """The way to where one begins."""
    return redirect(first_way(actor))


@signed_in
def more_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every place that is open, for the phone, whose bar has room for a few."""
    return page(request, actor, "web/more.html", {})


@signed_in_to_act
def me_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's roles, and a new password by POST."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            _change(request, actor)
        except WrongPassword as refusal:
            shut = guessed_wrong(request, actor.account)
            if shut is not None:
                return shut
            problem, status = str(refusal), refusal.status
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect(address(reverse("me"), changed=1))
    context = {
        "roles": roles_of(actor),
        "problem": problem,
        "is_changed": "changed" in request.GET,
        "second": state_of(actor.account),
        "is_old": "old" in request.GET,
        "onward": _onward(request),
    }
    return page(request, actor, "web/me.html", context, status)


def _onward(request: HttpRequest) -> str:
    """Where somebody was going when they were told that their password is old."""
    asked = request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else reverse("home")


def _change(request: HttpRequest, actor: Actor) -> None:
    if request.POST.get("new", "") != request.POST.get("again", ""):
        raise DifferentPasswords("两次写的新密码不一样，请重写。")
    change_password(actor, request.POST.get("old", ""), request.POST.get("new", ""))
    # The session at hand goes on; every other one of the account ends with the old password.
    if request.user.is_authenticated:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)


class DifferentPasswords(BadInput):
    """The new password was written in two ways."""
