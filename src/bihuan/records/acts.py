"""The verbs of records: record an act, supersede it, void it. Each is one transaction, its trail entry last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from bihuan.book.posting import repost
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import require, units_numbered
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile, State
from bihuan.records.entry_rules import LONGEST_REASON
from bihuan.records.errors import AlreadyCorrected, BadAct, NoReason, UnknownRecord
from bihuan.records.evidence import keep
from bihuan.records.fields import reread
from bihuan.records.models import Attachment, Attendance, Correction, Evidence, Record
from bihuan.records.preparation import Draft, KindRules, Preparation, Prepared, draft_of
from bihuan.records.rows import ORIGIN, Entering, insert_records, ready, voucher_of
from bihuan.records.scope import leave, sees
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.problem import Problem


@transaction.atomic
def record_act(actor: Actor, act: Act) -> int:
    """Record an act with its people, parts and evidence; what was held posts to the book. Its number.

    Raises:
        BadAct: something about it cannot be entered; ``problems`` names every reason.
        UnknownUnit, MayNot: the actor may not record for that unit.
        UnknownKey: the packs have no such kind.
        UnknownRecord, AlreadyCorrected: the record that it is to be a part of is not there, or no longer stands.
        BadEvidence, EvidenceTooLarge: a file cannot be kept.
    """
    whole = None
    if act.part_of is not None:
        whole = _locked(actor, act.part_of, Action.RECORD)
        act = _within(whole, act)
    prepared = Preparation(actor, Action.RECORD).prepared(draft_of(act))
    if whole is not None and not _counts(whole):
        prepared = replace(prepared, lines=())
    written = _written(actor, prepared, whole)
    repost(ORIGIN, (), [voucher_of(ready(each), number) for number, each in written], actor.at)
    number = written[0][0]
    note(actor, "record_act", f"record:{number}", prepared.place.code, _detail(prepared))
    return number


@transaction.atomic
def supersede(actor: Actor, record: int, act: Act, reason: str) -> int:
    """Put another record in the place of one: its postings are reversed, the new ones added, neither is erased.

    People, parts and evidence that the act does not speak of (None) are carried over; parts that took the state of
    the whole follow it. The number of the new record.

    Raises:
        AlreadyCorrected: the record was superseded or voided before.
        NoReason: the reason is missing or too long.
        UnknownRecord: there is no such record, or the actor may not see it.
        BadAct, UnknownUnit, MayNot, UnknownKey, BadEvidence, EvidenceTooLarge: as for `record_act`.
    """
    why = _reason(reason)
    old = _locked(actor, record, Action.CORRECT)
    whole = _locked(actor, old.part_of_id, Action.CORRECT) if old.part_of_id else None
    old_parts = _standing_parts(old)
    act = _within(whole, act) if whole else replace(act, part_of=None)
    prepared = Preparation(actor, Action.CORRECT).prepared(_carrying(old, old_parts, act))
    if whole is not None and not _counts(whole):
        prepared = replace(prepared, lines=())
    written = _written(actor, prepared, whole)
    successors = {each.replaces: number for number, each in written if each.replaces is not None}
    gone = [old.pk, *(part.pk for part in old_parts)]
    _correct(actor, [(number, successors.get(number)) for number in gone], why)
    repost(ORIGIN, gone, [voucher_of(ready(each), number) for number, each in written], actor.at)
    number = written[0][0]
    note(
        actor,
        "supersede",
        f"record:{record}",
        prepared.place.code,
        {"by": number, "reason": why, **_detail(prepared)},
    )
    return number


@transaction.atomic
def void(actor: Actor, record: int, reason: str) -> None:
    """Take a record out of the book with all its parts. It stays readable, with the reason.

    Raises:
        AlreadyCorrected: the record was superseded or voided before.
        NoReason: the reason is missing or too long.
        UnknownRecord, MayNot: the actor may not see it, or may not correct it.
    """
    why = _reason(reason)
    old = _locked(actor, record, Action.CORRECT)
    gone = [old.pk, *(part.pk for part in _standing_parts(old))]
    _correct(actor, [(number, None) for number in gone], why)
    repost(ORIGIN, gone, (), actor.at)
    code = units_numbered([old.unit_id])[old.unit_id].code
    note(actor, "void", f"record:{record}", code, {"kind": old.kind, "reason": why, "records": len(gone)})


def _locked(actor: Actor, number: int, action: Action) -> Record:
    """The record, locked until the commit, where it stands and the actor may do the action on it.

    A whole is locked before its part, so that two corrections never wait for each other in a circle.
    """
    part_of = Record.objects.filter(pk=number).values_list("part_of_id", flat=True).first()
    if part_of is not None:
        Record.objects.select_for_update().filter(pk=part_of).first()
    row = Record.objects.select_for_update().filter(pk=number).first()
    place = units_numbered([row.unit_id])[row.unit_id] if row else None
    if row is None or place is None or not sees(actor, row.kind, row.path, place):
        raise UnknownRecord(f"没有找到编号为 {number} 的记录，请核对编号。")
    require(actor, leave(catalogue().kind(row.kind), action), place)
    if Correction.objects.filter(record=row).exists():
        raise AlreadyCorrected(f"记录 {number} 已经更正或作废过，请刷新后查看它的最新状态。")
    return row


def _within(whole: Record, act: Act) -> Act:
    """The act as a part of a record: on its unit and day, and never further on than it.

    Raises:
        BadAct: records of this kind are no parts of that one.
    """
    kind = catalogue().kind(act.kind)
    if kind.part_of != whole.kind:
        raise BadAct([Problem(kind.name, f"不能作为记录 {whole.pk} 的分项", "请单独记录，或核对事项")])
    state = act.state if whole.state == State.HELD else State(whole.state)
    code = units_numbered([whole.unit_id])[whole.unit_id].code
    return replace(act, part_of=whole.pk, unit=code, happened=whole.happened, state=state)


def _counts(whole: Record) -> bool:
    return KindRules(whole.kind).posting.counts(act_of(whole, code=""))


def act_of(row: Record, code: str) -> Act:
    """The act that a row holds, without people, parts and evidence."""
    return Act(
        kind=row.kind,
        unit=code,
        happened=row.happened,
        title=row.title,
        state=State(row.state),
        until=row.until,
        fields=reread(catalogue().kind(row.kind), row.fields),
        part_of=row.part_of_id,
    )


def _standing_parts(row: Record) -> list[Record]:
    return list(Record.objects.filter(part_of=row, correction__isnull=True).order_by("pk"))


def _carrying(old: Record, old_parts: Sequence[Record], act: Act) -> Draft:
    """The act with the people and parts of the old record where it does not speak of them."""
    people = _people_of([old, *old_parts])
    if act.people is None:
        act = replace(act, people=people.get(old.pk, ()))
    if act.parts is not None:
        return Draft(act, old.pk, tuple(Draft(part) for part in act.parts))
    parts = tuple(
        Draft(
            replace(
                act_of(part, act.unit),
                people=people.get(part.pk, ()),
                state=act.state if part.state == old.state else State(part.state),
            ),
            part.pk,
        )
        for part in old_parts
    )
    return Draft(act, old.pk, parts)


def _people_of(rows: Sequence[Record]) -> dict[int, tuple[Attendee, ...]]:
    found: dict[int, tuple[Attendee, ...]] = {}
    attended = (
        Attendance.objects.filter(record__in=rows).order_by("pk").values_list("record_id", "person__code", "role")
    )
    for number, code, role in attended:
        found[number] = (*found.get(number, ()), Attendee(code, AttendeeRole(role)))
    return found


def _written(actor: Actor, prepared: Prepared, whole: Record | None) -> list[tuple[int, Prepared]]:
    """Write the record, its parts and the evidence of each; the numbers with what they are of."""
    entering = Entering(actor.name, actor.at, part_of=whole.pk if whole else None)
    (number,) = insert_records([ready(prepared)], entering)
    parts = insert_records([ready(part) for part in prepared.parts], replace(entering, part_of=number))
    written = [(number, prepared), *zip(parts, prepared.parts, strict=True)]
    _attach(actor, written)
    return written


def _attach(actor: Actor, written: Sequence[tuple[int, Prepared]]) -> None:
    """Attach the files handed in, or those of the records that are superseded."""
    rows: list[Attachment] = []
    successors: dict[int, int] = {}
    for number, prepared in written:
        if prepared.act.evidence is not None:
            rows += _stored(actor, number, prepared.act.evidence)
        elif prepared.replaces is not None:
            successors[prepared.replaces] = number
    kept = Attachment.objects.filter(record__in=successors).order_by("pk") if successors else ()
    rows += [
        Attachment(record_id=successors[each.record_id], evidence_id=each.evidence_id, name=each.name)
        for each in kept
    ]
    Attachment.objects.bulk_create(rows)


def _stored(actor: Actor, number: int, files: Sequence[EvidenceFile]) -> Iterator[Attachment]:
    seen: set[str] = set()
    for file in files:
        kept = keep(file)
        if kept.sha256 in seen:
            continue
        seen.add(kept.sha256)
        row, _ = Evidence.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size, "entered": actor.at})
        yield Attachment(record_id=number, evidence=row, name=kept.name)


def _correct(actor: Actor, pairs: Sequence[tuple[int, int | None]], reason: str) -> None:
    """One correction row for each record. Its uniqueness decides between two who correct the same one at once."""
    rows = [
        Correction(record_id=number, successor_id=successor, reason=reason, at=actor.at, by=actor.name)
        for number, successor in pairs
    ]
    try:
        with transaction.atomic():
            Correction.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AlreadyCorrected(f"记录 {pairs[0][0]} 刚刚被别人更正或作废，请刷新后查看它的最新状态。") from error


def _reason(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise NoReason(f"请写明更正或作废的原因，1 到 {LONGEST_REASON} 个字。")
    return text


def _detail(prepared: Prepared) -> dict[str, str | int | None]:
    act = prepared.act
    return {
        "kind": act.kind,
        "happened": act.happened.isoformat(),
        "state": act.state.value,
        "title": act.title,
        "parts": len(prepared.parts),
        "delay": prepared.delay,
    }
