"""Where a loop stands: which of its ordered steps are complete, where it is stuck, and what holds it up. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.catalog.oversight_schema import LoopStep


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    PARTLY = "partly"
    MISSING = "missing"
    UNTRACKED = "untracked"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _LABELS[self]


_LABELS = {
    StepState.DONE: "已完成",
    StepState.PARTLY: "未做完",
    StepState.MISSING: "没有记录",
    StepState.UNTRACKED: "目录包没有写由什么完成",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What a series says for a unit and period.

    Attributes:
        value: the value; None where nothing can be said.
        entered: whether any entry stands behind it; a zero that was written down is an entry.
    """

    value: Fraction | None
    entered: bool


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step of a loop for a unit and period.

    Attributes:
        name, who: what it is and who does it.
        state: how far it is.
        done, wanted: the amounts, where it has to reach another.
        by: the series and kinds that complete it.
        held_up_by: what is still open: the titles of tasks, the first few.
    """

    name: str
    who: str
    state: StepState
    done: Fraction
    wanted: Fraction | None
    by: tuple[str, ...]
    held_up_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoopStanding:
    """A loop, or a parallel mechanism, for a unit and period.

    Attributes:
        key, name: which one.
        ordered: whether its steps follow from each other; a parallel mechanism has parts side by side.
        inferred: whether we put the steps in order and no document does.
        steps: every step.
    """

    key: str
    name: str
    ordered: bool
    inferred: bool
    steps: tuple[StepStanding, ...]

    @property
    def stuck_at(self) -> StepStanding | None:
        """The first step that is not complete; None where the loop is closed."""
        return next((step for step in self.steps if step.state is not StepState.DONE), None)

    @property
    def is_closed(self) -> bool:
        """Whether every step is complete."""
        return self.stuck_at is None

    @property
    def text(self) -> str:
        """Where it stands, in a sentence."""
        stuck = self.stuck_at
        if stuck is None:
            return "已闭环" if self.ordered else "各项都有记录"
        reason = stuck.state.label
        if stuck.state is StepState.PARTLY and stuck.wanted is not None:
            reason = f"完成 {stuck.done}，应完成 {stuck.wanted}"
        elif stuck.held_up_by:
            reason = f"还有 {'、'.join(stuck.held_up_by)}"
        return f"停在“{stuck.name}”（{reason}），应由{stuck.who or '责任单位'}完成"


def step_standing(
    step: LoopStep,
    counted: Mapping[str, Counted],
    acts: int,
    held_up_by: Sequence[str] = (),
) -> StepStanding:
    """How far a step is.

    Args:
        step: what completes it.
        counted: what each of its series says.
        acts: how many acts of its kind have the wanted field values.
        held_up_by: the titles of the open tasks of its origin.
    """
    entered = [counted[key] for key in step.by if counted[key].entered and counted[key].value is not None]
    done = sum((each.value or Fraction(0) for each in entered), Fraction(acts))
    wanted = sum((counted[key].value or Fraction(0) for key in step.all_of), Fraction(0)) if step.all_of else None
    if not entered and not acts:
        state = StepState.MISSING
    elif wanted is not None and done < wanted:
        state = StepState.PARTLY
    else:
        state = StepState.DONE
    by = (*step.by, *([step.records] if step.records else []))
    held = () if state is StepState.DONE else tuple(held_up_by)
    return StepStanding(step.step, step.who, state, done, wanted, by, held)


def untracked(name: str) -> StepStanding:
    """A step of which no loaded pack says what completes it."""
    return StepStanding(name, "", StepState.UNTRACKED, Fraction(0), None, ())
