"""``bihuan serve``: the web, from one process with threads."""

from __future__ import annotations

import click
from granian.constants import Interfaces
from granian.server import Server


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
def serve_command(host: str, port: int) -> None:
    """打开网页，按 Ctrl+C 停止。"""
    serve(host, port)


def serve(host: str, port: int) -> None:
    """Serve the web until interrupted.

    One process with threads: SQLite has one writer at a time, and threads of a process wait for it politely.
    """
    click.echo(f"网页已打开：http://{host}:{port}/  按 Ctrl+C 停止。")
    Server(
        "bihuan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
    ).serve()
