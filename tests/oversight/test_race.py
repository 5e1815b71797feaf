"""A hundred people move the same task at once: exactly one wins each move, the others are told so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from bihuan.book.verification import verify_book
from bihuan.oversight.errors import AlreadyMoved, MoveNotAllowed
from bihuan.oversight.models import Finding, Move, Task
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor
from bihuan.values.refusal import Refusal
from oversight.cast import DONE, finding
from side_by_side import at_once

MOVERS = 100


def alone(work: Callable[[], object]) -> object:
    """What one piece of work gives, on a connection of its own."""
    (found,) = at_once(work)
    if isinstance(found, Exception):
        raise found
    return found


@pytest.mark.slow
def test_exactly_one_of_a_hundred_wins_each_move(side_by_side: None, doer: Actor, checker: Actor) -> None:
    def begin() -> object:
        number = finding(checker, date(2023, 5, 10))
        return Finding.objects.get(pk=number).task_id

    task = alone(begin)
    assert isinstance(task, int)
    rounds = [
        (doer, Step.ACCEPT, Doing()),
        (doer, Step.PROGRESS, Doing(words="已过半", seen=2)),
        (doer, Step.REPORT_DONE, DONE),
        (checker, Step.VERIFY, Doing()),
        (checker, Step.CLOSE, Doing()),
    ]
    for number, (who, step, doing) in enumerate(rounds, start=2):

        def race(mover: int, who: Actor = who, step: Step = step, doing: Doing = doing) -> object:
            somebody = replace(who, name=f"{who.name}{mover}", account=f"{who.account}{mover}")
            return move(somebody, task, step, doing)

        got = at_once(*(partial(race, number) for number in range(MOVERS)))
        assert [each for each in got if isinstance(each, int)] == [number], step
        refused = Counter(type(each) for each in got if not isinstance(each, int))
        assert set(refused) <= {AlreadyMoved, MoveNotAllowed}
        assert sum(refused.values()) == MOVERS - 1
        assert all(str(each).endswith("。") for each in got if isinstance(each, Refusal))

    def read() -> tuple[list[int], int, int, bool]:
        numbers = list(Move.objects.filter(task=task).order_by("number").values_list("number", flat=True))
        # The giving is in the trail as the finding's registration.
        entries = Entry.objects.filter(subject=f"task:{task}").count()
        whole = not [*verify_book(), *verify_trail()]
        return numbers, Task.objects.get(pk=task).moves, entries, whole

    assert alone(read) == ([1, 2, 3, 4, 5, 6], 6, 5, True)
