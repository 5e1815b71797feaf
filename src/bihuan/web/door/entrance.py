"""The door: signing in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bihuan.organisations.accounts import actor_for, password_age
from bihuan.organisations.second_factor import state_of
from bihuan.web.asking import address
from bihuan.web.navigation import first_way
from bihuan.web.pages import bare_frame

PENDING, DUE = "second_pending", "second_due"
"""What a session holds between password and code, and until a second factor that is required was set up."""


class EntryForm(AuthenticationForm):
    """Account and password, with messages that say what to do."""

    username = forms.CharField(
        label="账号",
        max_length=64,
        error_messages={"required": "请填写账号。"},
        widget=forms.TextInput(
            attrs={"class": "input input--full", "autocomplete": "username", "autofocus": True, "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        error_messages={"required": "请填写密码。"},
        widget=forms.PasswordInput(attrs={"class": "input input--full", "autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "账号或密码不对，请重新填写。账号区分大小写。",
        "inactive": "这个账号已停用，请联系安全管理员。",
    }


class Entrance(LoginView):
    """Sign in; whoever is in already goes on to where they begin."""

    template_name = "web/login.html"
    authentication_form = EntryForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the frame of somebody who is not in yet."""
        idle = "idle" in self.request.GET
        return super().get_context_data(**kwargs) | {"frame": bare_frame(), "was_idle": idle}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password is right. Who has a second factor is asked for its code first, who needs one sets it up."""
        user = form.get_user()
        state = state_of(user.get_username())
        onward = self.get_redirect_url() or reverse("home")
        if state.since is not None:
            self.request.session[PENDING] = {
                "username": user.get_username(),
                "number": user.pk,
                "backend": user.backend,
                "at": timezone.now().timestamp(),
                "next": onward,
            }
            return redirect("login_code")
        login(self.request, user)
        if state.required:
            self.request.session[DUE] = True
            return redirect("second")
        return let_in(user.get_username(), onward)

    def get_default_redirect_url(self) -> str:
        """Where one begins: 今日 for who records, the overview for who reads, their own pages for administrators."""
        return reverse(first_way(actor_for(self.request.user.get_username(), timezone.now())))


def let_in(username: str, onward: str) -> HttpResponse:
    """The way on for somebody who is in: where they wanted to go, by way of a word on a password that is old."""
    now = timezone.now()
    if onward == reverse("home"):
        onward = reverse(first_way(actor_for(username, now)))
    days = password_age(username, now)
    if settings.PASSWORD_DAYS and days > settings.PASSWORD_DAYS:
        return redirect(address(reverse("me"), old=days, next=onward))
    return redirect(onward)


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The door for an account whose password was wrong too often: shut for a while, and it says so.

    django-axes calls it by the name in the settings. The form is left out, so that nobody goes on guessing.
    """
    context = {
        "frame": bare_frame(),
        "heading": "这个账号暂时锁住了",
        "sentence": "密码或验证码连续错了5次，请过30分钟再登录。忘记密码，请找安全管理员重设。",
        "at_door": True,
    }
    return render(request, "web/refusal.html", context, status=429)


class Exit(LogoutView):
    """Sign out, by POST only, and stand at the door again."""
