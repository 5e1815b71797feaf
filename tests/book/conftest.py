"""A small pack of its own for the book's tests, loaded the way every ledger loads its packs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bihuan.book import registry
from bihuan.book.registry import Description

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def trial_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a ledger that uses the trial pack alone."""
    home = tmp_path_factory.mktemp("book_home")
    shutil.copytree(HERE / "pack", home / "packs" / "book_trial")
    (home / "packs.yaml").write_text("use: [book_trial]\n", encoding="utf-8")
    return home


@pytest.fixture(autouse=True)
def trial_packs(trial_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here reads the trial pack."""
    monkeypatch.setenv("BIHUAN_HOME", str(trial_home))


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records that have a title and a file each; afterwards whoever described them before does so again."""

    def titled(sources: Sequence[int]) -> dict[int, Description]:
        return {source: Description(f"第{source}次会议", (f"纪要{source}.pdf",)) for source in sources}

    monkeypatch.setitem(registry._describers, "record", titled)
