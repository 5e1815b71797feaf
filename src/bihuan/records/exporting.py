"""Exporting records: as a table that a person reads, and that imports again as it is."""

from __future__ import annotations

import csv
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.exceptions import FileCreateError

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Field_, Kind
from bihuan.records.act import AttendeeRole, Value
from bihuan.records.cells import FORMULA_SIGNS
from bihuan.records.columns import EXPORTED, Own, Target
from bihuan.records.errors import BadExport, CannotWrite
from bihuan.records.fields import reread, shown_value
from bihuan.records.models import Attachment, Attendance, Record
from bihuan.records.preparation import SHANGHAI, KindRules
from bihuan.records.queries import RecordLine, Search, found, lines_of
from bihuan.records.templates import Head, heads_of, write_template
from bihuan.values.actor import Actor

ALL = "all"
MOST_SHEET_ROWS = 1_048_575
"""Rows of a sheet behind its head."""

_CHUNK = 1_000
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

Progress = Callable[[int, int], None]
"""Called with the records written and how many there are."""

Cell = str | int | float | date | None


@dataclass(slots=True)
class _Count:
    """The records written so far, told now and then."""

    total: int
    told: Progress | None
    done: int = 0

    def one_more(self) -> None:
        """Count a record."""
        self.done += 1
        if self.told is not None and self.done % _CHUNK == 0:
            self.told(self.done, self.total)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the records, and the sheets that hold them."""

    records: int
    sheets: int


def export_template(kind: str, to: Path) -> None:
    """Write the import template of a kind.

    Raises:
        UnknownKey: the packs have no such kind.
        BadExport: the file is to be something else than xlsx.
    """
    if to.suffix.lower() != ".xlsx":
        raise BadExport("导入模板只有 xlsx 格式，请把文件名写成 .xlsx 结尾。")
    rules = KindRules(kind)
    with _whole(to) as half_written:
        write_template(rules.kind, rules.choices, half_written)


def count_to_export(actor: Actor, search: Search, most: int) -> int:
    """How many records would be written, counted no further than ``most``.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    return found(actor, replace(search, kind="" if search.kind == ALL else search.kind))[:most].count()


def export_records(actor: Actor, search: Search, to: Path, progress: Progress | None = None) -> Exported:
    """Write the records that are wanted and that the actor may see; in the order of their days.

    Args:
        actor: who asks.
        search: which records; with the kind ``all`` every kind on a sheet of its own.
        to: an xlsx or csv file; it is there whole or not at all.
        progress: told how far it is; to know, the records are counted first.

    Raises:
        BadExport: another ending, all kinds as csv, or more rows than a sheet holds.
        UnknownKey: the packs have no such kind.
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    ending = to.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise BadExport("只能导出 xlsx 或 csv，请改文件名的结尾。")
    if search.kind != ALL:
        rules = KindRules(search.kind)
        with _whole(to) as half_written:
            write = _write_csv if ending == ".csv" else _write_xlsx
            rows = found(actor, search)
            return write(half_written, [(rules, rows)], _counting(rows, progress))
    if ending == ".csv":
        raise BadExport("csv 只能装一种事项，导出全部请用 xlsx。")
    rows = found(actor, replace(search, kind=""))
    present = set(rows.values_list("kind", flat=True).distinct())
    kinds = [KindRules(key) for key in catalogue().kinds if key in present]
    with _whole(to) as half_written:
        sheets = [(rules, rows.filter(kind=rules.kind.key)) for rules in kinds]
        return _write_xlsx(half_written, sheets, _counting(rows, progress))


def _counting(rows: QuerySet[Record], progress: Progress | None) -> _Count:
    return _Count(rows.count() if progress is not None else 0, progress)


def _write_xlsx(to: Path, sheets: Sequence[tuple[KindRules, QuerySet[Record]]], count: _Count) -> Exported:
    # Every text is written as text: nothing that somebody typed is run as a formula or opened as a link.
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    names = set[str]()
    with xlsxwriter.Workbook(to, settings) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for rules, rows in sheets:
            sheet = book.add_worksheet(_sheet_name(rules.kind, names))
            heads = heads_of(rules.kind, rules.choices)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate([*(head.name for head in heads), *EXPORTED]):
                sheet.set_column(column, column, max(len(name) * 2 + 2, 12))
                sheet.write_string(0, column, name, bold)
            for number, cells in enumerate(_table(rules.kind, heads, rows), start=1):
                if number > MOST_SHEET_ROWS:
                    raise BadExport(f"“{rules.kind.name}”超过一百万条，请用 --period 分段导出，或导出 csv。")
                count.one_more()
                for column, cell in enumerate(cells):
                    _write_cell(sheet, (number, column), cell, day)
        if not sheets:
            book.add_worksheet("没有记录")
    return Exported(count.done, len(sheets))


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: Cell, day: xlsxwriter.format.Format
) -> None:
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(*at, cell)
        case date():
            sheet.write_datetime(*at, cell, day)
        case _:
            sheet.write_number(*at, cell)


def _write_csv(to: Path, sheets: Sequence[tuple[KindRules, QuerySet[Record]]], count: _Count) -> Exported:
    ((rules, rows),) = sheets
    heads = heads_of(rules.kind, rules.choices)
    # The mark at the beginning tells Excel that the file is UTF-8.
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(head.name for head in heads), *EXPORTED])
        for cells in _table(rules.kind, heads, rows):
            writer.writerow([_guarded(cell) for cell in cells])
            count.one_more()
    return Exported(count.done, 1)


def _guarded(cell: Cell) -> Cell:
    """The cell, with an apostrophe before words that a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA_SIGNS else cell


def _table(kind: Kind, heads: Sequence[Head], rows: QuerySet[Record]) -> Iterator[list[Cell]]:
    stream = rows.order_by("happened", "pk").select_related("correction").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(stream, _CHUNK)):
        numbers = [row.pk for row in chunk]
        people = _people(numbers)
        files = _files(numbers)
        for row, line in zip(chunk, lines_of(chunk), strict=True):
            values = reread(kind, row.fields)
            cells = [_cell(head.target, line, values, people) for head in heads]
            entered = line.entered.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
            evidence = "、".join(files.get(line.number, ()))
            yield [*cells, line.number, entered, line.entered_by, line.delay, evidence]


def _cell(
    target: Target, line: RecordLine, values: dict[str, Value], people: dict[tuple[int, str], list[str]]
) -> Cell:
    if isinstance(target, Field_):
        return _plain_cell(values.get(target.key))
    if isinstance(target, AttendeeRole):
        return "、".join(people.get((line.number, target.value), ()))
    own: dict[Own, Cell] = {
        Own.HAPPENED: line.happened,
        Own.UNIT: line.unit,
        Own.UNTIL: line.until,
        Own.STATE: line.state.label,
        Own.TITLE: line.title,
    }
    return own[target]


def _plain_cell(value: Value) -> Cell:
    if isinstance(value, bool) or value is None:
        return shown_value(value)
    # A double holds fifteen digits; a number that has more goes out as text and comes back whole.
    if isinstance(value, Decimal):
        return float(value) if Decimal(format(float(value), ".15g")) == value else format(value, "f")
    return value


def _people(numbers: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    rows = Attendance.objects.filter(record_id__in=numbers).order_by("pk")
    for number, role, code in rows.values_list("record_id", "role", "person__code"):
        found.setdefault((number, role), []).append(code)
    return found


def _files(numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Attachment.objects.filter(record_id__in=numbers).order_by("pk")
    for number, name in rows.values_list("record_id", "name"):
        found.setdefault(number, []).append(name)
    return found


def _sheet_name(kind: Kind, taken: set[str]) -> str:
    """The kind's name as a sheet may be called: 31 characters, none of them special, each name once."""
    base = _NO_SHEET_NAME.sub("", kind.name)[:28] or kind.key[:28]
    name, repeat = base, 2
    while name.lower() in taken:
        name, repeat = f"{base}{repeat}", repeat + 1
    taken.add(name.lower())
    return name


@contextmanager
def _whole(to: Path) -> Iterator[Path]:
    """A file beside the wanted one that takes its place once it is whole; what was there before stays until then."""
    if not to.parent.is_dir():
        raise BadExport(f"没有文件夹“{to.parent}”，请先建立它。")
    half_written = to.with_name(f".{to.stem}-{secrets.token_hex(4)}{to.suffix}")
    try:
        yield half_written
        half_written.replace(to)
    except (OSError, FileCreateError) as error:
        # XlsxWriter puts what the system said into an exception of its own.
        raise CannotWrite(f"“{to.name}”写不进去，请腾出磁盘空间或换一个文件夹再导出。") from error
    finally:
        half_written.unlink(missing_ok=True)
