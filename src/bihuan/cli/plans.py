"""``bihuan plan``: from a plan's text to the calendar: duties into a pack of the site, dated jobs into tasks."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bihuan.cli.session import emit_json, operator, today
from bihuan.oversight.giving import NewTask, give_task
from bihuan.reading.documents import text_of
from bihuan.reports.planning.packs import enter_duties, propose
from bihuan.reports.planning.proposal import Left, Proposal, ProposedTask

_ORIGIN = "annual_key_task"


@click.command("plan")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="哪个单位的计划")
@click.option("--year", type=click.IntRange(1900, 2200), default=None, help="哪一年的计划，默认今年")
@click.option("--confirm", is_flag=True, help="录入：责任事项写成本单位的目录包，限期工作交办为任务")
@click.option("--json", "as_json", is_flag=True, help="每条输出一行 JSON")
def plan_command(file: Path, unit: str, year: int | None, *, confirm: bool, as_json: bool) -> None:
    """从计划到日历：列出计划里的责任事项和限期工作，确认后录入，注明出自哪一句。"""
    actor, wanted = operator(), year or today().year
    found = propose(actor, text_of(file), unit, wanted, file.stem)
    if as_json:
        _emit(found)
    else:
        _print(Console(), found)
    if not confirm:
        return
    if found.duties:
        key = enter_duties(actor, unit, wanted, found.duties)
        click.echo(f"已录入 {len(found.duties)} 项责任事项，目录包 {key}。", err=as_json)
    for task in found.tasks:
        give_task(actor, _new(task, unit))
    if found.tasks:
        click.echo(f"已交办 {len(found.tasks)} 项任务。", err=as_json)
    if not found.duties and not found.tasks:
        click.echo("没有可以录入的内容。", err=True)
        sys.exit(1)


def _new(task: ProposedTask, unit: str) -> NewTask:
    return NewTask(
        origin=_ORIGIN,
        issuer=unit,
        responsible=task.responsible,
        title=task.title,
        opened=today(),
        due=task.due,
        source_document=task.document,
        source_clause=task.clause,
    )


def _emit(found: Proposal) -> None:
    for duty in found.duties:
        emit_json({"placed": "duty", **duty.model_dump(mode="json")})
    for task in found.tasks:
        row = {"title": task.title, "responsible": task.responsible, "due": task.due.isoformat()}
        emit_json({"placed": "task", **row, "clause": task.clause, "document": task.document})
    for words, rows in (("owed", found.owed), ("none", found.unplaced)):
        for left in rows:
            emit_json({"placed": words, "why": left.why, **left.duty.row()})


def _print(console: Console, found: Proposal) -> None:
    if found.duties:
        table = _table("可以录入的责任事项", ("责任事项", "谁", "频次", "对账科目", "出自"))
        for duty in found.duties:
            who = duty.owed_by.post or duty.owed_by.unit_type.label
            often = f"{duty.per.label}{'至少' if duty.force == '至少' else ''}{duty.times}"
            table.add_row(
                duty.name, f"{who}（{len(duty.owed_by.codes)}个单位）", often, duty.series, duty.source.clause
            )
        console.print(table)
    if found.tasks:
        table = _table("限期工作", ("任务", "责任单位", "时限", "出自"))
        for task in found.tasks:
            table.add_row(task.title, task.responsible, task.due.isoformat(), task.clause)
        console.print(table)
    _print_left(console, "现有目录已经要求的", found.owed)
    _print_left(console, "没有对上的", found.unplaced)


def _print_left(console: Console, title: str, rows: tuple[Left, ...]) -> None:
    if rows:
        table = _table(title, ("原文", "原因"))
        for left in rows:
            table.add_row(left.duty.text, left.why)
        console.print(table)


def _table(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
