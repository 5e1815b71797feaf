"""账号: the security administrator's page. Open accounts, give and withdraw roles, set a forgotten password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict

from bihuan.organisations.accounts import (
    ADMINISTRATORS,
    accounts_below,
    give_role,
    open_account,
    reset_password,
    withdraw_role,
)
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Action, Actor, Role
from bihuan.web.deeds import BadForm, Deed, attempted, word
from bihuan.web.pages import page, signed_in_to_act
from bihuan.web.units import keeping_at

DONE = {
    "open": "账号已开，请把密码当面告诉本人，首次登录后修改。",
    "give": "角色已授予。",
    "withdraw": "角色已收回。",
    "reset": "密码已重设，请当面告诉本人。",
}
NO_RIGHT = "您没有管理账号的权限，请联系安全管理员。"


@signed_in_to_act
def accounts_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts of a part of the tree with their roles, and the forms."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.GRANT, NO_RIGHT)
    outcome = attempted(request, _deeds(actor, place), unit=place.code)
    if isinstance(outcome, HttpResponse):
        return outcome
    context: dict[str, object] = {
        "unit": place,
        "lines": accounts_below(actor, place.code),
        "roles": [(role.value, role.label, role in ADMINISTRATORS) for role in Role],
        "outcome": outcome,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return page(request, actor, "web/accounts.html", context, outcome.status)


def _deeds(actor: Actor, place: UnitPlace) -> dict[str, Deed]:
    return {
        "open": lambda post: _open(actor, place, post),
        "give": lambda post: give_role(actor, _name(post), _role(post), _unit(post, place)),
        "withdraw": lambda post: withdraw_role(actor, _name(post), _role(post), _unit(post, place)),
        "reset": lambda post: reset_password(actor, _name(post), post.get("password", ""), place.code),
    }


def _open(actor: Actor, place: UnitPlace, post: QueryDict) -> None:
    username, unit = _name(post), _unit(post, place)
    role = _role(post)
    open_account(actor, username, post.get("password", ""), unit, post.get("person", "").strip())
    give_role(actor, username, role, unit)


def _name(post: QueryDict) -> str:
    return word(post, "username", "账号", 64)


def _role(post: QueryDict) -> Role:
    role = post.get("role", "")
    if role not in set(Role):
        raise BadForm("请选角色。")
    return Role(role)


def _unit(post: QueryDict, place: UnitPlace) -> str:
    return post.get("unit", "").strip() or place.code
