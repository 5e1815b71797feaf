"""What a template asks for when it asks for a chart: 图("各大队党委会次数", "党委会次数", 按="下级单位"). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bihuan.reports.slots import Slot
from bihuan.values.period import Period

BY_UNIT, BY_MONTH = "下级单位", "月"
_OPTIONS = ("按", "级别", "近", "比", "单位", "堆叠", "排序", "最多")
_EARLIER = {"同期": "上年同期", "上期": "上期"}
_MOST_SERIES = {BY_UNIT: 3, BY_MONTH: 2}
_MOST_MONTHS, _MOST_UNITS, _USUAL_UNITS = 36, 60, 20

Option = str | bool | int


@dataclass(frozen=True)
class Chart:
    """A chart of figures by the units below the one that reports, or by months.

    Attributes:
        title: the words of its caption.
        series: name (empty for the figure's own) and slot of each colour, one to three; over months, one or two.
        by: 下级单位 or 月.
        level: the Chinese word for the type of the units (大队); "" for those right below the reporting one.
        months: how many months up to the last of the period; 0 for the months of the period.
        earlier: 同期 or 上期, to draw the one figure beside itself in that period; "" for no such thing.
        is_stacked: whether the parts of a unit stand end to end.
        is_ranked: whether the largest stands first.
        limit: how many units are drawn.
    """

    title: str
    series: tuple[tuple[str, Slot], ...]
    by: str
    level: str = ""
    months: int = 0
    earlier: str = ""
    is_stacked: bool = False
    is_ranked: bool = False
    limit: int = _USUAL_UNITS

    @property
    def drawn(self) -> tuple[tuple[str, Slot], ...]:
        """Name and slot of every colour, the earlier period's among them."""
        if not self.earlier:
            return self.series
        slot = self.series[0][1]
        return (("本期", slot), (_EARLIER[self.earlier], slot._replace(earlier=self.earlier)))

    @property
    def options(self) -> Mapping[str, object]:
        """What stands behind title and series where an author writes it."""
        usual = {"按": self.by, "级别": self.level, "近": self.months, "比": self.earlier}
        usual |= {"单位": self.series[0][1].unit, "堆叠": self.is_stacked, "排序": self.is_ranked}
        limit = {} if self.limit == _USUAL_UNITS else {"最多": self.limit}
        return {name: value for name, value in usual.items() if value} | limit

    @property
    def names(self) -> str | dict[str, str]:
        """The series as an author writes them: one key, or keys by the names that they are to bear."""
        if len(self.series) == 1 and not self.series[0][0]:
            return self.series[0][1].name
        return {heading or slot.name: slot.name for heading, slot in self.series}

    def rows(self, period: Period, units: Sequence[tuple[str, str]]) -> Iterator[tuple[str, tuple[Slot, ...]]]:
        """For each unit (code and name) or month its name, with the slot of every colour."""
        slots = [slot for _, slot in self.drawn]
        if self.by == BY_UNIT:
            for code, name in units:
                yield name, tuple(slot._replace(at=code) for slot in slots)
            return
        for month in self.drawn_months(period):
            yield f"{month.first.month}月", tuple(slot._replace(only=str(month)) for slot in slots)

    def drawn_months(self, period: Period) -> list[Period]:
        """The months, the earliest first."""
        last = period.last.year * 12 + period.last.month - 1
        first = period.first.year * 12 + period.first.month - 1
        count = self.months or min(last - first + 1, _MOST_MONTHS)
        return [Period.of_months(each // 12, each % 12 + 1, 1) for each in range(last - count + 1, last + 1)]


def chart_asked(title: str, asked: str | Sequence[str] | Mapping[str, str], how: Mapping[str, Option]) -> Chart:
    """The chart that an author's words describe.

    Args:
        title: the words of the caption.
        asked: a key or Chinese name, several, or several by the name that each is to bear.
        how: the options by their Chinese names.

    Raises:
        ValueError: an option is unknown or does not fit; the message is Chinese and says which.
    """
    unknown = [name for name in how if name not in _OPTIONS]
    if unknown:
        raise ValueError(f"图“{title}”不认识“{unknown[0]}”，可用的是{'、'.join(_OPTIONS)}")
    by = how.get("按", "")
    if by not in (BY_UNIT, BY_MONTH):
        raise ValueError(f'图“{title}”要写明 按="{BY_UNIT}" 或 按="{BY_MONTH}"')
    chart = Chart(
        title=str(title),
        series=_series(asked, str(how.get("单位", ""))),
        by=str(by),
        level=str(how.get("级别", "")),
        months=max(0, min(int(how.get("近", 0)), _MOST_MONTHS)),
        earlier=str(how.get("比", "")),
        is_stacked=bool(how.get("堆叠")),
        is_ranked=bool(how.get("排序")),
        limit=max(1, min(int(how.get("最多", _USUAL_UNITS)), _MOST_UNITS)),
    )
    _check(chart)
    return chart


def _series(asked: str | Sequence[str] | Mapping[str, str], unit: str) -> tuple[tuple[str, Slot], ...]:
    if isinstance(asked, str):
        return (("", Slot(asked, unit=unit, bare=True)),)
    named = asked.items() if isinstance(asked, Mapping) else [("", name) for name in asked]
    return tuple((heading, Slot(name, unit=unit, bare=True)) for heading, name in named)


def _check(chart: Chart) -> None:
    if chart.earlier and chart.earlier not in _EARLIER:
        raise ValueError(f"图“{chart.title}”只能比“同期”或“上期”")
    if chart.earlier and len(chart.series) > 1:
        raise ValueError(f"图“{chart.title}”比{chart.earlier}时只画一个科目")
    most = _MOST_SERIES[chart.by]
    if not 1 <= len(chart.series) <= most:
        raise ValueError(f"图“{chart.title}”按{chart.by}画一到{most}个科目，现在是{len(chart.series)}个")
