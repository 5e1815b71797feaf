"""The accounts of a unit and all below it, as who keeps them sees them: a page at a time, found by what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from bihuan.organisations.accounts import grants_below, kept_below
from bihuan.organisations.models import Account, RoleGrant
from bihuan.organisations.queries import unit_for, units_numbered
from bihuan.values.actor import Action, Actor, Role


@dataclass(frozen=True)
class AccountLine:
    """An account as the security administrator sees it.

    Attributes:
        name: the person's name, or "".
        roles: each role with the name and code of the unit it is over.
    """

    username: str
    name: str
    is_active: bool
    last_login: datetime | None
    roles: tuple[tuple[Role, str, str], ...]


@dataclass(frozen=True)
class AccountPage:
    """The accounts of a page by name.

    Attributes:
        total: how many were found, on this page and all others.
        following: the name behind which the next page begins, "" at the end.
    """

    lines: tuple[AccountLine, ...]
    total: int
    following: str


def accounts_below(actor: Actor, unit: str, text: str = "", after: str = "", size: int = 50) -> AccountPage:
    """The accounts that hold a role over the unit or one below it; of each only the roles in that subtree.

    At the top of the tree also those that hold none.

    Args:
        actor: who asks; they keep the unit's accounts.
        unit: its code or full name.
        text: words of the account's name, of the person's, or of a unit over which a role is held; "" for all.
        after: only accounts whose names come behind this one.
        size: how many at most.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or its accounts are not the actor's to keep.
    """
    place = unit_for(actor, unit, Action.GRANT)
    held = grants_below(place)
    found = _found(kept_below(place), held, text)
    some = list(found.filter(username__gt=after).select_related("person").order_by("username")[: size + 1])
    following = some[size - 1].username if len(some) > size else ""
    return AccountPage(tuple(_lines(some[:size], held)), found.count(), following)


def _found(kept: QuerySet[Account], held: QuerySet[RoleGrant], text: str) -> QuerySet[Account]:
    if not text:
        return kept
    over = held.filter(unit__name__contains=text).values("account")
    return kept.filter(Q(username__icontains=text) | Q(person__name__contains=text) | Q(pk__in=over))


def _lines(accounts: Sequence[Account], held: QuerySet[RoleGrant]) -> list[AccountLine]:
    grants = list(held.filter(account__in=accounts))
    places = units_numbered(sorted({grant.unit_id for grant in grants}))
    roles: dict[int, list[tuple[Role, str, str]]] = {}
    for grant in grants:
        where = places[grant.unit_id]
        roles.setdefault(grant.account_id, []).append((Role(grant.role), where.name, where.code))
    order = list(Role)
    return [
        AccountLine(
            row.username,
            row.person.name if row.person else "",
            row.is_active,
            row.last_login,
            tuple(sorted(roles.get(row.pk, ()), key=lambda each: order.index(each[0]))),
        )
        for row in accounts
    ]
