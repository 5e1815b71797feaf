"""Entering the diary: every act and every correction through the verbs, in the order in which they were entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from bihuan.cli.demo.diary import Diary, Note, Slip
from bihuan.records.acts import record_act, supersede, void
from bihuan.values.actor import Actor

_BATCH = 200


@dataclass(frozen=True)
class Kept:
    """How much was entered."""

    records: int
    corrected: int
    voided: int


def enter(actor: Actor, diary: Diary) -> Iterator[Kept | None]:
    """Enter the diary; yields None after each step, and at the end how much it was."""
    numbers: dict[int, int] = {}
    steps: Iterator[tuple[datetime, int, Note | Slip]] = iter(_in_order(diary))
    while batch := list(islice(steps, _BATCH)):
        # One commit for many acts: a year takes seconds, and each act is whole within it all the same.
        with transaction.atomic():
            for moment, _, step in batch:
                _enter_one(replace(actor, at=moment), step, numbers)
                yield None
    voided = sum(slip.right is None for slip in diary.slips)
    yield Kept(len(diary.notes), len(diary.slips) - voided, voided)


def _in_order(diary: Diary) -> Sequence[tuple[datetime, int, Note | Slip]]:
    steps: list[tuple[datetime, int, Note | Slip]] = [(note.entered, 0, note) for note in diary.notes]
    steps += [(slip.corrected, 1, slip) for slip in diary.slips]
    return sorted(steps, key=lambda step: step[:2])


def _enter_one(actor: Actor, step: Note | Slip, numbers: dict[int, int]) -> None:
    if isinstance(step, Note):
        numbers[id(step)] = record_act(replace(actor, name=step.clerk), step.act)
    elif step.right is None:
        void(replace(actor, name="审核员"), numbers[id(step.note)], step.reason)
    else:
        supersede(replace(actor, name="审核员"), numbers[id(step.note)], step.right, step.reason)
