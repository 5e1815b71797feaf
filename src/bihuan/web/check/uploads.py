"""Documents handed in for a check: kept for their owner for a week beside the ledger, and seen by nobody else."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from bihuan.reading.documents import text_of
from bihuan.reading.errors import OversizedDocument, UnreadableDocument
from bihuan.values.refusal import BadInput, NotFound

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is handed in."""
LONGEST = 400_000
"""Characters of a text that a page can still show."""
KEPT = timedelta(days=7)
MOST = 20
"""Documents that are kept for one account; the oldest go first."""
_LONGEST_NAME = 80


class NothingHandedIn(BadInput):
    """The form came without a file."""


class NoSuchUpload(NotFound):
    """The document was never handed in by this account, or its week is over."""


@dataclass(frozen=True)
class Upload:
    """A document that was handed in.

    Attributes:
        token: what its address is made of; cannot be guessed.
        name: of the file.
        text: what was read from it.
        unit: the code of the unit whose book it is held against.
        period: as the command line writes it.
        at: the moment of handing in, in ISO form.
    """

    token: str
    name: str
    text: str
    unit: str
    period: str
    at: str

    @property
    def moment(self) -> datetime:
        """When it was handed in."""
        return datetime.fromisoformat(self.at)


def text_of_file(path: Path) -> tuple[str, str]:
    """The name and the text of a document that was handed in.

    Raises:
        UnreadableDocument: it is too large, or in no format that is read.
    """
    name, text = path.name, text_of(path)
    if not text.strip():
        raise UnreadableDocument(f"“{name}”里没有文字，请换一份再交。")
    if len(text) > LONGEST:
        raise OversizedDocument(f"“{name}”有{len(text) // 10000}万字，太长了，请拆成几份再交。")
    return name, text


def name_of(file: UploadedFile[bytes] | None, largest: int | None = None) -> str:
    """The file's own name without any folder, short enough for every disk.

    Args:
        file: what came with the form.
        largest: the most bytes that are taken; None for as many as of a document.

    Raises:
        NothingHandedIn: there is no file, or it is empty.
        OversizedDocument: it is larger than is taken.
    """
    if file is None or not file.name or not file.size:
        raise NothingHandedIn("请选择一个文件再交，空文件也不收。")
    most = LARGEST if largest is None else largest
    if file.size > most:
        raise OversizedDocument(f"“{file.name[:40]}”超过{most // 1024 // 1024} MB，请压缩图片或拆分后再交。")
    last = file.name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:_LONGEST_NAME] or '文稿'}{dot}{ending[:8]}" if dot else f"{plain[:_LONGEST_NAME]}"


def saved(file: UploadedFile[bytes] | None, to: Path) -> Path:
    """The uploaded file, written where it can be read from."""
    with to.open("wb") as out:
        for chunk in file.chunks() if file is not None else ():
            out.write(chunk)
    return to


def keep(account: str, upload: Upload, now: datetime) -> None:
    """Keep a document for its owner; what is older than a week, or one too many, goes."""
    folder = _folder(account)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only the program's own user may read what somebody else wrote.
    place = os.open(folder / f"{upload.token}.json", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(place, "w", encoding="utf-8") as out:
        json.dump(asdict(upload), out, ensure_ascii=False)
    for place_in_line, old in enumerate(all_kept(account)):
        if place_in_line >= MOST or old.moment < now - KEPT:
            (folder / f"{old.token}.json").unlink(missing_ok=True)
            memory_of(account, old.token).unlink(missing_ok=True)


def new_token() -> str:
    """Eighteen random bytes, as part of an address."""
    return secrets.token_urlsafe(18)


def kept(account: str, token: str) -> Upload:
    """The document of this account with this token.

    Raises:
        NoSuchUpload: there is none.
    """
    place = _folder(account) / f"{token}.json"
    if not token.replace("-", "").replace("_", "").isalnum() or not place.is_file():
        raise NoSuchUpload("没有找到这份文稿。交上来的文稿只有本人能看，留七天，请重新交一份。")
    return Upload(**json.loads(place.read_text(encoding="utf-8")))


def memory_of(account: str, token: str) -> Path:
    """Where the check of a document that was handed in is kept; see `check_memory`."""
    return _folder(account) / f"{token}.check"


def all_kept(account: str) -> list[Upload]:
    """The documents of this account, the newest first."""
    folder = _folder(account)
    found = [Upload(**json.loads(place.read_text(encoding="utf-8"))) for place in folder.glob("*.json")]
    return sorted(found, key=lambda upload: upload.at, reverse=True)


def _folder(account: str) -> Path:
    return settings.HOME / "handed_in" / hashlib.sha256(account.encode()).hexdigest()[:32]
