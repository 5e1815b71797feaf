"""Which records behind a figure changed between two moments: those that came, those that went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.book.errors import Restricted
from bihuan.book.proofs import proof
from bihuan.reports.document import Identity
from bihuan.values.actor import Actor
from bihuan.values.figure import Member, Proof

_PAGE = 1_000
"""Changes are looked for among as many records as one report can be expected to count."""


@dataclass(frozen=True)
class RecordChanges:
    """The records that a figure lost and gained; both empty where they are not open to the actor."""

    gone: tuple[Member, ...] = ()
    come: tuple[Member, ...] = ()

    @property
    def text(self) -> str:
        """Half a Chinese sentence that names the first of them; "" where there are none."""
        named = [
            f"{word}{_named(members)}" for word, members in (("少了", self.gone), ("多了", self.come)) if members
        ]
        return "，".join(named)


def record_changes(actor: Actor, identity: Identity, since: datetime) -> RecordChanges:
    """The records that the figure was summed from at the moment, held against the present ones."""
    try:
        then = _members(proof(actor, identity.ask(since), size=_PAGE))
        now = _members(proof(actor, identity.ask(None), size=_PAGE))
    except Restricted:
        return RecordChanges()
    return RecordChanges(
        gone=tuple(member for key, member in then.items() if key not in now),
        come=tuple(member for key, member in now.items() if key not in then),
    )


def _members(found: Proof) -> Mapping[tuple[str, int, str], Member]:
    """The members by what makes one the same: its source and what it adds. Titles may be mended, and are left out."""
    return {(member.origin, member.source, str(member.amount)): member for member in _flat(found)}


def _flat(found: Proof) -> Iterator[Member]:
    yield from (replace(member, evidence=()) for member in found.members)
    for part in found.parts:
        yield from _flat(part)


def _named(members: tuple[Member, ...]) -> str:
    first = members[0]
    title = first.title or f"{first.unit_name}的一条记录"
    more = f"等{len(members)}条" if len(members) > 1 else ""
    return f"{first.day.month}月{first.day.day}日“{title}”{more}"
