"""``bihuan balance`` and ``bihuan waive``: what a unit owes, has done and is in arrears with; one window excused."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bihuan.cli.session import DAY, SHANGHAI, emit_json, operator, today
from bihuan.duties.balances import State, Window
from bihuan.duties.queries import balance, balances_below
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.duties.waivers import WindowOwed, waive, withdraw_waiver
from bihuan.values.period import Period
from bihuan.values.quantity import Bound, shown
from bihuan.values.window import Per

_STYLES = {
    State.UPCOMING: "dim",
    State.OPEN: "yellow",
    State.MET: "green",
    State.MET_LATE: "cyan",
    State.MISSED: "bold red",
    State.WAIVED: "dim italic",
}


@click.command("balance")
@click.option("--unit", required=True, help="单位代码或全称")
@click.option("--period", "text", required=True, help="时段，如 2023、2023-H1、2023-06")
@click.option("--below", is_flag=True, help="列出本单位和全部下级单位")
@click.option("--on", "day", type=DAY, default=None, help="按哪一天的情况算，默认今天")
@click.option("--as-of", "moment", type=DAY, default=None, help="只算到这一天为止已经入账的记录")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def balance_command(
    unit: str, text: str, day: date | None, moment: date | None, *, below: bool, as_json: bool
) -> None:
    """查一个单位的责任账：每项责任、每个期限的应办、已办、欠账。有欠账时退出码为 1。"""
    actor, period = operator(), Period.parse(text)
    as_of = None if moment is None else _end_of(moment)
    on = day or (today() if moment is None else min(moment, today()))
    found = balances_below(actor, unit, period, on, as_of) if below else [balance(actor, unit, period, on, as_of)]
    if as_json:
        emit_json([_json(each) for each in found] if below else _json(found[0]))
    elif below:
        _print_below(found)
    else:
        _print_unit(found[0])
    if any(each.missed for each in found):
        sys.exit(1)


@click.command("waive")
@click.argument("duty")
@click.option("--unit", required=True, help="单位代码或全称")
@click.option("--window", required=True, help="哪一期，如 2023-06、2023-Q2、2023，或它的第一天 2023-06-01")
@click.option("--reason", required=True, help="理由")
@click.option("--holder", default="", help="岗位责任：任职人员的代码")
@click.option("--withdraw", is_flag=True, help="撤回已批准的免办")
def waive_command(duty: str, unit: str, window: str, reason: str, holder: str, *, withdraw: bool) -> None:
    """免办 DUTY 的一期（或撤回免办）。"""
    owed = WindowOwed(duty, unit, _first_day(window), holder)
    if withdraw:
        withdraw_waiver(operator(), owed, reason)
        click.echo("已撤回免办。")
    else:
        waive(operator(), owed, reason)
        click.echo("已免办。")


def _first_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Period.parse(text).first


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), SHANGHAI) - timedelta(microseconds=1)


def _json(found: UnitBalance) -> dict[str, object]:
    return {
        "unit": found.unit,
        "unit_name": found.unit_name,
        "period": str(found.period),
        "today": found.today.isoformat(),
        "due": found.due,
        "met": found.met,
        "missed": found.missed,
        "duties": [_duty_json(duty) for duty in found.duties],
    }


def _duty_json(duty: DutyBalance) -> dict[str, object]:
    rule = duty.rule
    return {
        "duty": rule.duty,
        "name": rule.name,
        "theme": rule.theme,
        "act": rule.act,
        "holder": duty.holder,
        "holder_name": duty.holder_name,
        "post": rule.owed_by.post,
        "series": rule.series,
        "measure_unit": duty.definition.unit,
        "times": None if rule.quota is None else _number(duty.quantity(rule.quota)),
        "per": rule.per.value,
        "bound": rule.bound.value,
        "grace": rule.grace,
        "force": rule.force,
        "source": _source_json(duty.rule.source.document, rule.source.clause, verified=rule.source.verified),
        "undetermined": duty.is_open_ended,
        "countable": duty.countable,
        "due": duty.due,
        "met": duty.met,
        "missed": duty.missed,
        "windows": [_window_json(duty, window) for window in duty.windows],
    }


def _window_json(duty: DutyBalance, window: Window) -> dict[str, object]:
    source = window.rule.source
    return {
        "window": str(window.period),
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "owed": _number(duty.quantity(window.owed)),
        "done": _number(duty.quantity(window.done)),
        "late": _number(duty.quantity(window.late)),
        "arrears": _number(duty.quantity(window.arrears)),
        "over": _number(duty.quantity(window.over)),
        "state": window.state.value,
        "state_name": window.state.label,
        "reason": window.reason,
        "source": _source_json(source.document, source.clause, verified=source.verified),
    }


def _source_json(document: str, clause: str, *, verified: bool) -> dict[str, object]:
    return {"document": document, "clause": clause, "verified": verified}


def _number(value: Fraction) -> int | float:
    """A value as JSON writes it; steps are decimal, so a float prints the same digits."""
    return int(value) if value.denominator == 1 else float(value)


def _print_unit(found: UnitBalance) -> None:
    console = Console()
    title = f"{found.unit_name} {found.period.name}责任账（截至 {found.today}）"
    table = Table(title=title, title_justify="left")
    table.add_column("责任事项", overflow="fold")
    table.add_column("频次", no_wrap=True)
    table.add_column("各期", overflow="fold")
    table.add_column("已办/到期", justify="right", no_wrap=True)
    table.add_column("力度", no_wrap=True)
    table.add_column("依据", overflow="fold")
    for duty in found.duties:
        table.add_row(
            _name(duty), _quota(duty), _cells(duty), f"{duty.met}/{duty.due}", duty.rule.force, _source(duty)
        )
    console.print(table)
    console.print(_legend())
    console.print(f"到期 {found.due} 期，已办 {found.met} 期，欠账 {found.missed} 期。")


def _print_below(found: Sequence[UnitBalance]) -> None:
    table = Table(title="责任账总览", title_justify="left")
    for heading in ("单位", "代码", "到期", "已办", "欠账", "完成率"):
        table.add_column(heading, justify="left" if heading in ("单位", "代码") else "right")
    for each in found:
        rate = shown(Fraction(100 * each.met, each.due), 1) + "%" if each.due else "—"
        missed = Text(str(each.missed), style=_STYLES[State.MISSED] if each.missed else "")
        table.add_row(each.unit_name, each.unit, str(each.due), str(each.met), missed, rate)
    Console().print(table)


def _name(duty: DutyBalance) -> str:
    who = duty.holder_name or duty.rule.owed_by.post
    return f"{duty.rule.name}（{who}）" if who else duty.rule.name


def _quota(duty: DutyBalance) -> str:
    rule = duty.rule
    if rule.quota is None:
        return "未定频次"
    word = "至少" if rule.bound is Bound.AT_LEAST else ""
    return f"{rule.per.label}{word}{shown(duty.quantity(rule.quota))}{duty.definition.unit}"


def _cells(duty: DutyBalance) -> Text:
    """The windows one after the other, each coloured by its state, with what was done of what is owed."""
    if not duty.countable:
        return Text("该科目不能按期累计", style="dim")
    if not duty.windows and not duty.is_open_ended:
        return Text("本期不计", style="dim")
    years = {window.first.year for window in duty.windows}
    cells = [
        # A colon and no space, so that a cell is never broken over two lines.
        Text(f"{_short(window, with_year=len(years) > 1)}：", style="dim").append(
            f"{shown(duty.quantity(window.done))}/{shown(duty.quantity(window.owed))}", style=_STYLES[window.state]
        )
        for window in duty.windows
    ]
    return Text("  ").join(cells)


def _short(window: Window, *, with_year: bool) -> str:
    """A window's name within its year: 6月, 二季度, 上半年; of a year or over several, the full name."""
    name = window.period.name
    if with_year or window.rule.per is Per.YEAR:
        return name
    return name.split("年", 1)[1].removeprefix("第")


def _source(duty: DutyBalance) -> str:
    source = duty.rule.source
    return f"{source.document}{source.clause}" + ("" if source.verified else "（待核）")


def _legend() -> Text:
    text = Text()
    for state, style in _STYLES.items():
        text.append(state.label, style=style).append("  ")
    return text
