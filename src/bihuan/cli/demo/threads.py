"""Threads of the story: a task from the day it is given to the day it is closed, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from bihuan.cli.demo.diary import YEAR
from bihuan.cli.demo.organisation import TOP, Detachment
from bihuan.cli.session import SHANGHAI
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move, put_right_at_once, verify_and_close
from bihuan.records.act import EvidenceFile
from bihuan.values.actor import Actor

_LAST_DAY = date(YEAR, 12, 31)
_AT_ONCE = timedelta(days=10)
_PAPER = (EvidenceFile("整改情况.txt", "整改情况\n\n演示数据，均为虚构。\n".encode()),)


@dataclass(frozen=True)
class Occasion:
    """Something that somebody does at a moment."""

    at: datetime
    name: str
    does: Callable[[Actor], object]

    def happen(self, actor: Actor) -> None:
        """Do it, as whoever does it and when."""
        self.does(replace(actor, name=self.name, at=self.at))


@dataclass(frozen=True)
class Course:
    """What becomes of a task.

    Attributes:
        opened: the day on which it is given.
        unit: the unit that answers for it.
        done: the day on which it is reported done for good; None where it stays open.
        due: its deadline, where it is not the one that its origin sets.
        progress: whether progress is reported half-way.
        returned: whether the first report was sent back.
        reopened: whether it came undone after its closing and was put right again.
        extended: whether more time was asked for and given.
    """

    opened: date
    unit: str
    done: date | None = None
    due: date | None = None
    progress: bool = False
    returned: bool = False
    reopened: bool = False
    extended: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is put right within ten days, and nothing else happens to it."""
        eventful = self.progress or self.returned or self.reopened or self.extended
        return self.done is not None and self.done - self.opened <= _AT_ONCE and not eventful


@dataclass
class Thread:
    """A task of the story, with the numbers that the ledger gave it."""

    course: Course
    task: int = 0
    finding: int = 0


@dataclass
class Threads:
    """All threads of the year, as occasions in no order.

    Attributes:
        last_year: the audit findings of last year by class, for those that come back.
    """

    detachment: Detachment
    random: Random
    occasions: list[Occasion] = field(default_factory=list)
    last_year: dict[str, list[Thread]] = field(default_factory=dict)

    @property
    def inspector(self) -> str:
        """Who finds and checks: the head of the inspection office."""
        return self._named(f"{TOP}-jjdc", 0)

    @property
    def office(self) -> str:
        """Who gives tasks on behalf of the leadership: the head of the general office."""
        return self._named(f"{TOP}-bgs", 0)

    def leader(self, number: int) -> str:
        """One of the leadership."""
        people = self.detachment.people
        return people.names[people.leaders[number % len(people.leaders)]]

    def brigade(self, number: int) -> str:
        """One of the brigades."""
        return self.detachment.brigades[number % len(self.detachment.brigades)]

    def grassroots(self) -> str:
        """A brigade or station, drawn."""
        return self.random.choice(self.detachment.grassroots)

    def doer(self, unit: str) -> str:
        """Who does the work at a unit: its last-named officer, at an office the deputy."""
        return self._named(unit, -1)

    def tell(self, day: date, name: str, does: Callable[[Actor], object], hour: int) -> None:
        """Tell of something on a day; what would lie in the next year is not told."""
        if day <= _LAST_DAY:
            self.occasions.append(Occasion(moment(day, hour, self.random), name, does))

    def follow(self, thread: Thread) -> None:
        """Tell what becomes of a task after it was given."""
        course, doer = thread.course, self.doer(thread.course.unit)
        if course.is_plain:
            self._at_once(thread, doer)
            return
        first = course.opened + timedelta(days=1)
        self._move(thread, first, doer, Step.ACCEPT, Doing(), 8)
        done = course.done
        if course.extended:
            self._extend(thread, first, doer)
        if done is None:
            return
        if course.progress:
            half = course.opened + (done - course.opened) / 2
            self._move(thread, max(half, first), doer, Step.PROGRESS, Doing(words="已完成过半，正在收尾"), 9)
        report = Doing(words="已整改到位，举一反三开展自查", evidence=_PAPER)
        if course.returned:
            day = max(first, done - timedelta(days=2))
            self._move(thread, day, doer, Step.REPORT_DONE, report, 10)
            self._move(thread, day, self.inspector, Step.RETURN, Doing(words="佐证不完整，未见整改后照片"), 14)
        if course.reopened:
            day = max(first, done - timedelta(days=2))
            self._move(thread, day, doer, Step.REPORT_DONE, report, 16)
            self._close(thread, day, 18)
            self._move(
                thread,
                max(day, done - timedelta(days=1)),
                self.inspector,
                Step.REOPEN,
                Doing(words="复查发现同样问题"),
                20,
            )
        self._move(thread, max(done, first), doer, Step.REPORT_DONE, report, 21)
        self._close(thread, max(done, first) + timedelta(days=1 + self.random.randint(0, 2)), 17)

    def _at_once(self, thread: Thread, doer: str) -> None:
        """What is small is put right within days and reported in one go."""
        done = thread.course.done or thread.course.opened
        report = Doing(words="立行立改，当日整改到位", evidence=_PAPER)
        self.tell(done, doer, lambda actor: put_right_at_once(actor, thread.task, report), 20)
        self._close(thread, done + timedelta(days=1 + self.random.randint(0, 2)), 17)

    def _extend(self, thread: Thread, day: date, doer: str) -> None:
        """More time is asked for and given; another ten weeks, whatever the deadline was."""
        wanted = (thread.course.due or thread.course.opened) + timedelta(days=70)
        self._move(thread, day, doer, Step.ASK_DEADLINE, Doing(words="配件采购需要时间", due=wanted), 9)
        self._move(thread, day, self.leader(2), Step.APPROVE_DEADLINE, Doing(words="同意"), 15)

    def _move(self, thread: Thread, day: date, name: str, step: Step, doing: Doing, hour: int) -> None:
        self.tell(day, name, lambda actor: move(actor, thread.task, step, doing), hour)

    def _close(self, thread: Thread, day: date, hour: int) -> None:
        words = Doing(words="现场核验，已整改到位")
        self.tell(day, self.inspector, lambda actor: verify_and_close(actor, thread.task, words), hour)

    def _named(self, unit: str, index: int) -> str:
        people = self.detachment.people
        return people.names[people.of_unit[unit][index]]


def moment(day: date, hour: int, random: Random) -> datetime:
    """A moment within the hour."""
    return datetime.combine(day, time(hour, random.randint(0, 59), random.randint(0, 59)), SHANGHAI)
