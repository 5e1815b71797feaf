"""Reads of records: the only way a face obtains one. Always told who asks; values come back, never rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO

from django.db.models import Q, QuerySet

from bihuan.book.registry import Description
from bihuan.catalog.errors import UnknownKey
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind
from bihuan.organisations.queries import UnitPlace, unit_for, units_numbered
from bihuan.records.act import AttendeeRole, State, Value
from bihuan.records.errors import UnknownRecord
from bihuan.records.evidence import opened
from bihuan.records.fields import reread, shown_value, stored_fields
from bihuan.records.lateness import LATE_AFTER, is_late
from bihuan.records.listing import Row, Wanted, listed
from bihuan.records.models import Attachment, Attendance, Correction, Record
from bihuan.records.roster import names_of
from bihuan.records.scope import restricted_kinds, sees, visible, within
from bihuan.records.sorting import Sorting, cursor_of, read_cursor
from bihuan.values.actor import Actor
from bihuan.values.period import Period, chinese_day


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as a list shows it.

    Attributes:
        number: its number in the ledger.
        kind_name, unit_name: what a person calls them.
        delay: days from the act to its entry.
        late: more than a week, or after the books of its day were closed (``after_seal``).
        standing: whether it is neither superseded nor voided.
    """

    number: int
    kind: str
    kind_name: str
    unit: str
    unit_name: str
    happened: date
    until: date | None
    state: State
    title: str
    entered: datetime
    entered_by: str
    delay: int
    after_seal: bool
    late: bool
    standing: bool
    part_of: int | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who took part in an act."""

    code: str
    name: str
    role: AttendeeRole


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file behind a record."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a record: ``record`` gave way to ``successor`` (None where it was voided)."""

    record: int
    successor: int | None
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record with everything that belongs to it.

    Attributes:
        line: what a list shows of it.
        fields: the typed values by key.
        shown: the values as a person reads them, by the field's name, with its unit; in the order of the pack.
        history: the corrections that led to it and away from it, the oldest first.
    """

    line: RecordLine
    fields: Mapping[str, Value]
    shown: Mapping[str, str]
    people: tuple[Participant, ...]
    evidence: tuple[KeptFile, ...]
    parts: tuple[RecordLine, ...]
    history: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Which records are wanted. What is empty or None does not narrow.

    Attributes:
        unit: a unit's code or name; all below it is included.
        kind: the key of a kind.
        period: the days of the acts.
        text: words of the title or of a field.
        late: only those entered late, or only those that were not.
        corrected: only those superseded or voided, or only those that stand; None for both.
    """

    unit: str = ""
    kind: str = ""
    period: Period | None = None
    state: State | None = None
    text: str = ""
    late: bool | None = None
    corrected: bool | None = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: ``size`` records behind the cursor, which is "" for the first page, in an order."""

    after: str = ""
    size: int = 50
    order: Sorting = Sorting.NEWEST


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The records of a page, in their order, and the cursor of the next page, "" at the end."""

    lines: tuple[RecordLine, ...]
    following: str


def record_for(actor: Actor, number: int) -> RecordView:
    """The record with its people, evidence, parts and history.

    Raises:
        UnknownRecord: there is none, or the actor may not see it: both look the same.
    """
    row = _row_for(actor, number)
    parts = Record.objects.filter(part_of=row).filter(correction=None)
    kind = _kind(row.kind)
    fields = reread(kind, row.fields) if kind else {}
    return RecordView(
        line=lines_of([row])[0],
        fields=fields,
        shown=_shown(kind, fields) if kind else {},
        people=_participants(row),
        evidence=_files(row),
        parts=tuple(lines_of(list(_with_relations(parts).order_by("pk")))),
        history=tuple(_history(row)),
    )


def records(actor: Actor, search: Search, page: Page = Page()) -> RecordPage:
    """A page of the records wanted, as far as the actor may see them.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    wanted = Wanted(
        place=unit_for(actor, search.unit) if search.unit else None,
        kind=catalogue().kind(search.kind).key if search.kind else "",
        period=search.period,
        state=search.state,
        text=search.text,
        late=search.late,
        corrected=search.corrected,
        order=page.order,
        behind=read_cursor(page.order, page.after) if page.after else None,
    )
    rows = listed(actor, wanted, page.size + 1)
    following = ""
    if len(rows) > page.size:
        rows = rows[: page.size]
        last: dict[str, str | int | date] = {
            "id": rows[-1].number,
            "happened": rows[-1].happened,
            "path": rows[-1].path,
            "kind": rows[-1].kind,
        }
        following = str(cursor_of(page.order, [last[column] for column in page.order.columns]))
    return RecordPage(tuple(_line(row) for row in rows), following)


def found(actor: Actor, search: Search) -> QuerySet[Record]:
    """The rows that a search wants, as far as the actor may see them; for this part's own readers."""
    rows = Record.objects.filter(visible(actor))
    if search.unit:
        rows = rows.filter(within(unit_for(actor, search.unit)))
    if search.kind:
        rows = rows.filter(kind=catalogue().kind(search.kind).key)
    if search.period is not None:
        rows = rows.filter(happened__range=(search.period.first, search.period.last))
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if search.text:
        rows = rows.filter(Q(title__contains=search.text) | Q(fields__contains=search.text))
    if search.late is not None:
        late = Q(delay__gt=LATE_AFTER) | Q(after_seal=True)
        rows = rows.filter(late if search.late else ~late)
    if search.corrected is not None:
        rows = rows.filter(correction__isnull=not search.corrected)
    return rows


def evidence_for(actor: Actor, number: int, sha256: str) -> tuple[KeptFile, BinaryIO]:
    """A file behind a record, checked against its digest and open for reading.

    Raises:
        UnknownRecord: the record is not there or not the actor's to see, or has no such file.
        EvidenceLost: the file is missing from the store or was altered.
    """
    row = _row_for(actor, number)
    for file in _files(row):
        if file.sha256 == sha256:
            return file, opened(sha256)
    raise UnknownRecord(f"记录 {number} 没有这个佐证文件，请刷新后再试。")


def descriptions(numbers: Sequence[int]) -> Mapping[int, Description]:
    """What records are called in a proof, with the names of their files. The book has checked who may see them.

    A restricted record is named by its kind alone: the figure that it stands behind is open to more people than it.
    """
    rows = Record.objects.filter(pk__in=numbers).order_by("attachments__pk")
    kept_close = restricted_kinds()
    found: dict[int, Description] = {}
    for number, kind, title, happened, file in rows.values_list(
        "pk", "kind", "title", "happened", "attachments__name"
    ):
        if kind in kept_close:
            found[number] = Description(_called(kind, "", happened))
        else:
            known = found.get(number) or Description(_called(kind, title, happened))
            found[number] = replace(known, evidence=(*known.evidence, file)) if file is not None else known
    return found


def voided_among(lines: Sequence[RecordLine]) -> frozenset[int]:
    """The numbers of those taken back with no other in their place; the actor was shown the lines before."""
    gone = Correction.objects.filter(record_id__in=[line.number for line in lines], successor=None)
    return frozenset(gone.values_list("record_id", flat=True))


def fields_of(kind: Kind, lines: Sequence[RecordLine]) -> Mapping[int, Mapping[str, Value]]:
    """What the records of a kind say, by their numbers; the actor was shown the lines before."""
    rows = Record.objects.filter(pk__in=[line.number for line in lines]).values_list("pk", "fields")
    return {number: reread(kind, fields) for number, fields in rows}


def lines_of(rows: Sequence[Record]) -> list[RecordLine]:
    """What a list shows of the rows. For this part's own readers, which checked what the actor may see."""
    places = units_numbered(sorted({row.unit_id for row in rows}))
    return [_line(_listed_row(row, places[row.unit_id])) for row in rows]


def _listed_row(row: Record, place: UnitPlace) -> Row:
    """The row as a list would have read it; its correction was fetched with it."""
    return Row(
        number=row.pk,
        kind=row.kind,
        path=row.path,
        unit=place.code,
        unit_name=place.name,
        happened=row.happened,
        until=row.until,
        state=row.state,
        title=row.title,
        entered=row.entered,
        entered_by=row.entered_by,
        delay=row.delay,
        after_seal=row.after_seal,
        part_of=row.part_of_id,
        correction=row.correction.pk if hasattr(row, "correction") else None,
    )


def _line(row: Row) -> RecordLine:
    return RecordLine(
        number=row.number,
        kind=row.kind,
        kind_name=_kind_name(row.kind),
        unit=row.unit,
        unit_name=row.unit_name,
        happened=row.happened,
        until=row.until,
        state=State(row.state),
        title=row.title,
        entered=row.entered,
        entered_by=row.entered_by,
        delay=row.delay,
        after_seal=row.after_seal,
        late=is_late(row.delay, after_seal=row.after_seal),
        standing=row.correction is None,
        part_of=row.part_of,
    )


def _row_for(actor: Actor, number: int) -> Record:
    row = _with_relations(Record.objects.filter(pk=number)).first()
    if row is None or not sees(actor, row.kind, row.path, units_numbered([row.unit_id])[row.unit_id]):
        raise UnknownRecord(f"没有找到编号为 {number} 的记录，请核对编号。")
    return row


def _with_relations(rows: QuerySet[Record]) -> QuerySet[Record]:
    return rows.select_related("correction")


def _kind(key: str) -> Kind | None:
    """The kind, or None where a pack no longer has it: its records stay readable."""
    try:
        return catalogue().kind(key)
    except UnknownKey:
        return None


def _kind_name(key: str) -> str:
    kind = _kind(key)
    return kind.name if kind else key


def _called(kind: str, title: str, happened: date) -> str:
    return title or f"{chinese_day(happened)}{_kind_name(kind)}"


def _shown(kind: Kind, fields: Mapping[str, Value]) -> dict[str, str]:
    names = names_of(kind, fields)
    return {
        each.name: names.get(each.key) or f"{shown_value(fields[each.key])}{each.measure_unit}"
        for each in stored_fields(kind)
        if each.key in fields
    }


def _participants(row: Record) -> tuple[Participant, ...]:
    rows = Attendance.objects.filter(record=row).order_by("pk").values_list("person__code", "person__name", "role")
    return tuple(Participant(code, name, AttendeeRole(role)) for code, name, role in rows)


def _files(row: Record) -> tuple[KeptFile, ...]:
    rows = Attachment.objects.filter(record=row).order_by("pk")
    return tuple(KeptFile(*each) for each in rows.values_list("name", "evidence__sha256", "evidence__size"))


def _history(row: Record) -> list[Step]:
    """The chain of corrections through the record."""
    steps: list[Step] = []
    number = row.pk
    while earlier := Correction.objects.filter(successor_id=number).first():
        steps.insert(0, _step(earlier))
        number = earlier.record_id
    later = Correction.objects.filter(record_id=row.pk).first()
    while later is not None:
        steps.append(_step(later))
        later = Correction.objects.filter(record_id=later.successor_id).first() if later.successor_id else None
    return steps


def _step(row: Correction) -> Step:
    return Step(row.record_id, row.successor_id, row.reason, row.at, row.by)
