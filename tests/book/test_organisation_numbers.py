"""The numbers that the tree offers: units and post-holders on the period's last day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bihuan.book.figures import figures
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import NewUnit, close_unit, move_unit, open_unit
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType


@pytest.fixture(autouse=True)
def shipped_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These numbers are named by the shipped packs."""
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))


def number(actor: Actor, key: str, unit: str, period: str = "2023-H1") -> object:
    """Only the number."""
    return figures(actor, [Ask(key, unit, Period.parse(period))])[0].value


def test_grassroots_units_are_brigades_and_stations(tree: dict[str, UnitPlace], operator: Actor) -> None:
    assert number(operator, "organisation.grassroots_units", "zd") == 5
    assert number(operator, "organisation.grassroots_units", "dc") == 3
    assert number(operator, "organisation.branches", "zd") == 1


def test_a_unit_counts_from_its_first_to_its_last_day(tree: dict[str, UnitPlace], operator: Actor) -> None:
    open_unit(operator, NewUnit("dc3", "东城三站", UnitType.STATION, "dc", date(2023, 5, 1)))
    close_unit(operator, "dc2", date(2023, 3, 31))
    counted = [number(operator, "organisation.grassroots_units", "dc", p) for p in ("2023-Q1", "2023-04", "2023-Q2")]
    assert counted == [3, 2, 3]


def test_a_unit_counts_where_it_stood_on_the_day(tree: dict[str, UnitPlace], operator: Actor) -> None:
    move_unit(operator, "dc2", "xc", date(2023, 6, 1))
    assert number(operator, "organisation.grassroots_units", "dc", "2023-05") == 3
    assert number(operator, "organisation.grassroots_units", "dc", "2023-06") == 2


def test_leaders_are_people_and_each_counts_once(tree: dict[str, UnitPlace], operator: Actor) -> None:
    enrol(operator, "zd", "p1", "张三丰")
    appoint(operator, "p1", "zd", "支队长", date(2022, 1, 1))
    appoint(operator, "p1", "zd", "班子成员", date(2023, 6, 30))
    assert number(operator, "organisation.leaders", "zd", "2023-Q1") == 0
    assert number(operator, "organisation.leaders", "zd") == 1
    assert number(operator, "organisation.post_holders", "zd") == 1
