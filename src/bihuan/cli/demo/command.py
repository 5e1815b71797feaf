"""``bihuan demo``: the whole loop in one command."""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import perf_counter

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bihuan.cli.archive import home
from bihuan.cli.demo.diary import Diary
from bihuan.cli.demo.governance import write_audits, write_governance, write_inspections, write_opening_balance
from bihuan.cli.demo.keeping import Kept, enter
from bihuan.cli.demo.operations import write_integrity, write_operations, write_results
from bihuan.cli.demo.organisation import PASSWORD, TOP, Detachment, found, open_demo_accounts
from bihuan.cli.demo.party_life import write_party_life
from bihuan.cli.session import operator, today
from bihuan.organisations.errors import UnknownUnit
from bihuan.organisations.queries import unit_for
from bihuan.values.period import Period

SEED = 2023
_MARK = "demo.txt"


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="做完报告就停，不打开网页")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
def demo_command(*, no_serve: bool, host: str, port: int) -> None:
    """建一本演示账：一个支队的 2023 年，写出半年报告并打开网页。全部数据均为虚构。"""
    console = Console()
    begun = perf_counter()
    if _is_built():
        console.print(f"演示账已经在 {home()}，不再重建。")
    else:
        _build(console)
    report = home() / "临江支队2023年上半年履责报告.docx"
    _write_report(console, report)
    _tell(console, report, perf_counter() - begun, host, port)
    if not no_serve:
        from bihuan.cli.serving import serve

        serve(host, port)


def write_diary(detachment: Detachment, random: Random) -> Diary:
    """The year 2023 of the detachment, to be entered."""
    diary = Diary(random)
    write_opening_balance(diary)
    write_governance(diary, detachment)
    write_audits(diary)
    write_inspections(diary, detachment)
    write_integrity(diary, detachment)
    write_party_life(diary, detachment)
    write_operations(diary, detachment)
    write_results(diary, detachment)
    return diary


def _is_built() -> bool:
    try:
        unit_for(operator(), TOP)
    except UnknownUnit:
        return False
    if not (home() / _MARK).exists():
        raise click.ClickException(f"{home()} 里的账没有建完或不是演示账，请把 BIHUAN_HOME 指到一个空文件夹再试。")
    return True


def _build(console: Console) -> None:
    random = Random(SEED)  # noqa: S311 - made-up data, the same each time
    console.print(f"正在建演示账：{home()}（全部数据均为虚构）")
    detachment = found(operator(), random)
    open_demo_accounts(operator())
    diary = write_diary(detachment, random)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("记入全年", total=len(diary.notes) + len(diary.slips))
        for step in enter(operator(), diary):
            if isinstance(step, Kept):
                kept = step
            else:
                progress.advance(task)
    (home() / _MARK).write_text("演示数据，均为虚构。\n", encoding="utf-8")
    console.print(
        f"机构 {len(detachment.units)} 个，人员 {len(detachment.people.names)} 名，记录 {kept.records} 条，"
        f"其中更正 {kept.corrected} 条、作废 {kept.voided} 条。"
    )
