"""``bihuan task`` and ``bihuan finding``: what is owed once, what was found, and each move of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bihuan.catalog.loaded import catalogue
from bihuan.cli.oversight_json import task_json
from bihuan.cli.session import DAY, emit_json, operator, today
from bihuan.organisations.accounts import actor_for
from bihuan.oversight.adoption import adopt
from bihuan.oversight.findings import NewFinding, confirm_repeat, register_finding
from bihuan.oversight.giving import SEVERITIES, NewTask, give_task
from bihuan.oversight.list_files import write_list
from bihuan.oversight.lists import NAMES, sheet
from bihuan.oversight.moves import TABLE, State, Step
from bihuan.oversight.moving import Doing, move, put_right_at_once, verify_and_close
from bihuan.oversight.pressing import TaskSearch
from bihuan.oversight.queries import TaskView, finding_for, task_for, tasks
from bihuan.oversight.recognition import Description, likely_earlier
from bihuan.oversight.standing import Urgency
from bihuan.records.act import EvidenceFile
from bihuan.values.actor import Actor
from bihuan.values.period import Period

_Command = Callable[..., None]
as_json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")
as_account_option = click.option("--as", "account", default="", help="以哪个账号办理，默认本机操作员")


_STATES: Mapping[str, Enum] = {each.label: each for each in State} | {each.value: each for each in State}
_URGENCIES: Mapping[str, Enum] = {each.label: each for each in Urgency} | {each.value: each for each in Urgency}
_MOVES = [step for step in Step if TABLE[step].starts]
_STEPS: Mapping[str, Enum] = {step.label: step for step in _MOVES} | {step.value: step for step in _MOVES}


class _Word(click.ParamType[Enum]):
    """One of a few words, in Chinese or by key."""

    def __init__(self, name: str, words: Mapping[str, Enum]) -> None:
        self.name, self._words = name, words

    def convert(self, value: str | Enum, param: click.Parameter | None, ctx: click.Context | None) -> Enum:
        """What the word means."""
        if isinstance(value, Enum):
            return value
        if value not in self._words:
            self.fail(f"“{value}”看不懂，可用：{'、'.join(self._words)}。", param, ctx)
        return self._words[value]


def _search_options(command: _Command) -> _Command:
    for option in (
        click.option("--unit", default="", help="单位代码或全称，含下级"),
        click.option("--origin", "origins", multiple=True, help="任务来源，如 supervised_item，可写多个"),
        click.option("--state", type=_Word("状态", _STATES), default=None, help="状态，如 待核验"),
        click.option("--urgency", type=_Word("期限", _URGENCIES), default=None, help="期限情况，如 逾期"),
        click.option("--open/--settled", "is_open", default=None, help="只看未了结的，或只看已了结的"),
        click.option("--period", "opened", default="", help="交办时段，如 2023-H1"),
        click.option("--text", default="", help="名称里的字"),
        click.option("--category", default="", help="问题类别"),
        click.option("--repeated", is_flag=True, help="只看重复发生的"),
        click.option("--awaits-answer", is_flag=True, help="只看延期待批的"),
        click.option("--record", "source_record", type=int, default=None, help="只看来自这条记录的，如一次检查"),
    ):
        command = option(command)
    return command


def _search(told: dict[str, object]) -> TaskSearch:
    opened = told.pop("opened")
    return TaskSearch(opened=Period.parse(str(opened)) if opened else None, **told)  # type: ignore[arg-type]


def acting(account: str) -> Actor:
    """Who acts: the account that was named, or whoever runs the program."""
    return actor_for(account, datetime.now(UTC)) if account else operator()


def _files(paths: tuple[Path, ...]) -> tuple[EvidenceFile, ...]:
    return tuple(EvidenceFile(path.name, path) for path in paths)


@click.group("task")
def task_group() -> None:
    """任务：交办、流转、清单。"""


@task_group.command("list")
@_search_options
@click.option("--page", default=1, show_default=True, help="第几页")
@as_json_option
def list_tasks(page: int, *, as_json: bool, **told: object) -> None:
    """列出任务，最急的在前。列出的任务中有逾期的，退出码为 1。"""
    found = tasks(operator(), _search(told), today(), page)
    if as_json:
        emit_json(
            {"total": found.counted.number, "page": found.page, "tasks": [task_json(line) for line in found.lines]}
        )
    else:
        table = Table("编号", "来源", "名称", "责任单位", "时限", "状态", "期限情况")
        for line in found.lines:
            table.add_row(
                str(line.number),
                line.origin_name,
                line.title,
                line.responsible_name,
                str(line.due or "—"),
                line.state.label,
                line.standing.text,
            )
        Console().print(table, f"共 {found.counted.text} 项，第 {found.page} 页")
    sys.exit(int(any(line.standing.urgency is Urgency.OVERDUE for line in found.lines)))


@task_group.command("show")
@click.argument("number", type=int)
@as_json_option
def show_task(number: int, *, as_json: bool) -> None:
    """看一项任务和它的每次流转。"""
    _show(task_for(operator(), number, today()), as_json=as_json)


@task_group.command("add")
@click.argument("origin")
@click.argument("title", default="")
@click.option("--issuer", required=True, help="交办单位")
@click.option("--responsible", required=True, help="责任单位")
@click.option("--on", "opened", type=DAY, default=None, help="交办日期，默认今天")
@click.option("--due", type=DAY, default=None, help="时限")
@click.option("--working-days", type=int, default=None, help="几个工作日内")
@click.option("--leader", default="", help="牵头领导")
@click.option("--person", default="", help="责任人")
@click.option("--assisting", multiple=True, help="配合单位，可写多个")
@click.option("--record", "source_record", type=int, default=None, help="来源记录的编号，如议题")
@click.option("--field", "pairs", multiple=True, help="其他栏目，写成 栏目=值，可写多个")
@as_account_option
@as_json_option
def add_task(account: str, pairs: tuple[str, ...], opened: date | None, *, as_json: bool, **told: object) -> None:
    """交办一项任务。ORIGIN 是来源，如 supervised_item（挂牌督办）。"""
    new = NewTask(opened=opened or today(), fields=_fields(pairs), **told)  # type: ignore[arg-type]
    tell_number(give_task(acting(account), new), "任务", as_json=as_json)


@task_group.command("move")
@click.argument("number", type=int)
@click.argument("step", type=_Word("流转", _STEPS))
@click.option("--words", default="", help="情况或原因")
@click.option(
    "--evidence", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="佐证文件"
)
@click.option("--on", "day", type=DAY, default=None, help="哪一天，默认今天")
@click.option("--due", type=DAY, default=None, help="申请延到哪一天")
@click.option("--seen", type=int, default=None, help="看到时的流转次数；之后被别人流转过的会被拒绝")
@click.option("--close", "finish", is_flag=True, help="核验通过并销号")
@click.option("--at-once", is_flag=True, help="立行立改：接收并报完成")
@as_account_option
@as_json_option
def move_task(
    number: int, step: Step, account: str, *, finish: bool, at_once: bool, as_json: bool, **told: object
) -> None:
    """流转一项任务：接收、报进展、报完成、退回、核验、销号、重开、申请延期、批准延期、不准延期、撤销。"""
    files = _files(told.pop("evidence"))  # type: ignore[arg-type]
    doing = Doing(evidence=files, on=told.pop("day"), **told)  # type: ignore[arg-type]
    actor = acting(account)
    if finish and step is Step.VERIFY:
        moves = verify_and_close(actor, number, doing)
    elif at_once and step is Step.REPORT_DONE:
        moves = put_right_at_once(actor, number, doing)
    else:
        moves = move(actor, number, step, doing)
    state = task_for(actor, number, today()).line.state
    if as_json:
        emit_json({"task": number, "moves": moves, "state": state.value})
    else:
        click.echo(f"任务 {number} 现在是“{state.label}”。")


@task_group.command("export")
@click.argument("name", type=click.Choice(NAMES))
@click.option("-o", "--output", "to", required=True, type=click.Path(path_type=Path), help="文件，.xlsx 或 .docx")
@_search_options
def export_list(name: str, to: Path, **told: object) -> None:
    """导出一份清单：问题清单、任务清单、整改效果清单、督办台账、请示批复台账、课题清单、风险清单。"""
    drawn = sheet(operator(), name, _search(told), today())
    click.echo(f"已导出 {len(drawn.rows)} 项：{write_list(drawn, to)}")


@click.group("finding")
def finding_group() -> None:
    """问题：登记、查看、认定重复发生。"""


@finding_group.command("list")
@_search_options
@click.option("--page", default=1, show_default=True, help="第几页")
@as_json_option
def list_findings(page: int, *, as_json: bool, **told: object) -> None:
    """列出问题，整改时限最近的在前。列出的问题中有逾期的，退出码为 1。"""
    kept = tuple(key for key, life in catalogue().task_lives.items() if life.keeps == "finding")
    told["origins"] = told["origins"] or kept
    found = tasks(operator(), _search(told), today(), page)
    if as_json:
        emit_json(
            {"total": found.counted.number, "page": found.page, "findings": [task_json(line) for line in found.lines]}
        )
    else:
        table = Table("问题", "任务", "发现日期", "来源", "描述", "责任单位", "状态", "期限情况", "重复")
        for line in found.lines:
            about = line.finding
            if about is not None:
                table.add_row(
                    str(about.number),
                    str(line.number),
                    str(line.opened),
                    about.source,
                    about.description,
                    line.responsible_name,
                    line.state.label,
                    line.standing.text,
                    f"第{about.returns + 1}次" if about.returns else "",
                )
        Console().print(table, f"共 {found.counted.text} 条，第 {found.page} 页")
    sys.exit(int(any(line.standing.urgency is Urgency.OVERDUE for line in found.lines)))


@finding_group.command("show")
@click.argument("number", type=int)
@as_json_option
def show_finding(number: int, *, as_json: bool) -> None:
    """看一条问题、它的整改和可能重复的以往问题。"""
    actor = operator()
    view = finding_for(actor, number, today())
    _show(view, as_json=as_json)
    about = view.line.finding
    if as_json or about is None or about.repeats is not None:
        return
    asked = Description(
        view.line.responsible,
        about.description,
        view.line.opened,
        view.line.origin,
        about.item,
        view.line.category,
        number,
    )
    for each in likely_earlier(actor, asked):
        click.echo(f"可能重复自问题 {each.number}（{each.found_on}，{each.unit_name}）：{each.words}")


@finding_group.command("add")
@click.argument("description")
@click.option("--unit", required=True, help="责任单位")
@click.option("--issuer", required=True, help="检查单位")
@click.option("--on", "found_on", type=DAY, default=None, help="发现日期，默认今天")
@click.option("--origin", default="finding", show_default=True, help="finding、audit_finding 或 review_rectification")
@click.option("--source", default="", help="问题来源，如 暗访督查")
@click.option("--category", default="", help="类别")
@click.option("--item", default="", help="清单中的项")
@click.option("--severity", type=click.Choice(SEVERITIES), default=None, help="严重程度")
@click.option("--clause", default="", help="违反的条款")
@click.option("--due", type=DAY, default=None, help="整改时限")
@click.option("--working-days", type=int, default=None, help="几个工作日内整改")
@click.option("--repeats", type=int, default=None, help="认定重复自哪条问题")
@click.option("--record", "source_record", type=int, default=None, help="来源记录的编号，如一次检查")
@click.option("--field", "pairs", multiple=True, help="其他栏目，写成 栏目=值，可写多个")
@as_account_option
@as_json_option
def add_finding(
    account: str,
    pairs: tuple[str, ...],
    found_on: date | None,
    severity: str | None,
    *,
    as_json: bool,
    **told: object,
) -> None:
    """登记一条问题，同时交办整改；并提示可能重复的以往问题。"""
    actor = acting(account)
    new = NewFinding(found_on=found_on or today(), severity=severity or "", fields=_fields(pairs), **told)  # type: ignore[arg-type]
    number = register_finding(actor, new)
    asked = Description(new.unit, new.description, new.found_on, new.origin, new.item, new.category, number)
    likely = [] if new.repeats else likely_earlier(actor, asked)
    if as_json:
        emit_json({"finding": number, "likely": [{"finding": e.number, "likeness": e.likeness} for e in likely]})
        return
    click.echo(f"已登记问题 {number}。")
    for each in likely:
        click.echo(f"可能重复自问题 {each.number}（{each.found_on}，{each.unit_name}）：{each.words}")


@finding_group.command("confirm-repeat")
@click.argument("number", type=int)
@click.argument("earlier", type=int)
@as_account_option
@as_json_option
def confirm(number: int, earlier: int, account: str, *, as_json: bool) -> None:
    """认定问题 NUMBER 是问题 EARLIER 重复发生。次数一直记在它上面。"""
    returns = confirm_repeat(acting(account), number, earlier)
    if as_json:
        emit_json({"finding": number, "repeats": earlier, "returns": returns})
    else:
        click.echo(f"问题 {number} 是第 {returns + 1} 次发生。")


@finding_group.command("adopt")
@click.argument("record", type=int)
@click.option("--unit", default="", help="责任单位，默认取记录里的")
@click.option("--description", default="", help="问题描述，默认取记录里的")
@click.option("--verified", is_flag=True, help="记录里的整改情况已由您核验，一并销号")
@as_account_option
@as_json_option
def adopt_record(record: int, unit: str, description: str, account: str, *, verified: bool, as_json: bool) -> None:
    """把以前作为记录登记或导入的问题转入问题台账：记录作废，问题登记，只算一次。"""
    tell_number(adopt(acting(account), record, unit, description, verified=verified), "问题", as_json=as_json)


def _fields(pairs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise click.BadParameter(f"“{pair}”看不懂，请写成 栏目=值。")
        found[name.strip()] = text
    return found


def tell_number(number: int, what: str, *, as_json: bool) -> None:
    """Say which number something was given."""
    if as_json:
        emit_json({"number": number})
    else:
        click.echo(f"已登记{what} {number}。")


def _show(view: TaskView, *, as_json: bool) -> None:
    if as_json:
        emit_json(task_json(view.line, view))
        return
    line = view.line
    click.echo(f"{line.origin_name} {line.number}　{line.title}")
    click.echo(
        f"责任单位 {line.responsible_name}　时限 {line.due or '未定'}　{line.state.label}　{line.standing.text}"
    )
    if line.source_document:
        click.echo(f"出自《{line.source_document}》：{line.source_clause}")
    for each in view.history:
        files = f"（佐证：{'、'.join(each.evidence)}）" if each.evidence else ""
        click.echo(f"  {each.number}. {each.on} {each.step.label}　{each.by}　{each.words}{files}")
    if view.steps:
        click.echo(f"下一步可以：{'、'.join(step.label for step in view.steps)}")
