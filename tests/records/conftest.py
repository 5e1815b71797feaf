"""What the tests of records share: a committee meeting, and a store of evidence that is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.book.figures import figures
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from records.acts import MEETINGS

YEAR = Period.parse("2023")


@pytest.fixture(autouse=True)
def evidence_store(settings: Settings, tmp_path: Path) -> Path:
    """Evidence of a test goes to the test's own folder."""
    settings.EVIDENCE = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def people(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """Three people of the east brigade; two of them share a name."""
    for code, name in (("p1", "张三"), ("p2", "李四"), ("p3", "李四")):
        enrol(operator, "dc", code, name)


@pytest.fixture
def figure(operator: Actor) -> Callable[..., Figure]:
    """The figure of a series over the year 2023, by default of the whole detachment."""

    def ask(key: str = MEETINGS, unit: str = "zd", period: Period = YEAR) -> Figure:
        return figures(operator, [Ask(key, unit, period)])[0]

    return ask
