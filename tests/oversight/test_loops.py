"""Each of the 27 loops runs from its first step to its last on the packs alone, and is stuck where one is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue, shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.mechanisms import ClosedLoop
from bihuan.catalog.oversight_schema import LoopStep
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.errors import UnknownLoop
from bihuan.oversight.loop_queries import loop_standing, loops_known
from bihuan.oversight.loops import StepState
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.refusal import Refusal
from oversight.walking import Walk

YEAR = Period.parse("2023")


def shipped() -> Catalogue:
    found, problems = load_packs(shipped_folders())
    assert found is not None, problems
    return found


PACKS = shipped()
LOOPS = {loop.key: loop for loop in PACKS.closed_loops}


def steps_of(loop: ClosedLoop) -> list[LoopStep]:
    written = {step.step: step for step in PACKS.loop_steps if step.loop == loop.key}
    return [written[name] for name in loop.steps]


@pytest.fixture
def walk(tree: dict[str, UnitPlace], operator: Actor) -> Walk:
    return Walk(catalogue(), operator, replace(operator, name="经办人"), replace(operator, name="督察员"))


def test_there_are_twenty_seven_loops_and_eleven_mechanisms_with_every_step_said() -> None:
    assert (len(LOOPS), len(PACKS.parallel_mechanisms)) == (27, 11)
    said = {(step.loop, step.step) for step in PACKS.loop_steps}
    assert said == {(loop.key, step) for loop in LOOPS.values() for step in loop.steps}
    parts = {(part.mechanism, part.part) for part in PACKS.mechanism_parts}
    assert parts == {(each.key, part) for each in PACKS.parallel_mechanisms for part in each.parts}
    assert all(step.who for step in PACKS.loop_steps)


@pytest.mark.parametrize("key", LOOPS)
def test_a_loop_runs_from_its_first_step_to_its_last(walk: Walk, operator: Actor, key: str) -> None:
    steps = steps_of(LOOPS[key])
    walk.steps = steps
    before = loop_standing(operator, key, "zd", YEAR)
    assert before.stuck_at == before.steps[0]
    for number, step in enumerate(steps):
        walk.complete(step)
        standing = loop_standing(operator, key, "zd", YEAR)
        assert standing.steps[number].state is StepState.DONE, standing.text
    assert standing.is_closed, standing.text
    assert standing.text == "已闭环"


OMISSIONS = [(loop.key, step.step) for loop in LOOPS.values() for step in steps_of(loop)]
# A task is always given to somebody by a day, so what gives it completes these steps as well.
TOGETHER = {
    ("supervised_item_loop", "明确责任"): "列入督办",
    ("review_rectification_loop", "形成任务清单"): "梳理问题清单",
    ("resolution_loop", "交办"): "形成决议",
    ("report_problem_loop", "列入下期任务"): "列出问题",
}


@pytest.mark.parametrize(("key", "missing"), OMISSIONS)
def test_a_loop_is_stuck_at_the_step_that_is_missing(walk: Walk, operator: Actor, key: str, missing: str) -> None:
    if (key, missing) in TOGETHER:
        missing = TOGETHER[key, missing]
    steps = steps_of(LOOPS[key])
    left_out = next(step for step in steps if step.step == missing)
    later = steps[steps.index(left_out) + 1 :]

    def is_walked(step: LoopStep) -> bool:
        """A later step of the same kind follows from the missing one: nobody scores what was not applied for."""
        follows = step in later and walk.act(step) in walk.kinds(left_out)
        return step is not left_out and not follows and TOGETHER.get((key, step.step)) != missing

    walk.along([step for step in steps if is_walked(step)])
    stuck = loop_standing(operator, key, "zd", YEAR).stuck_at
    assert stuck is not None
    assert stuck.name == missing


def test_a_stuck_step_names_the_tasks_that_hold_it_up(walk: Walk, operator: Actor) -> None:
    steps = steps_of(LOOPS["supervised_item_loop"])
    walk.along(steps[:3])
    standing = loop_standing(operator, "supervised_item_loop", "zd", YEAR)
    assert standing.stuck_at is not None
    assert standing.stuck_at.held_up_by == ("甲事项",)
    assert "停在“办结”" in standing.text


def test_a_mechanism_shows_which_of_its_parts_have_acts(walk: Walk, operator: Actor) -> None:
    standing = loop_standing(operator, "pressure_chain", "zd", YEAR)
    assert not standing.ordered
    assert [step.state for step in standing.steps] == [StepState.MISSING] * 3


def test_a_loop_that_nobody_wrote_is_not_there(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    with pytest.raises(UnknownLoop, match="audit_loop"):
        loop_standing(operator, "audit_lop", "zd", YEAR)
    assert len(loops_known()) == 38
    assert issubclass(UnknownLoop, Refusal)
