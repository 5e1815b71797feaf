"""Opening a table: an xlsx or csv file becomes rows of cells, one at a time, each with its number in the file."""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from bihuan.records.cells import Raw
from bihuan.records.errors import UnreadableTable

MOST_ROWS = 200_000
"""Rows of one import. A spreadsheet holds a million, but nobody corrects one of that size."""

MOST_BYTES = 400 * 1024 * 1024
"""Bytes that an xlsx may unpack to: thirty columns of the rows allowed. Checked before it is read into memory."""

GUIDE = "填写说明"
"""The sheet of our own templates that explains them; it is not read."""

_ENCODINGS = ("utf-8", "gb18030")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;|，"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1024 * 1024
_SAMPLE_LINES = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as a person finds it, and its cells."""

    number: int
    cells: Sequence[Raw]


@dataclass(frozen=True, slots=True)
class Table:
    """A table opened for reading, once.

    Attributes:
        head: the first row that holds anything.
        rows: the rows behind it, the empty ones left out.
        total: about how many rows there are, for a progress bar.
        first_column: how many empty columns stand left of the cells.
    """

    head: Row
    rows: Iterator[Row]
    total: int
    first_column: int = 0


def open_table(path: Path) -> Table:
    """Open the file as a table.

    Raises:
        UnreadableTable: it is missing, broken, locked with a password, empty, neither in UTF-8 nor in GB 18030, has
            merged cells, or is too long.
    """
    if not path.is_file():
        raise UnreadableTable(f"没有找到文件“{path.name}”，请核对路径。")
    match path.suffix.lower():
        case ".xlsx":
            return _opened_xlsx(path)
        case ".csv":
            return _opened_csv(path)
    raise UnreadableTable(f"“{path.name}”不是 xlsx 或 csv 文件，请另存为其中一种再导入。")


def _opened_xlsx(path: Path) -> Table:
    _check_archive(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = _only_sheet(book)
    except CalamineError as error:
        raise UnreadableTable(f"“{path.name}”的内容损坏，请用表格软件打开后另存一份。") from error
    _check_sheet(sheet)
    rows = (
        Row(number, cells) for number, cells in enumerate(sheet.iter_rows(), start=1) if any(c != "" for c in cells)
    )
    return _table(rows, _height(sheet), sheet.start[1] if sheet.start else 0)


def _check_archive(path: Path) -> None:
    """Refuse what is no xlsx, or would unpack to more than a table of records can be."""
    with path.open("rb") as file:
        if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
            # A password turns an xlsx into a file of this older form.
            raise UnreadableTable(f"“{path.name}”设有打开密码，或是旧格式的 xls，请去掉密码并另存为 xlsx。")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableTable(f"“{path.name}”不是完整的 xlsx 文件，请用表格软件打开后另存一份。") from error
    if size > MOST_BYTES:
        raise UnreadableTable(_too_long())


def _only_sheet(book: CalamineWorkbook) -> CalamineSheet:
    """The sheet that holds the records; a second one with content would be passed over unseen, so it is refused."""
    names = [
        each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible and each.name != GUIDE
    ]
    sheets = [book.get_sheet_by_name(name) for name in names]
    filled = [sheet for sheet in sheets if _height(sheet)]
    if not filled:
        raise UnreadableTable("工作表是空的，请按模板填写后再导入。")
    if len(filled) > 1:
        listed = "、".join(f"“{sheet.name}”" for sheet in filled)
        raise UnreadableTable(f"有 {len(filled)} 个工作表有内容（{listed}），请每个存成一个文件，分别导入。")
    return filled[0]


def _height(sheet: CalamineSheet) -> int:
    """How many rows the sheet has, down to the last that holds anything."""
    return sheet.end[0] + 1 if sheet.end else 0


def _check_sheet(sheet: CalamineSheet) -> None:
    if _height(sheet) > MOST_ROWS + 1:
        raise UnreadableTable(_too_long())
    for (first, left), _ in sheet.merged_cell_ranges or ():
        raise UnreadableTable(
            f"第 {first + 1} 行 {letters(left)} 列起有合并单元格，请取消合并：表头每列一个栏目，每条记录一行。"
        )


def _too_long() -> str:
    return f"文件超过 {MOST_ROWS // 10_000} 万行，请拆成几个文件分别导入。"


def _opened_csv(path: Path) -> Table:
    encoding, total = _measured(path)
    if total > MOST_ROWS * 4:
        # A quoted cell may hold line breaks; what is really too long is noticed below, where rows are counted.
        raise UnreadableTable(_too_long())
    with path.open(encoding=encoding, newline="") as sample:
        delimiter = _delimiter(list(islice(sample, _SAMPLE_LINES)))
    return _table(_csv_rows(path, encoding, delimiter), total)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number > MOST_ROWS + 1:
                    raise UnreadableTable(_too_long())
                if any(cell and not cell.isspace() for cell in cells):
                    yield Row(number, cells)
        except csv.Error as error:
            raise UnreadableTable(f"第 {number + 1} 行的引号不成对或内容过长，请检查这一行。") from error


def _measured(path: Path) -> tuple[str, int]:
    """The encoding in which the whole file can be read, and how many lines it has."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            lines = _lines_in(path, encoding)
            break
    else:
        for encoding in _ENCODINGS:
            lines = _lines_in(path, encoding)
            if lines is not None:
                break
    if lines is None:
        raise UnreadableTable(f"“{path.name}”的编码不是 UTF-8 或 GB18030，请另存为“CSV UTF-8”再导入。")
    return encoding, lines


def _lines_in(path: Path, encoding: str) -> int | None:
    """How many lines the file has, or None where it is not written in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                if "\x00" in text:
                    return None
                lines += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeError:
        return None
    return lines + 1


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that the first filled line has most of; the head has one between each two columns."""
    head = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=head.count)


def _table(rows: Iterator[Row], total: int, first_column: int = 0) -> Table:
    head = next(rows, None)
    if head is None:
        raise UnreadableTable("文件是空的，请按模板填写后再导入。")
    return Table(head, rows, max(total - head.number, 0), first_column)


def letters(column: int) -> str:
    """The letters of a column, counted from 0, as a spreadsheet shows them: A, Z, AA."""
    found = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(ord("A") + digit) + found
    return found
