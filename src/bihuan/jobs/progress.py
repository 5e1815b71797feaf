"""How far a job is, in a small file beside it.

Not in the database: an import is one transaction that holds SQLite's only writer lock, so nobody could write there
while it runs, and what the import itself wrote there nobody else would see before its end.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bihuan.jobs.job import Progress
from bihuan.jobs.places import folder_of, write_whole

_NAME = "progress.json"
_APART = 0.5
"""Seconds between two writings: nobody reads faster."""


@dataclass(slots=True)
class Meter:
    """Writes how far one job is, now and then."""

    folder: Path
    _last: float = 0.0

    def advance(self, done: int, total: int, doing: str = "") -> None:
        """Say how far it is. Work is not lost because this could not be written."""
        now = time.monotonic()
        if now - self._last < _APART and done < total:
            return
        self._last = now
        with suppress(OSError):
            write_whole(self.folder / _NAME, json.dumps(asdict(Progress(done, total, doing))))


def progress_of(token: str) -> Progress:
    """How far the job is; nothing done of nothing known where it has not said."""
    try:
        told = json.loads((folder_of(token) / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Progress()
    return Progress(**told)
