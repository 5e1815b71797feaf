"""A backup taken by the system administrator of the whole tree: it holds everything, so nobody else takes one.

It is noted when it begins and when it is whole, so that a copy that left the house is never without a trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import connection

from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import whole_tree
from bihuan.trail.archive import Store, Written, backup_stream, make_backup
from bihuan.trail.log import note
from bihuan.trail.queries import TrailSearch, entries
from bihuan.values.actor import Action, Actor

_SUBJECT = "ledger:whole"
_LAST = TrailSearch(verbs=("finish_backup",))


@dataclass(frozen=True)
class LastBackup:
    """The last backup that was taken whole: when, by whom, and its bytes."""

    at: datetime
    actor: str
    size: int


def may_back_up(actor: Actor) -> bool:
    """Whether the actor administers every unit of the tree."""
    return whole_tree(actor, Action.ORGANISE)


def take_backup(actor: Actor, store: Store, clock: Callable[[], datetime]) -> Iterator[bytes]:
    """The backup piece by piece.

    Args:
        actor: who takes it.
        store: where the ledger lies.
        clock: asked for the moment at which it is whole.

    Raises:
        MayNot: the actor does not administer the whole tree.
        CannotBackUp: while the pieces are asked for.
    """
    _begin(actor)
    return _noted(actor, backup_stream(store), clock)


def keep_backup(actor: Actor, store: Store, file: Path, clock: Callable[[], datetime]) -> Written:
    """The same into a file, which appears whole or not at all.

    Raises:
        MayNot, CannotBackUp: as for `take_backup`.
    """
    _begin(actor)
    written = make_backup(store, file)
    _finish(replace(actor, at=clock()), written)
    return written


def last_backup() -> LastBackup | None:
    """The last backup that was taken whole, or None."""
    found = entries(_LAST, None, size=1).lines
    return LastBackup(found[0].at, found[0].actor, int(found[0].detail["size"] or 0)) if found else None


def database_size(store: Store) -> int:
    """The bytes that the database takes on the disk."""
    if not store.is_postgres:
        return store.sqlite_file.stat().st_size if store.sqlite_file.is_file() else 0
    with connection.cursor() as cursor:
        # Only PostgreSQL itself knows; SQLite is one file.
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _begin(actor: Actor) -> None:
    if not may_back_up(actor):
        raise MayNot("备份里有全部单位的账，只有管全部单位的系统管理员能取。")
    note(actor, "begin_backup", _SUBJECT)


def _noted(actor: Actor, pieces: Iterator[bytes], clock: Callable[[], datetime]) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    _finish(replace(actor, at=clock()), Written(size, digest.hexdigest()))


def _finish(actor: Actor, written: Written) -> None:
    note(actor, "finish_backup", _SUBJECT, detail={"size": written.size, "sha256": written.sha256})
