"""What other parts tell the book: numbers that are not postings, and what the sources of postings are called.

The book stands below the parts that post to it and imports none of them. They register here when the program starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bihuan.book.errors import NotOffered
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure


@dataclass(frozen=True)
class Offer:
    """A number that a part worked out for an ask.

    Attributes:
        value: in the unit that the packs give the key; None where nothing can be said.
        members: how many things it was worked out from.
        marks: a number that changes when any of them does.
        parts: the figures it was worked out from.
        notes: what a reader of its proof has to know.
        attested: who answers for it where no record stands behind it.
    """

    value: Fraction | None
    members: int = 0
    marks: int = 0
    parts: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    attested: str = ""


@dataclass(frozen=True)
class Description:
    """What a person calls a source, and the names of the files behind it."""

    title: str
    evidence: tuple[str, ...] = ()


Offering = Callable[[Actor, Sequence[Ask]], Sequence[Offer]]
Describing = Callable[[Sequence[int]], Mapping[int, Description]]

Attesting = Callable[[Sequence[tuple[Ask, str]]], Mapping[Ask, str]]
"""Told asks that came out as zero without a record, each with its unit's path: who answers for it, in words."""

_attesting: list[Attesting] = []
_offerings: dict[str, Offering] = {}
_describers: dict[str, Describing] = {}


def offer(key: str, function: Offering) -> None:
    """Register who works out the number with this key: all asks at once, one offer for each, in their order.

    A function that is registered for several keys is told the asks of all of them in one call.
    The book has checked that the actor may see the units asked for.
    """
    _offerings[key] = function


def describe(origin: str, function: Describing) -> None:
    """Register who can describe the sources of an origin, many at once."""
    _describers[origin] = function


def offering(key: str) -> Offering:
    """Who works out the number with this key.

    Raises:
        NotOffered: nobody does.
    """
    try:
        return _offerings[key]
    except KeyError:
        raise NotOffered(f"“{key}”由其他部分计算，本程序还没有提供，请换一个科目。") from None


def described(origin: str, sources: Sequence[int]) -> Mapping[int, Description]:
    """What the sources of an origin are called; nothing where nobody describes that origin."""
    function = _describers.get(origin)
    return function(sources) if function else {}


def attest(function: Attesting) -> None:
    """Register who knows for which zeros somebody answers that the register is complete."""
    _attesting[:] = [function]


def attested(zeros: Sequence[tuple[Ask, str]]) -> Mapping[Ask, str]:
    """Those of the zeros that somebody answers for; none where nobody knows."""
    return _attesting[0](zeros) if _attesting and zeros else {}
