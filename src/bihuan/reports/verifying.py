"""Verifying a report that this program wrote: each figure unchanged, edited, lost, or its records changed since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bihuan.book.figures import figures
from bihuan.reading import read
from bihuan.reading.shapes import Claim
from bihuan.reports.charts.reading import mentions_in
from bihuan.reports.checking.verdicts import does_agree
from bihuan.reports.document import Identity
from bihuan.reports.docx.reading import BoundFile, bound_in
from bihuan.reports.drafting.reviewing import typed_claims
from bihuan.reports.errors import NotAReport
from bihuan.reports.issuing import Frozen, frozen_figures, issued_charts
from bihuan.reports.record_changes import RecordChanges, record_changes
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.quantity import shown

_BARE = re.compile(r"-?\d+(?:\.\d+)?")


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
        mention: its number, 0 where the file has not even its mark.
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
class RowCheck:
    """Words from the ledger (a title in a list) held against what was written; ``found`` is None where they are gone.

    Their state is unchanged, edited or lost.
    """

    row: int
    state: MentionState
    written: str
    found: str | None


@dataclass(frozen=True)
class Verification:
    """A report verified.

    Attributes:
        number: under which it was issued, "" for a draft.
        as_of: the moment of its figures.
        is_registered: whether the number is one that this ledger issued; True for a draft.
        mentions: one for each mention, in order, then one for each copy and each one removed with its mark.
        typed: the claims in its text that are bound to nothing: somebody typed them.
        rows: one for each run of words that was taken from the ledger as it stands.
    """

    number: str
    as_of: str
    is_registered: bool
    mentions: tuple[MentionCheck, ...]
    typed: tuple[Claim, ...]
    rows: tuple[RowCheck, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether everything bound stands as written, on records that have not changed."""
        states = {each.state for each in self.mentions} | {each.state for each in self.rows}
        return self.is_registered and states <= {MentionState.UNCHANGED}

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
    identities = {place: kept.identity for place, kept in (frozen or {}).items()} | dict(bound.figures)
    unknown = [mention for mention, place in bound.states.items() if place not in identities]
    if unknown or not identities:
        raise NotAReport(f"“{file.name}”的数据索引不完整，标记被改过，请重新取一份原件。")
    as_of = datetime.fromisoformat(bound.as_of) if bound.as_of else None
    redrawn = _redrawn(bound) if frozen is not None and bound.charts else frozenset[int]()
    asked = (_asked(actor, identities, as_of), _asked(actor, identities, None))
    sides = _Sides(bound, identities, *asked, frozen, redrawn)
    mentions = [_named(actor, sides, _check(sides, mention)) for mention in bound.written]
    mentions += [_copy(sides, mention) for mention in bound.copies if mention in bound.written]
    mentions += _removed(sides)
    return Verification(
        number=bound.number,
        as_of=bound.as_of,
        is_registered=not bound.number or frozen is not None,
        mentions=tuple(mentions),
        typed=typed_claims(bound),
        rows=tuple(_row(bound, number) for number in bound.rows),
    )


def _row(bound: BoundFile, number: int) -> RowCheck:
    written, found = bound.rows[number], bound.row_words(number)
    if found is None:
        return RowCheck(number, MentionState.LOST, written, None)
    state = MentionState.UNCHANGED if found == written else MentionState.EDITED
    return RowCheck(number, state, written, found)


@dataclass(frozen=True)
class _Sides:
    """What a file is held against: its own index with the register's, the book then and now, the register.

    ``redrawn`` are the mentions of charts of which the index says other than the issued file did.
    """

    bound: BoundFile
    identities: Mapping[int, Identity]
    then: Mapping[int, Figure]
    now: Mapping[int, Figure]
    frozen: Mapping[int, Frozen] | None
    redrawn: frozenset[int]


def _redrawn(bound: BoundFile) -> frozenset[int]:
    issued = issued_charts(bound.number)
    lines = [line for name, line in bound.charts.items() if issued.get(name) != line]
    return frozenset(mention for line in lines for mention in mentions_in(line))


def _asked(actor: Actor, identities: Mapping[int, Identity], as_of: datetime | None) -> dict[int, Figure]:
    answers = figures(actor, [identity.ask(as_of) for identity in identities.values()])
    return dict(zip(identities, answers, strict=True))


def _check(sides: _Sides, mention: int) -> MentionCheck:
    place = sides.bound.states[mention]
    written, found = sides.bound.written[mention], sides.bound.words(mention)
    if mention in sides.redrawn and found is not None:
        state, why = MentionState.ALTERED, "图和文件里对它的记载都与签发时的不一致，图被换过。"
    else:
        state, why = _state(sides, place, written, found)
    return MentionCheck(mention, sides.identities[place], state, written, found, sides.now[place], why)


def _state(sides: _Sides, place: int, written: str, found: str | None) -> tuple[MentionState, str]:
    identity, now = sides.identities[place], sides.now[place]
    if found is None:
        return MentionState.LOST, f"写出时的“{written}”已不在文中。"
    if _is_altered(sides, place, written):
        return MentionState.ALTERED, "文件里的数据标记与签发或写出时的不一致，标记被改过。"
    if found != written:
        return MentionState.EDITED, f"写出时是“{written}”，现在是“{found}”。"
    if identity.digest != now.digest:
        count = identity.members
        members = "有记录被更正" if count == now.members else f"记录由{count}条变为{now.members}条"
        return MentionState.RECORDS_CHANGED, f"文字未动，但{members}，账上现为{now.text}。"
    return MentionState.UNCHANGED, f"与写出时一致，{now.members}条记录未变。"


def _is_altered(sides: _Sides, place: int, written: str) -> bool:
    """Whether the index itself was changed: it is neither what was issued nor what the book held at that moment."""
    identity = sides.identities[place]
    if sides.frozen is not None:
        kept = sides.frozen.get(place)
        same = kept is not None and (kept.identity.digest, kept.identity.value) == (identity.digest, identity.value)
        return not same or kept is None or written not in kept.texts
    return identity.digest not in (sides.then[place].digest, sides.now[place].digest) or not _states(
        written, identity
    )


def _removed(sides: _Sides) -> list[MentionCheck]:
    """The mentions of the issued report of which the file has not even the mark any more."""
    found: list[MentionCheck] = []
    for place, kept in (sides.frozen or {}).items():
        marked = Counter(
            words for mention, words in sides.bound.written.items() if sides.bound.states[mention] == place
        )
        for words in (Counter(kept.texts) - marked).elements():
            why = f"签发时的“{words}”连同标记都已不在文件里。"
            found.append(MentionCheck(0, kept.identity, MentionState.LOST, words, None, sides.now[place], why))
    return found


def _named(actor: Actor, sides: _Sides, found: MentionCheck) -> MentionCheck:
    """The check with the records that changed named, where any did."""
    if found.state is not MentionState.RECORDS_CHANGED:
        return found
    changes = record_changes(actor, found.identity, datetime.fromisoformat(sides.bound.as_of))
    if not changes.text:
        return found
    return replace(found, why=f"{found.why.removesuffix('。')}：{changes.text}。", changes=changes)


def _states(written: str, identity: Identity) -> bool:
    """Whether the words state the value of the identity; in a table they go without their measure word."""
    if _BARE.fullmatch(written):
        return written == shown(identity.exact)
    claims = read(f"共{written}。").claims
    return len(claims) == 1 and does_agree(claims[0], identity.exact, identity.measure_unit)


def _copy(sides: _Sides, mention: int) -> MentionCheck:
    place, written = sides.bound.states[mention], sides.bound.written[mention]
    why = f"“{written}”被复制到了别处，复制件不随原处核对。"
    return MentionCheck(
        mention, sides.identities[place], MentionState.COPIED, written, written, sides.now[place], why
    )
