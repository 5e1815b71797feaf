"""Debtors: each who owes a duty at a unit, with the days on which they are there and the windows waived for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from bihuan.duties.balances import Counts, Debt, balance
from bihuan.duties.counting import Units, day_of, told
from bihuan.duties.plans import Obligation, Plan
from bihuan.duties.rules import Life
from bihuan.duties.standing import DutyBalance
from bihuan.values.period import Period

Waived = tuple[tuple[str, str, date, str], ...]
"""The waivers of a unit: duty, holder, the window's first day, reason."""


@dataclass(frozen=True)
class PostHolder:
    """A person who holds a post at a unit for some days."""

    post: str
    person: str
    name: str
    life: Life


@dataclass(frozen=True)
class Facts:
    """What is known of a unit besides its acts: units with the same facts and duties differ in nothing else."""

    life: Life
    waived: Waived = ()
    holders: tuple[PostHolder, ...] = ()


@dataclass(frozen=True, eq=False)
class Debtor:
    """One who owes a duty: a unit, the holder of a post there, or all its holders together."""

    obligation: Obligation
    debt: Debt
    holder: str = ""
    holder_name: str = ""

    def line(self, plan: Plan, counts: Counts, over: Period, today: date) -> DutyBalance | None:
        """Their line in the balance, or None where the duty says nothing of the period."""
        head = self.obligation.head(over)
        countable = self.obligation.countable
        windows = balance(self.debt, counts, over, today) if countable else ()
        rule = windows[-1].rule if windows and head is None else head
        if rule is None:
            return None
        return DutyBalance(rule, plan.definitions[rule.series], windows, self.holder, self.holder_name, countable)


def debtors(obligations: Iterable[Obligation], facts: Facts, *, each_holder: bool) -> list[Debtor]:
    """All who owe something at a unit.

    Args:
        obligations: the duties of a unit of its type, and of the holders of posts there.
        facts: the unit's life, holders and waivers.
        each_holder: whether it is known which acts a person carried out. If not, the holders of a post owe
            their quotas together.
    """
    found: list[Debtor] = []
    for obligation in obligations:
        if not obligation.post:
            found.append(_debtor(obligation, (facts.life,), facts))
            continue
        holders = [holder for holder in facts.holders if holder.post == obligation.post]
        if not each_holder:
            found.append(_debtor(obligation, tuple(_within(holder.life, facts.life) for holder in holders), facts))
            continue
        for person, name in dict.fromkeys((holder.person, holder.name) for holder in holders):
            lives = tuple(_within(holder.life, facts.life) for holder in holders if holder.person == person)
            found.append(_debtor(obligation, lives, facts, person, name))
    return found


def waivers(units: Units, as_of: datetime | None = None) -> dict[int, Waived]:
    """The waivers that stand, or stood at a moment, by unit."""
    found: dict[int, list[tuple[str, str, date, str]]] = defaultdict(list)
    sql = f"SELECT unit_id, duty, holder, window_first, reason FROM duties_waiver WHERE {units.condition}"
    moment = None if as_of is None else connection.ops.adapt_datetimefield_value(as_of)
    if moment is None:
        rows = told(f"{sql} AND withdrawn IS NULL ORDER BY id", units.parameters)
    else:
        standing = "at <= %s AND (withdrawn IS NULL OR withdrawn > %s)"
        rows = told(f"{sql} AND {standing} ORDER BY id", (*units.parameters, moment, moment))
    for unit, duty, holder, first, reason in rows:
        found[unit].append((duty, holder, day_of(first), reason))
    return {unit: tuple(each) for unit, each in found.items()}


def post_holders(units: Units, posts: Iterable[str]) -> dict[int, tuple[PostHolder, ...]]:
    """Everybody who ever held one of the posts, by unit."""
    names = sorted(posts)
    found: dict[int, list[PostHolder]] = defaultdict(list)
    if not names:
        return {}
    posts_there = f"SELECT id, unit_id, name FROM organisations_post WHERE {units.condition}"
    sql = f"""SELECT o.unit_id, o.name, p.code, p.name, a.since, a.until FROM ({posts_there}) AS o
        JOIN organisations_appointment a ON a.post_id = o.id JOIN organisations_person p ON p.id = a.person_id
        WHERE o.name IN ({", ".join(["%s"] * len(names))}) ORDER BY a.since, a.id"""
    for unit, post, person, name, since, until in told(sql, (*units.parameters, *names)):
        life = Life(day_of(since), day_of(until) if until else None)
        found[unit].append(PostHolder(post, person, name, life))
    return {unit: tuple(each) for unit, each in found.items()}


def _debtor(
    obligation: Obligation, lives: tuple[Life, ...], facts: Facts, holder: str = "", name: str = ""
) -> Debtor:
    waived = {first: reason for duty, who, first, reason in facts.waived if (duty, who) == (obligation.duty, holder)}
    return Debtor(obligation, Debt(obligation.rules, lives, waived), holder, name)


def _within(life: Life, whole: Life) -> Life:
    """The days of a life that lie within another; a life that ends before it begins covers no window."""
    ends = [day for day in (life.ends, whole.ends) if day is not None]
    return Life(max(life.begins, whole.begins), min(ends) if ends else None)
