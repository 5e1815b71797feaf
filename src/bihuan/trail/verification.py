"""Whether the trail and its seals are whole: every entry follows from the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from bihuan.trail.chain import GENESIS, Content, digest_of, moment
from bihuan.trail.models import Entry, Head, Seal
from bihuan.trail.sealing import seal_digest
from bihuan.values.problem import Problem


def verify_trail() -> Iterator[Problem]:
    """Every break in the chain of entries, and a head that does not match the last entry."""
    return verify_latest(1)


def verify_latest(first: int) -> Iterator[Problem]:
    """The same from one entry on; the digest before it is taken as it stands."""
    before = Entry.objects.filter(number=first - 1).values_list("digest", flat=True).first()
    previous, expected = before or GENESIS, first
    for entry in Entry.objects.filter(number__gte=first).order_by("number").iterator(chunk_size=5000):
        place = f"日志第 {entry.number} 条"
        if entry.number != expected:
            yield Problem(place, f"应为第 {expected} 条，中间有日志缺失。", "请用备份核对。")
        if entry.previous != previous or entry.digest != digest_of(entry.previous, _content(entry)):
            yield Problem(place, "内容与校验值不符，日志被改动过。", "请用备份核对。")
        previous, expected = entry.digest, entry.number + 1
    head = Head.objects.filter(pk=1).first()
    number, digest = (head.number, head.digest) if head is not None else (0, GENESIS)
    if digest != previous or number != expected - 1:
        yield Problem("日志末尾", "末尾的日志缺失或被改动过。", "请用备份核对。")


def verify_seals() -> Iterator[Problem]:
    """Every seal that was changed or taken away, or whose trail entry is no longer what it sealed."""
    previous = GENESIS
    missing = {subject.removeprefix("period:") for subject in _sealings()}
    for seal in Seal.objects.order_by("pk"):
        if seal.previous != previous or seal.digest != seal_digest(seal):
            yield Problem(f"封账 {seal.period}", "封账记录被改动过。", "请用备份核对。")
        entry = Entry.objects.filter(number=seal.trail_number).first()
        if seal.trail_number and (entry is None or entry.digest != seal.trail_digest):
            yield Problem(f"封账 {seal.period}", "封账时的日志已不存在或被改动过。", "请用备份核对。")
        previous = seal.digest
        missing.discard(seal.period)
    for period in sorted(missing):
        yield Problem(f"封账 {period}", "日志里记有这次封账，封账记录却不见了。", "请用备份核对。")


def _sealings() -> QuerySet[Entry, str]:
    """What the trail says was sealed; without it the last seal could be taken away unseen."""
    return Entry.objects.filter(verb="seal").values_list("subject", flat=True)


def _content(entry: Entry) -> Content:
    return Content(
        number=entry.number,
        at=moment(entry.at),
        actor=entry.actor,
        account=entry.account,
        verb=entry.verb,
        subject=entry.subject,
        unit=entry.unit,
        detail=entry.detail,
    )
