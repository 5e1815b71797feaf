"""What the tests of records share: a committee meeting, and a store of evidence that is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.book.figures import figures
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, State, Value
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period

YEAR = Period.parse("2023")
MEETINGS = "party_committee_meeting.meetings"


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


def meeting(unit: str = "dc", day: date = date(2023, 6, 5), **more: Any) -> Act:
    """A meeting of a Party committee that was held with nine of ten members."""
    fields: dict[str, Value] = {"members_due": 10, "members_present": 9}
    return Act(
        **{
            "kind": "party_committee_meeting",
            "unit": unit,
            "happened": day,
            "title": "六月第一次党委会",
            "state": State.HELD,
            "fields": fields,
        }
        | more
    )


def item(title: str = "研究经费安排", **fields: Value) -> Act:
    """An item on a meeting's agenda."""
    return Act("agenda_item", "", date(2023, 6, 5), title, fields=fields)


@pytest.fixture
def figure(operator: Actor) -> Callable[..., Figure]:
    """The figure of a series over the year 2023, by default of the whole detachment."""

    def ask(key: str = MEETINGS, unit: str = "zd", period: Period = YEAR) -> Figure:
        return figures(operator, [Ask(key, unit, period)])[0]

    return ask
