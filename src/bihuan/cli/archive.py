"""A backup: one tar file with the database, the evidence files and the site's own packs."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from bihuan.catalog.loaded import home
from bihuan.values.refusal import BadInput, Refusal

_KEPT = ("evidence", "packs", "packs.yaml", "reports")
_SQLITE = "bihuan.sqlite3"
_DUMP = "bihuan.pgdump"


class CannotBackUp(Refusal):
    """The backup could not be made."""


class CannotRestore(Refusal):
    """The backup cannot be put back here."""


class NotABackup(BadInput):
    """The file is no backup of ours."""


def make_backup(file: Path) -> int:
    """Write the backup and return its size in bytes. The file appears whole or not at all."""
    partial = file.with_name(file.name + ".partial")
    try:
        with tempfile.TemporaryDirectory() as work, tarfile.open(partial, "w:gz") as tar:
            database = _database_copy(Path(work))
            tar.add(database, database.name)
            for name in _KEPT:
                if (home() / name).exists():
                    tar.add(home() / name, name)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"备份没有写成：{error.strerror}，请检查磁盘空间和权限。") from error
    partial.replace(file)
    return file.stat().st_size


def restore_backup(file: Path) -> None:
    """Put a backup back into an empty home (and an empty PostgreSQL database, where one is named).

    Raises:
        NotABackup: the file is something else, or broken.
        CannotRestore: there is a ledger here already.
    """
    url = os.environ.get("BIHUAN_DATABASE_URL", "")
    if (home() / _SQLITE).exists() or (home() / "evidence").exists():
        raise CannotRestore(f"{home()} 里已经有一本账，请把 BIHUAN_HOME 指到一个空文件夹再恢复。")
    wanted = _DUMP if url.startswith("postgres") else _SQLITE
    try:
        with tarfile.open(file, "r:gz") as tar:
            if wanted not in tar.getnames():
                raise NotABackup("这个备份来自另一种数据库，请在同种数据库上恢复。")
            home().mkdir(parents=True, exist_ok=True)
            # "data" refuses links, devices and paths that lead outside the folder.
            tar.extractall(home(), filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise NotABackup(f"“{file.name}”不是完整的备份文件，请换一个。") from error
    if wanted == _DUMP:
        dump = home() / _DUMP
        _run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", url, str(dump)])
        dump.unlink()


def _database_copy(folder: Path) -> Path:
    url = os.environ.get("BIHUAN_DATABASE_URL", "")
    if url.startswith("postgres"):
        copy = folder / _DUMP
        _run(["pg_dump", "--format=custom", "-f", str(copy), url])
        return copy
    source = Path(urlsplit(url).path) if url.startswith("sqlite") else home() / _SQLITE
    copy = folder / _SQLITE
    # SQLite's own backup takes one moment of the database, whoever is writing to it.
    with sqlite3.connect(source) as there, sqlite3.connect(copy) as here:
        there.backup(here)
    here.close()
    there.close()
    return copy


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed programs, no shell
    except FileNotFoundError as error:
        raise CannotBackUp(f"这台机器没有 {command[0]}，请安装 PostgreSQL 的客户端工具。") from error
    except subprocess.CalledProcessError as error:
        reason = io.TextIOWrapper(io.BytesIO(error.stderr), errors="replace").read().strip().splitlines()
        raise CannotBackUp(f"{command[0]} 没有成功：{reason[-1] if reason else '原因不明'}") from error
