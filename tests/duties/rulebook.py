"""How the tests of the duties write down rules, days and windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from bihuan.catalog.schema import OwedBy, Source
from bihuan.duties.balances import Count, Debt, Window, balance
from bihuan.duties.rules import Life, Rule
from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per

MEETINGS = "meeting.meetings"
ALWAYS = (Life(date(2000, 1, 1)),)
LATER = date(2030, 1, 1)


class Words(TypedDict, total=False):
    """What a test may say about a rule."""

    quota: int | None
    per: Per
    bound: Bound
    grace: int
    since: date
    until: date | None
    series: str


def rule(**words: Unpack[Words]) -> Rule:
    """A rule: at least one meeting a month, unless the test says otherwise."""
    return Rule(
        duty="meeting",
        name="支委会",
        theme="meetings",
        series=words.get("series", MEETINGS),
        quota=words.get("quota", 1),
        per=words.get("per", Per.MONTH),
        bound=words.get("bound", Bound.AT_LEAST),
        grace=words.get("grace", 0),
        force="至少",
        since=words.get("since", date(2000, 1, 1)),
        until=words.get("until"),
        owed_by=OwedBy(unit_type=UnitType.PARTY_BRANCH),
        source=Source(document="支部工作条例", clause="第十二条"),
    )


def on(*days: str, amount: int = 1) -> list[Count]:
    """Acts on these days of 2023, written 03-17."""
    return [Count(date.fromisoformat(f"2023-{day}"), amount) for day in days]


def account(
    rules: Rule | Sequence[Rule], acts: Sequence[Count], over: str = "2023", today: date = LATER
) -> tuple[Window, ...]:
    """The windows of a unit that has always been there."""
    versions = (rules,) if isinstance(rules, Rule) else tuple(rules)
    return balance(Debt(versions, ALWAYS), {MEETINGS: acts}, Period.parse(over), today)


def states(windows: Sequence[Window]) -> list[str]:
    """How the windows stand, one word each."""
    return [window.state.value for window in windows]
