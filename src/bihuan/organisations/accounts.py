"""Accounts: open one, give and withdraw roles, and turn a logged-in account into an actor."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.organisations.errors import AccountTaken, UnknownPerson, WeakPassword
from bihuan.organisations.models import Account, Placement, RoleGrant
from bihuan.organisations.queries import person_coded, unit_for
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor, Grant, Role


@transaction.atomic
def open_account(actor: Actor, username: str, password: str, unit: str, person: str = "") -> None:
    """Open an account for somebody of a unit. It may do nothing until a role is given to it.

    Raises:
        AccountTaken: the name is in use, or the person has an account.
        WeakPassword: the password is too easy to guess.
    """
    place = unit_for(actor, unit, Action.GRANT)
    if Account.objects.filter(username=username).exists():
        raise AccountTaken(f"账号“{username}”已被使用，请换一个。")
    number = person_coded(person)[0] if person else None
    if number is not None and Account.objects.filter(person_id=number).exists():
        raise AccountTaken(f"人员“{person}”已有账号，一人一个账号。")
    account = Account(username=username, person_id=number)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(f"密码不合要求：{''.join(error.messages)}请另设一个。") from error
    account.set_password(password)
    account.save(force_insert=True)
    note(actor, "open_account", f"account:{account.pk}", place.code, {"username": username})


@transaction.atomic
def give_role(actor: Actor, username: str, role: Role, unit: str) -> None:
    """Give an account a role over a unit and all below it."""
    place = unit_for(actor, unit, Action.GRANT)
    account = _account(username)
    RoleGrant.objects.get_or_create(account=account, role=role, unit_id=place.number)
    note(actor, "give_role", f"account:{account.pk}", place.code, {"username": username, "role": role})


@transaction.atomic
def withdraw_role(actor: Actor, username: str, role: Role, unit: str) -> None:
    """Take a role back."""
    place = unit_for(actor, unit, Action.GRANT)
    account = _account(username)
    RoleGrant.objects.filter(account=account, role=role, unit_id=place.number).delete()
    note(actor, "withdraw_role", f"account:{account.pk}", place.code, {"username": username, "role": role})


def actor_for(username: str, at: datetime) -> Actor:
    """The actor that an account is at a moment, with the roles given to it.

    Raises:
        UnknownPerson: no active account has this name.
    """
    account = _account(username)
    grants = RoleGrant.objects.filter(account=account).values_list("role", "unit_id")
    units = [unit for _, unit in grants]
    paths = dict(Placement.objects.filter(until=None, unit__in=units).values_list("unit_id", "path"))
    name = account.person.name if account.person else username
    held = tuple(Grant(Role(role), paths[unit]) for role, unit in grants)
    return Actor(name=name, at=at, grants=held, account=username)


def _account(username: str) -> Account:
    account = Account.objects.filter(username=username, is_active=True).select_related("person").first()
    if account is None:
        raise UnknownPerson(f"没有可用的账号“{username}”。")
    return account
