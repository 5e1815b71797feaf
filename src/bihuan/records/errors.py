"""What the records refuse."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.values.problem import Problem
from bihuan.values.refusal import BadInput, NotFound, Refusal

_NAMED = 3


class BadAct(BadInput):
    """An act cannot be entered as it stands; ``problems`` has every reason, the sentence the first of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        listed = "；".join(str(problem) for problem in self.problems[:_NAMED])
        more = "等" if len(self.problems) > _NAMED else ""
        super().__init__(f"记录有 {len(self.problems)} 处要改：{listed}{more}。")


class UnknownRecord(NotFound):
    """No record has this number, or the asker may not know of it."""


class AlreadyCorrected(Refusal):
    """The record was superseded or voided before, perhaps by somebody else a moment ago."""


class NoReason(BadInput):
    """A correction needs its reason."""


class EvidenceTooLarge(BadInput):
    """A file is larger than is kept."""

    status = 413


class BadEvidence(BadInput):
    """A file is empty, cannot be read, or has no usable name."""


class EvidenceLost(Refusal):
    """A file behind a record is missing or was altered on the disk."""

    status = 500


class UnreadableTable(BadInput):
    """A file is no table that can be imported: broken, empty, in another encoding, or too long."""


class ImportedBefore(Refusal):
    """The same file was imported before."""


class BadRows(BadInput):
    """Rows of an import cannot be entered; nothing was. ``problems`` has the first ones, ``total`` counts all."""

    def __init__(self, problems: Sequence[Problem], total: int) -> None:
        self.problems = tuple(problems)
        self.total = total
        super().__init__(f"文件有 {total} 处要改，一行也没有导入，请按提示改正后再试。")


class BadExport(BadInput):
    """An export was asked for in a form that is not written."""


class CannotWrite(Refusal):
    """The file of an export cannot be written: the disk is full, or the folder is gone or not to be written to."""

    status = 507
