"""Rules: the versions of a duty, each with its quota in the smallest step of the series that meets it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.catalog.schema import Duty, OwedBy, Source
from bihuan.values.quantity import Bound, steps
from bihuan.values.window import Per


@dataclass(frozen=True)
class Life:
    """The days on which whoever owes a duty is there to owe it, both in; ``ends`` is None while they still are."""

    begins: date
    ends: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """Whether it has every day from ``first`` to ``last``: only a whole window is owed."""
        return self.begins <= first and (self.ends is None or last <= self.ends)


@dataclass(frozen=True, eq=False)
class Rule:
    """One version of a duty, in force from ``since`` until ``until`` (both in; None while it is in force).

    Attributes:
        duty: the key that all versions of the duty share.
        series: what meets it.
        quota: how much a window asks, in the smallest step of the series; None where the organisation has not set it.
        per: which windows.
        bound: whether the quota is a floor or the exact number; more than an exact quota is met and shown as over.
        grace: days after a window in which acts still make up for it.
        force: the strength of the rule's words: 一般, 至少, 必须.
        owed_by: units of a type, or the holders of a post at them.
        source: the document and clause.
    """

    duty: str
    name: str
    theme: str
    series: str
    quota: int | None
    per: Per
    bound: Bound
    grace: int
    force: str
    since: date
    until: date | None
    owed_by: OwedBy
    source: Source
    act: str = ""

    def grace_ends(self, last: date) -> date:
        """The last day on which a window that ended on ``last`` can be made up for."""
        return last + timedelta(days=self.grace) if self.grace else last

    def follows(self, earlier: Rule) -> bool:
        """Whether it takes over from the earlier version on the day after that one's last."""
        return earlier.until is not None and earlier.until + timedelta(days=1) == self.since


Versions = tuple[Rule, ...]
"""The versions of a duty, the oldest first. The packs' loader refuses two that are in force on the same day."""


def rules_of(duties: Iterable[Duty], decimals: Callable[[str], int]) -> dict[str, Versions]:
    """The versions of every duty by its key, the oldest first, in the order in which the duties were given.

    Args:
        duties: the entries of the packs.
        decimals: the decimal places that a series keeps, by its key.

    Raises:
        BadQuantity: a quota is finer than its series can hold.
    """
    found: dict[str, list[Rule]] = {}
    for duty in duties:
        found.setdefault(duty.key, []).append(_rule(duty, decimals))
    return {key: tuple(sorted(rules, key=lambda rule: rule.since)) for key, rules in found.items()}


def _rule(duty: Duty, decimals: Callable[[str], int]) -> Rule:
    return Rule(
        duty=duty.key,
        name=duty.name,
        theme=duty.theme,
        series=duty.series,
        quota=None if duty.times is None else steps(duty.times, decimals(duty.series)),
        per=duty.per,
        bound=duty.bound,
        grace=duty.grace,
        force=duty.force,
        since=duty.since,
        until=duty.until,
        owed_by=duty.owed_by,
        source=duty.source,
        act=duty.act,
    )
