"""``bihuan loop`` and ``bihuan register``: where a loop stands, and whether a zero is proven."""

from __future__ import annotations

import sys

import click

from bihuan.cli.oversight import acting, as_account_option, as_json_option, tell_number
from bihuan.cli.oversight_json import loop_json, zero_json
from bihuan.cli.session import emit_json, operator
from bihuan.oversight.loop_queries import loop_standing, loops_known
from bihuan.oversight.registers import Claim, declare_complete, withdraw_declaration, zero_claims, zero_standing
from bihuan.values.period import Period


@click.group("loop")
def loop_group() -> None:
    """闭环：走到哪一步，卡在哪里。"""


@loop_group.command("list")
@as_json_option
def list_loops(*, as_json: bool) -> None:
    """列出全部闭环和并行机制。"""
    known = loops_known()
    if as_json:
        emit_json([{"key": key, "name": name, "steps": steps, "ordered": order} for key, name, steps, order in known])
        return
    for key, name, steps, ordered in known:
        click.echo(f"{key}　{name}：{(' → ' if ordered else '、').join(steps)}")


@loop_group.command("show")
@click.argument("key")
@click.option("--unit", required=True, help="单位代码或全称，含下级")
@click.option("--period", required=True, help="时段，如 2023")
@as_json_option
def show_loop(key: str, unit: str, period: str, *, as_json: bool) -> None:
    """看一个闭环走到哪一步。没有闭环时退出码为 1。"""
    found = loop_standing(operator(), key, unit, Period.parse(period))
    if as_json:
        emit_json(loop_json(found))
    else:
        click.echo(f"{found.name}：{found.text}")
        for step in found.steps:
            wanted = f"／{step.wanted}" if step.wanted is not None else ""
            click.echo(f"  {step.name}（{step.who}）　{step.state.label}　{step.done}{wanted}")
    sys.exit(int(not found.is_closed))


@click.group("register")
def register_group() -> None:
    """登记簿：声明登记完整，证实零。"""


@register_group.command("declare")
@click.argument("series")
@click.option("--unit", required=True, help="单位代码或全称，含下级")
@click.option("--period", required=True, help="已经结束的时段")
@as_account_option
@as_json_option
def declare(series: str, unit: str, period: str, account: str, *, as_json: bool) -> None:
    """声明 SERIES 的登记簿在这一时段登记完整、没有遗漏。由负责人声明。"""
    tell_number(declare_complete(acting(account), series, unit, Period.parse(period)), "声明", as_json=as_json)


@register_group.command("withdraw")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="原因")
@as_account_option
def withdraw(number: int, reason: str, account: str) -> None:
    """撤回一条声明。"""
    withdraw_declaration(acting(account), number, reason)
    click.echo("已撤回。")


@register_group.command("show")
@click.argument("series", default="")
@click.option("--unit", required=True, help="单位代码或全称，含下级")
@click.option("--period", required=True, help="时段")
@as_json_option
def show_register(series: str, unit: str, period: str, *, as_json: bool) -> None:
    """看 SERIES 的零能否证实；不写科目时列出目录里的全部零值声明。有不能证实的，退出码为 1。"""
    actor, days = operator(), Period.parse(period)
    if series:
        found = [("", zero_standing(actor, series, unit, days))]
    else:
        found = [(claim.name, standing) for claim, standing in zero_claims(actor, unit, days) if standing is not None]
    if as_json:
        emit_json([zero_json(name, standing) for name, standing in found])
    else:
        for name, standing in found:
            click.echo(f"{name or standing.figure.name}：{standing.claim.label}。{standing.why}")
    sys.exit(int(any(standing.claim is not Claim.PROVEN for _, standing in found)))
