"""The door: signing in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.organisations.accounts import actor_for
from bihuan.web.navigation import first_way
from bihuan.web.pages import bare_frame


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
        "inactive": "这个账号已停用，请联系本单位系统管理员。",
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

    def get_default_redirect_url(self) -> str:
        """Where one begins: 今日 for who records, the overview for who reads, their own pages for administrators."""
        return reverse(first_way(actor_for(self.request.user.get_username(), timezone.now())))


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The door for an account whose password was wrong too often: shut for a while, and it says so.

    django-axes calls it by the name in the settings. The form is left out, so that nobody goes on guessing.
    """
    context = {
        "frame": bare_frame(),
        "heading": "这个账号暂时锁住了",
        "sentence": "密码连续错了5次，请过30分钟再登录。忘记密码，请找安全管理员重设。",
        "at_door": True,
    }
    return render(request, "web/refusal.html", context, status=429)


class Exit(LogoutView):
    """Sign out, by POST only, and stand at the door again."""
