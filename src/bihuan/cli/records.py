"""``bihuan record``, ``import`` and ``export``: acts one by one, and whole tables of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bihuan.catalog.loaded import catalogue
from bihuan.cli.session import DAY, SHANGHAI, emit_json, operator
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile, State, Value
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.duplicates import Duplicate, likely_duplicates
from bihuan.records.errors import BadAct, BadRows, ImportedBefore
from bihuan.records.exporting import ALL, export_records, export_template
from bihuan.records.importing import ImportResult, Source, import_records
from bihuan.records.queries import Page, RecordLine, RecordView, Search, record_for, records
from bihuan.values.period import Period
from bihuan.values.problem import Problem

SHOWN_PROBLEMS = 50
"""Lines of problems that are printed; the rest are counted."""

_STATES = {state.label: state for state in State} | {state.value: state for state in State}
_ROLES = {role.label: role for role in AttendeeRole} | {role.value: role for role in AttendeeRole}
_as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


class _Pair(click.ParamType[tuple[str, str]]):
    """A word and what it is set to: 实到人数=9."""

    name = "名=值"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The two sides of what was typed."""
        if isinstance(value, tuple):
            return value
        name, sign, text = value.partition("=")
        if not sign or not name.strip():
            self.fail(f"“{value}”看不懂，请写成 名=值。", param, ctx)
        return name.strip(), text


_PAIR = _Pair()


def _act_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what an act was; the same for a new one and for a correction."""
    for option in reversed(
        (
            click.option("--title", default=None, help="标题"),
            click.option("--state", type=click.Choice(list(_STATES)), default=None, help="状态，默认已开展"),
            click.option("--until", type=DAY, default=None, help="登记簿：最后有效的一天"),
            click.option("--field", "fields", type=_PAIR, multiple=True, help="栏目=值，可重复"),
            click.option("--person", "people", type=_PAIR, multiple=True, help="主持=人员代码，可重复"),
            click.option("--evidence", type=click.Path(path_type=Path), multiple=True, help="佐证文件，可重复"),
        )
    ):
        command = option(command)
    return command


@click.group("record")
def record_group() -> None:
    """记一笔、更正、作废、查看。"""


@record_group.command("add")
@click.argument("kind")
@click.option("--unit", required=True, help="单位代码或全称")
@click.option("--day", type=DAY, required=True, help="日期")
@click.option("--part-of", type=int, default=None, help="所属记录的编号")
@click.option("--yes", is_flag=True, help="有相似的记录也不再询问")
@_act_options
@_as_json
def add_command(*, kind: str, unit: str, day: date, as_json: bool, yes: bool, **given: object) -> None:
    """记一笔：一个单位在一天的一件事。"""
    actor = operator()
    part_of = given.pop("part_of")
    key = _kind_key(kind)
    if key in catalogue().kept_kinds:
        raise click.UsageError(
            f"“{catalogue().kind(key).name}”由问题与任务自动记入，请用 bihuan finding add 或 bihuan task add。"
        )
    blank = Act(key, unit, day, part_of=part_of if isinstance(part_of, int) else None)
    act = _changed(blank, {}, given)
    with _problems_printed(as_json=as_json):
        alike = likely_duplicates(actor, act)
        for each in alike:
            click.echo(f"请注意：{each.likeness.label}：{_named(each.record)}", err=True)
        if alike and not yes and not as_json and sys.stdin.isatty():
            click.confirm("仍要记录吗？", abort=True)
        number = record_act(actor, act)
    if as_json:
        emit_json({"record": number, "duplicates": [_duplicate_json(each) for each in alike]})
    else:
        click.echo(f"已记录，编号 {number}。")


@record_group.command("correct")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="更正的原因")
@click.option("--unit", default=None, help="改为哪个单位")
@click.option("--day", type=DAY, default=None, help="改为哪一天")
@_act_options
@_as_json
def correct_command(
    *, number: int, reason: str, unit: str | None, day: date | None, as_json: bool, **given: object
) -> None:
    """更正一条记录：只写要改的，其余照旧；原记录保留。栏目写成“名=”即清空。"""
    actor = operator()
    view = record_for(actor, number)
    line = view.line
    old = Act(line.kind, unit or line.unit, day or line.happened, line.title, line.state, line.until)
    with _problems_printed(as_json=as_json):
        made = supersede(actor, number, _changed(old, view.fields, given), reason)
    if as_json:
        emit_json({"record": made, "supersedes": number})
    else:
        click.echo(f"已更正，新编号 {made}。")


@record_group.command("void")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="作废的原因")
def void_command(number: int, reason: str) -> None:
    """作废一条记录及其分项；记录和原因保留。"""
    void(operator(), number, reason)
    click.echo(f"记录 {number} 已作废。")


@record_group.command("show")
@click.argument("number", type=int)
@_as_json
def show_command(number: int, *, as_json: bool) -> None:
    """查看一条记录：栏目、人员、佐证、分项、更正经过。"""
    view = record_for(operator(), number)
    if as_json:
        emit_json(_view_json(view))
        return
    for name, text in _view_lines(view):
        click.echo(f"{name}：{text}")


@record_group.command("list")
@click.option("--unit", default="", help="单位及其下级")
@click.option("--kind", default="", help="事项")
@click.option("--period", "period", default="", help="时段，如 2023-H1")
@click.option("--state", type=click.Choice(list(_STATES)), default=None, help="状态")
@click.option("--text", default="", help="标题或栏目中的文字")
@click.option("--late/--in-time", default=None, help="只看补录的 / 及时录入的")
@click.option("--corrected", is_flag=True, help="只看已更正或作废的")
@click.option("--after", default="", help="上一页给出的位置")
@click.option("--size", type=click.IntRange(1, 500), default=50, help="每页条数")
@_as_json
def list_command(*, as_json: bool, after: str, size: int, **given: object) -> None:
    """列出记录，最近的在前。"""
    search = Search(
        unit=str(given["unit"]),
        kind=_kind_key(str(given["kind"])) if given["kind"] else "",
        period=Period.parse(str(given["period"])) if given["period"] else None,
        state=_STATES[str(given["state"])] if given["state"] else None,
        text=str(given["text"]),
        late=given["late"] if isinstance(given["late"], bool) else None,
        corrected=bool(given["corrected"]),
    )
    page = records(operator(), search, Page(after, size))
    if as_json:
        emit_json({"records": [_line_json(line) for line in page.lines], "next": page.following})
        return
    for line in page.lines:
        click.echo(_named(line))
    if page.following:
        click.echo(f"还有更多，接着看请加 --after {page.following}")


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", required=True, help="没有写明单位的行归哪个单位；其余须是它的下级")
@click.option("--again", is_flag=True, help="同一个文件再导入一次")
@_as_json
def import_command(kind: str, file: Path, unit: str, *, again: bool, as_json: bool) -> None:
    """从 xlsx 或 csv 导入一种事项的记录：全部导入，或者一行也不导入并逐格指出问题。"""
    source = Source(file, _kind_key(kind), unit, again)
    with _problems_printed(as_json=as_json), _bar(f"导入{file.name}") as progress:
        result = _imported(source, progress)
    if as_json:
        emit_json(_import_json(result))
        return
    _print_problems(result.warnings, result.warned, "处相似，请核对是否重复；记录已导入。")
    late = f"，其中 {result.late} 条为补录" if result.late else ""
    click.echo(f"已导入 {result.rows} 条记录{late}。")


def _imported(source: Source, progress: Callable[[int, int, str], None]) -> ImportResult:
    try:
        return import_records(operator(), source, progress)
    except ImportedBefore as refusal:
        raise ImportedBefore(f"{refusal}再导入一次请加 --again。") from refusal


@click.command("export")
@click.argument("kind", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="写到哪个文件，.xlsx 或 .csv")
@click.option("--template", default="", help="写出这种事项的导入模板")
@click.option("--unit", default="", help="单位及其下级，默认全部")
@click.option("--period", default="", help="时段，如 2023-H1")
def export_command(kind: str | None, output: Path, template: str, unit: str, period: str) -> None:
    """导出一种事项的记录，或 all 导出全部（每种一个工作表）；--template 写导入模板。"""
    if bool(kind) == bool(template):
        raise click.UsageError("请写明要导出的事项（或 all），或者用 --template 写模板，二者取一。")
    if template:
        export_template(_kind_key(template), output)
        click.echo(f"模板已写到 {output}。")
        return
    wanted = ALL if kind == ALL else _kind_key(str(kind))
    days = Period.parse(period) if period else None
    made = export_records(operator(), Search(unit=unit, kind=wanted, period=days), output)
    click.echo(f"已导出 {made.records} 条记录到 {output}。")


def _kind_key(word: str) -> str:
    """The key of the kind that was typed: its key, or a name that only one kind bears."""
    packs = catalogue()
    if word not in packs.kinds:
        named = [kind for kind in packs.kinds_named(word) if word in (kind.name, *kind.also_called)]
        if len(named) == 1:
            return named[0].key
    return packs.kind(word).key


def _changed(act: Act, fields: object, given: dict[str, object]) -> Act:
    """The act with what the options say; what they leave out stays as it is."""
    values: dict[str, Value] = dict(fields) if isinstance(fields, dict) else {}
    names = {each.name: each.key for each in catalogue().kind(act.kind).fields}
    for name, text in _pairs(given["fields"]):
        values[names.get(name, name)] = text
    people = tuple(Attendee(code, _role(name)) for name, code in _pairs(given["people"]))
    files = tuple(EvidenceFile(path.name, path) for path in _paths(given["evidence"]))
    title, state, until = given["title"], given["state"], given["until"]
    return replace(
        act,
        title=act.title if title is None else str(title),
        state=act.state if state is None else _STATES[str(state)],
        until=until if isinstance(until, date) else act.until,
        fields=values,
        people=people or None,
        evidence=files or None,
    )


def _pairs(given: object) -> list[tuple[str, str]]:
    return list(given) if isinstance(given, tuple) else []


def _paths(given: object) -> list[Path]:
    return list(given) if isinstance(given, tuple) else []


def _role(word: str) -> AttendeeRole:
    if word not in _ROLES:
        raise click.UsageError(f"没有“{word}”这种参与方式，可用：{'、'.join(role.label for role in AttendeeRole)}。")
    return _ROLES[word]


@contextmanager
def _problems_printed(*, as_json: bool) -> Iterator[None]:
    """Print every problem of what is refused, where the refusal itself has room for the first ones only."""
    try:
        yield
    except (BadAct, BadRows) as refusal:
        total = refusal.total if isinstance(refusal, BadRows) else len(refusal.problems)
        if as_json:
            listed = [asdict(problem) for problem in refusal.problems]
            emit_json({"problems": listed, "total": total})
        else:
            _print_problems(refusal.problems, total, "处要改，什么也没有记入。")
        sys.exit(2)


def _print_problems(problems: Sequence[Problem], total: int, closing: str) -> None:
    for problem in problems[:SHOWN_PROBLEMS]:
        click.echo(str(problem), err=True)
    if total:
        more = f"（只列出前 {SHOWN_PROBLEMS} 处）" if total > SHOWN_PROBLEMS else ""
        click.echo(f"共 {total} {closing}{more}", err=True)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on the terminal; nothing where the output goes to a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total, doing: bar.update(
            task, completed=done, total=total, description=f"{label}，{doing}"
        )


def _named(line: RecordLine) -> str:
    marks = [line.state.label] if line.state is not State.HELD else []
    marks += ["补录"] if line.late else []
    marks += [] if line.standing else ["已更正或作废"]
    marked = f"（{'、'.join(marks)}）" if marks else ""
    return f"{line.number} {line.happened} {line.unit_name} {line.kind_name} {line.title}{marked}".rstrip()


def _view_lines(view: RecordView) -> Iterator[tuple[str, str]]:
    line = view.line
    yield "编号", str(line.number)
    yield "事项", f"{line.kind_name}（{line.kind}）"
    yield "单位", f"{line.unit_name}（{line.unit}）"
    yield "日期", f"{line.happened}" + (f" 至 {line.until}" if line.until else "")
    yield "标题", line.title
    yield "状态", line.state.label
    yield from view.shown.items()
    for person in view.people:
        yield person.role.label, f"{person.name}（{person.code}）"
    for file in view.evidence:
        yield "佐证", f"{file.name} {file.sha256[:12]}"
    for part in view.parts:
        yield "分项", _named(part)
    after = f"，距开展 {line.delay} 天" if line.delay else ""
    late = "，补录" + ("（封账之后）" if line.after_seal else "") if line.late else ""
    yield "录入", f"{line.entered_by} {_moment(line.entered)}{after}{late}"
    for step in view.history:
        became = f"由 {step.successor} 更正" if step.successor else "作废"
        yield "更正", f"{step.record} {became}，{step.by} {_moment(step.at)}：{step.reason}"


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _line_json(line: RecordLine) -> dict[str, object]:
    return {
        **asdict(line),
        "happened": line.happened.isoformat(),
        "until": line.until.isoformat() if line.until else None,
        "entered": line.entered.isoformat(),
    }


def _view_json(view: RecordView) -> dict[str, object]:
    return {
        **_line_json(view.line),
        "fields": {key: value if isinstance(value, bool | int) else str(value) for key, value in view.fields.items()},
        "shown": dict(view.shown),
        "people": [asdict(person) for person in view.people],
        "evidence": [asdict(file) for file in view.evidence],
        "parts": [_line_json(part) for part in view.parts],
        "history": [{**asdict(step), "at": step.at.isoformat()} for step in view.history],
    }


def _duplicate_json(each: Duplicate) -> dict[str, object]:
    return {"record": each.record.number, "likeness": each.likeness.value, "file": each.file}


def _import_json(result: ImportResult) -> dict[str, object]:
    return {
        "rows": result.rows,
        "late": result.late,
        "sha256": result.digest,
        "warnings": [asdict(problem) for problem in result.warnings],
        "warned": result.warned,
    }
