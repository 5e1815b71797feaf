"""What a person decided on a claim, as a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionStep(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    NOTE = "note"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"accept": "已确认", "dismiss": "已排除", "note": "有备注", "withdraw": "已撤回"}[self.value]


@dataclass(frozen=True)
class Decided:
    """The decision that holds for a claim: which, on what series, with what words, by whom and when."""

    step: DecisionStep
    series: str
    words: str
    by: str
    at: datetime
