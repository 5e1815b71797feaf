"""The second factor: six digits from a phone, set up by oneself, and asked for at the door after the password.

The time-based codes are those of RFC 6238, as every authenticator app makes them. Whoever loses the phone comes in
with a recovery code, each of which works once. The security administrator may require it and may take it away.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.db import transaction
from django_otp.oath import TOTP

from bihuan.organisations.accounts import account_named, kept_account
from bihuan.organisations.errors import MayNot, NoSecondFactor, WrongCode, WrongPassword
from bihuan.organisations.models import Account, Placement, RecoveryCode, RoleGrant, SecondFactor, SecondRequired
from bihuan.organisations.queries import unit_for, units_numbered
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor, Role

CODES = 10
"""Recovery codes that are handed out at once."""
_STEP = 30
_ALLOWED = 1
"""Steps by which a phone's clock may be off."""
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_ISSUER = "闭环"


@dataclass(frozen=True)
class SecondState:
    """How an account stands with its second factor.

    Attributes:
        since: when it was set up, None where it was not.
        codes_left: recovery codes that were not used yet.
        required: whether the account has to have one.
    """

    since: datetime | None
    codes_left: int
    required: bool


def new_key() -> str:
    """A secret that nobody has yet, in hexadecimal: 160 bits, as the standard asks."""
    return secrets.token_hex(20)


def typed_key(key: str) -> str:
    """The secret as a person types it into a phone: base 32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def key_address(username: str, key: str) -> str:
    """What the QR code says to an authenticator app."""
    told = urlencode({"secret": b32encode(bytes.fromhex(key)).decode(), "issuer": _ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(_ISSUER)}:{quote(username)}?{told}"


def state_of(username: str) -> SecondState:
    """How the account stands.

    Raises:
        UnknownPerson: no active account has this name.
    """
    account = account_named(username)
    since = SecondFactor.objects.filter(account=account).values_list("since", flat=True).first()
    left = RecoveryCode.objects.filter(account=account).count() if since else 0
    return SecondState(since, left, account.second_required or _role_requires(account))


@transaction.atomic
def set_second(actor: Actor, password: str, key: str, code: str) -> tuple[str, ...]:
    """Set up the second factor of the actor's own account, or a new one; the recovery codes, told this once only.

    Args:
        actor: whose account it is.
        password: the account's, so that nobody does it at a screen that was left open.
        key: the secret that the phone was told.
        code: what the phone shows for it now.

    Raises:
        WrongPassword: the password is wrong.
        WrongCode: the code is another.
    """
    account = account_named(actor.account)
    if not account.check_password(password):
        raise WrongPassword("密码不对，请重新填写。")
    step = _matching_step(key, code, actor.at, after=0)
    if step is None:
        raise WrongCode("验证码不对，请核对手机的时间，写手机上现在的六位数字。")
    SecondFactor.objects.update_or_create(
        account=account, defaults={"key": key, "since": actor.at, "last_step": step}
    )
    codes = tuple(_recovery_code() for _ in range(CODES))
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(each)) for each in codes)
    note(actor, "set_second", f"account:{account.pk}", detail={"username": account.username})
    return codes


@transaction.atomic
def pass_second(actor: Actor, code: str) -> None:
    """Let the actor pass by a code of the phone, or by a recovery code, which is used up.

    Raises:
        NoSecondFactor: the account has none.
        WrongCode: the code is wrong, or was used before.
    """
    factor = SecondFactor.objects.select_for_update().filter(account__username=actor.account).first()
    if factor is None:
        raise NoSecondFactor("这个账号没有设两步验证，请重新登录。")
    step = _matching_step(factor.key, code, actor.at, after=factor.last_step)
    if step is not None:
        SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
        return
    used, _ = RecoveryCode.objects.filter(account_id=factor.account_id, digest=_digest(code)).delete()
    if not used:
        raise WrongCode("验证码不对，或已经用过。请等手机换下一个再写。")
    note(actor, "use_recovery_code", f"account:{factor.account_id}", detail={"username": actor.account})


@transaction.atomic
def drop_second(actor: Actor, code: str) -> None:
    """Take away the second factor of the actor's own account.

    Raises:
        MayNot: the account has to have one.
        NoSecondFactor, WrongCode: as for `pass_second`.
    """
    if state_of(actor.account).required:
        raise MayNot("安全管理员要求这个账号用两步验证，不能取消。")
    pass_second(actor, code)
    _forget(account_named(actor.account))
    note(actor, "drop_second", f"account:{account_named(actor.account).pk}", detail={"username": actor.account})


@transaction.atomic
def reset_second(actor: Actor, username: str, unit: str) -> None:
    """Take away the second factor of somebody who lost phone and codes; required of them, they set up a new one.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep, or not all of this one's roles are.
        UnknownPerson: no account of that part of the tree has this name.
        NoSecondFactor: the account has none.
    """
    account, code = kept_account(actor, username, unit)
    if not SecondFactor.objects.filter(account=account).exists():
        raise NoSecondFactor(f"账号“{username}”没有设两步验证，不用重设。")
    _forget(account)
    note(actor, "reset_second", f"account:{account.pk}", code, {"username": username})


@transaction.atomic
def require_second(actor: Actor, username: str, unit: str, *, required: bool) -> None:
    """Require the second factor of one account from its next login on, or no longer.

    Raises:
        UnknownUnit, MayNot, UnknownPerson: as for `reset_second`.
    """
    account, code = kept_account(actor, username, unit)
    Account.objects.filter(pk=account.pk).update(second_required=required)
    verb = "require_second" if required else "excuse_second"
    note(actor, verb, f"account:{account.pk}", code, {"username": username})


@transaction.atomic
def require_second_of_role(actor: Actor, role: Role, unit: str, *, required: bool) -> None:
    """Require the second factor of everybody who holds a role over the unit or one below it, or no longer.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep.
    """
    place = unit_for(actor, unit, Action.GRANT)
    if required:
        SecondRequired.objects.get_or_create(role=role, unit_id=place.number)
    else:
        SecondRequired.objects.filter(role=role, unit_id=place.number).delete()
    verb = "require_second" if required else "excuse_second"
    note(actor, verb, f"unit:{place.number}", place.code, {"role": role})


def required_roles(actor: Actor, unit: str) -> list[tuple[Role, str]]:
    """The roles of which the second factor is required, each with the name of the unit, as far as the actor keeps it.

    Raises:
        UnknownUnit, MayNot: the unit's accounts are not the actor's to keep.
    """
    unit_for(actor, unit, Action.GRANT)
    rows = list(SecondRequired.objects.order_by("pk"))
    places = units_numbered([row.unit_id for row in rows])
    return [
        (Role(row.role), places[row.unit_id].name)
        for row in rows
        if actor.may(Action.GRANT, places[row.unit_id].path)
    ]


def with_second(usernames: Sequence[str]) -> frozenset[str]:
    """Those of the accounts that have set it up. The caller has checked that it may know."""
    rows = SecondFactor.objects.filter(account__username__in=usernames)
    return frozenset(rows.values_list("account__username", flat=True))


def _role_requires(account: Account) -> bool:
    wanted = list(SecondRequired.objects.values_list("role", "unit_id"))
    if not wanted:
        return False
    held = list(RoleGrant.objects.filter(account=account).values_list("role", "unit_id"))
    numbers = {unit for _, unit in (*held, *wanted)}
    paths = dict(Placement.objects.filter(until=None, unit__in=numbers).values_list("unit_id", "path"))
    return any(role == asked and paths[unit].startswith(paths[over]) for role, unit in held for asked, over in wanted)


def _matching_step(key: str, code: str, at: datetime, after: int) -> int | None:
    """The step whose code it is, later than the last one taken, or None."""
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) == len("000000")):
        return None
    clock = TOTP(bytes.fromhex(key), step=_STEP)
    clock.time = at.timestamp()
    return clock.t() if clock.verify(int(digits), tolerance=_ALLOWED, min_t=after + 1) else None


def _recovery_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


def _digest(code: str) -> str:
    """Seventy-four random bits need no slow hash: nobody guesses them from the digest."""
    return hashlib.sha256(code.strip().lower().replace(" ", "").encode()).hexdigest()


def _forget(account: Account) -> None:
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
