"""Soon, due, overdue and by how much: worked out for a day, never stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.oversight.working_days import WorkCalendar

SOON = 3
"""Working days before a deadline from which a task is said to fall due soon."""


class Urgency(StrEnum):
    """How a task stands to its deadline."""

    SETTLED = "settled"
    UNDATED = "undated"
    AHEAD = "ahead"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _LABELS[self]


_LABELS = {
    Urgency.SETTLED: "已了结",
    Urgency.UNDATED: "未定时限",
    Urgency.AHEAD: "未到期",
    Urgency.SOON: "即将到期",
    Urgency.TODAY: "今日到期",
    Urgency.OVERDUE: "逾期",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A task against its deadline on a day.

    Attributes:
        urgency: how pressing it is.
        days: calendar days to the deadline; negative for days overdue; 0 where there is none.
        working_days: the same in working days.
        provisional: whether the deadline lies in a year whose calendar is not loaded.
    """

    urgency: Urgency
    days: int = 0
    working_days: int = 0
    provisional: bool = False

    @property
    def text(self) -> str:
        """What a list says: 逾期5天, 还有2天, 今日到期, 逾期3天了结."""
        mark = "（暂定）" if self.provisional else ""
        match self.urgency:
            case Urgency.OVERDUE:
                return f"逾期{-self.days}天{mark}"
            case Urgency.AHEAD | Urgency.SOON:
                return f"还有{self.days}天{mark}"
            case Urgency.SETTLED if self.days < 0:
                return f"逾期{-self.days}天了结"
        return f"{self.urgency.label}{mark}"


def standing(due: date | None, settled: date | None, today: date, calendar: WorkCalendar) -> Standing:
    """How a task stands.

    Args:
        due: its deadline, if it has one.
        settled: the day on which it was closed or cancelled, if it was; a closing that was late stays late.
        today: the day asked for.
        calendar: the working days.
    """
    if due is None:
        return Standing(Urgency.SETTLED if settled else Urgency.UNDATED)
    provisional = not calendar.is_known(due)
    day = settled or today
    days, working = (due - day).days, calendar.working_days_between(day, due)
    if settled is not None:
        return Standing(Urgency.SETTLED, min(days, 0), min(working, 0), provisional)
    if days < 0:
        urgency = Urgency.OVERDUE
    elif days == 0:
        urgency = Urgency.TODAY
    else:
        urgency = Urgency.SOON if working <= SOON else Urgency.AHEAD
    return Standing(urgency, days, working, provisional)
