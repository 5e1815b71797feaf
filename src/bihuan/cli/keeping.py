"""``bihuan seal``, ``verify``, ``backup``: closing the books, proving them whole, keeping them safe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from bihuan.book.mending import mend_sums
from bihuan.book.verification import book_digest, verify_book
from bihuan.cli.session import emit_json, now, operator, store, today
from bihuan.organisations.closing import seal_period
from bihuan.organisations.safekeeping import keep_backup
from bihuan.records.evidence import verify_evidence
from bihuan.trail.sealing import seal_of, sealed_periods
from bihuan.trail.verification import verify_seals, verify_trail
from bihuan.values.period import Period
from bihuan.values.problem import Problem


@click.command("seal")
@click.option("--period", "text", required=True, help="时段，如 2023-Q1")
def seal_command(text: str) -> None:
    """封账：固定一个时段的账，之后补记的一律标为补录。"""
    period = Period.parse(text)
    digest = seal_period(operator(), period, book_digest, today())
    click.echo(f"{period.name}已封账，封签 {digest[:16]}。")


@click.command("verify")
@click.option("--rebuild", is_flag=True, help="先从分录重建发生额和汇总额，再核对；请先备份")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify_command(*, rebuild: bool, as_json: bool) -> None:
    """核对整本账：日志、封账、分录与发生额、佐证。"""
    if rebuild:
        mend_sums(operator())
    problems = list(_problems())
    if as_json:
        emit_json([{"place": p.place, "message": p.message, "mend": p.mend} for p in problems])
    elif problems:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"共 {len(problems)} 处不符。")
    else:
        click.echo("日志、封账、分录与发生额、佐证全部相符。")
    if problems:
        raise click.exceptions.Exit(1)


def _problems() -> Iterator[Problem]:
    yield from verify_trail()
    yield from verify_seals()
    yield from verify_book()
    yield from verify_evidence()
    for period, _ in sealed_periods():
        # Postings entered after the sealing are allowed and marked late, so only those before it are compared.
        yield from _changed_since(period)


def _changed_since(period: Period) -> Iterator[Problem]:
    made = seal_of(period)
    if made is not None and book_digest(period, as_of=made.at) != made.book_digest:
        yield Problem(f"封账 {period}", "封账前的分录被改动过。", "请用备份核对。")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """把整本账（数据库、佐证、自定目录包）备份成一个文件。"""
    written = keep_backup(operator(), store(), file, now)
    click.echo(f"已备份到 {file}（{written.size / 1_000_000:.1f} MB），文件摘要 {written.sha256[:16]}。")
