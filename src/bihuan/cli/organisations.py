"""``bihuan unit`` and ``bihuan account``: the tree and who may do what in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.tree import Tree

from bihuan.cli.session import DAY, emit_json, operator, today
from bihuan.organisations.accounts import give_role, open_account, withdraw_role
from bihuan.organisations.enrolment import enrol_all
from bihuan.organisations.errors import BadRoster
from bihuan.organisations.queries import unit_for, units_below
from bihuan.organisations.second_factor import reset_second
from bihuan.organisations.structure import NewUnit, close_unit, move_unit, open_unit
from bihuan.records.people_tables import people_in
from bihuan.values.actor import Role
from bihuan.values.unit_type import UnitType


@click.group("unit")
def unit_group() -> None:
    """机构：建立、移动、撤销、查看。"""


@unit_group.command("open")
@click.argument("code")
@click.argument("name")
@click.option("--type", "kind", type=click.Choice([t.value for t in UnitType]), required=True, help="单位类型")
@click.option("--under", default="", help="上级单位的代码，顶层单位不填")
@click.option("--since", type=DAY, default=None, help="成立日期，默认今天")
def open_command(code: str, name: str, kind: str, under: str, since: date | None) -> None:
    """建立一个单位。"""
    place = open_unit(operator(), NewUnit(code, name, UnitType(kind), under, since or today()))
    click.echo(f"已建立 {place.name}（{place.code}）。")


@unit_group.command("move")
@click.argument("code")
@click.option("--under", required=True, help="新上级的代码")
@click.option("--since", type=DAY, default=None, help="从哪天起，默认今天")
def move_command(code: str, under: str, since: date | None) -> None:
    """把单位移到另一个上级之下，以前的账不变。"""
    move_unit(operator(), code, under, since or today())
    click.echo("已移动。")


@unit_group.command("close")
@click.argument("code")
@click.option("--ends", type=DAY, default=None, help="最后一天，默认今天")
def close_command(code: str, ends: date | None) -> None:
    """撤销一个单位，它的记录保留。"""
    close_unit(operator(), code, ends or today())
    click.echo("已撤销。")


@unit_group.command("tree")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def tree_command(code: str, *, as_json: bool) -> None:
    """列出一个单位和它的全部下级。"""
    actor = operator()
    top = unit_for(actor, code)
    places = units_below(actor, top)
    if as_json:
        emit_json([{"code": p.code, "name": p.name, "type": p.type, "parent": p.parent} for p in places])
        return
    nodes: dict[str, Tree] = {}
    for place in places:
        label = f"{place.name} [dim]{place.code}[/dim]"
        parent = nodes.get(place.parent)
        nodes[place.code] = parent.add(label) if parent else Tree(label)
    Console().print(nodes[top.code])


@click.group("account")
def account_group() -> None:
    """账号与角色。"""


@account_group.command("open")
@click.argument("username")
@click.option("--unit", required=True, help="所属单位")
@click.option("--person", default="", help="人员代码")
@click.password_option(help="密码")
def open_account_command(username: str, unit: str, person: str, password: str) -> None:
    """开立账号。"""
    open_account(operator(), username, password, unit, person)
    click.echo("已开立，请再用 account grant 授予角色。")


@account_group.command("grant")
@click.argument("username")
@click.argument("role", type=click.Choice([r.value for r in Role]))
@click.option("--unit", required=True, help="对哪个单位及其下级")
def grant_command(username: str, role: str, unit: str) -> None:
    """授予角色。"""
    give_role(operator(), username, Role(role), unit)
    click.echo(f"已授予{Role(role).label}。")


@account_group.command("withdraw")
@click.argument("username")
@click.argument("role", type=click.Choice([r.value for r in Role]))
@click.option("--unit", required=True, help="对哪个单位及其下级")
def withdraw_command(username: str, role: str, unit: str) -> None:
    """收回角色。"""
    withdraw_role(operator(), username, Role(role), unit)
    click.echo(f"已收回{Role(role).label}。")


@account_group.command("reset-second")
@click.argument("username")
@click.option("--unit", required=True, help="账号有角色的单位，或它的上级")
def reset_second_command(username: str, unit: str) -> None:
    """重设两步验证：手机和恢复码都丢了，本人登录后再设一次。"""
    reset_second(operator(), username, unit)
    click.echo("已重设，请本人用密码登录后再设一次。")


@click.group("people")
def people_group() -> None:
    """人员：从表格登记。"""


@people_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="表里没有写单位的人登记在哪个单位")
def import_people_command(file: Path, unit: str) -> None:
    """从 xlsx 或 csv 登记人员和任职：全部登记，或一个也不登记。"""
    try:
        done = enrol_all(operator(), unit, people_in(file))
    except BadRoster as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise
    click.echo(f"新登记 {done.people} 人，任职 {done.appointments} 个。")
