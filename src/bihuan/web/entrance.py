"""The door: signing in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView

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
    """Sign in; whoever is in already goes on to the overview."""

    template_name = "web/login.html"
    authentication_form = EntryForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the frame of somebody who is not in yet."""
        return super().get_context_data(**kwargs) | {"frame": bare_frame()}


class Exit(LogoutView):
    """Sign out, by POST only, and stand at the door again."""
