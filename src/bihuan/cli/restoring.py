"""``bihuan restore``: a ledger put back from its backup. It comes before there is a ledger, so it needs none."""

from __future__ import annotations

from pathlib import Path

import click

from bihuan.cli.session import store
from bihuan.trail.archive import restore_backup


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_command(file: Path) -> None:
    """从备份恢复到一个空的账本文件夹（BIHUAN_HOME）。"""
    restore_backup(store(), file)
    click.echo("已恢复，请运行 bihuan verify 核对。")
