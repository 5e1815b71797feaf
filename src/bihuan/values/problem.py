"""Problems in data: values, all of them at once, each with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is: an error stops the work, a warning is pointed out and passes."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """Something to fix in what somebody wrote.

    Attributes:
        place: where it stands, as the writer finds it: ``duties.yaml 第 12 行``, ``第 17 行 D 列``.
        message: what is wrong, one Chinese sentence.
        mend: what to write instead, one Chinese sentence, or "" where the message says it.
        severity: whether it stops the work.
    """

    place: str
    message: str
    mend: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mend = f"（{self.mend}）" if self.mend else ""
        return f"{self.place}: {self.message}{mend}"
