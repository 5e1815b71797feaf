"""Marks on jobs that ended while their owner was elsewhere: small files, so that pages need not ask the database."""

from __future__ import annotations

from contextlib import suppress

from bihuan.jobs.places import marks_of


def mark_ended(account: str, token: str) -> None:
    """Leave a mark for the owner. A job is not lost for want of its mark."""
    with suppress(OSError):
        place = marks_of(account)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        (place / token).touch()


def unseen(account: str) -> int:
    """How many jobs of the account ended since their pages were looked at."""
    try:
        return sum(1 for _ in marks_of(account).iterdir())
    except OSError:
        return 0


def note_seen(account: str, token: str) -> None:
    """The owner has looked at the job."""
    with suppress(OSError):
        (marks_of(account) / token).unlink(missing_ok=True)
