"""``bihuan``: the commands by name. A command's module is imported only when the command is called."""

from __future__ import annotations

import gc
import gettext
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from bihuan.values.refusal import Refusal

_ALLOCATIONS = 200_000
"""Objects made between two looks of the collector, for the usual 700."""


@dataclass(frozen=True)
class Place:
    """Where a command lives, and whether it needs the ledger (Django and the database) to be ready."""

    module: str
    name: str
    ledger: bool = True


COMMANDS = {
    "demo": Place("bihuan.cli.demo.command", "demo_command"),
    "serve": Place("bihuan.cli.serving", "serve_command"),
    "work": Place("bihuan.cli.working", "work_command"),
    "read": Place("bihuan.cli.reading", "read_command", ledger=False),
    "check": Place("bihuan.cli.report_checks", "check_command"),
    "reconcile": Place("bihuan.cli.report_checks", "reconcile_command"),
    "report": Place("bihuan.cli.drafts", "report_group"),
    "plan": Place("bihuan.cli.plans", "plan_command"),
    "figure": Place("bihuan.cli.figures", "figure_command"),
    "balance": Place("bihuan.cli.duties", "balance_command"),
    "waive": Place("bihuan.cli.duties", "waive_command"),
    "record": Place("bihuan.cli.records", "record_group"),
    "import": Place("bihuan.cli.records", "import_command"),
    "export": Place("bihuan.cli.records", "export_command"),
    "finding": Place("bihuan.cli.oversight", "finding_group"),
    "task": Place("bihuan.cli.oversight", "task_group"),
    "loop": Place("bihuan.cli.loops", "loop_group"),
    "register": Place("bihuan.cli.loops", "register_group"),
    "pack": Place("bihuan.cli.packs", "pack_group", ledger=False),
    "unit": Place("bihuan.cli.organisations", "unit_group"),
    "account": Place("bihuan.cli.organisations", "account_group"),
    "people": Place("bihuan.cli.organisations", "people_group"),
    "seal": Place("bihuan.cli.keeping", "seal_command"),
    "verify": Place("bihuan.cli.keeping", "verify_command"),
    "backup": Place("bihuan.cli.keeping", "backup_command"),
    "restore": Place("bihuan.cli.restoring", "restore_command", ledger=False),
}


class Commands(click.Group):
    """The group that finds a command by its place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the loop."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported after the ledger is ready where it needs one."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if place.ledger:
            from bihuan.cli import session

            session.setup()
        command: click.Command = getattr(importlib.import_module(place.module), place.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, from a table: opening every module only to name it would be slow."""
        with formatter.section("命令"):
            formatter.write_dl(list(OVERVIEW.items()))


OVERVIEW = {
    "demo": "建一本演示账：一个支队的一年，写出半年报告并打开网页",
    "serve": "打开网页和后台",
    "work": "只开后台：办理排队的导入、导出、核验",
    "read": "读一份公文：其中的数字和责任",
    "check": "对照台账核验一份报告",
    "reconcile": "几份报告互相核对",
    "report": "撰写、签发、验证报告",
    "plan": "从计划到日历：读出责任事项和限期工作，确认后录入",
    "figure": "查一个数据及其依据",
    "balance": "查一个单位的责任账：应办、已办、欠账",
    "waive": "免办一个期限",
    "record": "记一笔、更正、作废、查看",
    "import": "从表格导入记录",
    "export": "导出记录或导入模板",
    "finding": "问题：登记、查看、认定重复",
    "task": "任务：交办、流转、清单",
    "loop": "闭环走到哪一步、卡在哪里",
    "register": "声明登记完整，零值才有据",
    "pack": "检查和查看目录包",
    "unit": "机构：建立、移动、撤销、查看",
    "account": "账号与角色",
    "people": "从表格登记人员和任职",
    "seal": "封账",
    "verify": "核对日志、封账、分录与发生额、佐证",
    "backup": "备份整本账",
    "restore": "从备份恢复",
}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bihuan")
def bihuan() -> None:
    """闭环：履责台账。一次记录，处处可用；每个数字有依据；每项责任有着落。"""


def main() -> None:
    """Run the program; a refusal is one Chinese line and exit status 2."""
    _speak_chinese()
    # What a start reads (packs, modules) stays to the end: collecting among it takes a tenth of a short command.
    gc.set_threshold(_ALLOCATIONS)
    try:
        # A command that answers 'no' exits with 1; out of standalone mode click returns that status to us.
        sys.exit(bihuan(standalone_mode=False))
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    except click.exceptions.Abort:
        click.echo("已中断。", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)


def _speak_chinese() -> None:
    """Hand click its Chinese words, whatever language the machine is set to."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
