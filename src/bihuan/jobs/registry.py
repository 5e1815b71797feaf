"""Kinds of work that can be asked for. A face registers what it can do by name; it is imported when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.module_loading import import_string

from bihuan.jobs.job import Outcome
from bihuan.jobs.places import HANDED_IN
from bihuan.values.refusal import NotFound


@dataclass(frozen=True)
class Run:
    """What a piece of work is handed.

    Attributes:
        account: whose work it is; the work makes their actor anew, so that rights withdrawn meanwhile count.
        at: the moment at which it began.
        ask: what was asked.
        folder: where what was handed in lies, and where a result is written.
        advance: says how far it is: steps done, about how many there are, what is being done.
        end: says what came of it, exactly once. Work that writes to the ledger calls it inside its transaction, so
            that the job is done if and only if the work is.
    """

    account: str
    at: datetime
    ask: dict[str, str]
    folder: Path
    advance: Callable[[int, int, str], None]
    end: Callable[[Outcome], None]

    def file(self, name: str) -> Path:
        """A file that was handed in."""
        return self.folder / HANDED_IN / name


Work = Callable[[Run], None]


class UnknownWork(NotFound):
    """No kind of work has this code."""


@dataclass(frozen=True)
class _Kind:
    label: str
    place: str


_kinds: dict[str, _Kind] = {}


def offer(code: str, label: str, place: str) -> None:
    """Register a kind of work: its code, its Chinese name, and the dotted name of the function that does it."""
    _kinds[code] = _Kind(label, place)


def label_of(code: str) -> str:
    """The Chinese name of a kind of work; its code where it is no longer offered."""
    return _kinds[code].label if code in _kinds else code


def work_of(code: str) -> Work:
    """The function that does it.

    Raises:
        UnknownWork: it is not offered by this program.
    """
    if code not in _kinds:
        raise UnknownWork("现在的程序不办这种事，请到相应的页面重新提交。")
    work: Work = import_string(_kinds[code].place)
    return work
