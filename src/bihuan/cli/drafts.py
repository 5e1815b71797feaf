"""``bihuan report merge`` and ``report drafts``: kept drafts, and edited files taken back into them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bihuan.cli.reports import report_group
from bihuan.cli.session import emit_json, operator
from bihuan.reports.drafting.drafts import drafts_of
from bihuan.reports.drafting.taking_back import Merge, NamedMark, merge_report

__all__ = ["report_group"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@report_group.command("drafts")
@click.option("--unit", required=True, help="单位的代码或全称（含全部下级）")
@click.option("--json", "as_json", is_flag=True, help="每份输出一行 JSON")
def drafts_command(unit: str, *, as_json: bool) -> None:
    """列出保存着的草稿，最近的在前。"""
    for line in drafts_of(operator(), unit):
        if as_json:
            row = {"number": line.number, "name": line.name, "unit": line.unit, "period": str(line.period)}
            emit_json({**row, "version": line.version, "by": line.saved_by, "at": line.saved_at.isoformat()})
        else:
            click.echo(f"{line.number}  {line.period.name}  {line.name}  第{line.version}版  {line.saved_by}")


@report_group.command("merge")
@click.argument("file", type=_FILE)
@click.option("--new", "as_new", is_flag=True, help="另起一份草稿，不接在原来那份后面")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def merge_command(file: Path, *, as_new: bool, as_json: bool) -> None:
    """把在文字处理软件里改过的 .docx 收回草稿：数据还是活的，改过的字照留，改过和丢了的数据列出来。"""
    found = merge_report(operator(), file.read_bytes(), file.name, as_new=as_new)
    if as_json:
        emit_json(_row(found))
    else:
        _print(found)
    sys.exit(1 if found.edited or found.lost or found.fixed or found.frame else 0)


def _row(found: Merge) -> dict[str, object]:
    return {
        "draft": found.number,
        "version": found.version,
        "new": found.is_new,
        "edited": [_mark_row(mark) for mark in found.edited],
        "lost": [_mark_row(mark) for mark in found.lost],
        "fixed": list(found.fixed),
        "frame": [{"name": each.name, "found": each.found} for each in found.frame],
    }


def _mark_row(mark: NamedMark) -> dict[str, str]:
    return {"name": mark.name, "written": mark.written, "found": mark.found}


def _print(found: Merge) -> None:
    began = "已另起" if found.is_new else "已收回"
    click.echo(f"{began}草稿 {found.number}，第 {found.version} 版。")
    for mark in found.edited:
        click.echo(f"改过的数据  {mark.name}：写出时是“{mark.written}”，文中改成“{mark.found}”，照改过的留着，请定。")
    for mark in found.lost:
        click.echo(f"丢了的数据  {mark.name}：写出时的“{mark.written}”已不在文中。")
    for words in found.fixed:
        click.echo(f"改过的清单或表  “{words}”：照改过的留着，不再随台账更新。")
    for each in found.frame:
        click.echo(f"没有收回  {each.name}“{each.found}”：它不是草稿的文字，请改成文日期或单位的设置。")
