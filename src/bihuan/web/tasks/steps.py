"""Which moves a page offers on a task. What may be done is decided by the verb; this only spares a vain try."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.queries import unit_for
from bihuan.oversight.moves import TABLE, Side, State, Step
from bihuan.oversight.people import identity
from bihuan.oversight.queries import TaskLine, TaskView
from bihuan.oversight.scope import leaves
from bihuan.values.actor import Action, Actor

CLOSE_AT_ONCE = "verify_and_close"
"""The button that verifies and closes in one go."""


@dataclass(frozen=True)
class Offer:
    """A button: what it sends, what it says, and whether it is the one most likely wanted."""

    value: str
    label: str
    is_first: bool


@dataclass(frozen=True)
class Offers:
    """What the page of a task lets one try.

    Attributes:
        steps: the buttons of the main form.
        may_ask: whether another deadline may be asked for, in a form of its own.
        takes_files: whether evidence can come with it.
        is_doer: whether the visitor worked on it in this round, and so may not check it.
    """

    steps: tuple[Offer, ...]
    may_ask: bool
    takes_files: bool
    is_doer: bool

    @property
    def is_there(self) -> bool:
        """Whether there is anything to try."""
        return bool(self.steps) or self.may_ask


def offers(actor: Actor, view: TaskView) -> Offers:
    """The moves that follow and whose side the visitor is on, the likeliest first."""
    line = view.line
    sides = {side for side in Side if _is_on(actor, line, side)}
    is_doer = identity(actor) in line.life.doers
    open_steps = [step for step in view.steps if TABLE[step].side in sides and not (TABLE[step].apart and is_doer)]
    steps = [step for step in open_steps if step is not Step.ASK_DEADLINE]
    steps.sort(key=lambda step: (step is Step.CANCEL, step in (Step.PROGRESS, Step.RETURN, Step.REFUSE_DEADLINE)))
    found = [(step.value, step.label) for step in steps]
    if Step.VERIFY in steps and line.state is State.REPORTED:
        found.insert(0, (CLOSE_AT_ONCE, "核验并销号"))
    return Offers(
        steps=tuple(Offer(value, label, place == 0) for place, (value, label) in enumerate(found)),
        may_ask=Step.ASK_DEADLINE in open_steps and line.due is not None,
        takes_files=any(TABLE[step].side in (Side.DOER, Side.CHECKER) and step is not Step.ACCEPT for step in steps),
        is_doer=is_doer,
    )


def _is_on(actor: Actor, line: TaskLine, side: Side) -> bool:
    life = catalogue().task_lives.get(line.origin)
    return any(_may(actor, line.responsible, action) for action in leaves((life and life.kind) or "", side))


def _may(actor: Actor, unit: str, action: Action) -> bool:
    try:
        unit_for(actor, unit, action)
    except (MayNot, UnknownUnit):
        return False
    return True
