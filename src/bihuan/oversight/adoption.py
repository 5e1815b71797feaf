"""Taking up what was entered as a record: a finding that came in with a table becomes one, and counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import Mark, TaskLife
from bihuan.oversight.errors import BadTask, NotApart
from bihuan.oversight.findings import NewFinding, register_finding, task_of
from bihuan.oversight.models import MoveEvidence, Task
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, verify_and_close, write_move
from bihuan.oversight.people import identity
from bihuan.oversight.reposting import life_in
from bihuan.records.act import Value
from bihuan.records.acts import void
from bihuan.records.models import Evidence
from bihuan.records.queries import RecordView, record_for
from bihuan.trail.log import note
from bihuan.values.actor import Actor

WORDS = "据原记录登记的整改情况"


@transaction.atomic
def adopt(actor: Actor, record: int, unit: str = "", description: str = "", *, verified: bool = False) -> int:
    """Take up as a finding what was entered as a record of such a kind; the finding's number.

    The record is voided and the finding registered in one go, so that it counts once, before and after.

    Args:
        actor: who takes it up.
        record: the record's number.
        unit: the unit that answers for it; the one that the record names, or its own, where absent.
        description: what was found; what the record says where absent.
        verified: whether the actor has checked the rectification that the record tells of. Then whoever entered the
            record is taken to have reported it done on that day, and the actor verifies and closes it; without, it
            has to be reported and verified, since nobody checked it before.

    Raises:
        UnknownRecord, AlreadyCorrected, MayNot: as for `bihuan.records.acts.void` and `bihuan.oversight.moving.move`.
        BadTask: no findings of this kind are kept, or the record does not say enough.
        NotApart: the actor entered the record, and cannot check it.
    """
    view = record_for(actor, record)
    way = next((life for life in catalogue().task_lives.values() if life.kind == view.line.kind), None)
    if way is None or way.keeps != "finding":
        raise BadTask("这条记录不是问题类的事项，不能转入问题台账。")
    marks = {mark: view.fields.get(key) for key, mark in way.fills.items()}
    void(actor, record, "转入问题台账")
    number = register_finding(actor, _told(way, view, marks, unit, description))
    done = marks.get(Mark.DONE)
    if verified and isinstance(done, date):
        _verify(actor, task_of(actor, number), view, done)
    detail: dict[str, str | int | None] = {"record": record, "verified": "是" if verified else "否"}
    note(actor, "adopt", f"finding:{number}", view.line.unit, detail)
    return number


def _told(way: TaskLife, view: RecordView, marks: Mapping[Mark, Value], unit: str, description: str) -> NewFinding:
    due = marks.get(Mark.DUE)
    return NewFinding(
        found_on=view.line.happened,
        unit=unit or str(marks.get(Mark.RESPONSIBLE) or view.line.unit),
        issuer=view.line.unit,
        description=description or str(marks.get(Mark.DESCRIPTION) or view.line.title),
        origin=way.key,
        source=str(marks.get(Mark.SOURCE) or ""),
        category=str(marks.get(Mark.CATEGORY) or ""),
        due=due if isinstance(due, date) else None,
        fields=_kept(way, view.fields),
    )


def _kept(way: TaskLife, fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """The fields that no move fills in, and those filled in only sometimes: a suggestion, that it came back."""
    sometimes = (Mark.SUGGESTION, Mark.IS_REPEAT)
    return {
        key: value
        for key, value in fields.items()
        if key not in way.done_words and (key not in way.fills or way.fills[key] in sometimes)
    }


def _verify(actor: Actor, number: int, view: RecordView, done: date) -> None:
    """The rectification that the record tells of, reported by whoever entered it and verified by the actor."""
    keeper = replace(actor, name=view.line.entered_by, account="")
    if identity(actor) == keeper.name or actor.name == keeper.name:
        raise NotApart("原记录是您自己登记的，整改情况请由其他人核验。")
    task = Task.objects.get(pk=number)
    life = life_in(task)
    for step in (Step.ACCEPT, Step.REPORT_DONE):
        life, made = write_move(keeper, task, life, step, Doing(words=WORDS, on=done))
    files = dict(
        Evidence.objects.filter(sha256__in=[file.sha256 for file in view.evidence]).values_list("sha256", "pk")
    )
    MoveEvidence.objects.bulk_create(
        MoveEvidence(move=made, evidence_id=files[file.sha256], name=file.name) for file in view.evidence
    )
    verify_and_close(actor, number, Doing(words="转入时核验"))
