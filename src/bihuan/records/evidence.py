"""Evidence: files kept once under their SHA-256, and checked against it whenever they are read."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings

from bihuan.records.act import EvidenceFile
from bihuan.records.errors import BadEvidence, EvidenceLost, EvidenceTooLarge
from bihuan.records.models import Attachment, Evidence
from bihuan.values.problem import Problem

LARGEST = 200 * 1024 * 1024
"""Bytes of the largest file that is kept: a long scan or a short film, and no more."""

LONGEST_NAME = 200
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it lies in the store."""

    name: str
    sha256: str
    size: int


def keep(file: EvidenceFile) -> Kept:
    """Put a file into the store, durably, before anything refers to it. The same content is stored once.

    It is written beside its place and then renamed: a crash leaves either the whole file or none.

    Raises:
        BadEvidence: it is empty, cannot be read or has no usable name.
        EvidenceTooLarge: it is larger than `LARGEST`.
    """
    name = clean_name(file.name)
    waiting = _folder() / "waiting"
    waiting.mkdir(parents=True, exist_ok=True)
    half_written = waiting / secrets.token_hex(8)
    try:
        digest, size = _copied(file, half_written)
        place = place_of(digest)
        if not _is_whole(place, digest, size):
            place.parent.mkdir(parents=True, exist_ok=True)
            half_written.replace(place)
            _settle(place.parent)
    finally:
        half_written.unlink(missing_ok=True)
    return Kept(name, digest, size)


def digest_of(file: EvidenceFile) -> str:
    """The SHA-256 of a file that is not stored yet."""
    with _content(file) as source:
        return _digest(source)


def opened(sha256: str) -> BinaryIO:
    """The stored file, checked against its digest and open at its beginning.

    Raises:
        EvidenceLost: it is missing or was altered.
    """
    try:
        file = place_of(sha256).open("rb")
    except FileNotFoundError:
        raise EvidenceLost(f"佐证文件 {sha256[:12]} 不在存储中，请从备份恢复。") from None
    if _digest(file) != sha256:
        file.close()
        raise EvidenceLost(f"佐证文件 {sha256[:12]} 被改动过，请从备份恢复。")
    file.seek(0)
    return file


def verify_evidence() -> Iterator[Problem]:
    """Every file behind a record that is missing or is no longer what was handed in."""
    for row in Evidence.objects.order_by("pk").iterator(chunk_size=1000):
        try:
            opened(row.sha256).close()
        except EvidenceLost as lost:
            first = Attachment.objects.filter(evidence=row).order_by("pk").first()
            named = f"（记录 {first.record_id} 的“{first.name}”）" if first else ""
            yield Problem(f"佐证 {row.sha256[:12]}", f"{str(lost).partition('，')[0]}{named}", "请从备份恢复")


def place_of(sha256: str) -> Path:
    """Where a file with this digest lies; two digits a folder keep folders small."""
    return _folder() / sha256[:2] / sha256[2:]


def clean_name(name: str) -> str:
    """The last part of a name, without what could leave its folder or hide.

    Raises:
        BadEvidence: nothing is left, or it is too long.
    """
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(each for each in last if each.isprintable()).strip().lstrip(".")
    if not clean or len(clean) > LONGEST_NAME:
        raise BadEvidence(f"佐证文件名“{clean[:20]}”不可用，请改成 1 到 {LONGEST_NAME} 个字的名称。")
    return clean


def _digest(source: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _folder() -> Path:
    return Path(settings.EVIDENCE)


def _copied(file: EvidenceFile, to: Path) -> tuple[str, int]:
    """Copy the content to ``to`` and force it to the disk; its digest and size."""
    digest, size = hashlib.sha256(), 0
    with _content(file) as source, to.open("xb") as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise EvidenceTooLarge(f"“{file.name}”超过 {LARGEST // 2**20} MB，请压缩或拆分后再交。")
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if size == 0:
        raise BadEvidence(f"“{file.name}”是空文件，请检查后再交。")
    return digest.hexdigest(), size


@contextlib.contextmanager
def _content(file: EvidenceFile) -> Iterator[BinaryIO]:
    if isinstance(file.content, bytes):
        yield io.BytesIO(file.content)
        return
    try:
        source = file.content.open("rb")
    except OSError as error:
        raise BadEvidence(f"读不到文件“{file.name}”，请检查路径和权限。") from error
    with source:
        yield source


def _is_whole(place: Path, digest: str, size: int) -> bool:
    """Whether the content is already there and sound; an altered file is replaced by the good copy."""
    if not place.is_file() or place.stat().st_size != size:
        return False
    with place.open("rb") as file:
        return _digest(file) == digest


def _settle(folder: Path) -> None:
    """Force the folder's new entry to the disk, without which the rename may not outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
