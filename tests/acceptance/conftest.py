"""The demo ledger, built once for a test run by the program itself, and a way to ask it things."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from filelock import FileLock

RUNNER = Path(__file__).with_name("run_commands.py")
LOOKER = Path(__file__).with_name("look_at_pages.py")


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    refused: str

    @property
    def json(self) -> object:
        """Its standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, object]]:
        """Its standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Ledger:
    """A ledger in a home of its own, asked through the command line."""

    home: Path
    environment: dict[str, str]

    def ask(self, *words: str) -> Answer:
        """The answer to one command."""
        return self.ask_all([words])[0]

    def ask_all(self, commands: Sequence[Sequence[str]]) -> list[Answer]:
        """The answers to many commands, run in one process."""
        text = "".join(json.dumps(list(words)) + "\n" for words in commands)
        return [Answer(**json.loads(line)) for line in self._run(RUNNER, text)]

    def looked_at(self, addresses: Sequence[str]) -> list[tuple[int, int]]:
        """The status of each page of the web, as the author sees it, and how many statements it takes."""
        told = self._run(LOOKER, "".join(f"{address}\n" for address in addresses))
        return [(status, count) for status, count in map(json.loads, told)]

    def _run(self, script: Path, text: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, str(script)],
            input=text,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


def database_of_its_own(name: str) -> str:
    """The URL of an empty database beside the one that the tests use; "" on SQLite, where the home holds the file."""
    url = os.environ.get("BIHUAN_DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def ledger_at(home: Path, url: str) -> Ledger:
    """A ledger that lives in this home."""
    environment = {**os.environ, "BIHUAN_HOME": str(home), "BIHUAN_DATABASE_URL": url}
    return Ledger(home, environment)


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Ledger:
    """The demo's ledger, made by ``bihuan demo --no-serve``; workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home, known = shared / "demo", shared / "demo.url"
    with FileLock(str(shared / "demo.lock")):
        if not known.exists():
            url = database_of_its_own("bihuan_demo_test")
            ledger = ledger_at(home, url)
            command = [sys.executable, "-m", "bihuan.cli", "demo", "--no-serve"]
            done = subprocess.run(command, env=ledger.environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            known.write_text(url)
    return ledger_at(home, known.read_text())
