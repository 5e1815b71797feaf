"""``bihuan figure``: one figure with its definition, its parts and, where asked, the records behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bihuan.book.figures import figures
from bihuan.book.proofs import proof
from bihuan.cli.session import SHANGHAI, emit_json, operator
from bihuan.organisations.queries import unit_for
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Member, Proof
from bihuan.values.period import Period
from bihuan.values.quantity import shown

_PAGE = 1_000
_ORIGINS = {"record": "记录", "finding": "问题", "task": "任务"}


class _Moment(click.ParamType[datetime]):
    """A moment, or a day, which means its end: what was known when that day was over."""

    name = "时刻"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment that was typed, in Shanghai where no zone is given."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2023-07-10"):
                return datetime.combine(date.fromisoformat(value), time.max, SHANGHAI)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"看不懂时刻“{value}”，请写成 2023-07-10 或 2023-07-10T09:30。", param, ctx)
        return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@click.command("figure")
@click.argument("key")
@click.option("--unit", required=True, help="单位代码或全称，含全部下级")
@click.option("--period", "text", required=True, help="时段，如 2023、2023-H1、2023-01-01..2023-06-30")
@click.option("--as-of", "as_of", type=_Moment(), default=None, help="按当时已入账的情况；写日期则指当日终了")
@click.option("--own", is_flag=True, help="只算本单位自己的，不含下级")
@click.option("--proof", "proven", is_flag=True, help="列出背后的每一条记录")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def figure_command(key: str, unit: str, text: str, as_of: datetime | None, **flags: bool) -> None:
    """查一个数据 KEY（科目或算式）及其依据。"""
    actor = operator()
    place = unit_for(actor, unit)
    ask = Ask(key, place.code, Period.parse(text), as_of, flags["own"])
    found = _whole_proof(actor, ask) if flags["proven"] else Proof(figures(actor, [ask])[0], (), 0, 1)
    if flags["as_json"]:
        emit_json({**_json(found, proven=flags["proven"]), "unit_name": place.name})
    else:
        _print(found, place.name, proven=flags["proven"])


def _whole_proof(actor: Actor, ask: Ask) -> Proof:
    """The proof with all of its pages, and those of its parts."""
    found = proof(actor, ask, 1, _PAGE)
    page = 1
    while page * _PAGE < _longest(found):
        page += 1
        found = _joined(found, proof(actor, ask, page, _PAGE))
    return found


def _longest(found: Proof) -> int:
    return max([found.total, *map(_longest, found.parts)])


def _joined(before: Proof, page: Proof) -> Proof:
    parts = tuple(_joined(one, other) for one, other in zip(before.parts, page.parts, strict=True))
    return replace(before, members=before.members + page.members, parts=parts)


def _json(found: Proof, *, proven: bool) -> dict[str, object]:
    figure = found.figure
    ask = figure.ask
    parts = found.parts or tuple(Proof(part, (), 0, 1) for part in figure.parts)
    answer: dict[str, object] = {
        "key": ask.key,
        "name": figure.name,
        "unit": ask.unit,
        "period": str(ask.period),
        "as_of": ask.as_of.isoformat() if ask.as_of else None,
        "own": ask.own,
        "value": None if figure.value is None else _number(figure.value),
        "exact": None if figure.value is None else str(figure.value),
        "text": figure.text,
        "measure_unit": figure.measure_unit,
        "members": figure.members,
        "digest": figure.digest,
        "definition": figure.definition,
        "notes": list(figure.notes),
        "parts": [_json(part, proven=proven) for part in parts],
    }
    if proven:
        answer["proof"] = [_member(member) for member in found.members]
    return answer


def _member(member: Member) -> dict[str, object]:
    return {
        "unit": member.unit,
        "unit_name": member.unit_name,
        "day": member.day.isoformat(),
        "title": member.title,
        "evidence": list(member.evidence),
        "amount": _number(member.amount),
        "origin": member.origin,
        "source": member.source,
    }


def _number(value: Fraction) -> int | float:
    """A JSON number: whole where it is, else the nearest one; the exact value stands beside it."""
    return value.numerator if value.denominator == 1 else float(value)


def _print(found: Proof, unit_name: str, *, proven: bool) -> None:
    console = Console()
    figure = found.figure
    table = Table(title=f"{figure.name}　{figure.text}", title_justify="left", show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    scope = "本单位自身" if figure.ask.own else "含全部下级"
    rows = [
        ("科目", figure.ask.key),
        ("单位", f"{unit_name}（{figure.ask.unit}，{scope}）"),
        ("时段", figure.ask.period.name),
        ("依据", f"{figure.members} 条" if figure.is_entered else "没有记录"),
        *(("其中", f"{part.name} {part.text}（{part.ask.period.name}）") for part in figure.parts),
        *(("说明", note) for note in figure.notes),
        ("目录包", figure.definition.rpartition("; ")[2]),
        ("校验值", figure.digest),
    ]
    if figure.ask.as_of:
        rows.insert(3, ("截至", figure.ask.as_of.strftime("%Y-%m-%d %H:%M")))
    for label, words in rows:
        table.add_row(label, Text(words))
    console.print(table)
    if proven:
        _print_members(console, found)


def _print_members(console: Console, found: Proof) -> None:
    """The members as a table; those of a working's parts, a table each."""
    for part in found.parts:
        _print_members(console, part)
    if found.parts:
        return
    table = Table(title=f"{found.figure.name}的依据，共 {found.total} 条", title_justify="left")
    for heading in ("日期", "单位", "内容", "数量", "佐证", "出处"):
        table.add_column(heading)
    for member in found.members:
        table.add_row(
            member.day.isoformat(),
            Text(member.unit_name),
            Text(member.title),
            shown(member.amount),
            Text("、".join(member.evidence)),
            f"{_ORIGINS.get(member.origin, member.origin)} {member.source}",
        )
    console.print(table)
