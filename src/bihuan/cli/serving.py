"""``bihuan serve``: the web, from one process with threads, and beside it the worker that does long work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import click
from granian.constants import Interfaces
from granian.server import Server

from bihuan.cli.working import BUSY

_AGAIN, _MUCH_LATER = 2.0, 30.0
"""Seconds until the worker is started anew: after it fell, and where another one is at work for this home."""
_LOOK = 0.5
"""Seconds between two looks whether the worker is still there."""
_LEAVE = 5.0
"""Seconds that the worker has to leave when the web is closed; what it was doing is marked as interrupted."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
@click.option("--no-worker", is_flag=True, help="后台另开（bihuan work），这里只开网页")
def serve_command(host: str, port: int, *, no_worker: bool) -> None:
    """打开网页和后台，按 Ctrl+C 停止。"""
    serve(host, port, worker=not no_worker)


def serve(host: str, port: int, *, worker: bool = True) -> None:
    """Serve the web until interrupted, with a worker beside it unless told otherwise.

    One process with threads: SQLite has one writer at a time, and threads of a process wait for it politely.
    """
    click.echo(f"网页已打开：http://{host}:{port}/  按 Ctrl+C 停止。")
    server = Server(
        "bihuan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
    )
    if not worker:
        server.serve()
        return
    with a_worker_beside():
        server.serve()


@contextmanager
def a_worker_beside() -> Iterator[None]:
    """Keep a worker running in a process of its own: an import must not slow the pages, nor its fall close them."""
    closing = Event()
    # The first is started before the web forks its own processes: one that is forked in the middle of a start holds
    # the other end of the pipe by which a start is told that it went well, and it would wait for that for ever.
    keeper = Thread(target=_keep_one, args=(_started(), closing), name="worker's keeper")
    keeper.start()
    try:
        yield
    finally:
        closing.set()
        keeper.join()


def _started() -> subprocess.Popen[bytes]:
    """A worker that is told whose it is: it ends when this process does, however this process ends."""
    return subprocess.Popen(  # noqa: S603 - our own program, nothing of a user's
        [sys.executable, "-m", "bihuan.cli", "work", "--beside", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _keep_one(worker: subprocess.Popen[bytes], closing: Event) -> None:
    """Start the worker anew whenever it ends, until told to close."""
    while not closing.wait(_LOOK):
        if worker.poll() is None:
            continue
        if closing.wait(_MUCH_LATER if worker.returncode == BUSY else _AGAIN):
            break
        worker = _started()
    _end(worker)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(_LEAVE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
