"""Jobs in a home of the test's own, and work that can be asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.jobs import registry
from bihuan.jobs.job import Order


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home in which the jobs lie; the kinds of work go when the test does."""
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(registry, "_kinds", {})
    for name in ("count", "refuse", "fill_disk", "stumble"):
        registry.offer(name, f"试{name}", f"jobs.works.{name}")
    return tmp_path / "home"


@pytest.fixture
def three_lines(tmp_path: Path) -> Order:
    """A file of three lines to be counted."""
    file = tmp_path / "三行.txt"
    file.write_text("一\n二\n三\n", encoding="utf-8")
    return Order("count", "数三行", files={"lines.txt": file})
