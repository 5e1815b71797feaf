"""How an entry's digest is made from its content and the digest before it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

Detail = Mapping[str, str | int | None]

GENESIS = "0" * 64


@dataclass(frozen=True)
class Content:
    """What an entry says. ``detail`` is canonical JSON text, so that its digest can be made again."""

    number: int
    at: str
    actor: str
    account: str
    verb: str
    subject: str
    unit: str
    detail: str


def canonical(detail: Detail) -> str:
    """The one JSON text of a detail: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    """The moment in UTC to the microsecond, the same text whatever zone or database it came through."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(previous: str, content: Content) -> str:
    """The SHA-256 of the digest before and the content."""
    text = json.dumps([previous, *astuple(content)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
