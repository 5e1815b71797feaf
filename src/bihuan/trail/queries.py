"""Reads of the trail and its seals: values, newest first, a page at a time by number.

Who may read which entries is decided one part up, where units are known: `bihuan.organisations.auditing`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.trail.chain import canonical
from bihuan.trail.models import Entry, Seal

Units = Collection[str] | QuerySet[Any, Any] | None
"""The codes of the units whose entries are meant; None for all, with the entries that concern no unit."""

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What somebody did once.

    Attributes:
        number: its place in the chain, counted from 1.
        at: the moment of the act.
        actor, account: who did it; the account is "" for a program run on the machine itself.
        verb: the verb function's name.
        subject: on what, as ``record:17``.
        unit: the code of the unit concerned, or "".
        detail: what an auditor needs to know.
        previous, digest: the digest before it and its own.
    """

    number: int
    at: datetime
    actor: str
    account: str
    verb: str
    subject: str
    unit: str
    detail: Mapping[str, str | int | None]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class TrailSearch:
    """Which entries are wanted. What is empty or None does not narrow.

    Attributes:
        who: a name or an account, whole.
        verbs: what was done, any of them.
        subject: on what, as ``record:17``.
        begins: from this moment on.
        ends: before this moment.
        text: words of the detail.
        shut: the keys of kinds whose records are kept to one role: their details are not searched by words.
    """

    who: str = ""
    verbs: tuple[str, ...] = ()
    subject: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    text: str = ""
    shut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The entries of a page, newest first, and the number before which the next page begins, 0 at the end."""

    lines: tuple[EntryLine, ...]
    following: int


@dataclass(frozen=True, slots=True)
class SealLine:
    """A period that was closed: when, by whom, and the digest of its seal."""

    period: str
    at: datetime
    actor: str
    trail_number: int
    digest: str


def entries(search: TrailSearch, units: Units, before: int = 0, size: int = 50) -> EntryPage:
    """A page of the entries wanted. The caller has checked who may read those of the units.

    Args:
        search: what is looked for.
        units: whose entries are meant.
        before: only entries with a smaller number; 0 for the newest.
        size: how many at most.
    """
    rows = _found(search, units)
    if before:
        rows = rows.filter(number__lt=before)
    some = [_line(row) for row in rows[: size + 1]]
    following = some[size - 1].number if len(some) > size else 0
    return EntryPage(tuple(some[:size]), following)


def every_entry(search: TrailSearch, units: Units, most: int) -> Iterator[EntryLine]:
    """The entries wanted one after the other, the newest first, at most so many; for an export."""
    return (_line(row) for row in _found(search, units)[:most].iterator(chunk_size=_CHUNK))


def entry_numbered(number: int, units: Units) -> EntryLine | None:
    """The entry with this number where it concerns one of the units, else None."""
    row = _of(units).filter(number=number).first()
    return _line(row) if row else None


def length() -> int:
    """How many entries the trail has, by its last number."""
    return Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def seals() -> list[SealLine]:
    """Every sealed period, the last sealed first."""
    return [SealLine(s.period, s.at, s.actor, s.trail_number, s.digest) for s in Seal.objects.order_by("-pk")]


def _found(search: TrailSearch, units: Units) -> QuerySet[Entry]:
    rows = _of(units).order_by("-number")
    if search.who:
        rows = rows.filter(Q(actor=search.who) | Q(account=search.who))
    if search.verbs:
        rows = rows.filter(verb__in=search.verbs)
    if search.subject:
        rows = rows.filter(subject=search.subject)
    if search.begins is not None:
        rows = rows.filter(at__gte=search.begins)
    if search.ends is not None:
        rows = rows.filter(at__lt=search.ends)
    return _holding(rows, search) if search.text else rows


def _holding(rows: QuerySet[Entry], search: TrailSearch) -> QuerySet[Entry]:
    """The entries whose detail holds the words; one that may not be read is not given away by being found."""
    rows = rows.filter(detail__contains=search.text)
    for kind in search.shut:
        rows = rows.exclude(detail__contains=canonical({"kind": kind})[1:-1])
    return rows


def _of(units: Units) -> QuerySet[Entry]:
    return Entry.objects.all() if units is None else Entry.objects.filter(unit__in=units)


def _line(row: Entry) -> EntryLine:
    detail: dict[str, str | int | None] = json.loads(row.detail)
    return EntryLine(
        row.number,
        row.at,
        row.actor,
        row.account,
        row.verb,
        row.subject,
        row.unit,
        detail,
        row.previous,
        row.digest,
    )
