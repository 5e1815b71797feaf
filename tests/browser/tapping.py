"""A thumb on a phone that counts: each tap is one, and so is each field that is typed into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator


@dataclass
class Thumb:
    """What it has done so far."""

    count: int = 0

    def tap(self, where: Locator) -> None:
        """Press it."""
        self.count += 1
        where.tap()

    def write(self, where: Locator, text: str) -> None:
        """Type into it."""
        self.count += 1
        where.fill(text)

    def take(self, where: Locator, photo: Path) -> None:
        """Take a photo, or choose one."""
        self.count += 1
        where.set_input_files(str(photo))
