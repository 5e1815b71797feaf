"""The cast of oversight: those who answer for tasks, those who check them, and what they hand over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    """Evidence of tests is kept in a folder of their own."""
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def doer(tree: dict[str, UnitPlace], recorder: Actor) -> Actor:
    """The clerk of the east brigade, whose stations put things right."""
    return replace(recorder, at=recorder.at)


@pytest.fixture
def checker(inspector: Actor) -> Actor:
    """The inspector of the detachment."""
    return inspector
