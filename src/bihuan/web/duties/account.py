"""One unit's account as a table: a row for each duty, a cell for each window, as wide as the window is long. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bihuan.duties.accounts import Owing
from bihuan.duties.balances import State, Window
from bihuan.duties.standing import DutyBalance
from bihuan.values.period import Period
from bihuan.values.quantity import Bound, shown
from bihuan.web.overview.matrix import MONTHS, Shade
from bihuan.web.seals import Seal, duty_seal

_SHADES = {
    State.MET: Shade.MET,
    State.MET_LATE: Shade.LATE,
    State.OPEN: Shade.OPEN,
    State.MISSED: Shade.OWED,
    State.WAIVED: Shade.WAIVED,
    State.UPCOMING: Shade.NEXT,
}


@dataclass(frozen=True)
class WindowCell:
    """One window as a cell.

    Attributes:
        months: how many months wide it is; a gap (``window`` None) is one month.
    """

    months: int
    window: Window | None = None
    duty: DutyBalance | None = None

    @property
    def shade(self) -> Shade:
        """How it is drawn."""
        return _SHADES[self.window.state] if self.window else Shade.EMPTY

    @property
    def figure(self) -> str:
        """Done over owed; only owed while it has not begun."""
        if self.window is None or self.duty is None:
            return ""
        owed = shown(self.duty.quantity(self.window.owed))
        if self.window.state is State.UPCOMING:
            return owed
        return f"{shown(self.duty.quantity(self.window.done))}/{owed}"

    @property
    def word(self) -> str:
        """The word under the figure; a met window carries none."""
        if self.window is None or self.duty is None:
            return ""
        match self.window.state:
            case State.MISSED:
                return f"欠{shown(self.duty.quantity(self.window.arrears))}"
            case State.OPEN:
                return f"待{shown(self.duty.quantity(self.window.arrears))}"
            case State.MET_LATE:
                return f"迟{shown(self.duty.quantity(self.window.late))}"
            case State.WAIVED:
                return "免"
        return ""

    @property
    def name(self) -> str:
        """The window as it is read out: 5月, 第二季度."""
        return window_name(self.window) if self.window else ""

    @property
    def opens(self) -> bool:
        """Whether there is something to look at: a window that has begun."""
        return self.window is not None and self.window.state is not State.UPCOMING

    @property
    def percent(self) -> int:
        """Done in hundredths of owed."""
        return min(100, 100 * self.window.done // self.window.owed) if self.window and self.window.owed else 0


@dataclass(frozen=True)
class DutyRow:
    """One duty of one debtor with its cells, January first."""

    duty: DutyBalance
    cells: tuple[WindowCell, ...]

    @property
    def norm(self) -> str:
        """The rule in a few words: 每月至少1次."""
        return norm(self.duty)


@dataclass(frozen=True)
class ThemeRows:
    """The duties of one theme."""

    name: str
    rows: tuple[DutyRow, ...]


@dataclass(frozen=True)
class Silent:
    """A duty without a window to show: nobody has set how often, acts do not add up, or no whole window is owed."""

    duty: DutyBalance

    @property
    def why(self) -> str:
        """Why no window stands in the account."""
        if not self.duty.countable:
            return "这个数不能按次相加，不算欠账"
        if self.duty.is_open_ended:
            return f"{self.duty.rule.per.label}办几次还没有定，定了才算账"
        return "这一年没有完整的期限"


def silent(duties: Sequence[DutyBalance]) -> tuple[Silent, ...]:
    """The duties that have no window in the period."""
    return tuple(Silent(duty) for duty in duties if not duty.windows)


def norm(duty: DutyBalance) -> str:
    """What the rule asks, in a few words: 每月至少1次; 频次未定 where the organisation has not set it."""
    rule = duty.rule
    if rule.quota is None:
        return f"{rule.per.label}，次数由本单位定"
    least = "至少" if rule.bound is Bound.AT_LEAST else ""
    return f"{rule.per.label}{least}{shown(duty.quantity(rule.quota))}{duty.definition.unit}"


def cells(duty: DutyBalance, year: int) -> Iterator[WindowCell]:
    """The windows of the year from January to December, with gaps where nothing is owed."""
    starts = {window.first.month: window for window in duty.windows if window.first.year == year}
    month = 1
    while month <= len(MONTHS):
        window = starts.get(month)
        months = window.period.month_count or 1 if window else 1
        yield WindowCell(months, window, duty)
        month += months


def themes(duties: Sequence[DutyBalance], names: Mapping[str, str], year: int) -> tuple[ThemeRows, ...]:
    """The duties with windows in the year, by theme, in the order in which the themes first appear.

    Args:
        duties: the lines of a unit's balance.
        names: the name of each theme by its key.
        year: the calendar year shown.
    """
    duties = [duty for duty in duties if duty.windows]
    order = {theme: place for place, theme in enumerate(dict.fromkeys(duty.rule.theme for duty in duties))}
    grouped = groupby(sorted(duties, key=lambda duty: order[duty.rule.theme]), key=lambda duty: duty.rule.theme)
    return tuple(
        ThemeRows(names.get(theme, theme), tuple(DutyRow(duty, tuple(cells(duty, year))) for duty in found))
        for theme, found in grouped
    )


@dataclass(frozen=True)
class Arrear:
    """A window that is not met yet: missed for good, or still open on the day."""

    unit: str
    unit_name: str
    duty: DutyBalance
    window: Window

    @property
    def seal(self) -> Seal:
        """Its seal."""
        return duty_seal(self.window.state)

    @property
    def done(self) -> str:
        """What counts for it."""
        return shown(self.duty.quantity(self.window.done))

    @property
    def owed(self) -> str:
        """What it asks."""
        return shown(self.duty.quantity(self.window.owed))


def arrear_of(owing: Owing) -> Arrear:
    """What is owed by whom, as a page shows it."""
    return Arrear(owing.balance.unit, owing.balance.unit_name, owing.duty, owing.window)


def window_name(window: Window) -> str:
    """The window as its row names it within a year: 5月, 第二季度, 上半年, 全年."""
    return short_name(window.period)


def short_name(period: Period) -> str:
    """A period of one calendar year without its year: 5月, 第二季度, 上半年, 全年."""
    name = period.name.removeprefix(f"{period.first.year}年")
    return name or "全年"


def last_day_to_meet(window: Window) -> date:
    """The last day on which an act still counts for the window."""
    return window.rule.grace_ends(window.last)


def grace_of(window: Window) -> Period | None:
    """The days after the window in which acts still make up for it, or None where there are none."""
    last = last_day_to_meet(window)
    return Period(window.last + timedelta(days=1), last) if last > window.last else None
