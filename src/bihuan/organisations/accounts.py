"""Accounts: open one, give and withdraw roles, and turn a logged-in account into an actor."""

from __future__ import annotations

import string
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from bihuan.organisations.errors import AccountTaken, MayNot, UnknownPerson, WeakPassword, WrongPassword
from bihuan.organisations.models import Account, OldPassword, Placement, RoleGrant
from bihuan.organisations.paths import below, depth, unit_numbers
from bihuan.organisations.queries import UnitPlace, person_coded, unit_for, units_numbered
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
    _set_password(account, password, actor.at)
    account.save(force_insert=True)
    note(actor, "open_account", f"account:{account.pk}", place.code, {"username": username})


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The roles that an account holds alone."""

NOT_AGAIN = 5
"""How many passwords of an account are remembered, the present one among them."""

KINDS_OF_CHARACTER = 3
"""Of the four kinds - capitals, small letters, digits, signs - a password has this many (等保的通行做法)."""


class SeveralKinds:
    """Asks a password for three of the four kinds of character. Settings name it among the validators."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse a password that is made of too few kinds.

        Raises:
            ValidationError: it has fewer than three of the four.
        """
        sets = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
        kinds = sum(any(each in of for each in password) for of in sets)
        kinds += any(each not in string.ascii_letters + string.digits for each in password)
        if kinds < KINDS_OF_CHARACTER:
            raise ValidationError("密码要有大写字母、小写字母、数字、符号中的三类。")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "大写字母、小写字母、数字、符号，至少三类。"


class NotTheAccountName:
    """Refuses a password that holds the name of its account. Settings name it among the validators."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Refuse a password in which the account's name stands.

        Raises:
            ValidationError: it does.
        """
        if user is not None and user.username and user.username.lower() in password.lower():
            raise ValidationError("密码里不能有账号名。")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "不含账号名。"


@transaction.atomic
def change_password(actor: Actor, old: str, new: str) -> None:
    """Change the actor's own password. Every other session of the account ends with it.

    Raises:
        WrongPassword: the old password is wrong.
        WeakPassword: the new one is too easy to guess, or is the old one.
    """
    account = account_named(actor.account)
    if not account.check_password(old):
        raise WrongPassword("原密码不对，请重新填写。")
    if old == new:
        raise WeakPassword("新密码与原密码相同，请另设一个。")
    _set_password(account, new, actor.at)
    account.save(update_fields=["password", "password_since"])
    note(actor, "change_password", f"account:{account.pk}", detail={"username": account.username})


@transaction.atomic
def reset_password(actor: Actor, username: str, new: str, unit: str) -> None:
    """Set a new password for somebody who forgot theirs, and who holds a role over the unit or one below it.

    Raises:
        UnknownPerson: no active account of that part of the tree has this name.
        UnknownUnit, MayNot: its accounts are not the actor's to keep, or it is their own.
        WeakPassword: the password is too easy to guess.
    """
    account, code = kept_account(actor, username, unit)
    _set_password(account, new, actor.at)
    account.save(update_fields=["password", "password_since"])
    note(actor, "reset_password", f"account:{account.pk}", code, {"username": username})


def roles_of(actor: Actor) -> list[tuple[Role, str]]:
    """What the actor is trusted with: each role with the name of the unit it is over, the whole tree as ""."""
    tops = {grant.path: unit_numbers(grant.path)[-1] for grant in actor.grants if grant.path}
    places = units_numbered(sorted(set(tops.values())))
    return [(grant.role, places[tops[grant.path]].name if grant.path else "") for grant in actor.grants]


def require_another(actor: Actor, username: str) -> None:
    """Refuse to let somebody widen what they themselves may do."""
    if actor.account and username == actor.account:
        raise MayNot("不能改自己的角色、密码和账号，请另一位安全管理员办。")


def kept_account(actor: Actor, username: str, unit: str, *, or_shut: bool = False) -> tuple[Account, str]:
    """Somebody else's account and the code of the unit, where all that the account holds is the actor's to keep.

    Whoever sets a password can come in as that account, with everything it holds elsewhere; so it is with the
    second factor, and with shutting it.

    Args:
        actor: who keeps the accounts of the unit.
        username: the account's name.
        unit: the account holds a role over it or over one below it; at the top of the tree it may hold none.
        or_shut: whether an account that was shut will do.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep, this one holds roles elsewhere, or it
            is the actor's own.
        UnknownPerson: no account of that part of the tree has this name.
    """
    place = unit_for(actor, unit, Action.GRANT)
    if not kept_below(place).filter(username=username).exists():
        raise UnknownPerson(f"{place.name}没有账号“{username}”，请核对。")
    require_another(actor, username)
    account = Account.objects.get(username=username) if or_shut else account_named(username)
    if not all(actor.may(Action.GRANT, path) for path in _paths_held(account)):
        raise MayNot(f"账号“{username}”在您管理的范围之外还有角色，请上级的安全管理员办。")
    return account, place.code


def kept_below(place: UnitPlace) -> QuerySet[Account]:
    """The accounts kept at the unit, for this part's own readers: those that hold a role over it or one below it.

    Who holds none at all, being new or having lost the last one, is kept at the top of the tree.
    """
    kept = Q(pk__in=grants_below(place).values("account"))
    if not depth(place.path):
        kept |= Q(pk__in=Account.objects.filter(grants__isnull=True).values("pk"))
    return Account.objects.filter(kept)


def grants_below(place: UnitPlace) -> QuerySet[RoleGrant]:
    """The roles that are held over the unit or one below it; for this part's own readers, which checked who asks."""
    low, high = below(place.path)
    return RoleGrant.objects.filter(
        unit__placements__until=None, unit__placements__path__gte=low, unit__placements__path__lt=high
    )


def _paths_held(account: Account) -> list[str]:
    """Where the units stand over which the account holds a role."""
    units = RoleGrant.objects.filter(account=account).values("unit_id")
    return list(Placement.objects.filter(until=None, unit__in=units).values_list("path", flat=True))


def _set_password(account: Account, password: str, at: datetime) -> None:
    """Put a password on the account, unless it is too easy to guess or was its own not long ago."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(f"密码不合要求：{''.join(error.messages)}请另设一个。") from error
    if account.pk:
        _put_away(account, password)
    account.set_password(password)
    account.password_since = at


def _put_away(account: Account, password: str) -> None:
    """Keep the hash of the password that goes; refuse one that is still kept."""
    kept = list(OldPassword.objects.filter(account=account).order_by("-pk"))
    if any(check_password(password, each) for each in (account.password, *(old.password for old in kept))):
        raise WeakPassword(f"最近{NOT_AGAIN}次用过的密码不能再用，请另设一个。")
    OldPassword.objects.create(account=account, password=account.password)
    # With the one that is set now, five are known.
    OldPassword.objects.filter(pk__in=[old.pk for old in kept[NOT_AGAIN - 2 :]]).delete()


def password_age(username: str, at: datetime) -> int:
    """Whole days since the account's password was set; 0 where nobody noted it."""
    since = Account.objects.filter(username=username).values_list("password_since", flat=True).first()
    return max(0, (at - since).days) if since else 0


@transaction.atomic
def give_role(actor: Actor, username: str, role: Role, unit: str) -> None:
    """Give an account a role over a unit and all below it.

    Raises:
        MayNot: it is the actor's own account; or it would be administrator and something else at once: the three
            administrators are kept apart from each other and from business data (三员分立).
    """
    place = unit_for(actor, unit, Action.GRANT)
    account = account_named(username)
    require_another(actor, username)
    held = set(RoleGrant.objects.filter(account=account).values_list("role", flat=True))
    if held - {role} and ADMINISTRATORS & (held | {role}):
        raise MayNot("系统、安全、审计三个管理员各用各的账号，也不办业务；请为这个角色另开账号。")
    RoleGrant.objects.get_or_create(account=account, role=role, unit_id=place.number)
    note(actor, "give_role", f"account:{account.pk}", place.code, {"username": username, "role": role})


@transaction.atomic
def withdraw_role(actor: Actor, username: str, role: Role, unit: str) -> None:
    """Take a role back."""
    place = unit_for(actor, unit, Action.GRANT)
    account = account_named(username)
    RoleGrant.objects.filter(account=account, role=role, unit_id=place.number).delete()
    note(actor, "withdraw_role", f"account:{account.pk}", place.code, {"username": username, "role": role})


def actor_for(username: str, at: datetime) -> Actor:
    """The actor that an account is at a moment, with the roles given to it.

    Raises:
        UnknownPerson: no active account has this name.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTING, (username,))
        rows = cursor.fetchall()
    if not rows:
        raise UnknownPerson(f"没有可用的账号“{username}”。")
    held = tuple(Grant(Role(role), path) for _, role, path in rows if path is not None)
    return Actor(name=rows[0][0] or username, at=at, grants=held, account=username)


# Every page asks who is acting: one statement, written out, since the ORM takes far longer to put it together than
# the database to answer it.
_ACTING = """SELECT p.name, g.role, w.path FROM organisations_account a
    LEFT JOIN organisations_person p ON p.id = a.person_id
    LEFT JOIN organisations_rolegrant g ON g.account_id = a.id
    LEFT JOIN organisations_placement w ON w.unit_id = g.unit_id AND w.until IS NULL
    WHERE a.username = %s AND a.is_active ORDER BY g.id"""


def account_named(username: str) -> Account:
    """The active account with this name; for this part's own verbs.

    Raises:
        UnknownPerson: there is none.
    """
    account = Account.objects.filter(username=username, is_active=True).select_related("person").first()
    if account is None:
        raise UnknownPerson(f"没有可用的账号“{username}”。")
    return account
