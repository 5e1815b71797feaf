"""A small pack of duties of its own, loaded the way every ledger loads its packs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bihuan.duties import registry

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def trial_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a ledger that uses the trial pack alone."""
    home = tmp_path_factory.mktemp("duties_home")
    shutil.copytree(HERE / "pack", home / "packs" / "duties_trial")
    (home / "packs.yaml").write_text("use: [duties_trial]\n", encoding="utf-8")
    return home


@pytest.fixture(autouse=True)
def trial_packs(trial_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here reads the trial pack."""
    monkeypatch.setenv("BIHUAN_HOME", str(trial_home))


@pytest.fixture(autouse=True)
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows which acts a person carried out, unless a test tells it."""
    monkeypatch.setattr(registry, "_counting", [])
