"""免办: a window of an account is waived, or that is taken back, by who approves above the unit."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bihuan.duties.waivers import WindowOwed, waive, withdraw_waiver
from bihuan.values.actor import Actor
from bihuan.values.refusal import Refusal
from bihuan.web.asking import BadAddress, address, day_asked, way
from bihuan.web.duties.page import account_shown
from bihuan.web.pages import signed_in_to_act

_STEPS = {"waive": waive, "withdraw": withdraw_waiver}


@signed_in_to_act
def waive_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Waive the window that the address names, or withdraw that, and lead back to it; looking leads there, too."""
    asked = {name: request.GET.get(name, "") for name in ("year", "duty", "holder", "window")}
    account = way("duties_of", code)
    if request.method != "POST":
        return redirect(address(account, **asked) + "#panel")
    step = request.POST.get("step", "")
    if step not in _STEPS:
        raise BadAddress("没有看懂是批准免办还是撤回，请从责任账页面上的按钮办。")
    owed = WindowOwed(asked["duty"], code, _first_day(request), asked["holder"])
    try:
        _STEPS[step](actor, owed, request.POST.get("reason", ""))
    except Refusal as refusal:
        return account_shown(request, actor, code, refusal)
    return redirect(address(account, **asked, done=step) + "#panel")


def _first_day(request: HttpRequest) -> date:
    day = day_asked(request, "window")
    if day is None:
        raise BadAddress("没有说是哪一期，请从责任账里点开一格再办。")
    return day
