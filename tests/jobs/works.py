"""Work that the tests of jobs ask for."""

from __future__ import annotations

from bihuan.jobs.job import Outcome
from bihuan.jobs.registry import Run
from bihuan.values.actor import Grant, Role
from bihuan.values.refusal import Refusal


def count(run: Run) -> None:
    """Counts the lines of the file that was handed in, and writes the number down."""
    lines = run.file("lines.txt").read_text(encoding="utf-8").splitlines()
    for number in range(len(lines)):
        run.advance(number, len(lines), "数行")
    (run.folder / "数.txt").write_text(str(len(lines)), encoding="utf-8")
    seen = (Grant(Role.RECORDER, run.ask["path"]),) if "path" in run.ask else ()
    run.end(Outcome(f"数了{len(lines)}行。", result="数.txt", seen_with=seen))


def refuse(run: Run) -> None:
    """Refuses."""
    raise Refusal("这件事不能办，请换一件。")


def fill_disk(run: Run) -> None:
    """Writes where nothing can be written."""
    (run.file("lines.txt") / "deeper").write_text("")


def stumble(run: Run) -> None:
    """Does what nobody foresaw."""
    raise ZeroDivisionError
