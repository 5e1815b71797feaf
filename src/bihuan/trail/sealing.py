"""Sealing a period 封账: what was known at its closing is fixed; what comes later is marked late."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bihuan.trail.chain import GENESIS, moment
from bihuan.trail.errors import AlreadySealed, NotOver
from bihuan.trail.log import note
from bihuan.trail.models import Head, Seal
from bihuan.values.actor import Actor
from bihuan.values.period import Period


@dataclass(frozen=True)
class Closing:
    """A sealing: the moment, and the digest of the period's postings at it."""

    at: datetime
    book_digest: str


def seal(actor: Actor, period: Period, book_digest: str, today: date) -> str:
    """Seal the period and return the seal's digest.

    Args:
        actor: who closes the books; the caller has checked that they may.
        period: the days that are closed.
        book_digest: the digest of all postings of those days, worked out by the book.
        today: the day on which it is done.

    Raises:
        AlreadySealed: the same period was sealed before.
        NotOver: the period has days to come.
    """
    if today <= period.last:
        raise NotOver(f"{period.name}还没有结束，不能封账。")
    with transaction.atomic():
        # The note locks the head, so that two sealings at once take turns.
        note(actor, "seal", f"period:{period}", detail={"book_digest": book_digest})
        if Seal.objects.filter(period=str(period)).exists():
            raise AlreadySealed(f"{period.name}已经封账，不能再封一次。")
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
        made.save(force_insert=True)
    return made.digest


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
