"""Importing a table of acts of one kind: all of it in one transaction, or nothing and every bad cell named.

The rows are checked before the transaction begins. What changes in the ledger meanwhile is caught in it: the same
file imported by somebody else by a constraint, a period that was sealed by the trail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Min

from bihuan.book.posting import post
from bihuan.book.vouchers import Voucher
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.records.columns import columns_of
from bihuan.records.errors import BadRows, ImportedBefore
from bihuan.records.lateness import is_late
from bihuan.records.models import Batch, Record
from bihuan.records.places import Places
from bihuan.records.preparation import SHANGHAI, KindRules, Prepared
from bihuan.records.row_reading import RowReader
from bihuan.records.rows import Entering, insert_records, ready, voucher_of
from bihuan.records.scope import leave, within
from bihuan.records.staging import Staged
from bihuan.records.tables import Row, Table, open_table
from bihuan.trail.log import note
from bihuan.trail.sealing import sealed_periods
from bihuan.values.actor import Action, Actor
from bihuan.values.problem import Problem, Severity

NAMED_PROBLEMS = 1_000
"""Problems that are kept to be shown; the rest are counted. Who has more than that mends the column first."""

NAMED_WARNINGS = 100
_CHUNK = 1_000

Progress = Callable[[int, int, str], None]
"""Called with the rows done, about how many there are, and what is being done to them: first 核对, then 记入."""


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What an import brought in for one unit: how many records, and the days of the first and the last of them."""

    code: str
    name: str
    rows: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought in.

    Attributes:
        rows: how many records.
        late: how many of them were entered late.
        digest: the SHA-256 of the file.
        warnings: rows that look like another row or like a record already there, the first ones.
        warned: how many such rows there are.
        units: whose records they are, who has most of them first.
        added: what they added to each series, in its smallest step.
    """

    rows: int
    late: int
    digest: str
    warnings: tuple[Problem, ...]
    warned: int
    units: tuple[UnitShare, ...] = ()
    added: tuple[tuple[str, int], ...] = ()


Closing = Callable[[ImportResult], None]
"""Called at the end of the transaction: what it writes is there if and only if the records are."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: where it lies, what its rows are, whose they are unless they say otherwise.

    Attributes:
        again: import it although the same file was imported before.
    """

    path: Path
    kind: str
    unit: str
    again: bool = False


def import_records(
    actor: Actor, source: Source, progress: Progress | None = None, closing: Closing | None = None
) -> ImportResult:
    """Import a table. Rows that look like others are pointed out and come in all the same.

    Args:
        actor: who imports.
        source: the file, and what its rows are.
        progress: told how far it is.
        closing: what else to write in the same transaction.

    Raises:
        UnreadableTable: the file is no table that can be read.
        BadRows: heads or cells are wrong; ``problems`` names them, nothing was entered.
        ImportedBefore: the same file was imported before, and ``again`` is not set.
        UnknownUnit, MayNot: the actor may not record for the unit.
        UnknownKey: the packs have no such kind.
    """
    rules = KindRules(source.kind)
    top = unit_for(actor, source.unit, leave(rules.kind, Action.RECORD))
    table = open_table(source.path)
    columns, problems = columns_of(rules.kind, table.head.cells, table.head.number, table.first_column)
    if problems:
        raise BadRows(problems, len(problems))
    reader = RowReader(
        rules=rules,
        columns=columns,
        places=Places(actor, top),
        default=top,
        today=actor.at.astimezone(SHANGHAI).date(),
        sealed=[period for period, _ in sealed_periods()],
        headed=frozenset(index for index, cell in enumerate(table.head.cells) if str(cell).strip()),
        first_column=table.first_column,
    )
    digest = _digest(source.path)
    _refuse_again(source, digest)
    with Staged() as staged:
        entry = _Import(reader, _LookAlikes(rules, top), staged, progress)
        entry.check(table)
        entry.refuse_if_flawed()
        result = entry.result(digest)
        with transaction.atomic():
            batch = _opened_batch(actor, source, result)
            post(entry.vouchers(Entering(actor.name, actor.at, batch=batch.pk)), actor.at)
            detail: dict[str, str | int | None] = {
                "kind": source.kind,
                "file": batch.name,
                "sha256": digest,
                "rows": entry.rows,
            }
            note(actor, "import_records", f"batch:{batch.pk}", top.code, detail)
            if closing is not None:
                closing(result)
    return result


@dataclass(slots=True)
class _Import:
    """One import on its way: every row is checked before the first is written."""

    reader: RowReader
    alike: _LookAlikes
    staged: Staged
    progress: Progress | None
    rows: int = 0
    late: int = 0
    problems: list[Problem] = field(default_factory=list)
    total_problems: int = 0
    shares: dict[int, UnitShare] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)

    def check(self, table: Table) -> None:
        """Check the rows chunk by chunk and put them down, so that memory stays flat; flaws are gathered."""
        while chunk := list(islice(table.rows, _CHUNK)):
            prepared = self._checked(chunk)
            if not self.total_problems:
                self.staged.add([ready(each) for each in prepared])
            self.rows += len(chunk)
            self._tell(self.rows, table.total, "核对")

    def vouchers(self, entering: Entering) -> Iterator[Voucher]:
        """Write the records that were put down, and hand on what each posts."""
        done = 0
        for chunk in self.staged.chunks():
            numbers = insert_records(chunk, entering)
            yield from map(voucher_of, chunk, numbers)
            done += len(chunk)
            self._tell(done, self.rows, "记入")

    def _tell(self, done: int, total: int, doing: str) -> None:
        if self.progress is not None:
            self.progress(done, max(total, done), doing)

    def result(self, digest: str) -> ImportResult:
        """What came in."""
        shares = sorted(self.shares.values(), key=lambda share: (-share.rows, share.code))
        alike = self.alike
        return ImportResult(
            self.rows,
            self.late,
            digest,
            tuple(alike.warnings),
            alike.warned,
            tuple(shares),
            tuple(self.added.items()),
        )

    def refuse_if_flawed(self) -> None:
        """Raises BadRows where a cell is wrong, or there is no row at all."""
        if self.total_problems:
            raise BadRows(self.problems, self.total_problems)
        if not self.rows:
            raise BadRows([Problem("表头以下", "没有一行记录", "请按模板填写后再导入")], 1)

    def _checked(self, chunk: list[Row]) -> list[Prepared]:
        good: list[Prepared] = []
        for row in chunk:
            read = self.reader.prepared(row)
            if isinstance(read, list):
                self.total_problems += len(read)
                self.problems += read[: NAMED_PROBLEMS - len(self.problems)]
                continue
            self.alike.look_at(row.number, read)
            self.late += is_late(read.delay, after_seal=read.after_seal)
            good.append(read)
        if not self.total_problems:
            self._add_up(good)
        return good

    def _add_up(self, prepared: Sequence[Prepared]) -> None:
        """Add a chunk to what came in for each unit and on each series."""
        added = self.added
        for each in prepared:
            for line in each.lines:
                if not line.closes:
                    added[line.series] = added.get(line.series, 0) + line.amount
        for place, rows in groupby(sorted(prepared, key=_unit_of), key=attrgetter("place")):
            days = [each.act.happened for each in rows]
            before = self.shares.get(place.number)
            rows_before, ends = (before.rows, (before.first, before.last)) if before else (0, ())
            self.shares[place.number] = UnitShare(
                place.code, place.name, rows_before + len(days), min((*days, *ends)), max((*days, *ends))
            )


def _unit_of(prepared: Prepared) -> int:
    return prepared.place.number


_Key = int | tuple[int, str]
_DAYS = 10_000_000
"""More days than there will be: the day 9999-12-31 has the number 3,652,059."""


class _LookAlikes:
    """Rows that look like a record already there, or like an earlier row: the same unit and day.

    Entries of a register and parts of a whole share their days by nature; they look alike only under the same title.
    """

    def __init__(self, rules: KindRules, top: UnitPlace) -> None:
        self._by_title = bool(rules.kind.standing or rules.kind.part_of)
        self.warnings: list[Problem] = []
        self.warned = 0
        self._rows: dict[_Key, int] = {}
        standing = Record.objects.filter(within(top), kind=rules.kind.key, correction=None)
        wanted = ("unit_id", "happened", "title") if self._by_title else ("unit_id", "happened")
        grouped = standing.values_list(*wanted).annotate(first=Min("pk"))
        self._records: dict[_Key, int] = {
            self._key(row[0], row[1], row[2]): row[-1] for row in grouped.iterator(chunk_size=5000)
        }

    def _key(self, unit: int, day: date, title: object) -> _Key:
        """One number for a unit and a day, since every row of the file is remembered by it."""
        number = unit * _DAYS + day.toordinal()
        return (number, str(title)) if self._by_title else number

    def look_at(self, number: int, row: Prepared) -> None:
        """Point the row out where it looks like another, and remember it."""
        key = self._key(row.place.number, row.act.happened, row.act.title)
        record, earlier = self._records.get(key), self._rows.setdefault(key, number)
        if record is None and earlier == number:
            return
        self.warned += 1
        if len(self.warnings) < NAMED_WARNINGS:
            what = f"记录 {record}" if record is not None else f"第 {earlier} 行"
            message = f"{row.place.name} {row.act.happened} 与{what}相似"
            self.warnings.append(Problem(f"第 {number} 行", message, severity=Severity.WARNING))


def _refuse_again(source: Source, digest: str) -> None:
    """Say before any work is done that the file was imported before."""
    earlier = _earlier(source, digest)
    if earlier is not None and not source.again:
        when = earlier.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        raise ImportedBefore(
            f"这个文件 {when} 已由{earlier.by}导入过（{earlier.rows} 条）。请先核对，确实是另外的记录才再导入一次。"
        )


def _earlier(source: Source, digest: str) -> Batch | None:
    return Batch.objects.filter(digest=digest, kind=source.kind).order_by("repeat").last()


def _opened_batch(actor: Actor, source: Source, result: ImportResult) -> Batch:
    _refuse_again(source, result.digest)
    earlier = _earlier(source, result.digest)
    row = Batch(
        digest=result.digest,
        kind=source.kind,
        repeat=earlier.repeat + 1 if earlier else 0,
        name=source.path.name[:200],
        rows=result.rows,
        at=actor.at,
        by=actor.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ImportedBefore("别人刚刚导入了同一个文件，请先核对，确实是另外的记录才再导入一次。") from error
    return row


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
