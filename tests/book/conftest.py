"""A small pack of its own for the book's tests, loaded the way every ledger loads its packs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
