"""``bihuan demo``: the whole loop in one command."""

from __future__ import annotations

from datetime import date
from random import Random
from time import perf_counter

import click
from rich.columns import Columns
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bihuan.book.figures import figures
from bihuan.catalog.loaded import home
from bihuan.cli.demo.committees import write_committees
from bihuan.cli.demo.diary import Diary
from bihuan.cli.demo.governance import write_audits, write_governance, write_inspections, write_opening_balance
from bihuan.cli.demo.keeping import Kept, enter
from bihuan.cli.demo.operations import write_integrity, write_operations, write_results
from bihuan.cli.demo.organisation import DEMO_ACCOUNTS, PASSWORD, TOP, Detachment, found, open_demo_accounts
from bihuan.cli.demo.oversight import occasions
from bihuan.cli.demo.party_life import write_party_life
from bihuan.cli.session import operator
from bihuan.organisations.errors import UnknownUnit
from bihuan.organisations.queries import unit_for
from bihuan.reports.issuing import Issued, issue_report
from bihuan.reports.writing import Order
from bihuan.values.figure import Ask
from bihuan.values.period import Period

SEED = 2023
HALF_YEAR = Period.parse("2023-H1")
_MARK = "demo.txt"
_REPORT = "临江支队2023年上半年履责报告.docx"
_SHOWN = (
    "party_committee_meeting.meetings",
    "agenda_item.items",
    "centre_group_study.sessions",
    "audit.amount",
    "audit_finding.findings",
    "finding.rectified",
    "integrity_lecture.lectures",
)


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
        # Written before the report, so that the report says it too.
        (home() / _MARK).write_text("演示数据，均为虚构。\n", encoding="utf-8")
        issued = _issue()
        (home() / _REPORT).write_bytes(issued.content)
        console.print(f"已签发半年报告 {issued.number}，其中 {len(issued.document.figures)} 个数据各有依据。")
    _tell(console, perf_counter() - begun)
    if not no_serve:
        from bihuan.cli.serving import serve

        serve(host, port)


def write_diary(detachment: Detachment, random: Random) -> Diary:
    """The year 2023 of the detachment, to be entered."""
    diary = Diary(random)
    write_opening_balance(diary)
    write_governance(diary, detachment)
    write_committees(diary, detachment)
    write_audits(diary)
    write_inspections(diary, detachment)
    write_integrity(diary, detachment)
    write_party_life(diary, detachment)
    write_operations(diary, detachment)
    write_results(diary)
    return diary


def _is_built() -> bool:
    try:
        unit_for(operator(), TOP)
    except UnknownUnit:
        return False
    if not (home() / _REPORT).exists():
        raise click.ClickException(f"{home()} 里的账没有建完或不是演示账，请把 BIHUAN_HOME 指到一个空文件夹再试。")
    return True


def _build(console: Console) -> None:
    random = Random(SEED)  # noqa: S311 - made-up data, the same each time
    console.print(f"正在建演示账：{home()}（全部数据均为虚构）")
    detachment = found(operator(), random)
    open_demo_accounts(operator(), detachment.people)
    diary = write_diary(detachment, random)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks = occasions(detachment, random)
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("记入全年", total=len(diary.notes) + len(diary.slips) + len(tasks))
        for step in enter(operator(), diary, tasks):
            if isinstance(step, Kept):
                kept = step
            else:
                progress.advance(task)
    console.print(
        f"机构 {len(detachment.units)} 个，人员 {len(detachment.people.names)} 名，记录 {kept.records} 条，"
        f"其中更正 {kept.corrected} 条、作废 {kept.voided} 条；问题和任务流转 {len(tasks)} 步。"
    )


def _issue() -> Issued:
    return issue_report(operator(), Order("half_year_duty", TOP, HALF_YEAR, date(2023, 7, 5)))


def _tell(console: Console, seconds: float) -> None:
    asked = figures(operator(), [Ask(key, TOP, HALF_YEAR) for key in _SHOWN])
    table = Table(title="临江市消防救援支队 2023年上半年（演示数据，均为虚构）", title_justify="left")
    for head in ("数据", "数值", "依据"):
        table.add_column(head, justify="left" if head == "数据" else "right")
    for figure in asked:
        table.add_row(figure.name, figure.text, f"{figure.members} 条")
    console.print(table)
    console.print(f"报告：{home() / _REPORT}")
    console.print(f"账本：{home()}，用时 {seconds:.0f} 秒。接着可以试：")
    for command in (
        "figure party_committee_meeting.meetings --unit linjiang --period 2023-H1 --proof",
        "balance --unit linjiang-zb01 --period 2023",
        f"report verify {home() / _REPORT}",
        "check 报告.docx --unit linjiang --period 2023-H1",
    ):
        console.print(f"  BIHUAN_HOME={home()} .venv/bin/bihuan {command}", soft_wrap=True, highlight=False)
    console.print(f"网页账号，密码都是 {PASSWORD}：")
    console.print(Columns([f"  {name}（{label}）" for name, label in DEMO_ACCOUNTS.items()], padding=(0, 1)))
