"""Verifying a report that this program wrote: each figure unchanged, edited, lost, or its records changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bihuan.book.figures import figures
from bihuan.reading import read
from bihuan.reading.shapes import Claim
from bihuan.reports.document import Identity
from bihuan.reports.docx_reading import BoundFile, bound_in
from bihuan.reports.issuing import Frozen, frozen_figures
from bihuan.reports.record_changes import RecordChanges, record_changes
from bihuan.reports.verdicts import does_agree
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure


class MentionState(StrEnum):
    """How a mention stands: as written; its words edited; gone; copied to a second place; its index tampered with."""

    UNCHANGED = "unchanged"
    RECORDS_CHANGED = "records_changed"
    EDITED = "edited"
    LOST = "lost"
    COPIED = "copied"
    ALTERED = "altered"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]


_LABELS = {
    MentionState.UNCHANGED: "一致",
    MentionState.RECORDS_CHANGED: "记录已变",
    MentionState.EDITED: "文字被改",
    MentionState.LOST: "已不在文中",
    MentionState.COPIED: "另有复制",
    MentionState.ALTERED: "标记被改",
}


@dataclass(frozen=True)
class MentionCheck:
    """One mention held against what was written and against the book.

    Attributes:
        mention: its number.
        identity: the figure, with its name as the book gives it now.
        state: how it stands.
        written: its words when the report was written.
        found: its words now, None where it is gone.
        now: the book's figure at present.
        why: one Chinese sentence.
        changes: the records that came and went since the report was written.
    """

    mention: int
    identity: Identity
    state: MentionState
    written: str
    found: str | None
    now: Figure
    why: str
    changes: RecordChanges = field(default_factory=RecordChanges)


@dataclass(frozen=True)
class Verification:
    """A report verified.

    Attributes:
        number: under which it was issued, "" for a draft.
        as_of: the moment of its figures.
        is_registered: whether the number is one that this ledger issued; True for a draft.
        mentions: one for each mention, in order, then one for each copy.
        typed: the claims in its text that are bound to nothing: somebody typed them.
    """

    number: str
    as_of: str
    is_registered: bool
    mentions: tuple[MentionCheck, ...]
    typed: tuple[Claim, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every mention stands as written, on records that have not changed."""
        return self.is_registered and all(each.state is MentionState.UNCHANGED for each in self.mentions)

    @property
    def counts(self) -> Mapping[MentionState, int]:
        """How many mentions stand in each state; every state is there."""
        found = Counter(each.state for each in self.mentions)
        return {state: found[state] for state in MentionState}


def verify_report(actor: Actor, file: Path) -> Verification:
    """Hold every bound figure of the file against the words written, the issued register and the book, then and now.

    Raises:
        NotAReport: the file carries no figures of this program.
        UnknownKey, UnknownUnit, MayNot: a figure cannot be asked for, or the actor may not see it.
    """
    bound = bound_in(file)
    frozen = frozen_figures(bound.number) if bound.number else None
    numbers = list(bound.figures)
    then = _asked(actor, bound, numbers, datetime.fromisoformat(bound.as_of) if bound.as_of else None)
    now = _asked(actor, bound, numbers, None)
    mentions: list[MentionCheck] = []
    for mention, written in bound.written.items():
        if (place := bound.states[mention]) in now:
            sides = _Sides(bound, place, then[place], now[place], frozen)
            mentions.append(_named(actor, bound, _check(sides, mention, written)))
    mentions += [
        _copy(bound, mention, now[place])
        for mention in bound.copies
        if (place := bound.states.get(mention, 0)) in now
    ]
    is_registered = not bound.number or frozen is not None
    return Verification(bound.number, bound.as_of, is_registered, tuple(mentions), _typed(bound))


@dataclass(frozen=True)
class _Sides:
    bound: BoundFile
    place: int
    then: Figure
    now: Figure
    frozen: Mapping[int, Frozen] | None

    @property
    def identity(self) -> Identity:
        """What the file's index says."""
        return self.bound.figures[self.place]


def _asked(actor: Actor, bound: BoundFile, numbers: Sequence[int], as_of: datetime | None) -> dict[int, Figure]:
    answers = figures(actor, [bound.figures[number].ask(as_of) for number in numbers])
    return dict(zip(numbers, answers, strict=True))


def _check(sides: _Sides, mention: int, written: str) -> MentionCheck:
    state, why = _state(sides, written, sides.bound.words(mention))
    return MentionCheck(mention, sides.identity, state, written, sides.bound.words(mention), sides.now, why)


def _state(sides: _Sides, written: str, found: str | None) -> tuple[MentionState, str]:
    now = sides.now
    if found is None:
        return MentionState.LOST, f"写出时的“{written}”已不在文中。"
    if _is_altered(sides, written):
        return MentionState.ALTERED, "文件里的数据标记与签发或写出时的不一致，标记被改过。"
    if found != written:
        return MentionState.EDITED, f"写出时是“{written}”，现在是“{found}”。"
    if sides.identity.digest != now.digest:
        count = sides.identity.members
        members = "有记录被更正" if count == now.members else f"记录由{count}条变为{now.members}条"
        return MentionState.RECORDS_CHANGED, f"文字未动，但{members}，账上现为{now.text}。"
    return MentionState.UNCHANGED, f"与写出时一致，{now.members}条记录未变。"


def _named(actor: Actor, bound: BoundFile, found: MentionCheck) -> MentionCheck:
    """The check with the records that changed named, where any did."""
    if found.state is not MentionState.RECORDS_CHANGED:
        return found
    changes = record_changes(actor, found.identity, datetime.fromisoformat(bound.as_of))
    if not changes.text:
        return found
    return replace(found, why=f"{found.why.removesuffix('。')}：{changes.text}。", changes=changes)


def _is_altered(sides: _Sides, written: str) -> bool:
    """Whether the index itself was changed: it is neither what was issued nor what the book held at that moment."""
    identity = sides.identity
    if sides.frozen is not None:
        kept = sides.frozen.get(sides.place)
        return (
            kept is None
            or (kept.digest, kept.value) != (identity.digest, identity.value)
            or written not in kept.texts
        )
    return identity.digest not in (sides.then.digest, sides.now.digest) or not _states(written, identity)


def _states(written: str, identity: Identity) -> bool:
    """Whether the words state the value of the identity."""
    claims = read(f"共{written}。").claims
    return len(claims) == 1 and does_agree(claims[0], identity.exact, identity.measure_unit)


def _copy(bound: BoundFile, mention: int, now: Figure) -> MentionCheck:
    written = bound.written[mention]
    why = f"“{written}”被复制到了别处，复制件不随原处核对。"
    return MentionCheck(
        mention, bound.figures[bound.states[mention]], MentionState.COPIED, written, written, now, why
    )


def _typed(bound: BoundFile) -> tuple[Claim, ...]:
    """The claims in the text that no bookmark covers."""
    spans = [(place.start, place.end) for place in bound.found.values()]
    return tuple(
        claim
        for claim in read(bound.text).claims
        if not any(start < claim.end and claim.start < end for start, end in spans)
    )
