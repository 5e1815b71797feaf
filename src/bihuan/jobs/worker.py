"""The one worker of a home: it takes the jobs in their order, and whoever asks can tell whether it is there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from django.db import close_old_connections

from bihuan.jobs.errors import WorkedElsewhere
from bihuan.jobs.places import jobs_home
from bihuan.jobs.pruning import prune
from bihuan.jobs.running import Clock, carry_out, interrupt_left_over, next_waiting

PAUSE = 1.0
"""Seconds between two looks into an empty queue. A look only reads."""

_TRIES, _APART = 20, 0.1


@contextmanager
def the_only_worker() -> Iterator[None]:
    """Be the worker of this home. The system lets go of the lock when the process ends, whatever ends it.

    Raises:
        WorkedElsewhere: another process is.
    """
    home = jobs_home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(home / "worker.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(lock)
        # Who looks after the machine finds the process by it.
        os.truncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        yield
    finally:
        os.close(lock)


def _lock(lock: int) -> None:
    waiting = Event()
    # Who asks whether a worker is there holds the lock for a moment, so one failure says nothing yet.
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting.wait(_APART)
        else:
            return
    raise WorkedElsewhere("这本账的后台已经开着，不用再开。")


def is_worker_there() -> bool:
    """Whether a worker is at work for this home."""
    try:
        lock = os.open(jobs_home() / "worker.lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def work_on(now: Clock, stop: Event, *, until_empty: bool = False) -> int:
    """Do what waits, one after another, until told to stop; how many jobs were done.

    Args:
        now: the clock; only a face has one.
        stop: set to end after the job that is being done.
        until_empty: end as soon as nothing waits.

    Raises:
        WorkedElsewhere: this home has a worker.
    """
    done = 0
    with the_only_worker():
        interrupt_left_over(now())
        prune(now())
        while not stop.is_set():
            token = next_waiting()
            if token:
                done += carry_out(token, now)
                prune(now())
            elif until_empty:
                break
            else:
                stop.wait(PAUSE)
                # A server that was restarted, or a connection past its age, is found while nothing is under way.
                close_old_connections()
    return done
