"""Finding a figure by its Chinese name, for an author who wants it in his text. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.catalog.catalogue import Catalogue
from bihuan.reports.drafting.names import Calling


@dataclass(frozen=True)
class FoundFigure:
    """A figure that fits what was typed.

    Attributes:
        key: of the series or formula.
        name: by which an author's text calls it.
        kind: the kind that it is counted from, in Chinese; "" for a formula.
    """

    key: str
    name: str
    kind: str


def found_figures(packs: Catalogue, words: str, limit: int = 12) -> list[FoundFigure]:
    """The figures whose names hold every one of the words, the closest first.

    Args:
        packs: the loaded packs.
        words: what was typed, in any order, parted by spaces.
        limit: how many are given.
    """
    wanted = words.split()
    if not wanted:
        return []
    calling = Calling.of(packs)
    ranked = sorted(
        (_distance(wanted, each, also), each.name, each)
        for each, also in _all(packs, calling)
        if _fits(wanted, each, also)
    )
    return [each for _, _, each in ranked[:limit]]


def _all(packs: Catalogue, calling: Calling) -> Iterator[tuple[FoundFigure, str]]:
    """Every figure with the other words for it."""
    for series in packs.all_series():
        kind = packs.kinds.get(series.kind)
        also = "、".join((*series.terms, *(kind.also_called if kind else ())))
        yield FoundFigure(series.key, calling.figure(series.key), kind.name if kind else ""), also
    for formula in packs.formulas.values():
        yield FoundFigure(formula.key, calling.figure(formula.key), ""), ""


def _fits(wanted: list[str], each: FoundFigure, also: str) -> bool:
    words = f"{each.name} {each.kind} {also} {each.key}"
    return all(word in words for word in wanted)


def _distance(wanted: list[str], each: FoundFigure, also: str) -> tuple[bool, bool, bool, int]:
    """How far a figure is from what was typed: its own name before its kind's, the whole before its parts."""
    return (
        not all(word in each.name for word in wanted),
        not all(word in f"{each.name}{also}" for word in wanted),
        "[" in each.key,
        len(each.name),
    )
