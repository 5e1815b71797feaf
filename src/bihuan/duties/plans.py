"""Plans: which duties a unit owes by its type and code, and which series have to be counted for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Aggregation, OwedBy
from bihuan.catalog.series import SeriesDefinition
from bihuan.duties.rules import Rule, Versions, rules_of
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType


@dataclass(frozen=True, eq=False)
class Obligation:
    """A duty as it binds units of one type, or the holders of a post at them.

    Attributes:
        rules: those of its versions that bind them. One that binds others neither adds to these nor ends them.
        post: the post whose holders owe it, or "" where the unit itself does.
        countable: whether acts add up in every series that meets it.
        counts_items: whether one of these counts distinct things.
    """

    duty: str
    rules: Versions
    post: str
    countable: bool
    counts_items: bool

    def head(self, over: Period) -> Rule | None:
        """The latest version in force on a day of the period, for the duty's name, source and force."""
        found = [
            rule
            for rule in self.rules
            if rule.since <= over.last and (rule.until is None or rule.until >= over.first)
        ]
        return found[-1] if found else None

    @cached_property
    def series(self) -> frozenset[str]:
        """What is counted for it."""
        return frozenset(rule.series for rule in self.rules if rule.quota)

    @cached_property
    def has_grace(self) -> bool:
        """Whether acts of the first days of a window may go to the one before, so that days matter."""
        return any(rule.grace for rule in self.rules)

    @cached_property
    def cap(self) -> int:
        """The greatest quota of its versions: more in a month changes no state."""
        return max((rule.quota or 0 for rule in self.rules), default=0)


@dataclass(frozen=True, eq=False)
class Plan:
    """The duties of a catalogue, ready to be looked up by unit."""

    rules: Mapping[str, Versions]
    definitions: Mapping[str, SeriesDefinition]
    _found: dict[tuple[UnitType, str], tuple[Obligation, ...]] = field(default_factory=dict)

    @cached_property
    def _named_codes(self) -> frozenset[str]:
        return frozenset(code for rules in self.rules.values() for rule in rules for code in rule.owed_by.codes)

    def obligations(self, unit_type: UnitType, code: str) -> tuple[Obligation, ...]:
        """What a unit of this type and code owes, and what the holders of its posts do, in the order of the packs."""
        key = (unit_type, code if code in self._named_codes else "")
        if key not in self._found:
            self._found[key] = tuple(self._obligations(unit_type, key[1]))
        return self._found[key]

    def _obligations(self, unit_type: UnitType, code: str) -> list[Obligation]:
        made: list[Obligation] = []
        for duty, rules in self.rules.items():
            binding = [rule for rule in rules if _binds(rule.owed_by, unit_type, code)]
            posts = dict.fromkeys(rule.owed_by.post for rule in binding)
            made += [self._obligation(duty, [r for r in binding if r.owed_by.post == post], post) for post in posts]
        return made

    def _obligation(self, duty: str, rules: list[Rule], post: str) -> Obligation:
        definitions = [self.definitions[rule.series] for rule in rules]
        return Obligation(
            duty=duty,
            rules=tuple(rules),
            post=post,
            countable=all(_adds_up(definition) for definition in definitions),
            counts_items=any(definition.distinct for definition in definitions),
        )


_made: list[tuple[Catalogue, Plan]] = []


def plan_of(catalogue: Catalogue) -> Plan:
    """The plan of a catalogue, made once for it: its rules are worked out a single time for the whole process."""
    for known, plan in _made:
        if known is catalogue:
            return plan
    definitions = {duty.series: catalogue.series(duty.series) for duty in catalogue.duties}
    plan = Plan(rules_of(catalogue.duties, lambda series: definitions[series].decimals), definitions)
    _made[:] = [(catalogue, plan)]
    return plan


def _adds_up(definition: SeriesDefinition) -> bool:
    """Whether acts of a window can be added up to meet a quota: counts and sums can, a rate or a stock cannot."""
    return definition.aggregation in (Aggregation.COUNT, Aggregation.SUM) and not definition.offered


def _binds(owed_by: OwedBy, unit_type: UnitType, code: str) -> bool:
    return owed_by.unit_type is unit_type and (not owed_by.codes or code in owed_by.codes)
