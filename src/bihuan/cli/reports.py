"""``bihuan report`` and ``bihuan check``: write, issue, verify, and check a report that somebody else wrote."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bihuan.cli import report_lists
from bihuan.cli.report_checks import check_command, number_of, reconcile_command
from bihuan.cli.session import emit_json, operator, today
from bihuan.reports.document import Document
from bihuan.reports.exporting import check_ending, content
from bihuan.reports.issuing import issue_report
from bihuan.reports.templates import templates
from bihuan.reports.verifying import MentionCheck, MentionState, Verification, verify_report
from bihuan.reports.writing import Order, write_report
from bihuan.values.figure import Member
from bihuan.values.period import Period

__all__ = ["check_command", "reconcile_command", "report_group"]

report_lists.register()

_FILE = click.Path(dir_okay=False, path_type=Path)
_STATE_COLOURS = {MentionState.UNCHANGED: "green", MentionState.RECORDS_CHANGED: "yellow"}


@click.group("report")
def report_group() -> None:
    """撰写、签发、验证报告。"""


@report_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def list_command(*, as_json: bool) -> None:
    """列出可用的模板。"""
    found = templates()
    if as_json:
        emit_json([{"key": t.head.key, "name": t.head.name, "genre": t.head.genre} for t in found.values()])
        return
    for template in found.values():
        click.echo(f"{template.head.key}  {template.head.name}")


def _ordering(command: Callable[[Order, Path], None]) -> Callable[..., None]:
    """Give a command the arguments that say what is to be written, and hand it the order made of them."""

    @click.argument("template")
    @click.option("--unit", required=True, help="报告单位的代码或全称")
    @click.option("--period", required=True, help="时段，如 2023-H1")
    @click.option("-o", "--output", type=_FILE, required=True, help="写到哪个文件")
    @click.option("--to", "addressee", default="", help="主送机关，默认上级党委")
    @click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="成文日期，默认今天")
    @wraps(command)
    def ordered(template: str, unit: str, period: str, output: Path, addressee: str, day: datetime | None) -> None:
        command(Order(template, unit, Period.parse(period), day.date() if day else today(), addressee), output)

    return ordered


@report_group.command("write")
@_ordering
def write_command(order: Order, output: Path) -> None:
    """按模板写一份报告草稿；后缀决定格式：.docx .pdf .html .md。"""
    ending = output.suffix.lower()
    check_ending(ending)
    document = write_report(operator(), order)
    output.write_bytes(content(document, ending))
    _tell(document, output)


@report_group.command("issue")
@_ordering
def issue_command(order: Order, output: Path) -> None:
    """签发一份报告（.docx）：编号、时点、每个数据和文件摘要就此固定。"""
    if output.suffix.lower() != ".docx":
        raise click.BadParameter("签发的报告只写成 .docx。")
    issued = issue_report(operator(), order)
    output.write_bytes(issued.content)
    click.echo(f"已签发 {issued.number}，文件摘要 {issued.sha256[:16]}。")
    _tell(issued.document, output)


@report_group.command("verify")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify_command(file: Path, *, as_json: bool) -> None:
    """核对本系统写出的报告：每个数据一致、被改、已失，还是记录后来有变。"""
    verification = verify_report(operator(), file)
    if as_json:
        emit_json(_verification_row(verification))
    else:
        _print_verification(Console(), verification)
    sys.exit(0 if verification.is_clean else 1)


def _tell(document: Document, output: Path) -> None:
    click.echo(f"已写出 {output}：{len(document.mentions)} 处数据，{len(document.figures)} 个依据，均来自台账。")
    for name in document.dropped:
        click.echo(f"因为没有记录或为零，略去了与“{name}”有关的语句。")
    for cell in document.blanks:
        click.echo(f"没有记录，表中写作“—”：{cell}。")


def _mention_row(each: MentionCheck) -> dict[str, object]:
    identity = asdict(each.identity)
    identity.pop("name")
    return {
        "mention": each.mention,
        "state": str(each.state),
        "name": each.now.name,
        **identity,
        "written": each.written,
        "found": each.found,
        "ledger_value": number_of(each.now.value),
        "ledger_members": each.now.members,
        "why": each.why,
        "records_gone": [_member_row(member) for member in each.changes.gone],
        "records_come": [_member_row(member) for member in each.changes.come],
    }


def _member_row(member: Member) -> dict[str, object]:
    return {
        "origin": member.origin,
        "source": member.source,
        "unit": member.unit,
        "day": member.day.isoformat(),
        "title": member.title,
    }


def _verification_row(verification: Verification) -> dict[str, object]:
    return {
        "number": verification.number,
        "as_of": verification.as_of,
        "registered": verification.is_registered,
        "clean": verification.is_clean,
        "counts": {str(state): count for state, count in verification.counts.items()},
        "figures": [_mention_row(each) for each in verification.mentions],
        "typed": [claim.row() for claim in verification.typed],
    }


def _print_verification(console: Console, verification: Verification) -> None:
    if not verification.is_registered:
        console.print(f"编号 {verification.number} 不是本账签发的。", style="bold red")
    elif verification.number:
        console.print(f"签发编号 {verification.number}，账面时点 {verification.as_of}。")
    for each in verification.mentions:
        if each.state is not MentionState.UNCHANGED:
            label = Text(each.state.label, style=_STATE_COLOURS.get(each.state, "bold red"))
            console.print(label.append(f"  {each.now.name}：{each.why}", style="default"))
    line = Text(f"共 {len(verification.mentions)} 处数据：")
    for state, count in verification.counts.items():
        if count:
            line.append(f"{state.label} {count}  ", style=_STATE_COLOURS.get(state, "bold red"))
    console.print(line)
    if verification.typed:
        words = "、".join(claim.text for claim in verification.typed)
        console.print(f"另有 {len(verification.typed)} 处数字是手工写的，没有依据：{words}", style="yellow")
