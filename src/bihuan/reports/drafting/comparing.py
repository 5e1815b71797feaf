"""A report beside the last one of its kind: which figures changed, which sentences are last time's word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.reports.document import Document
from bihuan.reports.docx.reading import BoundFile, bound_in_bytes
from bihuan.reports.orders import Order
from bihuan.reports.queries import IssuedLine, kept_file, last_issued
from bihuan.reports.templates import template_for
from bihuan.reports.writing import draft_report
from bihuan.values.actor import Action, Actor
from bihuan.values.quantity import shown

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SHORTEST = 16
"""Shorter sentences are alike in all reports and say nothing."""


@dataclass(frozen=True)
class FigureChange:
    """One figure then and now; None where one of the two reports does not state it."""

    name: str
    key: str
    measure_unit: str
    then: Fraction | None
    now: Fraction | None

    @property
    def before(self) -> str:
        """14次 in the last report; a dash where it does not state it."""
        return self._written(self.then)

    @property
    def after(self) -> str:
        """15次 now; a dash where the report does not state it any more."""
        return self._written(self.now)

    @property
    def text(self) -> str:
        """14次 → 15次."""
        return f"{self.before} → {self.after}"

    def _written(self, value: Fraction | None) -> str:
        return f"{shown(value)}{self.measure_unit}" if value is not None else "—"


@dataclass(frozen=True)
class Comparison:
    """A report held beside the last one that the unit issued of its kind.

    Attributes:
        previous: that report; None where there was none, and then there is nothing to compare.
        changes: the figures whose value changed, came or went, in the order of the report.
        unchanged: how many figures have the same value.
        copied: the sentences that stand in both word for word, figures included.
    """

    previous: IssuedLine | None
    changes: tuple[FigureChange, ...] = ()
    unchanged: int = 0
    copied: tuple[str, ...] = ()


def compare_report(actor: Actor, order: Order) -> Comparison:
    """The report of the order, as it would be written now, beside the last issued one of the same template and unit.

    Raises:
        UnknownTemplate, BrokenTemplate, WrongSpan: as for `bihuan.reports.writing.write_report`.
        UnknownUnit, MayNot: the unit is not there, or the actor may not write for it.
    """
    place = unit_for(actor, order.unit, Action.WRITE)
    return compare_document(order, place, draft_report(actor, order).document)


def compare_document(order: Order, place: UnitPlace, document: Document) -> Comparison:
    """A report that has been drawn up already for a unit, beside the last issued one of its template.

    Raises:
        UnknownTemplate: there is no such template.
    """
    last = last_issued(place, template_for(order.template).head.key)
    if last is None:
        return Comparison(None)
    then = bound_in_bytes(kept_file(last.number), f"{last.number}.docx")
    changes, unchanged = _changes(document, then)
    return Comparison(last, tuple(changes), unchanged, tuple(_copied(document, then)))


def _changes(document: Document, then: BoundFile) -> tuple[list[FigureChange], int]:
    before = {(each.key, each.unit): each for each in then.figures.values()}
    now = {(each.key, each.unit): each for each in document.figures}
    found: list[FigureChange] = []
    unchanged = 0
    for place, identity in (before | now).items():
        was, is_ = before.get(place), now.get(place)
        if was is not None and is_ is not None and was.exact == is_.exact:
            unchanged += 1
            continue
        values = (each.exact if each is not None else None for each in (was, is_))
        found.append(FigureChange(identity.name or _name(identity.key), identity.key, identity.measure_unit, *values))
    return found, unchanged


def _name(key: str) -> str:
    """What the catalogue calls a figure of which a file holds only the key; the key where it is gone from there."""
    packs = catalogue()
    if key in packs.formulas:
        return packs.formulas[key].name
    return packs.series(key).name if packs.has_series(key) else key


def _copied(document: Document, then: BoundFile) -> Iterator[str]:
    last = set(_sentences([then.text]))
    for sentence in dict.fromkeys(_sentences([each.text for each in document.paragraphs])):
        if sentence in last:
            yield sentence


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            if len(sentence.strip()) >= _SHORTEST:
                yield sentence.strip()
