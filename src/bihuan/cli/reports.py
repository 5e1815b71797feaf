"""``bihuan report`` and ``bihuan check``: write, issue, verify, and check a report that somebody else wrote."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from bihuan.cli import report_lists
from bihuan.cli.report_checks import number_of
from bihuan.cli.session import SHANGHAI, emit_json, operator, today
from bihuan.reports.appending import appended
from bihuan.reports.charts.picture import can_write_chinese
from bihuan.reports.document import Document
from bihuan.reports.drafting.comparing import Comparison, compare_report
from bihuan.reports.drafting.reviewing import review_file
from bihuan.reports.exporting import check_ending, content
from bihuan.reports.issuing import issue_report
from bihuan.reports.queries import issued_file, issued_reports
from bihuan.reports.templates import templates
from bihuan.reports.verifying import MentionCheck, MentionState, Verification, verify_report
from bihuan.reports.writing import Order, text_to_edit, write_report
from bihuan.values.figure import Member
from bihuan.values.period import Period, chinese_day

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


def _ordering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the arguments that say what is to be written, and hand it the order made of them."""

    @click.argument("template")
    @click.option("--unit", required=True, help="报告单位的代码或全称")
    @click.option("--period", required=True, help="时段，如 2023-H1")
    @click.option("-o", "--output", type=_FILE, required=True, help="写到哪个文件")
    @click.option("--to", "addressee", default="", help="主送机关，默认上级党委")
    @click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="成文日期，默认今天")
    @click.option("--text", type=_FILE, default=None, help="改过的草稿文字（report draft 写出的 .md）")
    @click.option("--appendix", is_flag=True, help="文末附“数据依据”（.docx、.pdf；.html 和 .md 本来就有）")
    @wraps(command)
    def ordered(output: Path, *, appendix: bool, site: str = "", **ordering: Any) -> None:
        order = replace(_order(**ordering), appendix=appendix)
        command(order, output, *((site,) if site else ()))

    return ordered


def _order(
    *,
    template: str,
    unit: str,
    period: str,
    addressee: str = "",
    day: datetime | None = None,
    text: Path | None = None,
) -> Order:
    words = text.read_text(encoding="utf-8") if text is not None else ""
    return Order(template, unit, Period.parse(period), day.date() if day else today(), addressee, words)


@report_group.command("write")
@click.option("--site", default="", help="本系统网页的地址；.html 里的每个数据由此打开账上的记录")
@_ordering
def write_command(order: Order, output: Path, site: str = "") -> None:
    """按模板写一份报告草稿；后缀决定格式：.docx .pdf .html .md。"""
    ending = output.suffix.lower()
    check_ending(ending)
    document = write_report(operator(), order)
    has_own = ending in (".html", ".md")
    output.write_bytes(content(appended(document) if order.appendix and not has_own else document, ending, site))
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


@report_group.command("draft")
@click.argument("template")
@click.option("--unit", required=True, help="报告单位的代码或全称")
@click.option("--period", required=True, help="时段，如 2023-H1")
@click.option("-o", "--output", type=_FILE, required=True, help="写到哪个 .md 文件")
def draft_command(template: str, unit: str, period: str, output: Path) -> None:
    """写出可以修改的草稿文字：数据留作数据槽，改完用 write 或 issue 的 --text 交回。"""
    output.write_text(text_to_edit(operator(), _order(template=template, unit=unit, period=period)), encoding="utf-8")
    click.echo(f"已写出 {output}。文字可以随意改，{{{{ 数据(…) }}}} 是活的数据，请整个保留或整个删去。")


@report_group.command("compare")
@click.argument("template")
@click.option("--unit", required=True, help="报告单位的代码或全称")
@click.option("--period", required=True, help="时段，如 2023-H1")
@click.option("--text", type=_FILE, default=None, help="改过的草稿文字")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def compare_command(template: str, unit: str, period: str, text: Path | None, *, as_json: bool) -> None:
    """与上一份同类报告比较：哪些数据变了，哪些句子一字未改。"""
    found = compare_report(operator(), _order(template=template, unit=unit, period=period, text=text))
    if as_json:
        emit_json(_comparison_row(found))
        return
    if found.previous is None:
        click.echo("以前没有签发过这一类报告，无从比较。")
        return
    click.echo(f"与 {found.previous.number}（{found.previous.period.name}）比较：{found.unchanged} 个数据未变。")
    for change in found.changes:
        click.echo(f"  {change.name}：{change.text}")
    for sentence in found.copied:
        click.echo(f"  一字未改：{sentence}")


def _comparison_row(found: Comparison) -> dict[str, object]:
    return {
        "previous": found.previous.number if found.previous else None,
        "unchanged": found.unchanged,
        "changes": [
            {"key": each.key, "name": each.name, "then": number_of(each.then), "now": number_of(each.now)}
            for each in found.changes
        ],
        "copied": list(found.copied),
    }


@report_group.command("review")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="每处输出一行 JSON")
def review_command(file: Path, *, as_json: bool) -> None:
    """送审前看一遍：哪些数字是手工写的，没有台账依据。"""
    review = review_file(file)
    for typed in review.typed:
        if as_json:
            emit_json({**typed.claim.row(), "sentence": typed.sentence})
        else:
            click.echo(f"手工写的 {typed.claim.text}：{typed.sentence}")
    if not as_json:
        click.echo(f"{review.bound} 处数据有台账依据，{len(review.typed)} 处是手工写的。")
    sys.exit(1 if review.typed else 0)


@report_group.command("issued")
@click.option("--unit", required=True, help="单位的代码或全称（含全部下级）")
@click.option("--json", "as_json", is_flag=True, help="每份输出一行 JSON")
def issued_command(unit: str, *, as_json: bool) -> None:
    """列出已经签发的报告，最近的在前。"""
    for line in issued_reports(operator(), unit):
        if as_json:
            emit_json({**asdict(line), "period": str(line.period), "as_of": line.as_of.isoformat()})
        else:
            click.echo(f"{line.number}  {line.period.name}  {line.title}  {line.issued_by}")


@report_group.command("file")
@click.argument("number")
@click.option("-o", "--output", type=_FILE, required=True, help="写到哪个文件")
def file_command(number: str, output: Path) -> None:
    """取回一份签发报告的原件，一字不差。"""
    output.write_bytes(issued_file(operator(), number))
    click.echo(f"已写出 {output}。")


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
    if document.plates and not can_write_chinese():
        click.echo("本机没有中文字体，.docx 和 .pdf 里的图以同样数据的表代替；装上中文字体再写一次就有图。")
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
        "rows": [{"state": str(row.state), "written": row.written, "found": row.found} for row in verification.rows],
    }


def _chinese_moment(as_of: str) -> str:
    """2023年7月5日9时30分, in Shanghai."""
    moment = datetime.fromisoformat(as_of).astimezone(SHANGHAI)
    return f"{chinese_day(moment.date())}{moment.hour}时{moment.minute:02}分"


def _print_verification(console: Console, verification: Verification) -> None:
    if not verification.is_registered:
        console.print(f"编号 {verification.number} 不是本账签发的。", style="bold red")
    elif verification.number:
        console.print(f"签发编号 {verification.number}，账面时点 {_chinese_moment(verification.as_of)}。")
    for each in verification.mentions:
        if each.state is not MentionState.UNCHANGED:
            label = Text(each.state.label, style=_STATE_COLOURS.get(each.state, "bold red"))
            console.print(label.append(f"  {each.now.name}：{each.why}", style="default"))
    line = Text(f"共 {len(verification.mentions)} 处数据：")
    for state, count in verification.counts.items():
        if count:
            line.append(f"{state.label} {count}  ", style=_STATE_COLOURS.get(state, "bold red"))
    console.print(line)
    for row in verification.rows:
        if row.state is not MentionState.UNCHANGED:
            found = "已不在文中" if row.found is None else f"现在是“{row.found}”"
            console.print(Text(row.state.label, style="bold red").append(f"  写出时的“{row.written}”{found}。"))
    if verification.typed:
        words = "、".join(claim.text for claim in verification.typed)
        console.print(f"另有 {len(verification.typed)} 处数字是手工写的，没有依据：{words}", style="yellow")
