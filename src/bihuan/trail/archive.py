"""A backup: one tar file with the database, the evidence files, the site's own packs and settings.

It belongs to the trail, since it is how what was kept stays kept: it knows files and databases, and nothing of what
is in them. It needs no Django, so that a ledger can be put back where there is none yet.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bihuan.trail.errors import CannotBackUp, CannotRestore, NotABackup

KEPT = ("evidence", "packs", "packs.yaml", "reports")
_SQLITE = "bihuan.sqlite3"
_DUMP = "bihuan.pgdump"
_WAITING = "waiting"
_SPARE = 64 * 1024 * 1024
_CHUNK = 256 * 1024
# Evidence is pictures and PDFs, which hardly shrink: a fast level loses little.
_LEVEL = 3


@dataclass(frozen=True)
class Store:
    """Where a ledger lies.

    Attributes:
        home: the folder of its files.
        url: its database, "" for the file in the home.
    """

    home: Path
    url: str = ""

    @property
    def is_postgres(self) -> bool:
        """Whether the database is PostgreSQL."""
        return self.url.startswith("postgres")

    @property
    def sqlite_file(self) -> Path:
        """The database's file where it is SQLite."""
        return Path(urlsplit(self.url).path) if self.url.startswith("sqlite") else self.home / _SQLITE

    @property
    def free(self) -> int:
        """Free bytes where the home lies."""
        return shutil.disk_usage(self.home).free


@dataclass(frozen=True)
class Written:
    """A backup that was written: its bytes, and the SHA-256 of the file."""

    size: int
    sha256: str


def make_backup(store: Store, file: Path) -> Written:
    """Write the backup to a file, which appears whole or not at all.

    Raises:
        CannotBackUp: the disk is full, a program is missing, or the folder may not be written to.
    """
    partial = file.with_name(file.name + ".partial")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for chunk in backup_stream(store):
                digest.update(chunk)
                out.write(chunk)
    except (OSError, CannotBackUp) as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, CannotBackUp):
            raise
        raise CannotBackUp(f"备份没有写成：{error.strerror}，请检查磁盘空间和权限。") from error
    partial.replace(file)
    return Written(file.stat().st_size, digest.hexdigest())


def backup_stream(store: Store) -> Iterator[bytes]:
    """The backup piece by piece, as one moment of the database while others go on writing.

    Only a copy of the database is written beside the ledger, before the first piece; evidence is never copied on the
    way. Evidence is written before the record that names it, so what the copy names is there when it is read.

    Raises:
        CannotBackUp: there is no room for the copy of the database, or it could not be made.
    """
    with tempfile.TemporaryDirectory(dir=store.home, prefix=".backup-") as work:
        database = _database_copy(store, Path(work))
        out, into = os.pipe()
        packing = _Packing(store.home, database, into)
        packing.start()
        try:
            # Left early, the pipe is shut first: only then does the thread stop writing to it.
            with closing(io.FileIO(out)) as pipe:
                while chunk := pipe.read(_CHUNK):
                    yield chunk
        finally:
            packing.join()
        if packing.failure is not None:
            raise CannotBackUp(f"备份没有写成：{packing.failure}。") from packing.failure


class _Packing(threading.Thread):
    """Packs the files into the pipe; what went wrong is kept for whoever reads the pipe."""

    def __init__(self, home: Path, database: Path, into: int) -> None:
        super().__init__(daemon=True)
        self.failure: OSError | None = None
        self._home, self._database, self._into = home, database, into

    def run(self) -> None:
        """Write the whole tar."""
        try:
            with (
                open(self._into, "wb") as raw,  # noqa: PTH123 - a pipe has no path
                gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=_LEVEL, filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                tar.add(self._database, self._database.name)
                for name in KEPT:
                    _add(tar, self._home / name, name)
        except OSError as error:
            self.failure = error


def _add(tar: tarfile.TarFile, place: Path, name: str) -> None:
    """Add a file, or a folder with all in it but what is still being written."""
    if place.is_file():
        tar.add(place, name, recursive=False)
    elif place.is_dir() and place.name != _WAITING:
        for each in sorted(place.iterdir()):
            _add(tar, each, f"{name}/{each.name}")


def restore_backup(store: Store, file: Path) -> None:
    """Put a backup back into an empty home (and an empty PostgreSQL database, where one is named).

    Raises:
        NotABackup: the file is something else, or broken.
        CannotRestore: there is a ledger here already.
    """
    home = store.home
    if (home / _SQLITE).exists() or (home / "evidence").exists():
        raise CannotRestore(f"{home} 里已经有一本账，请把 BIHUAN_HOME 指到一个空文件夹再恢复。")
    wanted = _DUMP if store.is_postgres else _SQLITE
    try:
        with tarfile.open(file, "r:gz") as tar:
            if wanted not in tar.getnames():
                raise NotABackup("这个备份来自另一种数据库，请在同种数据库上恢复。")
            home.mkdir(parents=True, exist_ok=True)
            # "data" refuses links, devices and paths that lead outside the folder.
            tar.extractall(home, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise NotABackup(f"“{file.name}”不是完整的备份文件，请换一个。") from error
    if wanted == _DUMP:
        dump = home / _DUMP
        _run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", store.url, str(dump)])
        dump.unlink()


def _database_copy(store: Store, folder: Path) -> Path:
    if store.is_postgres:
        copy = folder / _DUMP
        _run(["pg_dump", "--format=custom", "-f", str(copy), store.url])
        return copy
    source, copy = store.sqlite_file, folder / _SQLITE
    if store.free < source.stat().st_size + _SPARE:
        raise CannotBackUp("磁盘空间不够放数据库的副本，请先清理磁盘。")
    # SQLite's own backup takes one moment of the database, whoever is writing to it.
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
    return copy


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed programs, no shell
    except FileNotFoundError as error:
        raise CannotBackUp(f"这台机器没有 {command[0]}，请安装 PostgreSQL 的客户端工具。") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()
        raise CannotBackUp(f"{command[0]} 没有成功：{reason[-1] if reason else '原因不明'}") from error
