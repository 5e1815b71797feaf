"""A worker that is killed leaves nothing half-written, says so, and the next one goes on with the queue.

The ledger is a file in a home of its own, also where the suite runs on PostgreSQL: what is killed is a program, and
``records/test_killed_import.py`` kills imports on both.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

KILLING = Path(__file__).with_name("killing.py")
BIHUAN = (sys.executable, "-m", "bihuan.cli")
ROWS = 6000
PATIENCE = 180.0


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of the test's own."""
    found = {**os.environ, "BIHUAN_HOME": str(tmp_path)}
    found.pop("BIHUAN_DATABASE_URL", None)
    return found


def asked(what: str, environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(KILLING), what], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait for something, and fail where it never comes."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def ended(number: int) -> bool:
    """Whether the process is gone, or only waits for somebody to take notice."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def answers(port: str) -> bool:
    """Whether the web's own processes are there, which outlive the one that started them."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", int(port))) == 0


@contextmanager
def program(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program with everything that it started in its own group, ended at the end whatever happens."""
    running = subprocess.Popen(
        [*BIHUAN, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


@pytest.mark.slow
def test_a_killed_worker_leaves_nothing_and_the_next_one_takes_up_the_queue(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    first = asked("prepare", environment)["tokens"][0]
    with program(environment, "work") as worker:
        until((tmp_path / "jobs" / first / "progress.json").is_file)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    seen = asked("state", environment)
    assert seen["records"] == seen["imports"] == seen["entries"] == 0
    assert seen["problems"] == []
    assert seen["jobs"]["2021年"][0] == "interrupted"
    assert seen["jobs"]["2022年"][0] == "waiting"
    done = subprocess.run([*BIHUAN, "work", "--until-empty"], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    seen = asked("state", environment)
    assert seen["records"] == ROWS
    assert (seen["imports"], seen["entries"], seen["problems"]) == (1, 1, [])
    assert seen["jobs"]["2021年"][0] == "interrupted"
    assert "再办一次" in seen["jobs"]["2021年"][1]
    assert seen["jobs"]["2022年"][0] == "done"


@pytest.mark.slow
def test_imports_at_the_same_time_wait_for_each_other_and_all_come_in(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    first = asked("prepare", environment)["tokens"][0]
    third = tmp_path / "2023.csv"
    days = [f"2023-{1 + row % 12:02}-{1 + row % 28:02},第{row}次,9,8" for row in range(ROWS)]
    third.write_text("\n".join(["日期,标题,应到人数,实到人数", *days]), encoding="utf-8")
    with program(environment, "work", "--until-empty") as worker:
        until((tmp_path / "jobs" / first / "progress.json").is_file)
        by_hand = subprocess.run(
            [*BIHUAN, "import", "party_committee_meeting", str(third), "--unit", "zd"],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert by_hand.returncode == 0, by_hand.stderr.decode()
        assert worker.wait(PATIENCE) == 0
    seen = asked("state", environment)
    assert [state for state, _ in seen["jobs"].values()] == ["done", "done"]
    assert (seen["records"], seen["imports"], seen["entries"]) == (3 * ROWS, 3, 3)
    assert seen["problems"] == []


@pytest.mark.slow
def test_a_worker_that_is_told_to_go_says_itself_that_it_was_interrupted(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    first = asked("prepare", environment)["tokens"][0]
    with program(environment, "work") as worker:
        until((tmp_path / "jobs" / first / "progress.json").is_file)
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    seen = asked("state", environment)
    assert (seen["records"], seen["problems"]) == (0, [])
    assert "再办一次" in seen["jobs"]["2021年"][1]
    assert [*(tmp_path / "jobs" / "ended").glob(f"*/{first}")]


def worker_of(home: Path) -> int:
    """The process number of the worker of a home, 0 where none has been there."""
    lock = home / "jobs" / "worker.lock"
    text = lock.read_text() if lock.is_file() else ""
    return int(text) if text else 0


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.mark.slow
def test_a_worker_that_serving_keeps_comes_back_when_it_falls(tmp_path: Path, environment: dict[str, str]) -> None:
    asked("prepare", environment)
    with program(environment, "serve", "--port", free_port()) as serving:
        until(lambda: worker_of(tmp_path) > 0)
        first = worker_of(tmp_path)
        os.kill(first, signal.SIGKILL)
        until(lambda: worker_of(tmp_path) not in (0, first))
        second = worker_of(tmp_path)
        serving.terminate()
        until(lambda: ended(second))
    assert asked("state", environment)["problems"] == []


@pytest.mark.slow
def test_a_worker_goes_when_serving_is_killed_although_the_web_s_own_processes_stay(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    port = free_port()
    with program(environment, "serve", "--port", port) as serving:
        until(lambda: worker_of(tmp_path) > 0 and answers(port))
        serving.send_signal(signal.SIGKILL)
        serving.wait()
        until(lambda: ended(worker_of(tmp_path)))
