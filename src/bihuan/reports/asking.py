"""Asking the book: many figures in one call, those that no part works out yet left out instead of stopping all."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.book.definitions import Working, definition_of
from bihuan.book.errors import NotOffered
from bihuan.book.figures import figures
from bihuan.book.registry import offering
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure


def answers(actor: Actor, asks: Iterable[Ask]) -> dict[Ask, Figure]:
    """The book's figure for each ask that some part of this program works out, in one call.

    Raises:
        UnknownKey: a key names no series and no formula.
        UnknownUnit, MayNot: a unit is not there, or the actor may not see it.
    """
    packs = catalogue()
    known: dict[str, bool] = {}
    wanted: list[Ask] = []
    for ask in dict.fromkeys(asks):
        if ask.key not in known:
            known[ask.key] = _is_worked_out(packs, ask.key)
        if known[ask.key]:
            wanted.append(ask)
    return dict(zip(wanted, figures(actor, wanted), strict=True)) if wanted else {}


def _is_worked_out(packs: Catalogue, key: str) -> bool:
    """Whether every number behind the key is posted, or offered by a part that has registered."""
    meaning = definition_of(packs, key)
    leaves = [each.series for each in (*meaning.left, *meaning.right)] if isinstance(meaning, Working) else [key]
    return all(not packs.series(leaf).offered or _is_offered(leaf) for leaf in leaves)


def _is_offered(key: str) -> bool:
    try:
        offering(key)
    except NotOffered:
        return False
    return True
