"""The numbers of duties that are not postings: windows that fell due, windows met, and the rate between them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from django.utils.timezone import get_default_timezone

from bihuan.book.registry import Offer, offer
from bihuan.duties.queries import balance, balances_below
from bihuan.duties.standing import UnitBalance
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask

DUE, MET, RATE = "duty.due_items", "duty.met_items", "duty.completion_rate"

_NOTE = "到期条目为已办、逾期补办和欠账的期限，免办和未到期的不计。"


def register() -> None:
    """Tell the book who works these numbers out; called once when the program starts."""
    offer(DUE, _offering(_due))
    offer(MET, _offering(_met))
    offer(RATE, _offering(_rate))


def _offering(value: Callable[[int, int], Fraction | None]) -> Callable[[Actor, Sequence[Ask]], list[Offer]]:
    def offered(actor: Actor, asks: Sequence[Ask]) -> list[Offer]:
        found: dict[Ask, Offer] = {}
        for ask in asks:
            if ask not in found:
                found[ask] = _offer(_balances(actor, ask), value)
        return [found[ask] for ask in asks]

    return offered


def _due(_met: int, due: int) -> Fraction | None:
    return Fraction(due)


def _met(met: int, _due: int) -> Fraction | None:
    return Fraction(met)


def _rate(met: int, due: int) -> Fraction | None:
    return Fraction(100 * met, due) if due else None


def _balances(actor: Actor, ask: Ask) -> list[UnitBalance]:
    today = _day(actor, ask)
    if ask.own:
        return [balance(actor, ask.unit, ask.period, today, ask.as_of)]
    return balances_below(actor, ask.unit, ask.period, today, ask.as_of)


def _day(actor: Actor, ask: Ask) -> date:
    """The day on which the account is drawn up: that of the moment asked about, else that of the asking."""
    return (ask.as_of or actor.at).astimezone(get_default_timezone()).date()


def _offer(balances: Sequence[UnitBalance], value: Callable[[int, int], Fraction | None]) -> Offer:
    met, due = sum(each.met for each in balances), sum(each.due for each in balances)
    return Offer(value(met, due), members=due, marks=_marks(balances), notes=(_NOTE,))


def _marks(balances: Sequence[UnitBalance]) -> int:
    """A number that changes when the state of any window that fell due does."""
    total = 0
    for each in balances:
        for duty in each.duties:
            for window in duty.windows:
                if window.state.is_due:
                    text = f"{each.unit}|{duty.rule.duty}|{duty.holder}|{window.first}|{window.state}"
                    total += int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big") >> 2
    return total
