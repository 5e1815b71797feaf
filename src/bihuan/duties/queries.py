"""Reads of the duties: the balance of one unit, exact, and of every unit below another, for overviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from django.utils.timezone import get_default_timezone

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.duties.accounts import Accounts, accounts_of
from bihuan.duties.balances import Count
from bihuan.duties.counting import Units, by_day, by_month, month_counts
from bihuan.duties.debtors import Debtor, Facts, debtors, post_holders, waivers
from bihuan.duties.overview import Overview
from bihuan.duties.plans import Obligation, Plan, plan_of
from bihuan.duties.registry import holder_counting, units_touched
from bihuan.duties.routes import Question, Routes, routes_of
from bihuan.duties.rules import Life
from bihuan.duties.standing import UnitBalance
from bihuan.organisations.paths import depth
from bihuan.organisations.queries import UnitPlace, unit_for, units_below
from bihuan.trail.look import once
from bihuan.trail.remembered import Deed, Remembered
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period


def balance(actor: Actor, unit: str, period: Period, today: date, as_of: datetime | None = None) -> UnitBalance:
    """Every duty that a unit owes itself, with every window that shares a day with the period.

    The unit's own acts count, not those of the units below it: each of these has an account of its own.

    Args:
        actor: who asks; they have to be allowed to see the unit.
        unit: its code or full name.
        period: the days asked for.
        today: the day on which the account is drawn up; what happened later is left out.
        as_of: a moment in the past, to ask what was known then; None for now.

    Raises:
        UnknownUnit: there is none, or the actor may not see it.
    """
    place = unit_for(actor, unit, Action.SEE)
    plan = plan_of(catalogue())
    obligations = plan.obligations(place.type, place.code)
    routes = routes_of(obligations, _question(actor, period, today, as_of))
    units = Units(numbers=(place.number,))
    posts = {obligation.post for obligation in obligations if obligation.post}
    facts = Facts(
        Life(place.begins, place.ends),
        waivers(units, as_of).get(place.number, ()),
        post_holders(units, posts).get(place.number, ()),
    )
    owing = debtors(obligations, facts, each_holder=holder_counting() is not None)
    counts = _unit_counts(units, place.number, routes, today)
    people = _holder_counts(owing, routes)
    lines = (
        debtor.line(plan, people.get(debtor.holder, {}) if debtor.holder else counts, period, today)
        for debtor in owing
    )
    return UnitBalance(place.code, place.name, period, today, tuple(line for line in lines if line is not None))


def balances_below(
    actor: Actor, unit: str, period: Period, today: date, as_of: datetime | None = None
) -> list[UnitBalance]:
    """The balances of the unit and of all that stand below it now, in the order of the tree.

    For overviews: the states and arrears are those of `balance`, but what was done beyond the quota of a window is
    cut off, so that units that stand alike share their lines. A few queries, whatever the number of units; within one
    look, where figures and lists speak of the same account, it is drawn up once.

    Args:
        actor: who asks; units they may not see are left out.
        unit: the top of the subtree.
        period: the days asked for.
        today: the day on which the accounts are drawn up.
        as_of: a moment in the past, to ask what was known then; None for now.

    Raises:
        UnknownUnit: there is no such unit, or the actor may not see it.
    """
    asked = (actor, unit, period, today, as_of)
    return once((balances_below, *asked), partial(_balances_below, *asked))


def _balances_below(
    actor: Actor, unit: str, period: Period, today: date, as_of: datetime | None
) -> list[UnitBalance]:
    if as_of is None:
        return list(accounts_below(actor, unit, period, today).balances)
    top = unit_for(actor, unit, Action.SEE)
    places = units_below(actor, top)
    return _drawn_up(places, _all_below(top), _question(actor, period, today, as_of))


def accounts_below(actor: Actor, unit: str, period: Period, today: date) -> Accounts:
    """The same as `balances_below`, by the branches right below the unit: for pages that are looked at all day.

    What was drawn up for one look stands until something is noted that bears on it. Then the accounts of the units
    concerned are drawn up again, and the others stay.

    Raises:
        UnknownUnit: there is no such unit, or the actor may not see it.
    """
    top = unit_for(actor, unit, Action.SEE)
    question = _question(actor, period, today, None)

    def anew() -> Accounts:
        # Who may see a unit sees all below it, so that everybody who gets here is shown the same.
        places = units_below(actor, top)
        return accounts_of(top, places, _drawn_up(places, _all_below(top), question))

    def again(known: Accounts, deeds: Sequence[Deed]) -> Accounts | None:
        touched = units_touched(deeds)
        if touched is None or len(touched) > MOST_AGAIN:
            return None
        places = [place for place in known.places if place.number in touched]
        if not places:
            return known
        balances = _drawn_up(places, Units(numbers=tuple(place.number for place in places)), question)
        return known.with_balances({each.unit: each for each in balances})

    return _REMEMBERED.answer((top, question, catalogue()), anew, again)


MOST_AGAIN = 400
"""Units whose accounts are drawn up again one by one; where more are touched, all are."""

_REMEMBERED: Remembered[tuple[UnitPlace, Question, Catalogue], Accounts] = Remembered(most=12)
"""A province's accounts of a year take some 3 MB."""


def _all_below(top: UnitPlace) -> Units:
    # Below a root every unit is counted: asking the tree which ones are meant takes longer than passing some over.
    return Units(path=top.path) if depth(top.path) else Units()


def _drawn_up(places: Sequence[UnitPlace], units: Units, question: Question) -> list[UnitBalance]:
    """The balances of the places. The units whose acts are counted are these at the least."""
    plan = plan_of(catalogue())
    obligations = _all_obligations(plan, places)
    routes = routes_of(obligations, question)
    posts = {obligation.post for obligation in obligations if obligation.post}
    waived, holding = waivers(units, question.as_of), post_holders(units, posts)
    overview = Overview(plan, routes, question.over, question.today, each_holder=question.each_holder)
    for place in places:
        overview.add(place, waived.get(place.number, ()), holding.get(place.number, ()))
    overview.count(units)
    overview.count_people(_holder_counts(overview.debtors(), routes))
    return overview.balances()


def _question(actor: Actor, period: Period, today: date, as_of: datetime | None) -> Question:
    """What is asked. The tallies know months: of a past day within a month they would tell too much."""
    last = Period.of_months(today.year, today.month, 1).last
    is_past = today < actor.at.astimezone(get_default_timezone()).date()
    by_day = is_past and today != last
    return Question(period, today, as_of, by_day=by_day, each_holder=holder_counting() is not None)


def _unit_counts(units: Units, number: int, routes: Routes, today: date) -> dict[str, list[Count]]:
    counts: dict[str, list[Count]] = {}
    if routes.monthly and routes.months[0] <= routes.months[1]:
        months = by_month(units, routes.monthly, routes.months).get(number, {})
        counts = {series: month_counts(found, today) for series, found in months.items()}
    if routes.daily:
        counts |= by_day(units, routes.daily, routes.days, routes.as_of).get(number, {})
    return counts


def _holder_counts(owing: Iterable[Debtor], routes: Routes) -> Mapping[str, dict[str, list[Count]]]:
    """What each post-holder carried out on the days that matter, by person and series."""
    counting = holder_counting()
    debts = [debtor for debtor in owing if debtor.holder]
    found: dict[str, dict[str, list[Count]]] = {debtor.holder: {} for debtor in debts}
    if counting is None or not debts:
        return found
    series = sorted({series for debtor in debts for series in debtor.obligation.series})
    first = max(routes.days.first, min(life.begins for debtor in debts for life in debtor.debt.lives))
    if first <= routes.days.last:
        for line in counting(series, sorted(found), Period(first, routes.days.last), routes.as_of):
            found[line.person].setdefault(line.series, []).append(Count(line.day, line.amount))
    return found


def _all_obligations(plan: Plan, places: Iterable[UnitPlace]) -> tuple[Obligation, ...]:
    kinds = {(place.type, place.code) for place in places}
    found = {obligation: None for kind in sorted(kinds) for obligation in plan.obligations(*kind)}
    return tuple(found)
