"""Several at the same time, each on a connection of its own, in a database that all of them share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, BoundedSemaphore
from typing import Any

import pytest
from django.db import connection, connections

from bihuan.organisations.queries import UnitPlace
from bihuan.values.refusal import Refusal

CONNECTIONS = 60
"""PostgreSQL is shared and allows 100 connections in all; who begins together queues for these."""


@pytest.fixture
def side_by_side(
    transactional_db: None, tree: dict[str, UnitPlace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, UnitPlace]]:
    """The tree in a database that several connections share.

    SQLite's test database is in memory, where a second connection is refused and never waits; the threads get a copy
    of it in a file, which is what a ledger is. It keeps its log apart from the beginning, as a ledger does: of two who
    come first and both want to turn that on, one would be refused at once.
    """
    if connection.vendor != "sqlite":
        yield tree
        return
    file = tmp_path / "ledger.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        assert isinstance(connection.connection, sqlite3.Connection)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        monkeypatch.setitem(connections.settings, "default", {**connections.settings["default"], "NAME": str(file)})
        yield tree


def at_once(*works: Callable[[], object]) -> list[Any]:
    """Do the works together, each on a connection of its own; what each gave back or was refused with."""
    start, free = Barrier(len(works)), BoundedSemaphore(CONNECTIONS)

    def one(work: Callable[[], object]) -> object:
        start.wait()
        with free:
            try:
                return work()
            except Refusal as refusal:
                return refusal
            finally:
                connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=300) for done in [pool.submit(one, work) for work in works]]
