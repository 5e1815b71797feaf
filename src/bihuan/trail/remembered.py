"""What was worked out from everything entered so far: it stands until something is noted that bears on it.

Every verb notes what it did, in order, each entry chained to the one before it. So an answer that was worked out when
the trail ended with one entry is right for as long as the trail ends with it; afterwards the entries that came since
tell what has to be worked out again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from bihuan.trail.chain import GENESIS
from bihuan.trail.look import one_look

MOST_DEEDS = 400
"""Entries that are looked through; after more of them, everything is worked out anew."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry says was done: the verb, on what (``record:17``), and the code of the unit concerned."""

    verb: str
    subject: str
    unit: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far the trail has come: the number and the digest of its last entry."""

    number: int
    digest: str


_BETWEEN = """SELECT verb, subject, unit, previous FROM trail_entry
    WHERE number > %s AND number <= %s ORDER BY number"""


def position() -> Position:
    """Where the trail ends now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM trail_head WHERE id = 1")
        row = cursor.fetchone()
    return Position(*row) if row else Position(0, GENESIS)


def deeds_since(then: Position, now: Position) -> tuple[Deed, ...] | None:
    """What was done between two positions, in order; None where it is too much, or the trail took another course."""
    if not 0 <= now.number - then.number <= MOST_DEEDS:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, (then.number, now.number))
        rows = cursor.fetchall()
    # The first entry names the digest that it was chained to: another one was written over another past.
    if not rows or rows[0][3] != then.digest:
        return None
    return tuple(Deed(*told) for *told, _ in rows)


Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Remembered(Generic[Question, Answer]):
    """Answers to questions about everything entered, each with the position up to which it is known to be right.

    Within a transaction nothing is remembered: what is written there is not noted yet.

    Args:
        most: how many answers are kept; the one asked for longest ago goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Question, tuple[Position, Answer]] = OrderedDict()
        self._lock = Lock()

    def answer(
        self,
        question: Question,
        anew: Callable[[], Answer],
        again: Callable[[Answer, Sequence[Deed]], Answer | None],
    ) -> Answer:
        """The answer as it stands now.

        Args:
            question: everything that the answer depends on besides what was entered.
            anew: works it out.
            again: brings an earlier answer up to date with what was done since; None where it has to be worked out.
        """
        if connection.in_atomic_block:
            return anew()
        # Asked before anything is worked out: what is noted meanwhile is looked at once more, never overlooked.
        now = position()
        with self._lock:
            known = self._known.get(question)
        if known is not None and known[0] == now:
            found = known[1]
        else:
            # In a look of its own: what this one was told may be older than what is known by now to have been done.
            with one_look():
                later = self._again(known, now, again) if known is not None else None
                found = anew() if later is None else later
        with self._lock:
            self._known[question] = now, found
            self._known.move_to_end(question)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    @staticmethod
    def _again(
        known: tuple[Position, Answer], now: Position, again: Callable[[Answer, Sequence[Deed]], Answer | None]
    ) -> Answer | None:
        deeds = deeds_since(known[0], now)
        return None if deeds is None else again(known[1], deeds)
