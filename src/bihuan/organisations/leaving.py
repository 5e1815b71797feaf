"""Shutting an account when somebody leaves, and opening it again. What they did stays theirs."""

from __future__ import annotations

from django.db import transaction

from bihuan.organisations.accounts import accounts_below, paths_held, require_another
from bihuan.organisations.errors import MayNot, UnknownPerson
from bihuan.organisations.models import Account
from bihuan.organisations.queries import unit_for
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor


@transaction.atomic
def set_account_open(actor: Actor, username: str, unit: str, *, is_open: bool) -> None:
    """Shut an account, whose sessions end at once, or open it again with the roles that it had.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep, this one holds roles elsewhere, or it
            is the actor's own.
        UnknownPerson: no account of that part of the tree has this name.
    """
    place = unit_for(actor, unit, Action.GRANT)
    if username not in {line.username for line in accounts_below(actor, place.code)}:
        raise UnknownPerson(f"{place.name}没有账号“{username}”，请核对。")
    require_another(actor, username)
    account = Account.objects.get(username=username)
    if not all(actor.may(Action.GRANT, path) for path in paths_held(account)):
        raise MayNot(f"账号“{username}”在您管理的范围之外还有角色，请上级的安全管理员办。")
    Account.objects.filter(pk=account.pk).update(is_active=is_open)
    verb = "reopen_account" if is_open else "shut_account"
    note(actor, verb, f"account:{account.pk}", place.code, {"username": username})
