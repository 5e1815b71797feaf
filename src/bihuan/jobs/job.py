"""A job 办件 as its owner sees it, and what is handed in and comes out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bihuan.values.actor import Grant
from bihuan.values.problem import Problem


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"

    @property
    def label(self) -> str:
        """The Chinese word for the state."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self in (JobState.WAITING, JobState.RUNNING)


_LABELS = {
    JobState.WAITING: "排队",
    JobState.RUNNING: "办理中",
    JobState.DONE: "办完",
    JobState.REFUSED: "没办成",
    JobState.INTERRUPTED: "中断",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        kind: the code of a kind of work that is registered.
        title: what its owner calls it, in a few words.
        ask: what the work needs to know, by name.
        files: what was handed in for it, by the name under which the work finds it; they are moved.
    """

    kind: str
    title: str
    ask: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the work.

    Attributes:
        sentence: one Chinese sentence, also where it was not done.
        is_done: whether it was done.
        result: the name of the file in the job's folder that its owner may fetch, "" for none.
        seen_with: the roles with which the file was made; who has lost one of them no longer gets it.
        found: what the page of this kind of work wants to show beside it, as JSON; "" for nothing.
        problems: what has to be mended first, the first ones.
        problem_count: how many there are.
    """

    sentence: str
    is_done: bool = True
    result: str = ""
    seen_with: tuple[Grant, ...] = ()
    found: str = ""
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: steps done of about so many, and what is being done to them. A total of 0 is not known."""

    done: int = 0
    total: int = 0
    doing: str = ""

    @property
    def percent(self) -> int:
        """Whole percent done, 0 where the total is not known."""
        return min(100 * self.done // self.total, 100) if self.total else 0


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in a list.

    Attributes:
        kind_label: the Chinese name of the kind of work.
    """

    token: str
    kind: str
    kind_label: str
    title: str
    state: JobState
    asked: datetime
    ended: datetime | None
    sentence: str


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with everything that its page shows.

    Attributes:
        ask: what it was asked.
        ahead: jobs that come before it.
        progress: how far it is, while it runs.
        result: the file that its owner may fetch, None where there is none or it was cleared away.
        may_repeat: whether what was handed in for it is still there, so that it can be asked for again.
    """

    line: JobLine
    ask: Mapping[str, str]
    ahead: int
    progress: Progress
    found: str
    problems: tuple[Problem, ...]
    problem_count: int
    result: Path | None
    may_repeat: bool
