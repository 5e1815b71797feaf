"""A backup is one moment of the ledger, whole or not at all, and can be put back into an empty folder."""

from __future__ import annotations

import hashlib
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bihuan.trail.archive import Store, backup_stream, make_backup, restore_backup
from bihuan.trail.errors import CannotBackUp, CannotRestore, NotABackup


@pytest.fixture
def ledger(tmp_path: Path) -> Store:
    """A home with a small database, a file of evidence, one still being written, and a pack."""
    home = tmp_path / "home"
    for folder in ("evidence/ab/cd", "evidence/waiting", "packs/own", "reports"):
        (home / folder).mkdir(parents=True)
    (home / "evidence/ab/cd/abcd").write_bytes(b"photo" * 1000)
    (home / "evidence/waiting/half").write_bytes(b"half")
    (home / "packs/own/pack.yaml").write_text("key: own\n", encoding="utf-8")
    (home / "reports/profiles.yaml").write_text("profiles: []\n", encoding="utf-8")
    (home / "secret_key").write_text("hush", encoding="utf-8")
    with closing(sqlite3.connect(home / "bihuan.sqlite3")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE pair (one INTEGER, other INTEGER)")
        db.execute("INSERT INTO pair VALUES (0, 0)")
        db.commit()
    return Store(home)


def names(file: Path) -> set[str]:
    with tarfile.open(file) as tar:
        return set(tar.getnames())


def test_a_backup_holds_database_evidence_packs_and_settings_and_no_key(ledger: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    written = make_backup(ledger, file)
    assert (written.size, written.sha256) == (file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
    assert names(file) == {
        "bihuan.sqlite3",
        "evidence/ab/cd/abcd",
        "packs/own/pack.yaml",
        "reports/profiles.yaml",
    }
    assert not list(ledger.home.glob(".backup-*")), "the copy of the database was left behind"


def test_what_was_backed_up_can_be_put_back(ledger: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    make_backup(ledger, file)
    there = Store(tmp_path / "there")
    restore_backup(there, file)
    assert (there.home / "evidence/ab/cd/abcd").read_bytes() == b"photo" * 1000
    with closing(sqlite3.connect(there.sqlite_file)) as db:
        assert db.execute("SELECT * FROM pair").fetchall() == [(0, 0)]
    with pytest.raises(CannotRestore, match="已经有一本账"):
        restore_backup(there, file)


def test_it_is_one_moment_while_others_write(ledger: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(ledger.sqlite_file, timeout=30)) as db:
            number = 0
            while not stop.is_set():
                number += 1
                with db:
                    db.execute("UPDATE pair SET one = ?", [number])
                    db.execute("UPDATE pair SET other = ?", [number])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            make_backup(ledger, tmp_path / f"{turn}.tar.gz")
    finally:
        stop.set()
        writer.join()
    for turn in range(5):
        there = Store(tmp_path / f"there{turn}")
        restore_backup(there, tmp_path / f"{turn}.tar.gz")
        with closing(sqlite3.connect(there.sqlite_file)) as db:
            one, other = db.execute("SELECT * FROM pair").fetchone()
        assert one == other


def test_who_leaves_in_the_middle_leaves_nothing_running(ledger: Store) -> None:
    (ledger.home / "evidence/big").write_bytes(bytes(range(256)) * 20_000 + hashlib.sha256(b"x").digest())
    for number in range(30):
        (ledger.home / f"evidence/{number}").write_bytes(_noise(number))
    before = threading.active_count()
    pieces: Iterator[bytes] = backup_stream(ledger)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    assert not list(ledger.home.glob(".backup-*"))


def _noise(number: int) -> bytes:
    """Bytes that do not shrink, so that the pipe fills up."""
    return b"".join(hashlib.sha256(f"{number}-{each}".encode()).digest() for each in range(4000))


def test_a_failed_backup_leaves_no_file(ledger: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.trail.archive._SPARE", 2**62)
    with pytest.raises(CannotBackUp, match="磁盘空间不够"):
        make_backup(ledger, tmp_path / "backup.tar.gz")
    assert not list(tmp_path.glob("backup*"))


def test_a_file_that_cannot_be_read_fails_the_backup(ledger: Store, tmp_path: Path) -> None:
    place = ledger.home / "evidence/loop"
    place.symlink_to(place)
    (ledger.home / "evidence/gone").symlink_to(tmp_path / "nowhere")
    make_backup(ledger, tmp_path / "backup.tar.gz")
    assert "evidence/gone" not in names(tmp_path / "backup.tar.gz")


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\x1f\x8b\x08\x00broken"])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(NotABackup):
        restore_backup(Store(tmp_path / "there"), tmp_path / "other")


def test_a_backup_of_the_other_database_is_told(ledger: Store, tmp_path: Path) -> None:
    make_backup(ledger, tmp_path / "backup.tar.gz")
    with pytest.raises(NotABackup, match="另一种数据库"):
        restore_backup(Store(tmp_path / "there", "postgres://nobody@nowhere/x"), tmp_path / "backup.tar.gz")
