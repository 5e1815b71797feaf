"""One look: within it the same question is asked of the database once, and has one answer from beginning to end.

What is to be remembered for longer is worked out in a look of its own: `bihuan.trail.remembered`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)

_told: ContextVar[dict[Hashable, Any] | None] = ContextVar("told", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """For what looks and never writes. A look within another begins anew: it asks everything again.

    A page asks a dozen times for the unit that it shows, and has it stand in one place from top to bottom.
    """
    told = _told.set({})
    try:
        yield
    finally:
        _told.reset(told)


def once(question: Hashable, ask: Callable[[], list[_T]]) -> list[_T]:
    """The answer to a question: asked anew, or within one look the one that was given before.

    Args:
        question: what tells it from every other.
        ask: asks the database.
    """
    told = _told.get()
    if told is None:
        return ask()
    if question not in told:
        told[question] = ask()
    return list(told[question])


def each_once(question: Hashable, keys: Collection[_K], ask: Callable[[list[_K]], Mapping[_K, _T]]) -> dict[_K, _T]:
    """The same for many keys: within one look only those are asked for that no earlier question brought.

    Args:
        question: what tells it from every other.
        keys: what is asked for.
        ask: asks the database for some of the keys; those that are not there have no answer.
    """
    told = _told.get()
    known: dict[_K, _T | None] = {} if told is None else told.setdefault(question, {})
    missing = [key for key in keys if key not in known]
    if missing:
        known.update(dict.fromkeys(missing))
        known.update(ask(missing))
    return {key: answer for key in keys if (answer := known[key]) is not None}


def tell(question: Hashable, answers: Callable[[], Mapping[Hashable, object]]) -> None:
    """Within one look, answers to a question of many keys that another question brought along."""
    told = _told.get()
    if told is not None:
        told.setdefault(question, {}).update(answers())
