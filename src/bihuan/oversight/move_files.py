"""The files behind the moves of a task: which there are, and one of them opened, for whoever may see the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from bihuan.oversight.errors import UnknownTask
from bihuan.oversight.models import MoveEvidence
from bihuan.oversight.scope import task_row
from bihuan.records.evidence import opened
from bihuan.records.queries import KeptFile
from bihuan.values.actor import Actor


def files_behind(actor: Actor, task: int) -> Mapping[int, tuple[KeptFile, ...]]:
    """The files of a task by the number of the move that they came with; a move without any is left out.

    Raises:
        UnknownTask: there is none, or the actor may not know of it.
    """
    rows = MoveEvidence.objects.filter(move__task=task_row(actor, task)).order_by("pk")
    found: dict[int, tuple[KeptFile, ...]] = {}
    columns = ("move__number", "name", "evidence__sha256", "evidence__size")
    for move, name, sha256, size in rows.values_list(*columns):
        found[move] = (*found.get(move, ()), KeptFile(name, sha256, size))
    return found


def file_behind(actor: Actor, task: int, sha256: str) -> tuple[KeptFile, BinaryIO]:
    """One file of a task, checked against its digest and open for reading.

    Raises:
        UnknownTask: the task is not there or not the actor's to see, or has no such file.
        EvidenceLost: the file is missing from the store or was altered.
    """
    for files in files_behind(actor, task).values():
        for file in files:
            if file.sha256 == sha256:
                return file, opened(sha256)
    raise UnknownTask(f"任务{task}没有这个佐证文件，请刷新后再试。")
