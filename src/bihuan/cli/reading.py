"""``bihuan read``: what a document states and asks for, in colour, as JSON lines, or as a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bihuan.reading import Claim, ClaimKind, Duty, Reading, read
from bihuan.reading.documents import text_of
from bihuan.reading.labels import KIND_NAMES, Tally, tallies
from bihuan.values.period import Period
from bihuan.values.refusal import Refusal

_STYLES = {
    ClaimKind.COUNT: "bold cyan",
    ClaimKind.AMOUNT: "bold green",
    ClaimKind.RATE: "bold magenta",
    ClaimKind.NORM: "bold yellow",
}
_DUTY_STYLE = "underline"


class Refused(click.ClickException):
    """A refusal shown on the terminal: one Chinese sentence, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to standard error."""
        click.echo(self.format_message(), file=file, err=file is None)


@click.command("read", options_metavar="[选项]", help="读公文：找出每处数据和每项责任。")
@click.argument("files", nargs=-1, required=True, metavar="文件...", type=click.Path(path_type=Path))
@click.option("--duties", is_flag=True, help="与 --json 同用：打印责任，不打印数据。")
@click.option("--json", "as_json", is_flag=True, help="每行打印一条 JSON，供程序使用。")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="输出", help="写一个自带样式的网页。")
@click.option("--period", "period", metavar="时段", help="报告的时段，如 2023-H1；“上半年”“去年”由此推算。")
def read_command(
    files: tuple[Path, ...], page: Path | None, period: str | None, *, duties: bool, as_json: bool
) -> None:
    """Read documents and show or print what was found."""
    if page is not None and len(files) > 1:
        raise Refused("--html 一次只写一个文件的网页，请只给一个文件。")
    try:
        reference = Period.parse(period) if period else None
        for file in files:
            reading = read(text_of(file), reference)
            if page is not None:
                _write_page(reading, file, page)
            elif as_json:
                _print_rows(reading.duties if duties else reading.claims, file if len(files) > 1 else None)
            else:
                _show(reading, file)
    except Refusal as refusal:
        raise Refused(str(refusal)) from refusal


def _print_rows(found: tuple[Claim, ...] | tuple[Duty, ...], file: Path | None) -> None:
    """One JSON object a line, exactly as the contract says; with several files each names its own."""
    for each in found:
        row = each.row() if file is None else {"file": str(file), **each.row()}
        click.echo(json.dumps(row, ensure_ascii=False))


def _write_page(reading: Reading, file: Path, page: Path) -> None:
    from bihuan.reading.page import page_of

    try:
        page.write_text(page_of(reading, file.name), encoding="utf-8")
    except OSError as error:
        raise Refused(f"写不了“{page}”，请检查文件夹是否存在、是否可写。") from error
    click.echo(f"已写入 {page}：{len(reading.claims)} 处数据，{len(reading.duties)} 项责任。")


def _show(reading: Reading, file: Path) -> None:
    """The document in colour, then what each of its sections holds."""
    console = Console(highlight=False)
    console.print(_coloured(reading))
    console.print()
    console.print(_legend())
    console.print(_summary(reading, file))


def _coloured(reading: Reading) -> Text:
    text = Text(reading.text.replace("\r", ""), no_wrap=False)
    if "\r" in reading.text:
        return text  # offsets no longer hold where carriage returns were taken out
    for duty in reading.duties:
        text.stylize(_DUTY_STYLE, duty.start, duty.end)
    for claim in reading.claims:
        text.stylize(_STYLES[claim.kind], claim.start, claim.end)
    for heading in reading.outline.headings:
        text.stylize("bold", heading.start, heading.end)
    return text


def _legend() -> Text:
    legend = Text("图例：")
    for kind, name in KIND_NAMES.items():
        legend.append(name, _STYLES[kind]).append("  ")
    return legend.append("责任", _DUTY_STYLE)


def _summary(reading: Reading, file: Path) -> Table:
    table = Table(title=f"{file.name} 各部分小计", title_justify="left", title_style="bold")
    table.add_column("部分", overflow="fold")
    for heading in (*KIND_NAMES.values(), "合计", "遮盖", "责任"):
        table.add_column(heading, justify="right", no_wrap=True)
    rows = tallies(reading)
    for place, row in enumerate(rows):
        table.add_row(*_cells(row), end_section=place == len(rows) - 1)
    table.add_row(*_cells(Tally.of("合计", reading.claims, len(reading.duties))), style="bold")
    return table


def _cells(tally: Tally) -> list[str]:
    numbers = [*tally.kinds.values(), tally.claims, tally.masked, tally.duties]
    return [tally.section, *(str(number) if number else "" for number in numbers)]
