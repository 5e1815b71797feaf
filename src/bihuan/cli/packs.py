"""``bihuan pack``: check a pack before it is used, and look up what the loaded packs hold. Needs no database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.errors import UnknownKey
from bihuan.catalog.loaded import catalogue, every_folder, home
from bihuan.catalog.loader import load_packs
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Duty, Entry, Field_, FieldType, Kind
from bihuan.catalog.series import SeriesDefinition
from bihuan.cli.session import emit_json
from bihuan.values.problem import Problem

_TYPES = {
    FieldType.TEXT: "文字",
    FieldType.REFERENCE: "编号",
    FieldType.PERIOD: "时段",
    FieldType.DAY: "日期",
    FieldType.NUMBER: "数字",
    FieldType.YES_NO: "是否",
    FieldType.CHOICE: "选项",
    FieldType.PERSON: "人员",
    FieldType.POST: "岗位",
    FieldType.UNIT: "单位",
}
_WAYS = {
    "count": "计数",
    "sum": "合计",
    "stock": "在册",
    "reading": "最近一次",
    "rate": "比率",
    "total": "算出",
}


@click.group("pack")
def pack_group() -> None:
    """检查和查看目录包。"""


@pack_group.command("check")
@click.argument("folder", metavar="目录", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def check_command(folder: Path, *, as_json: bool) -> None:
    """检查一个目录包：一次列出全部问题，每处写明文件、行和改法。没有问题退出码为 0，有问题为 1。"""
    problems = check(folder)
    if as_json:
        emit_json([_as_json(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"共 {len(problems)} 处问题。" if problems else "没有问题。")
    sys.exit(1 if problems else 0)


def check(folder: Path) -> list[Problem]:
    """Every problem of the pack in the folder, read together with the packs of this ledger that it may stand on.

    A pack of the ledger with the same folder is left out: it is this one.
    """
    wanted = folder.resolve()
    others = [each for each in every_folder(home()) if each.resolve() != wanted]
    own = f"{wanted.name}/"
    found = load_packs([*others, wanted])[1]
    return [problem for problem in found if problem.place.startswith((own, str(wanted)))]


def _as_json(problem: Problem) -> dict[str, str]:
    return {
        "place": problem.place,
        "message": problem.message,
        "mend": problem.mend,
        "severity": str(problem.severity),
    }


@pack_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def list_command(*, as_json: bool) -> None:
    """列出载入的目录包和各自的事项。"""
    packs = catalogue()
    rows = [
        {
            "key": head.key,
            "name": head.name,
            "version": head.version,
            "description": head.description,
            "needs": list(head.needs),
            "kinds": [kind.key for kind in packs.kinds.values() if packs.origins.get(kind.key) == head.key],
        }
        for head in packs.packs
    ]
    if as_json:
        emit_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']}（{row['key']} {row['version']}）：{row['description']}")
        for key in row["kinds"]:
            click.echo(f"  {key}  {packs.kind(key).name}")


@pack_group.command("show")
@click.argument("key", metavar="键")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def show_command(key: str, *, as_json: bool) -> None:
    """查看一个事项、科目、算式或责任事项；也可以写名称的一部分。"""
    packs = catalogue()
    found = _named(packs, key)
    if as_json:
        emit_json([_dumped(each) for each in found])
        return
    for each in found:
        _print(packs, each)


def _named(packs: Catalogue, word: str) -> list[Kind | SeriesDefinition | Entry]:
    """Everything that the word names: by its key first, else the kinds with such a name.

    Raises:
        UnknownKey: nothing is called so.
    """
    exact: list[Kind | SeriesDefinition | Entry] = []
    if word in packs.kinds:
        exact.append(packs.kinds[word])
    if packs.has_series(word):
        exact.append(packs.series(word))
    if word in packs.formulas:
        exact.append(packs.formulas[word])
    if word not in packs.kinds:  # a kind shows its duties
        exact += [duty for duty in packs.duties if duty.key == word]
    found = exact or list(packs.kinds_named(word))
    if not found:
        known = (*packs.kinds, *packs.formulas, *(series.key for series in packs.all_series()))
        near = did_you_mean(word, known)
        raise UnknownKey(
            f"目录里没有“{word}”，{near}？" if near else f"目录里没有“{word}”，可用 bihuan pack list 查看全部。"
        )
    return found


def _dumped(entry: Kind | SeriesDefinition | Entry) -> dict[str, object]:
    if isinstance(entry, Entry):
        return entry.model_dump(mode="json")
    return {
        "key": entry.key,
        "name": entry.name,
        "unit": entry.unit,
        "also_units": list(entry.also_units),
        "decimals": entry.decimals,
        "aggregation": str(entry.aggregation),
        "choice": list(entry.choice) if entry.choice else None,
        "distinct": entry.distinct,
        "dated_by": entry.dated_by,
        "offered": entry.offered,
        "version": entry.version,
    }


def _print(packs: Catalogue, entry: Kind | SeriesDefinition | Entry) -> None:
    if isinstance(entry, Kind):
        _print_kind(packs, entry)
    elif isinstance(entry, SeriesDefinition):
        click.echo(
            f"{entry.name}（{entry.key}）：{_WAYS[entry.aggregation]}，单位 {entry.unit or '无'}，{entry.version}"
        )
    elif isinstance(entry, Duty):
        _print_duty(packs, entry)
    else:
        click.echo("\n".join(f"{name}: {value}" for name, value in entry.model_dump(mode="json").items() if value))


def _print_duty(packs: Catalogue, duty: Duty) -> None:
    unit = packs.series(duty.series).unit
    often = "次数由组织填定" if duty.times is None else f"{duty.per.label}{duty.force} {duty.times} {unit}"
    who = duty.owed_by.unit_type.label + (f"的{duty.owed_by.post}" if duty.owed_by.post else "")
    checked = "" if duty.source.verified else "（条文未核对）"
    click.echo(f"责任事项 {duty.name}（{duty.key}）：{who}，{often}，以 {duty.series} 计")
    click.echo(f"  依据：{duty.source.document}{duty.source.clause}{checked}。{duty.note}")


def _print_kind(packs: Catalogue, kind: Kind) -> None:
    click.echo(f"{kind.name}（{kind.key}，{packs.version_of(kind.key)}，{packs.themes[kind.theme].name}）")
    for mark in _marks(kind):
        click.echo(f"  {mark}")
    fields = Table("栏目", "键", "类型", "选项或单位", box=None, pad_edge=False)
    for each in kind.fields:
        fields.add_row(each.name, each.key, _TYPES[each.type], _allowed(packs, each))
    measures = Table("计量", "科目", "单位", "算法", box=None, pad_edge=False)
    for measure in kind.measures:
        measures.add_row(measure.name, f"{kind.key}.{measure.key}", measure.unit, _WAYS[measure.aggregation])
    console = Console()
    console.print(fields)
    console.print()
    console.print(measures)
    for duty in packs.duties:
        if packs.series(duty.series).kind == kind.key:
            _print_duty(packs, duty)


def _marks(kind: Kind) -> Iterator[str]:
    if kind.act_only:
        yield "只记行为：不收任何自由文字"
    if kind.standing:
        yield "登记簿：自生效起在册，到终止之日为止"
    if kind.restricted:
        yield "只有纪检员可见"
    if kind.quorum is not None:
        yield f"到会人数须{'超过' if kind.quorum.more else '达到'}应到人数的 {kind.quorum.share} 才算数"


def _allowed(packs: Catalogue, field: Field_) -> str:
    return "、".join(packs.choices(field)) if field.type is FieldType.CHOICE else field.measure_unit
