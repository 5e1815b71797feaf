"""账号: the security administrator's page. Open accounts, give and withdraw roles, set a forgotten password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict

from bihuan.organisations.account_list import accounts_below
from bihuan.organisations.accounts import (
    ADMINISTRATORS,
    give_role,
    open_account,
    reset_password,
    withdraw_role,
)
from bihuan.organisations.leaving import set_account_open
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.second_factor import (
    require_second,
    require_second_of_role,
    required_roles,
    reset_second,
    with_second,
)
from bihuan.values.actor import Action, Actor, Role
from bihuan.web.administration.deeds import BadForm, Deed, attempted, word
from bihuan.web.administration.units import keeping_at
from bihuan.web.asking import address
from bihuan.web.pages import page, signed_in_to_act

DONE = {
    "open": "账号已开，请把密码当面告诉本人，首次登录后修改。",
    "give": "角色已授予。",
    "withdraw": "角色已收回。",
    "reset": "密码已重设，请当面告诉本人。",
    "shut": "账号已停用，登录着的也已退出。他办过的事都留着。",
    "reopen": "账号已重新启用，原来的角色都在。",
    "reset_second": "两步验证已重设，请本人登录后再设一次。",
    "require": "已要求，从下次登录起要设两步验证。",
    "excuse": "不再要求两步验证。",
    "require_role": "已要求，持这个角色的人从下次登录起要设两步验证。",
    "excuse_role": "不再要求这个角色用两步验证。",
}
NO_RIGHT = "您没有管理账号的权限，请联系安全管理员。"
SIZE = 50
LONGEST = 40
"""Characters of what is looked for."""


@signed_in_to_act
def accounts_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts of a part of the tree with their roles, a page at a time, and the forms."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.GRANT, NO_RIGHT)
    asked = {"unit": place.code, "text": request.GET.get("text", "").strip()[:LONGEST]}
    outcome = attempted(request, _deeds(actor, place), **asked)
    if isinstance(outcome, HttpResponse):
        return outcome
    after = request.GET.get("after", "")
    found = accounts_below(actor, place.code, asked["text"], after, SIZE)
    context: dict[str, object] = {
        "unit": place,
        "asked": asked,
        "rows": found.lines,
        "total": found.total,
        "is_first": not after,
        "first_page": address(request.path, **asked),
        "following": address(request.path, **asked, after=found.following) if found.following else "",
        "second": with_second([line.username for line in found.lines]),
        "required": required_roles(actor, place.code),
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
        "shut": lambda post: set_account_open(actor, _name(post), place.code, is_open=False),
        "reopen": lambda post: set_account_open(actor, _name(post), place.code, is_open=True),
        "reset_second": lambda post: reset_second(actor, _name(post), place.code),
        "require": lambda post: require_second(actor, _name(post), place.code, required=True),
        "excuse": lambda post: require_second(actor, _name(post), place.code, required=False),
        "require_role": lambda post: _of_role(actor, place, post, required=True),
        "excuse_role": lambda post: _of_role(actor, place, post, required=False),
    }


def _open(actor: Actor, place: UnitPlace, post: QueryDict) -> None:
    username, unit = _name(post), _unit(post, place)
    role = _role(post)
    open_account(actor, username, post.get("password", ""), unit, post.get("person", "").strip())
    give_role(actor, username, role, unit)


def _of_role(actor: Actor, place: UnitPlace, post: QueryDict, *, required: bool) -> None:
    require_second_of_role(actor, _role(post), _unit(post, place), required=required)


def _name(post: QueryDict) -> str:
    return word(post, "username", "账号", 64)


def _role(post: QueryDict) -> Role:
    role = post.get("role", "")
    if role not in set(Role):
        raise BadForm("请选角色。")
    return Role(role)


def _unit(post: QueryDict, place: UnitPlace) -> str:
    return post.get("unit", "").strip() or place.code
