"""What was made from files, kept in the ledger's home until one of them changes: a start need not make it again.

It lies there under a digest of the files' contents and a mark of its own, so that nothing but the whole of what was
made from just these files is ever read back. It is data, checked by whoever reads it, and no code. Absent, broken, or
in a home that cannot be written: it is made again. `docs/decisions/0007-packs-kept.md` says what else was weighed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

FOLDER = "cache"
"""Where it lies in the home; the folder may be emptied at any time."""


def digest_of(files: Iterable[tuple[str, Path]]) -> str:
    """64 hex digits over the names and contents of files; "" where one of them cannot be read."""
    found = blake2b(digest_size=32)
    try:
        for name, file in files:
            content = file.read_bytes()
            # With its length each part stands for itself: a line moved from one file to the next changes the whole.
            found.update(f"{len(name)} {name} {len(content)} ".encode())
            found.update(content)
    except OSError:
        return ""
    return found.hexdigest()


def kept(home: Path, name: str, digest: str) -> bytes | None:
    """What is kept under the name; None where that is not there, not whole, or made from other files."""
    try:
        mark, _, content = (home / FOLDER / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest and mark == _mark(digest, content) else None


def keep(home: Path, name: str, digest: str, content: bytes) -> None:
    """Keep it in place of another; where the home is not there or cannot be written, nothing happens.

    It is put in its place whole: of several programs that start at once, each reads one that is whole, or none.
    """
    if not digest or not home.is_dir():
        return
    place = home / FOLDER / name
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        number, beside = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_mark(digest, content) + b"\n" + content)
            Path(beside).replace(place)
        except OSError:
            Path(beside).unlink()


def _mark(digest: str, content: bytes) -> bytes:
    """The first line of what is kept: what it was made from, and that it is whole."""
    return f"{digest} {blake2b(content, digest_size=16).hexdigest()}".encode()
