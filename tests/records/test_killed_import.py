"""An import that is killed leaves all of it or nothing, and a ledger that is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

KILLING = Path(__file__).with_name("killing.py")
ROWS = 1200


@pytest.fixture
def own_database() -> Iterator[str]:
    """A database of this test's own on the server under test; "" for the file in its home."""
    if connection.vendor != "postgresql":
        yield ""
        return
    import psycopg

    server = connection.settings_dict
    name = f"bihuan_kill_{os.getpid()}"
    login = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"]}
    with psycopg.connect(**login, password=server["PASSWORD"], dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{login['user']}:{server['PASSWORD']}@{login['host']}:{login['port']}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_fifty_imports_killed_at_random_moments_leave_all_or_nothing(tmp_path: Path, own_database: str) -> None:
    environment = {**os.environ, "BIHUAN_HOME": str(tmp_path)}
    environment.pop("BIHUAN_DATABASE_URL", None)
    if own_database:
        environment["BIHUAN_DATABASE_URL"] = own_database
    done = subprocess.run(
        [sys.executable, str(KILLING), str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen[0] == {"records": ROWS, "imports": 1, "entries": 1, "problems": []}
    for before, after in pairwise(seen):
        whole = after["imports"] - before["imports"]
        assert whole in (0, 1)
        assert after["records"] - before["records"] == whole * ROWS
        assert after["entries"] == after["imports"]
        assert after["problems"] == []
    came_through = seen[-1]["imports"] - 1
    assert len(seen) == 51
    assert 0 < came_through < 50
