"""What the moves of a task amount to: its state, its days and its counts. Pure: moves in, a life out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bihuan.oversight.moves import TABLE, State, Step


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made.

    Attributes:
        step: what it did.
        on: the day on which it took place.
        by: who made it: the account, or the name where there is no account.
        due: the deadline that it sets or asks for.
    """

    step: Step
    on: date
    by: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """A task's life so far.

    Attributes:
        opened: the day on which it was given.
        due: the deadline that holds.
        asked_due: the deadline that is asked for and not yet answered.
        doers: who worked on it since it was last given or reopened.
        done: the day on which what is verified was reported done; None until it is verified.
        reported: the day of the report that waits for its check.
        verified, verifier, closed, cancelled: the days, and who verified; None while it is not so.
        progressed, reports, returned, reopened, deadline_changes: the day of each.
        first_due: the deadline that it began with.
    """

    state: State
    opened: date
    due: date | None
    first_due: date | None
    asked_due: date | None = None
    asked_by: str = ""
    doers: frozenset[str] = frozenset()
    done: date | None = None
    reported: date | None = None
    verified: date | None = None
    verifier: str = ""
    closed: date | None = None
    cancelled: date | None = None
    last: date = date.min
    progressed: tuple[date, ...] = field(default=())
    reports: tuple[date, ...] = field(default=())
    returned: tuple[date, ...] = field(default=())
    reopened: tuple[date, ...] = field(default=())
    deadline_changes: tuple[date, ...] = field(default=())

    @property
    def pending(self) -> bool:
        """Whether a request for another deadline waits for its answer."""
        return self.asked_due is not None

    @property
    def awaits_answer(self) -> bool:
        """Whether it can be answered as the task stands: not while a report waits, nor once the task is settled."""
        return self.pending and self.state in TABLE[Step.APPROVE_DEADLINE].starts


def life_of(moves: Iterable[Made]) -> Life:
    """The life that the moves make, in their order; the first is an assignment.

    Raises:
        ValueError: a move does not follow from the table; such moves cannot have been written by the verbs.
    """
    each = iter(moves)
    first = next(each, None)
    if first is None or first.step is not Step.ASSIGN:
        raise ValueError("a life begins with an assignment")
    life = Life(State.ASSIGNED, first.on, first.due, first.due, last=first.on)
    for move in each:
        life = after(life, move)
    return life


def after(life: Life, move: Made) -> Life:
    """The life after one more move.

    Raises:
        ValueError: the table has no such move from this state.
    """
    rule = TABLE[move.step]
    if life.state not in rule.starts:
        raise ValueError(f"{move.step} does not follow {life.state}")
    life = replace(life, state=rule.ends or life.state, last=move.on)
    return _EFFECTS[move.step](life, move)


def _worked(life: Life, move: Made) -> Life:
    return replace(life, doers=life.doers | {move.by})


def _progressed(life: Life, move: Made) -> Life:
    return replace(_worked(life, move), progressed=(*life.progressed, move.on))


def _reported(life: Life, move: Made) -> Life:
    return replace(_worked(life, move), reported=move.on, reports=(*life.reports, move.on))


def _returned(life: Life, move: Made) -> Life:
    return replace(life, returned=(*life.returned, move.on), reported=None)


def _verified(life: Life, move: Made) -> Life:
    return replace(life, verified=move.on, verifier=move.by, done=life.reported)


def _closed(life: Life, move: Made) -> Life:
    return replace(life, closed=move.on)


def _cancelled(life: Life, move: Made) -> Life:
    return replace(life, cancelled=move.on, asked_due=None, asked_by="")


def _reopened(life: Life, move: Made) -> Life:
    """Nothing of the round before counts any more: it is not done, not verified, not closed."""
    return replace(
        life,
        reopened=(*life.reopened, move.on),
        doers=frozenset(),
        done=None,
        reported=None,
        verified=None,
        verifier="",
        closed=None,
    )


def _asked(life: Life, move: Made) -> Life:
    return replace(life, asked_due=move.due, asked_by=move.by)


def _refused(life: Life, _: Made) -> Life:
    return replace(life, asked_due=None, asked_by="")


def _approved(life: Life, move: Made) -> Life:
    changes = (*life.deadline_changes, move.on)
    return replace(life, due=life.asked_due, asked_due=None, asked_by="", deadline_changes=changes)


_EFFECTS: dict[Step, Callable[[Life, Made], Life]] = {
    Step.ACCEPT: _worked,
    Step.PROGRESS: _progressed,
    Step.REPORT_DONE: _reported,
    Step.RETURN: _returned,
    Step.VERIFY: _verified,
    Step.CLOSE: _closed,
    Step.REOPEN: _reopened,
    Step.ASK_DEADLINE: _asked,
    Step.APPROVE_DEADLINE: _approved,
    Step.REFUSE_DEADLINE: _refused,
    Step.CANCEL: _cancelled,
}
