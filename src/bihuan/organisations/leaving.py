"""Shutting an account when somebody leaves, and opening it again. What they did stays theirs."""

from __future__ import annotations

from django.db import transaction

from bihuan.organisations.accounts import kept_account
from bihuan.organisations.models import Account
from bihuan.trail.log import note
from bihuan.values.actor import Actor


@transaction.atomic
def set_account_open(actor: Actor, username: str, unit: str, *, is_open: bool) -> None:
    """Shut an account, whose sessions end at once, or open it again with the roles that it had.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep, this one holds roles elsewhere, or it
            is the actor's own.
        UnknownPerson: no account of that part of the tree has this name.
    """
    account, code = kept_account(actor, username, unit, or_shut=True)
    Account.objects.filter(pk=account.pk).update(is_active=is_open)
    verb = "reopen_account" if is_open else "shut_account"
    note(actor, verb, f"account:{account.pk}", code, {"username": username})
