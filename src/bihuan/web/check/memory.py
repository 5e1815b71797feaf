"""The check of a long document, kept until anything is entered: each of its claims opens without checking all again.

What a check says depends on the text, on who asks, and on everything in the ledger. The last number of the trail
stands for the ledger: every verb that changes anything notes it there. The day counts too, for what falls due.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from contextlib import suppress
from pathlib import Path

from bihuan.reading import read
from bihuan.reports.checking.check import check_text
from bihuan.trail.queries import length
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import today
from bihuan.web.check.checked import Checked, checked
from bihuan.web.check.uploads import Upload, memory_of

LONG = 20_000
"""Characters from which it is worth it: below, a check takes half a second."""


def check_of(actor: Actor, upload: Upload) -> Checked:
    """The document checked, made ready to be shown."""
    if len(upload.text) < LONG:
        return _checked(actor, upload)
    place, key = memory_of(actor.account, upload.token), _key(actor, upload)
    kept = _kept(place, key)
    if kept is None:
        kept = _checked(actor, upload)
        _keep(place, key, kept)
    return kept


def _checked(actor: Actor, upload: Upload) -> Checked:
    period = Period.parse(upload.period)
    check = check_text(actor, upload.text, upload.unit, period)
    return checked(upload.text, read(upload.text, reference=period).outline, check)


def _key(actor: Actor, upload: Upload) -> str:
    asked = (upload.unit, upload.period, length(), today(), sorted((g.role, g.path) for g in actor.grants))
    return hashlib.sha256(f"{asked}{upload.text}".encode()).hexdigest()


def _kept(place: Path, key: str) -> Checked | None:
    try:
        with place.open("rb") as file:
            if file.read(len(key)) != key.encode():
                return None
            # Our own file, in a folder that only the program's own user may enter.
            kept: Checked = pickle.load(file)  # noqa: S301
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        # Not there, cut off, or written by another version of the program.
        return None
    return kept


def _keep(place: Path, key: str, found: Checked) -> None:
    half_written = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(half_written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(key.encode())
                pickle.dump(found, file, protocol=pickle.HIGHEST_PROTOCOL)
            half_written.replace(place)
        finally:
            half_written.unlink(missing_ok=True)
