"""What findings and tasks are called in the proof of a figure, and the files behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bihuan.book.registry import Description
from bihuan.catalog.loaded import catalogue
from bihuan.oversight.models import Finding, MoveEvidence, Task


def describe_findings(numbers: Sequence[int]) -> Mapping[int, Description]:
    """Each finding by its words, with the files behind its rectification."""
    rows = Finding.objects.filter(pk__in=numbers).values_list("pk", "task_id", "description", "item", "task__kind")
    closed = _restricted()
    found = {
        pk: (task, "" if kind in closed else f"{item}：{words}" if item else words)
        for pk, task, words, item, kind in rows
    }
    files = _files([task for task, _ in found.values()])
    return {pk: Description(words[:80], files.get(task, ())) for pk, (task, words) in found.items()}


def describe_tasks(numbers: Sequence[int]) -> Mapping[int, Description]:
    """Each task by its title, or by its origin where it has none, with the files behind its moves."""
    lives = catalogue().task_lives
    rows = Task.objects.filter(pk__in=numbers).values_list("pk", "title", "origin", "kind")
    closed = _restricted()
    files = _files(numbers)
    return {
        pk: Description(
            title if title and kind not in closed else f"{lives[origin].name if origin in lives else origin}事项",
            files.get(pk, ()),
        )
        for pk, title, origin, kind in rows
    }


def _restricted() -> frozenset[str]:
    return frozenset(kind.key for kind in catalogue().kinds.values() if kind.restricted)


def _files(tasks: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = MoveEvidence.objects.filter(move__task__in=tasks).order_by("pk").values_list("move__task", "name")
    for task, name in rows:
        found[task] = (*found.get(task, ()), name)
    return found
