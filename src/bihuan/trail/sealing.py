"""Sealing a period 封账: what was known at its closing is fixed; what comes later is marked late."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bihuan.trail.chain import GENESIS, moment
from bihuan.trail.errors import AlreadySealed, NotOver
from bihuan.trail.log import held_head, note
from bihuan.trail.models import Head, Seal
from bihuan.values.actor import Actor
from bihuan.values.period import Period

BookDigest = Callable[[Period, datetime], str]
"""Works out the digest of a period's postings that were entered up to a moment."""


@dataclass(frozen=True)
class Closing:
    """A sealing: the moment, and the digest of the period's postings at it."""

    at: datetime
    book_digest: str


def seal(actor: Actor, period: Period, book_digest: BookDigest, today: date) -> str:
    """Seal the period and return the seal's digest.

    The trail's head is held while the postings are digested. Every verb ends by noting, so whatever was entered up
    to the moment of sealing is either committed and in the digest, or finds the books closed and is refused.

    Args:
        actor: who closes the books; the caller has checked that they may.
        period: the days that are closed.
        book_digest: works out the digest of the period's postings that were entered up to a moment.
        today: the day on which it is done.

    Raises:
        AlreadySealed: the same period was sealed before.
        NotOver: the period has days to come.
    """
    if today <= period.last:
        raise NotOver(f"{period.name}还没有结束，不能封账。")
    with transaction.atomic():
        held_head()
        if Seal.objects.filter(period=str(period)).exists():
            raise AlreadySealed(f"{period.name}已经封账，不能再封一次。")
        digest = book_digest(period, actor.at)
        note(actor, "seal", f"period:{period}", detail={"book_digest": digest})
        made = _made(actor, period, digest)
        made.save(force_insert=True)
        Head.objects.filter(pk=1).update(sealed_at=actor.at)
    return made.digest


def _made(actor: Actor, period: Period, book_digest: str) -> Seal:
    head = Head.objects.get(pk=1)
    last = Seal.objects.order_by("-pk").first()
    made = Seal(
        period=str(period),
        first=period.first,
        last=period.last,
        at=actor.at,
        actor=actor.name,
        trail_number=head.number,
        trail_digest=head.digest,
        book_digest=book_digest,
        previous=last.digest if last else GENESIS,
    )
    made.digest = seal_digest(made)
    return made


def sealed_periods() -> list[tuple[Period, str]]:
    """Every sealed period with the book's digest at its sealing, in the order of sealing."""
    return [(Period(s.first, s.last), s.book_digest) for s in Seal.objects.order_by("pk")]


def seal_of(period: Period) -> Closing | None:
    """When the period was sealed and what the book said then, or None where it is open."""
    row = Seal.objects.filter(period=str(period)).first()
    return Closing(row.at, row.book_digest) if row else None


def seal_digest(made: Seal) -> str:
    """The SHA-256 over what the seal says and the seal before it."""
    fields = (
        made.previous,
        made.period,
        made.first.isoformat(),
        made.last.isoformat(),
        moment(made.at),
        made.actor,
        str(made.trail_number),
        made.trail_digest,
        made.book_digest,
    )
    # As JSON, so that no field can take over a part of its neighbour.
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
