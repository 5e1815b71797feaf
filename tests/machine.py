"""What a machine may lack: tests that need it say so and are skipped, and in CI, where nothing is skipped, they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest


def lacking(what: str, use: str) -> NoReturn:
    """Skip the test that cannot do without it; in CI fail it.

    Args:
        what: what is missing on this machine.
        use: what can therefore not be done.
    """
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI skips nothing")
    pytest.skip(f"{what} is missing, so {use}")


def office() -> str:
    """The program of LibreOffice."""
    return shutil.which("soffice") or lacking("LibreOffice", "no document can be opened in it")


def through_office(files: Sequence[Path], folder: Path, route: Sequence[str]) -> list[Path]:
    """The files after LibreOffice opened and saved them in each format of the route, one after the other."""
    found, program = list(files), office() if route else ""
    # Two conversions in one profile at the same time fail: each folder has its own.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for number, ending in enumerate(route):
        target = folder / str(number)
        call = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(target), *map(str, found)]
        subprocess.run(call, check=True, capture_output=True, timeout=300)
        found = [target / f"{file.stem}.{ending}" for file in found]
    return found
