"""The verb of the trail: note what an actor did, inside the transaction of the verb that did it."""

from __future__ import annotations

from django.db import transaction

from bihuan.trail.chain import GENESIS, Content, Detail, canonical, digest_of, moment
from bihuan.trail.errors import SealedMeanwhile
from bihuan.trail.models import Entry, Head
from bihuan.values.actor import Actor


def note(actor: Actor, verb: str, subject: str, unit: str = "", detail: Detail | None = None) -> int:
    """Append an entry and return its number.

    Call it last in a verb: from here to the commit no other writer can append, which keeps the numbers
    without a gap and the chain without a fork.

    Args:
        actor: who did it; the moment is the actor's.
        verb: what was done, the verb function's name.
        subject: on what, as ``record:17``.
        unit: the code of the unit concerned.
        detail: what an auditor needs to know, in flat words and numbers.

    Raises:
        SealedMeanwhile: a period was sealed at or after the actor's moment; what the seal covers would change.
    """
    with transaction.atomic():
        head = held_head()
        if head.sealed_at is not None and actor.at <= head.sealed_at:
            raise SealedMeanwhile("在您填写的时候账刚刚封上，请再提交一次。")
        content = Content(
            number=head.number + 1,
            at=moment(actor.at),
            actor=actor.name,
            account=actor.account,
            verb=verb,
            subject=subject,
            unit=unit,
            detail=canonical(detail or {}),
        )
        digest = digest_of(head.digest, content)
        Entry.objects.create(
            number=content.number,
            at=actor.at,
            actor=content.actor,
            account=content.account,
            verb=verb,
            subject=subject,
            unit=unit,
            detail=content.detail,
            previous=head.digest,
            digest=digest,
        )
        Head.objects.filter(pk=1).update(number=content.number, digest=digest)
    return content.number


def held_head() -> Head:
    """The trail's head, locked until the transaction ends: nobody else can note anything before then."""
    # The first entry of all finds no head; get_or_create settles a race between two first writers.
    Head.objects.get_or_create(pk=1, defaults={"number": 0, "digest": GENESIS})
    return Head.objects.select_for_update().get(pk=1)
