"""The fixed cast: a brigade with two stations and a branch, a recorder, an inspector, and an outsider next door."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bihuan.book import registry
from bihuan.duties import queries as accounts
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.organisations.structure import NewUnit, open_units
from bihuan.oversight import pressing
from bihuan.records import listing
from bihuan.values.actor import Actor, Grant, Role, everything
from bihuan.values.unit_type import UnitType
from machine import lacking
from side_by_side import side_by_side

SHANGHAI = timezone(timedelta(hours=8))
SHARED = Path(__file__).resolve().parents[2] / "shared"

TREE = [
    NewUnit("zd", "清河市消防救援支队", UnitType.DETACHMENT, "", date(2020, 1, 1)),
    NewUnit("dc", "东城消防救援大队", UnitType.BRIGADE, "zd", date(2020, 1, 1)),
    NewUnit("dc1", "东城一站", UnitType.STATION, "dc", date(2020, 1, 1)),
    NewUnit("dc2", "东城二站", UnitType.STATION, "dc", date(2020, 1, 1)),
    NewUnit("dczb", "东城大队党支部", UnitType.PARTY_BRANCH, "dc", date(2020, 1, 1)),
    NewUnit("xc", "西城消防救援大队", UnitType.BRIGADE, "zd", date(2020, 1, 1)),
    NewUnit("xc1", "西城一站", UnitType.STATION, "xc", date(2020, 1, 1)),
]


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """A moment in Shanghai."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


NOW = at(2023, 7, 1)


def acting(name: str, path: str, *roles: Role, moment: datetime = NOW) -> Actor:
    """Somebody with these roles over one part of the tree."""
    return Actor(name, moment, tuple(Grant(role, path) for role in roles), account=name)


@pytest.fixture
def shared() -> Path:
    """The folder of shared documents and gold labels."""
    if not SHARED.is_dir():
        lacking("../shared beside this checkout", "its documents cannot be read")
    return SHARED


@pytest.fixture(autouse=True)
def registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers with the book goes when the test does; what the program registered stays."""
    for name in ("_describers", "_offerings"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    monkeypatch.setattr(registry, "_attesting", list(registry._attesting))


def forget_everything() -> None:
    """Whatever was remembered is worked out anew."""
    for part in (accounts, listing, pressing):
        part._REMEMBERED.forget()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A ledger that is made anew for each test may come to the same end of the trail as the one before it."""
    forget_everything()


@pytest.fixture
def operator() -> Actor:
    """Whoever sits at the machine itself."""
    return everything("操作员", NOW)


@pytest.fixture
def tree(db: None, operator: Actor) -> dict[str, UnitPlace]:
    """The detachment with its two brigades, by code."""
    open_units(operator, TREE)
    return {new.code: unit_for(operator, new.code) for new in TREE}


@pytest.fixture
def recorder(tree: dict[str, UnitPlace]) -> Actor:
    """The clerk of the east brigade."""
    return acting("李文书", tree["dc"].path, Role.RECORDER)


@pytest.fixture
def inspector(tree: dict[str, UnitPlace]) -> Actor:
    """The inspector of the detachment: sees all, records nothing."""
    return acting("周督察", tree["zd"].path, Role.INSPECTOR)


@pytest.fixture
def approver(tree: dict[str, UnitPlace]) -> Actor:
    """The leader of the detachment, who waives, issues and seals."""
    return acting("赵主任", tree["zd"].path, Role.APPROVER)


@pytest.fixture
def outsider(tree: dict[str, UnitPlace]) -> Actor:
    """The clerk of the west brigade."""
    return acting("王外人", tree["xc"].path, Role.RECORDER)


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """In CI a skipped test is a failed run; say so where it is read."""
    yield
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI skips nothing: a skipped test fails this run", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


__all__ = ["NOW", "SHANGHAI", "SHARED", "TREE", "UTC", "acting", "at", "forget_everything", "side_by_side"]
