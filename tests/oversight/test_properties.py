"""Random lives: every state is reached by the table alone, nothing closes unchecked, and the book is a naive recount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.book.figures import figures
from bihuan.book.verification import verify_book
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.models import Finding, Move, Task
from bihuan.oversight.moves import TABLE, State, Step
from bihuan.oversight.moving import Doing, move
from bihuan.values.actor import Actor, Grant, Role
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.refusal import Refusal
from conftest import SHANGHAI
from oversight.cast import DONE, finding, supervised

BEGIN = date(2023, 3, 1)
PERIODS = ("2023-03", "2023-04", "2023-Q2", "2023")

# The life of a task as docs/oversight.md draws it, written down once more: from, step, to.
DRAWN = {
    ("assigned", "accept", "accepted"),
    ("accepted", "progress", "accepted"),
    ("returned", "progress", "returned"),
    ("reopened", "progress", "reopened"),
    ("accepted", "report_done", "reported"),
    ("returned", "report_done", "reported"),
    ("reopened", "report_done", "reported"),
    ("reported", "return", "returned"),
    ("reported", "verify", "verified"),
    ("verified", "close", "closed"),
    ("verified", "reopen", "reopened"),
    ("closed", "reopen", "reopened"),
    *((state, "cancel", "cancelled") for state in ("assigned", "accepted", "reported", "returned", "reopened")),
    *(
        (state, step, state)
        for state in ("assigned", "accepted", "returned", "reopened")
        for step in ("ask_deadline", "approve_deadline", "refuse_deadline")
    ),
}


def test_the_table_is_the_one_that_is_drawn() -> None:
    table = {
        (start.value, step.value, (rule.ends or start).value) for step, rule in TABLE.items() for start in rule.starts
    }
    assert table == DRAWN


TIMES = {
    "task.returned": Step.RETURN,
    "task.reopened": Step.REOPEN,
    "task.deadline_changes": Step.APPROVE_DEADLINE,
    "task.done_reports": Step.REPORT_DONE,
    "task.progress_reports": Step.PROGRESS,
}


@dataclass
class Naive:
    """One task as a clerk would keep it on paper: the days of what happened, each with the moment it was entered."""

    opened: date
    is_finding: bool
    due: date | None
    log: list[tuple[datetime, Step, date, date | None]] = field(default_factory=list)

    def counts(self, moment: datetime) -> dict[str, list[tuple[date, int]]]:
        """The amounts by series, each on its day, as they were known at a moment; read off the log from the start."""
        known = [(step, day, wanted) for at, step, day, wanted in self.log if at <= moment]
        last = {step: day for step, day, _ in known}
        # What was done before the last reopening is undone by it.
        reopenings = [index for index, (step, _, _) in enumerate(known) if step is Step.REOPEN]
        since = {step: day for step, day, _ in known[(reopenings or [-1])[-1] + 1 :]}
        verified, closed, cancelled = since.get(Step.VERIFY), since.get(Step.CLOSE), last.get(Step.CANCEL)
        done = since.get(Step.REPORT_DONE) if verified else None
        own = {
            "task.opened": self.opened,
            "task.verified": verified,
            "task.closed": closed,
            "task.cancelled": cancelled,
        }
        if cancelled is None and self.is_finding:
            own |= {"finding.found": self.opened, "finding.rectified": done}
        elif cancelled is None:
            own |= {"supervised_item.items": self.opened, "supervised_item.closed": closed}
        found = {key: [(day, 1)] for key, day in own.items() if day is not None}
        for key, step in TIMES.items():
            found[key] = [(day, 1) for made, day, _ in known if made is step]
        settled, due = closed or cancelled, self._deadline(known)
        found["task.open"] = self._standing(self.opened, settled)
        found["task.overdue"] = self._standing(due + timedelta(days=1), settled) if due else []
        return found

    def _deadline(self, known: list[tuple[Step, date, date | None]]) -> date | None:
        due = asked = self.due
        for step, _, wanted in known:
            asked = wanted if step is Step.ASK_DEADLINE else asked
            due = asked if step is Step.APPROVE_DEADLINE else due
        return due

    @staticmethod
    def _standing(since: date, settled: date | None) -> list[tuple[date, int]]:
        if settled is not None and settled <= since:
            return []
        return [(since, 1), *([(settled, -1)] if settled else [])]


KEYS = (
    "finding.found", "finding.rectified", "supervised_item.items", "supervised_item.closed", "task.opened",
    "task.verified", "task.closed", "task.cancelled", *TIMES, "task.open", "task.overdue",
)  # fmt: skip
STANDING = ("task.open", "task.overdue")


def recount(naive: Mapping[int, Naive], key: str, period: Period, moment: datetime) -> int:
    """What a clerk would count by hand."""
    amounts = [pair for each in naive.values() for pair in each.counts(moment).get(key, [])]
    if key in STANDING:
        return sum(amount for day, amount in amounts if day <= period.last)
    return sum(amount for day, amount in amounts if day in period)


steps = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.integers(0, 11), st.integers(0, 11), st.sampled_from(list(TABLE)[1:])),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    min_size=5,
    max_size=50,
)
"""Which task, which step (two in three of those that the table allows now, any other else), who, after how long."""

Script = Sequence[tuple[int, int | Step, int, int]]


@pytest.fixture
def people(tree: dict[str, UnitPlace]) -> list[Actor]:
    """Two who do, one who does and checks, and one who checks and approves; all over the whole detachment."""
    path = tree["zd"].path
    held = (
        (Role.RECORDER,),
        (Role.RECORDER,),
        (Role.RECORDER, Role.INSPECTOR, Role.APPROVER),
        (Role.INSPECTOR, Role.APPROVER),
    )
    now = datetime(2023, 3, 1, 9, tzinfo=SHANGHAI)
    return [
        Actor(f"第{n}人", now, tuple(Grant(role, path) for role in roles), f"p{n}") for n, roles in enumerate(held)
    ]


def check_moves() -> None:
    """No task closed without a verifier who differs from the doer, and every row follows from the table."""
    for task in Task.objects.all():
        doers: set[str] = set()
        state, verifier = "", ""
        for row in Move.objects.filter(task=task).order_by("number"):
            if row.step == Step.ASSIGN:
                assert row.number == 1
            else:
                assert (row.before, row.step, row.after) in DRAWN
                assert row.before == state
            if row.step in (Step.ACCEPT, Step.PROGRESS, Step.REPORT_DONE):
                doers.add(row.account)
            if row.step == Step.REOPEN:
                doers, verifier = set(), ""
            if row.step == Step.VERIFY:
                verifier = row.account
                assert verifier not in doers
            if row.step == Step.CLOSE:
                assert verifier
                assert row.account not in doers
            state = row.after
        assert task.state == state
        assert task.moves == Move.objects.filter(task=task).count()


@given(script=steps)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_random_lives_keep_the_table_and_the_book(people: list[Actor], operator: Actor, script: Script) -> None:
    with transaction.atomic():
        live(people, operator, script)
        transaction.set_rollback(True)


def nth_allowed(task: int, number: int) -> Step:
    """One of the steps that the table allows now, or any where it allows none."""
    steps_now = [Step(step) for state, step, _ in DRAWN if state == Task.objects.get(pk=task).state]
    return sorted(steps_now or list(TABLE)[1:])[number % len(steps_now or list(TABLE)[1:])]


def live(people: list[Actor], operator: Actor, script: Script) -> None:
    clock = datetime(2023, 3, 1, 9, tzinfo=SHANGHAI)
    naive: dict[int, Naive] = {}
    giver = people[3]
    for number in range(3):
        clock += timedelta(minutes=1)
        due = BEGIN + timedelta(days=12) if number else None
        if number < 2:
            found = finding(replace(giver, at=clock), BEGIN, f"第{number}处", due=due or BEGIN + timedelta(days=5))
            task = Finding.objects.get(pk=found).task_id
        else:
            task = supervised(replace(giver, at=clock), BEGIN, due=due)
        naive[task] = Naive(BEGIN, number < 2, Task.objects.get(pk=task).due, [(clock, Step.ASSIGN, BEGIN, None)])
    tasks = list(naive)
    moments = [clock]
    for which, chosen, who, wait in script:
        clock += timedelta(days=wait, minutes=1)
        task, actor = tasks[which], replace(people[who], at=clock)
        due = naive[task].due
        step = chosen if isinstance(chosen, Step) else nth_allowed(task, chosen)
        wanted = clock.date() + timedelta(days=30 + (due.day if due else 0)) if step is Step.ASK_DEADLINE else None
        doing = replace(DONE, due=wanted) if step is Step.REPORT_DONE else Doing(words="说明", due=wanted)
        try:
            with transaction.atomic():
                move(actor, task, step, doing)
        except Refusal:
            continue
        naive[task].log.append((clock, step, clock.date(), wanted))
        moments.append(clock)
    check_moves()
    asks = [
        Ask(key, "zd", Period.parse(text), as_of=moment) for moment in moments for key in KEYS for text in PERIODS
    ]
    for ask, figure in zip(asks, figures(operator, asks), strict=True):
        assert ask.as_of is not None
        assert figure.value == recount(naive, ask.key, ask.period, ask.as_of), ask
    now = [replace(ask, as_of=None) for ask in asks[-len(KEYS) * len(PERIODS) :]]
    assert [f.value for f in figures(operator, now)] == [recount(naive, a.key, a.period, clock) for a in now]
    assert not list(verify_book())


def test_every_state_is_reached_by_somebody(people: list[Actor], operator: Actor) -> None:
    """The script below visits every state, so that the property above is not kept by doing nothing."""
    script = [
        (0, Step.ACCEPT, 0, 1), (0, Step.PROGRESS, 1, 1), (0, Step.REPORT_DONE, 0, 1), (0, Step.RETURN, 3, 1),
        (0, Step.REPORT_DONE, 0, 1), (0, Step.VERIFY, 3, 1), (0, Step.CLOSE, 3, 1), (0, Step.REOPEN, 3, 1),
        (1, Step.ASK_DEADLINE, 0, 1), (1, Step.APPROVE_DEADLINE, 3, 1), (1, Step.CANCEL, 3, 1),
        (2, Step.ACCEPT, 1, 1), (2, Step.REPORT_DONE, 1, 1), (2, Step.VERIFY, 2, 1), (2, Step.CLOSE, 2, 1),
    ]  # fmt: skip
    live(people, operator, script)
    assert set(Move.objects.values_list("after", flat=True)) == set(State)
