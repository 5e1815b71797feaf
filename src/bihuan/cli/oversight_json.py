"""What oversight's commands print as JSON: flat words, numbers and days. It may only grow."""

from __future__ import annotations

from typing import Any

from bihuan.oversight.loops import LoopStanding
from bihuan.oversight.queries import MoveLine, TaskLine, TaskView
from bihuan.oversight.registers import ZeroStanding


def task_json(line: TaskLine, view: TaskView | None = None) -> dict[str, Any]:
    """A task, with its history where the whole view is given."""
    finding = line.finding
    told: dict[str, Any] = {
        "task": line.number,
        "origin": line.origin,
        "origin_name": line.origin_name,
        "title": line.title,
        "issuer_name": line.issuer_name,
        "responsible": line.responsible,
        "responsible_name": line.responsible_name,
        "assisting": list(line.assisting),
        "leader": line.leader,
        "person": line.person,
        "opened": line.opened.isoformat(),
        "due": line.due.isoformat() if line.due else None,
        "provisional": line.standing.provisional,
        "state": line.state.value,
        "urgency": line.standing.urgency.value,
        "days_left": line.standing.days,
        "working_days_left": line.standing.working_days,
        "moves": line.moves,
        "returned": len(line.life.returned),
        "reopened": len(line.life.reopened),
        "deadline_changes": len(line.life.deadline_changes),
        "category": line.category,
        "severity": line.severity,
        "record": line.source_record,
        "source_document": line.source_document,
        "source_clause": line.source_clause,
        "finding": None
        if finding is None
        else {
            "number": finding.number,
            "source": finding.source,
            "item": finding.item,
            "description": finding.description,
            "clause": finding.clause,
            "repeats": finding.repeats,
            "returns": finding.returns,
        },
    }
    if view is not None:
        told["history"] = [_move_json(each) for each in view.history]
        told["next"] = [step.value for step in view.steps]
    return told


def loop_json(found: LoopStanding) -> dict[str, Any]:
    """A loop with its steps; amounts as exact text."""
    return {
        "key": found.key,
        "name": found.name,
        "ordered": found.ordered,
        "inferred": found.inferred,
        "closed": found.is_closed,
        "stuck_at": found.stuck_at.name if found.stuck_at else None,
        "text": found.text,
        "steps": [
            {
                "name": step.name,
                "who": step.who,
                "state": step.state.value,
                "done": str(step.done),
                "wanted": None if step.wanted is None else str(step.wanted),
                "by": list(step.by),
                "held_up_by": list(step.held_up_by),
            }
            for step in found.steps
        ],
    }


def zero_json(name: str, standing: ZeroStanding) -> dict[str, Any]:
    """What may be said of a zero."""
    return {
        "name": name or standing.figure.name,
        "series": standing.figure.ask.key,
        "value": None if standing.figure.value is None else str(standing.figure.value),
        "claim": standing.claim.value,
        "why": standing.why,
        "declared": [
            {"number": each.number, "unit": each.unit, "period": str(each.period), "by": each.by}
            for each in standing.declared
        ],
        "missing": [str(period) for period in standing.missing],
    }


def _move_json(each: MoveLine) -> dict[str, Any]:
    return {
        "number": each.number,
        "step": each.step.value,
        "after": each.after.value,
        "on": each.on.isoformat(),
        "at": each.at.isoformat(),
        "by": each.by,
        "words": each.words,
        "due": each.due.isoformat() if each.due else None,
        "same_unit": each.same_unit,
        "evidence": list(each.evidence),
    }
