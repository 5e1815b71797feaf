from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from bihuan.organisations.accounts import actor_for, give_role, open_account, withdraw_role
from bihuan.organisations.errors import AccountTaken, MayNot, UnknownPerson, UnknownUnit, WeakPassword
from bihuan.organisations.models import Account, RoleGrant
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import move_unit
from bihuan.trail.models import Entry
from bihuan.values.actor import ALLOWED, Action, Actor, Role
from conftest import NOW, acting

Tree = dict[str, UnitPlace]
PASSWORD = "qinghe-2023-ceshi"  # noqa: S105 - opens nothing but the test


@pytest.fixture(autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed for real, but not a million times."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def clerk(operator: Actor, tree: Tree) -> str:
    """An account of the east brigade with no role yet."""
    enrol(operator, "dc", "p1", "张三")
    open_account(operator, "zhangsan", PASSWORD, "dc", "p1")
    return "zhangsan"


def test_a_new_account_may_do_nothing(clerk: str, tree: Tree) -> None:
    actor = actor_for(clerk, NOW)
    assert (actor.name, actor.account, actor.grants) == ("张三", "zhangsan", ())
    assert not any(actor.may(action, place.path) for action in Action for place in tree.values())


@pytest.mark.parametrize("role", list(Role))
def test_a_role_allows_its_actions_at_its_unit_and_below_and_nowhere_else(
    operator: Actor, clerk: str, tree: Tree, role: Role
) -> None:
    give_role(operator, clerk, role, "dc")
    actor = actor_for(clerk, NOW)
    for code, place in tree.items():
        allowed = {action for action in Action if actor.may(action, place.path)}
        assert allowed == (set(ALLOWED[role]) if code.startswith("dc") else set())


def test_a_role_given_twice_is_held_once_and_withdrawn_once(operator: Actor, clerk: str) -> None:
    give_role(operator, clerk, Role.RECORDER, "dc")
    give_role(operator, clerk, Role.RECORDER, "dc")
    give_role(operator, clerk, Role.VIEWER, "dc")
    assert RoleGrant.objects.count() == 2
    withdraw_role(operator, clerk, Role.RECORDER, "dc")
    assert [grant.role for grant in actor_for(clerk, NOW).grants] == [Role.VIEWER]


def test_a_role_moves_with_its_unit(operator: Actor, clerk: str, tree: Tree) -> None:
    give_role(operator, clerk, Role.RECORDER, "dc1")
    move_unit(operator, "dc1", "xc", date(2023, 5, 1))
    (grant,) = actor_for(clerk, NOW).grants
    assert grant.path.startswith(tree["xc"].path)


def test_a_password_is_kept_as_a_hash_and_a_weak_one_refused(operator: Actor, clerk: str) -> None:
    account = Account.objects.get(username=clerk)
    assert PASSWORD not in account.password
    assert account.check_password(PASSWORD)
    for weak in ("short", "1234567890123", "password123"[:8]):
        with pytest.raises(WeakPassword):
            open_account(operator, "lisi", weak, "dc")
    assert not any(PASSWORD in entry.detail for entry in Entry.objects.all())


def test_a_name_and_a_person_have_one_account(operator: Actor, clerk: str) -> None:
    with pytest.raises(AccountTaken):
        open_account(operator, clerk, PASSWORD, "dc")
    with pytest.raises(AccountTaken, match="p1"):
        open_account(operator, "zhangsan2", PASSWORD, "dc", "p1")
    with pytest.raises(UnknownPerson):
        open_account(operator, "lisi", PASSWORD, "dc", "p9")


def test_an_account_that_is_not_there_or_was_closed_is_nobody(clerk: str) -> None:
    with pytest.raises(UnknownPerson):
        actor_for("nobody", NOW)
    Account.objects.filter(username=clerk).update(is_active=False)
    with pytest.raises(UnknownPerson):
        actor_for(clerk, NOW)


def test_only_the_security_administrator_of_the_place_gives_roles(
    clerk: str, tree: Tree, recorder: Actor, approver: Actor, outsider: Actor
) -> None:
    system = acting("系统员", tree["zd"].path, Role.SYSTEM_ADMIN)
    for actor in (recorder, approver, system):
        with pytest.raises(MayNot):
            give_role(actor, clerk, Role.APPROVER, "dc")
        with pytest.raises(MayNot):
            open_account(actor, "lisi", PASSWORD, "dc")
    with pytest.raises(UnknownUnit):
        give_role(outsider, clerk, Role.APPROVER, "dc")
    security = acting("安全员", tree["dc"].path, Role.SECURITY_ADMIN)
    give_role(security, clerk, Role.RECORDER, "dc1")
    with pytest.raises(UnknownUnit):
        give_role(security, clerk, Role.RECORDER, "zd")
    with pytest.raises(UnknownUnit):
        withdraw_role(security, clerk, Role.RECORDER, "xc")
    assert [entry.verb for entry in Entry.objects.order_by("-number")[:1]] == ["give_role"]
