"""Where jobs keep their files: a folder for each beside the ledger, readable by the program's own user only."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from bihuan.jobs.errors import NoRoom

HANDED_IN = "handed_in"
"""The folder within a job's folder for what came with it."""


def jobs_home() -> Path:
    """The folder of all jobs."""
    return Path(settings.HOME) / "jobs"


def folder_of(token: str) -> Path:
    """The folder of one job."""
    return jobs_home() / token


def handed_in(token: str) -> Path:
    """Where lies what was handed in for the job."""
    return folder_of(token) / HANDED_IN


def take_in(token: str, files: Mapping[str, Path]) -> None:
    """Make the job's folder and copy into it what was handed in.

    Raises:
        NoRoom: the disk is full, or the folder cannot be written.
    """
    place = handed_in(token)
    try:
        place.mkdir(parents=True, mode=0o700)
        for name, file in files.items():
            shutil.copyfile(file, place / name)
    except OSError as error:
        shutil.rmtree(folder_of(token), ignore_errors=True)
        raise NoRoom("磁盘满了或账本文件夹写不进去，没有收下，请管理员腾出空间后再交。") from error


def write_whole(place: Path, text: str) -> None:
    """Write a small file so that who reads it finds the old text or the new one, never half of it."""
    half_written = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    try:
        half_written.write_text(text, encoding="utf-8")
        os.replace(half_written, place)  # noqa: PTH105 - says that it is one step
    finally:
        half_written.unlink(missing_ok=True)


def marks_of(account: str) -> Path:
    """The folder of marks that say which jobs of the account have ended unseen."""
    return jobs_home() / "ended" / hashlib.sha256(account.encode()).hexdigest()[:32]
