"""``bihuan work``: the worker that does what people asked for and left to the background."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from threading import Event, Thread
from types import FrameType

import click
from django.db import connection

from bihuan.jobs.errors import WorkedElsewhere
from bihuan.jobs.worker import work_on

BUSY = 3
"""Exit status where another worker of this home is at work."""
_PATIENCE = 3600
"""Seconds that the worker waits for SQLite's one writer. Somebody waits for a page; nobody waits for the worker."""


@click.command("work")
@click.option("--until-empty", is_flag=True, help="办完排着的就退出")
@click.option("--beside", type=int, default=0, hidden=True)
def work_command(*, until_empty: bool, beside: int) -> None:
    """开后台：办理排队的导入、导出、核验。bihuan serve 会自己开一个。"""
    if beside:
        os.nice(5)
        Thread(target=_end_with, args=(beside,), daemon=True, name="parent's end").start()
    signal.signal(signal.SIGTERM, _leave)
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = _PATIENCE
        connection.close()
    try:
        done = work_on(_now, Event(), until_empty=until_empty)
    except WorkedElsewhere as refusal:
        if beside:
            sys.exit(BUSY)
        raise click.ClickException(str(refusal)) from refusal
    except KeyboardInterrupt:
        return
    if until_empty:
        click.echo(f"办完 {done} 件。")


def _now() -> datetime:
    return datetime.now(UTC)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Told to go: what is being done is undone and marked as interrupted on the way out."""
    sys.exit(0)


def _end_with(parent: int) -> None:
    """Look once a second whether the parent is still there, and end at once when it is not, however it ended.

    Not by a pipe from it: the web's own processes are forked from the parent and would hold the other end open.
    What was being done is rolled back by the database, and marked as interrupted by the next worker.
    """
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
