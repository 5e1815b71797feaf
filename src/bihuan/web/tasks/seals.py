"""How tasks are drawn: a seal for each state and each move. Pure."""

from __future__ import annotations

from bihuan.oversight.moves import State, Step
from bihuan.oversight.standing import Urgency
from bihuan.web.seals import Seal

_STATES = {
    State.ASSIGNED: ("派", "act"),
    State.ACCEPTED: ("签", "act"),
    State.REPORTED: ("报", "due"),
    State.RETURNED: ("退", "owe"),
    State.VERIFIED: ("核", "late"),
    State.CLOSED: ("销", "ok"),
    State.REOPENED: ("重", "owe"),
    State.CANCELLED: ("撤", "none"),
}
_STEPS = {
    Step.ASSIGN: ("派", "act"),
    Step.ACCEPT: ("签", "act"),
    Step.PROGRESS: ("展", "act"),
    Step.REPORT_DONE: ("报", "act"),
    Step.RETURN: ("退", "owe"),
    Step.VERIFY: ("核", "ok"),
    Step.CLOSE: ("销", "ok"),
    Step.REOPEN: ("重", "owe"),
    Step.ASK_DEADLINE: ("延", "due"),
    Step.APPROVE_DEADLINE: ("延", "due"),
    Step.REFUSE_DEADLINE: ("延", "none"),
    Step.CANCEL: ("撤", "none"),
}
RED = (Urgency.OVERDUE,)
AMBER = (Urgency.TODAY,)


def state_seal(state: State) -> Seal:
    """The seal of a task that stands in this state."""
    return Seal(*_STATES[state], state.label)


def step_seal(step: Step) -> Seal:
    """The seal of a move."""
    return Seal(*_STEPS[step], step.label)
