"""The page on oversight names every move, state, list, loop, step, part, origin and command."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.cli.loops import loop_group, register_group
from bihuan.cli.oversight import finding_group, task_group
from bihuan.oversight.lists import NAMES
from bihuan.oversight.moves import TABLE, State, Step
from bihuan.oversight.standing import SOON

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "oversight.md").read_text(encoding="utf-8")


def test_it_draws_every_state_and_tells_every_move() -> None:
    assert not [state.label for state in State if state.label not in PAGE]
    rows = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if line.startswith("| ")}
    for step in Step:
        row = rows[f"{step.label} `{step.value}`"]
        ends = TABLE[step].ends
        assert ends is None or ends.label in row
    assert f"{SOON} 个工作日内" in PAGE


def test_it_names_every_list_loop_step_mechanism_and_origin() -> None:
    packs, _ = load_packs(shipped_folders())
    assert packs is not None
    words = [*NAMES, *(life.name for life in packs.task_lives.values())]
    for loop in packs.closed_loops:
        words += [f"### {loop.name}", f"`{loop.key}`", *(f"| {step} |" for step in loop.steps)]
    for mechanism in packs.parallel_mechanisms:
        words += [mechanism.name, f"`{mechanism.key}`", *mechanism.parts]
    assert not [word for word in words if word not in PAGE]


@pytest.mark.parametrize("group", [task_group, finding_group, loop_group, register_group])
def test_it_names_every_command(group: click.Group) -> None:
    assert not [name for name in group.commands if name not in PAGE]
