"""Slots: what a template writes between braces, and the words it becomes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.nearest import did_you_mean
from bihuan.values.numerals import write_numeral
from bihuan.values.period import Period
from bihuan.values.quantity import converted, shown

_SMALLEST_ROUND = 11
"""Below eleven there is no 余: 十余 begins at 11."""


class Slot(NamedTuple):
    """One figure that a template asks for, and how it is to be written.

    Attributes:
        name: as the author wrote it: a key or a Chinese name.
        unit: the unit it is converted to; "" for the measure's own.
        rounded: whether it is written as 60余 where it is 63.
        spelt: whether in Chinese numerals.
        bare: whether without its measure word.
        earlier: "" for the period itself, 同期 for the same period a year before, 上期 for the one just before.
        at: the code of another unit, for the cell of a table; "" for the unit that reports.
        only: another period, as the command line writes it, for the month of a chart; "" for the report's.
    """

    name: str
    unit: str = ""
    rounded: bool = False
    spelt: bool = False
    bare: bool = False
    earlier: str = ""
    at: str = ""
    only: str = ""


class UnknownName(ValueError):
    """A slot names nothing in the catalogue; the message names the nearest."""


@dataclass(frozen=True)
class Names:
    """The names by which a template may call what the catalogue counts."""

    keys: frozenset[str]
    by_name: Mapping[str, str]

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, catalogue: Catalogue) -> Names:
        """Every key, and every Chinese name that belongs to one series only; a term only where no name says the same.

        A series is also called by kind and measure: 纪委会.纪委会次数.
        """
        names: dict[str, set[str]] = {}
        terms: dict[str, set[str]] = {}
        for series in catalogue.all_series():
            kind = catalogue.kinds.get(series.kind)
            for name in (series.name, f"{kind.name}.{series.name}" if kind else series.name):
                names.setdefault(name, set()).add(series.key)
            for term in series.terms:
                terms.setdefault(term, set()).add(series.key)
        for formula in catalogue.formulas.values():
            names.setdefault(formula.name, set()).add(formula.key)
        keys = frozenset({series.key for series in catalogue.all_series()} | set(catalogue.formulas))
        return cls(keys, {name: next(iter(found)) for name, found in (terms | names).items() if len(found) == 1})

    def key(self, name: str) -> str:
        """The key that a slot's name means.

        Raises:
            UnknownName: none, or several.
        """
        if name in self.keys:
            return name
        found = self.by_name.get(name)
        if found is None:
            near = did_you_mean(name, [*self.keys, *self.by_name])
            raise UnknownName(near or "可用 bihuan pack list 查看全部科目")
        return found


def asked_period(slot: Slot, period: Period) -> Period:
    """The period that a slot's figure is asked for."""
    own = Period.parse(slot.only) if slot.only else period
    return {"同期": own.year_before, "上期": own.before}.get(slot.earlier, lambda: own)()


def written(value: Fraction, measure_unit: str, slot: Slot) -> str | None:
    """The figure as the slot wants it: 14次, 1153.4万元, 60余次, 十四次; None where the units do not fit."""
    unit = slot.unit or measure_unit
    amount = converted(value, measure_unit, unit)
    if amount is None:
        return None
    digits = rounded_down(amount) if slot.rounded else shown(amount)
    if slot.spelt and amount.denominator == 1 and amount >= 0:
        digits = _spelt(digits)
    return digits if slot.bare else f"{digits}{unit}"


def rounded_down(value: Fraction) -> str:
    """The value as 'something over' a round number: 63 60余, 213 210余, 1,234 1200余; a round one as it is."""
    whole = value.numerator // value.denominator
    if whole < _SMALLEST_ROUND:
        return shown(value)
    step = 10 ** max(1, len(str(whole)) - 2)
    round_number = whole - whole % step
    return f"{round_number}余" if value > round_number else str(round_number)


def _spelt(digits: str) -> str:
    number, over, _ = digits.partition("余")
    return write_numeral(int(number)) + over
