"""Entering the diary: every act, correction and move through the verbs, in the order in which they were entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from bihuan.cli.demo.diary import Diary, Note, Slip
from bihuan.cli.demo.threads import Occasion
from bihuan.records.acts import record_act, supersede, void
from bihuan.values.actor import Actor

_BATCH = 200

Step = Note | Slip | Occasion


@dataclass(frozen=True)
class Kept:
    """How much was entered."""

    records: int
    corrected: int
    voided: int


def enter(actor: Actor, diary: Diary, tasks: Sequence[Occasion]) -> Iterator[Kept | None]:
    """Enter the diary and what was done about tasks; yields None after each step, and at the end how much it was."""
    numbers: dict[int, int] = {}
    steps = iter(_in_order(diary, tasks))
    while batch := list(islice(steps, _BATCH)):
        # One commit for many acts: a year takes seconds, and each act is whole within it all the same.
        with transaction.atomic():
            for moment, _, step in batch:
                _enter_one(replace(actor, at=moment), step, numbers)
                yield None
    voided = sum(slip.right is None for slip in diary.slips)
    yield Kept(len(diary.notes), len(diary.slips) - voided, voided)


def _in_order(diary: Diary, tasks: Sequence[Occasion]) -> Sequence[tuple[datetime, int, Step]]:
    steps: list[tuple[datetime, int, Step]] = [(note.entered, 0, note) for note in diary.notes]
    steps += [(slip.corrected, 1, slip) for slip in diary.slips]
    steps += [(occasion.at, 2, occasion) for occasion in tasks]
    return sorted(steps, key=lambda step: step[:2])


def _enter_one(actor: Actor, step: Step, numbers: dict[int, int]) -> None:
    if isinstance(step, Occasion):
        step.happen(actor)
    elif isinstance(step, Note):
        numbers[id(step)] = record_act(replace(actor, name=step.clerk), step.act)
    elif step.right is None:
        void(replace(actor, name="审核员"), numbers[id(step.note)], step.reason)
    else:
        supersede(replace(actor, name="审核员"), numbers[id(step.note)], step.right, step.reason)
