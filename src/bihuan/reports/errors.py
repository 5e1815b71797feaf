"""What reports refuse."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.values.problem import Problem
from bihuan.values.refusal import BadInput, NotFound, Refusal


class UnknownTemplate(NotFound):
    """No loaded pack has a template of this key."""


class BrokenTemplate(BadInput):
    """A template cannot be filled in as it is written; the sentence names the place."""


class BrokenProfile(BadInput):
    """The organisation's options for its documents cannot be read; the sentence names the place."""


class WrongSpan(BadInput):
    """The template reports on periods of another length."""


class Gaps(Refusal):
    """Figures that the report needs are missing, or slots name none; all of them at once.

    Attributes:
        problems: one for each gap, with its place in the template.
    """

    def __init__(self, template: str, problems: Sequence[Problem]) -> None:
        """Keep every gap, and name every one in the sentence."""
        self.problems = tuple(problems)
        listed = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"“{template}”还缺 {len(problems)} 处，报告没有写出，请先补齐：\n{listed}")


class ListNotOffered(Refusal):
    """No part of the program draws up a list of this name."""


class UnknownEnding(BadInput):
    """A report is written to .docx, .pdf, .html or .md only."""


class ConverterMissing(Refusal):
    """LibreOffice, which makes .pdf files, is not installed or failed."""


class NotAReport(BadInput):
    """The file is no .docx, or none that carries figures of this program."""


class NumberTaken(Refusal):
    """Somebody issued a report under this number at the same moment."""


class UnknownReport(NotFound):
    """No report was issued under the number, or the asker may not see its unit."""


class NoWords(BadInput):
    """A decision that needs a reason or a note came without one."""


class UnknownClaim(NotFound):
    """The document has no claim with this fingerprint."""


class PlanNotEntered(Refusal):
    """The duties of a plan were not entered; the sentence says why."""


class UnknownDraft(NotFound):
    """There is no such draft, or the asker may not see its unit."""


class Unread(BadInput):
    """An author's text holds brackets that name nothing; all of them at once.

    Attributes:
        problems: one for each, with its line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem, and name every one in the sentence."""
        self.problems = tuple(problems)
        listed = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"方括号里有 {len(problems)} 处看不懂，没有保存，请先改好：\n{listed}")


class SavedMeanwhile(Refusal):
    """Somebody else saved the draft after the version that was edited."""


class BadProfile(BadInput):
    """A value of a profile is too long or says nothing."""
