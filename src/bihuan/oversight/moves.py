"""The life of a task: its states and the one table of moves between them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a task stands."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    REPORTED = "reported"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self not in (State.CLOSED, State.CANCELLED)


_STATE_LABELS = {
    State.ASSIGNED: "已交办",
    State.ACCEPTED: "办理中",
    State.REPORTED: "待核验",
    State.RETURNED: "已退回",
    State.VERIFIED: "已核验",
    State.CLOSED: "已销号",
    State.REOPENED: "已重开",
    State.CANCELLED: "已撤销",
}


class Step(StrEnum):
    """What a move does."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    PROGRESS = "progress"
    REPORT_DONE = "report_done"
    RETURN = "return"
    VERIFY = "verify"
    CLOSE = "close"
    REOPEN = "reopen"
    ASK_DEADLINE = "ask_deadline"
    APPROVE_DEADLINE = "approve_deadline"
    REFUSE_DEADLINE = "refuse_deadline"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _STEP_LABELS[self]


_STEP_LABELS = {
    Step.ASSIGN: "交办",
    Step.ACCEPT: "接收",
    Step.PROGRESS: "报进展",
    Step.REPORT_DONE: "报完成",
    Step.RETURN: "退回",
    Step.VERIFY: "核验",
    Step.CLOSE: "销号",
    Step.REOPEN: "重开",
    Step.ASK_DEADLINE: "申请延期",
    Step.APPROVE_DEADLINE: "批准延期",
    Step.REFUSE_DEADLINE: "不准延期",
    Step.CANCEL: "撤销",
}

OF_DEADLINE = (Step.ASK_DEADLINE, Step.APPROVE_DEADLINE, Step.REFUSE_DEADLINE, Step.CANCEL)
"""The moves of a request for another deadline: while the last of them asks, it waits for its answer."""


class Side(StrEnum):
    """On whose side of a task a move is made."""

    GIVER = "giver"
    DOER = "doer"
    CHECKER = "checker"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes:
        starts: the states in which the move may be made; empty for the move that begins a life.
        ends: the state it leads to, or None where the task stays as it is.
        side: who makes it.
        reason: whether its words must say why (or, for progress and done, what was done).
        evidence: whether it needs at least one file.
        apart: whether it must be made by another person than those who did the work in this round.
        pending: whether a request for another deadline must be waiting (True), must not (False), or does not matter.
    """

    starts: frozenset[State]
    ends: State | None
    side: Side
    reason: bool = False
    evidence: bool = False
    apart: bool = False
    pending: bool | None = None


_WORKING = frozenset({State.ACCEPTED, State.RETURNED, State.REOPENED})
_UNDONE = _WORKING | {State.ASSIGNED}

TABLE: dict[Step, Rule] = {
    Step.ASSIGN: Rule(frozenset(), State.ASSIGNED, Side.GIVER),
    Step.ACCEPT: Rule(frozenset({State.ASSIGNED}), State.ACCEPTED, Side.DOER),
    Step.PROGRESS: Rule(_WORKING, None, Side.DOER, reason=True),
    Step.REPORT_DONE: Rule(_WORKING, State.REPORTED, Side.DOER, reason=True, evidence=True),
    Step.RETURN: Rule(frozenset({State.REPORTED}), State.RETURNED, Side.CHECKER, reason=True, apart=True),
    Step.VERIFY: Rule(frozenset({State.REPORTED}), State.VERIFIED, Side.CHECKER, apart=True),
    Step.CLOSE: Rule(frozenset({State.VERIFIED}), State.CLOSED, Side.CHECKER, apart=True),
    Step.REOPEN: Rule(frozenset({State.VERIFIED, State.CLOSED}), State.REOPENED, Side.CHECKER, reason=True),
    Step.ASK_DEADLINE: Rule(_UNDONE, None, Side.DOER, reason=True, pending=False),
    Step.APPROVE_DEADLINE: Rule(_UNDONE, None, Side.APPROVER, pending=True),
    Step.REFUSE_DEADLINE: Rule(_UNDONE, None, Side.APPROVER, reason=True, pending=True),
    Step.CANCEL: Rule(_UNDONE | {State.REPORTED}, State.CANCELLED, Side.APPROVER, reason=True),
}
"""Every move that there is. A state is reached by no other way."""


def allowed(state: State, *, pending: bool) -> tuple[Step, ...]:
    """The steps that may follow in a state, in the order of the table.

    Args:
        state: where the task stands.
        pending: whether a request for another deadline waits for its answer.
    """
    return tuple(
        step
        for step, rule in TABLE.items()
        if state in rule.starts and (rule.pending is None or rule.pending == pending)
    )


def why_not(step: Step, state: State, *, pending: bool) -> str:
    """One Chinese sentence on why the step is refused, "" where it may be made."""
    rule = TABLE[step]
    if state not in rule.starts:
        steps = "、".join(each.label for each in allowed(state, pending=pending))
        hint = f"现在可以：{steps}" if steps else "它已经了结，不能再流转"
        return f"任务现在是“{state.label}”，不能“{step.label}”；{hint}。"
    if rule.pending is True and not pending:
        return "没有待批的延期申请，请刷新后再看。"
    if rule.pending is False and pending:
        return "上一次延期申请还没有批复，请等批复后再申请。"
    return ""
