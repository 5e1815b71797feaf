"""A table of people: an xlsx or csv file whose columns are found by their names. It lies beside the other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from bihuan.organisations.enrolment import NewPerson
from bihuan.organisations.errors import BadRoster
from bihuan.records.cells import Raw
from bihuan.records.errors import UnreadableTable
from bihuan.records.tables import open_table
from bihuan.values.problem import Problem

COLUMNS = ("人员代码", "姓名", "单位", "岗位", "任职日期")
NEEDED = COLUMNS[:2]
MOST = 5_000
"""Rows of one table of people."""


def people_in(path: Path) -> list[NewPerson]:
    """The rows of the file.

    Raises:
        UnreadableTable: it is no table, lacks a column that is needed, or is too long.
        BadRoster: a day cannot be read; every such row is named.
    """
    table = open_table(path)
    where = {str(cell).strip(): place for place, cell in enumerate(table.head.cells)}
    missing = [name for name in NEEDED if name not in where]
    if missing:
        raise UnreadableTable(f"第一行没有“{'、'.join(missing)}”这一栏。栏目是：{'、'.join(COLUMNS)}。")
    found: list[NewPerson] = []
    problems: list[Problem] = []
    for row in table.rows:
        if len(found) == MOST:
            raise UnreadableTable(f"一张表最多{MOST}行，请拆成几张再交。")
        told = {name: row.cells[place] for name, place in where.items() if name in COLUMNS and place < len(row.cells)}
        since = told.get("任职日期", "")
        problems += list(_no_day(row.number, since))
        found.append(_person(row.number, told))
    if problems:
        raise BadRoster(problems)
    return found


def _person(row: int, told: Mapping[str, Raw]) -> NewPerson:
    code, name, unit, post = (_words(told.get(column, "")) for column in COLUMNS[:4])
    return NewPerson(row, code, name, unit, post, _day(told.get("任职日期", "")))


def _words(cell: Raw) -> str:
    """What a person reads in the cell: a code that the spreadsheet took for a number has no point in it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _day(cell: Raw) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    parts: Sequence[str] = _words(cell).replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _no_day(row: int, cell: Raw) -> Iterator[Problem]:
    if _words(cell) and _day(cell) is None:
        yield Problem(f"第{row}行", f"看不懂任职日期“{_words(cell)[:20]}”", "请写成 2023-06-26")
