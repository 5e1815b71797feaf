"""Closing the books: a period is sealed for every unit at once, by who approves for the whole tree."""

from __future__ import annotations

from datetime import date

from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import whole_tree
from bihuan.trail import queries as trail
from bihuan.trail.queries import SealLine
from bihuan.trail.sealing import BookDigest, seal
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period


def may_seal(actor: Actor) -> bool:
    """Whether the actor approves for every unit of the tree: a seal holds for all of them."""
    return whole_tree(actor, Action.SEAL)


def seal_period(actor: Actor, period: Period, book_digest: BookDigest, today: date) -> str:
    """Seal the period and return the seal's digest. It cannot be taken back.

    Args:
        actor: who closes the books.
        period: the days that are closed.
        book_digest: works out the digest of the period's postings that were entered up to a moment.
        today: the day on which it is done.

    Raises:
        MayNot: the actor does not approve for the whole tree.
        AlreadySealed, NotOver: as for `bihuan.trail.sealing.seal`.
    """
    if not may_seal(actor):
        raise MayNot("封账封的是全部单位的账，由管全部单位的审批人办。")
    return seal(actor, period, book_digest, today)


def sealed(actor: Actor) -> list[SealLine]:
    """Every sealed period, the last sealed first, for who approves anywhere.

    Raises:
        MayNot: the actor approves nowhere.
    """
    if not actor.paths(Action.SEAL):
        raise MayNot("封账由审批人办，请联系本单位的审批人。")
    return trail.seals()
