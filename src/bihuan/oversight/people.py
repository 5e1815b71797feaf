"""Who is who in a verification: the doer, the checker, their units, and whether anybody else could check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from bihuan.organisations.models import Appointment, Placement, RoleGrant
from bihuan.values.actor import ALLOWED, Action, Actor


def identity(actor: Actor) -> str:
    """What tells one actor from another: the login name, or the name of a program run on the machine itself."""
    return actor.account or actor.name


def units_of(accounts: Iterable[str], day: date) -> frozenset[int]:
    """The units at which the people behind these login names held a post on the day."""
    rows = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), since__lte=day, person__account__username__in=list(accounts)
    )
    return frozenset(rows.values_list("post__unit_id", flat=True))


def another_could_check(action: Action, path: str, besides: frozenset[str], units: frozenset[int], day: date) -> bool:
    """Whether somebody could check work at ``path`` who neither did it nor belongs to the doers' units.

    Args:
        action: what the check needs leave for.
        path: where the responsible unit stands.
        besides: the login names that do not count: the doers, and whoever is asking.
        units: the doers' units.
        day: the day on which posts are looked at.
    """
    roles = [role for role, actions in ALLOWED.items() if action in actions]
    grants = RoleGrant.objects.filter(role__in=roles, account__is_active=True).exclude(account__username__in=besides)
    held = list(grants.values_list("account__username", "unit_id"))
    tops = dict(
        Placement.objects.filter(until=None, unit__in={unit for _, unit in held}).values_list("unit_id", "path")
    )
    able = {name for name, unit in held if path.startswith(tops.get(unit, "~"))}
    return any(not units & units_of([name], day) for name in sorted(able))
