"""Setting: each request of a template answered with the words that stand in its place, and every gap noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Duty
from bihuan.reports.charts.requests import Chart
from bihuan.reports.charts.setting import Charting, UnlikeMeasures, plate_of
from bihuan.reports.document import Plate
from bihuan.reports.errors import ListNotOffered
from bihuan.reports.listings import Listing
from bihuan.reports.rendering import CHART_MARK, MENTION_MARK, ROW_MARK
from bihuan.reports.requests import (
    LINE,
    ActList,
    ByHand,
    Direction,
    Ranked,
    Register,
    Request,
    Requirement,
    UnitTable,
    clean,
    table_text,
)
from bihuan.reports.slots import Slot, written
from bihuan.values.figure import Ask, Figure, Member
from bihuan.values.period import Period, chinese_day
from bihuan.values.problem import Problem
from bihuan.values.quantity import Bound, shown

DASH = "—"
MISSING = "〔缺〕"
_MORE = "其余从略"


@dataclass(frozen=True)
class SubUnit:
    """A unit below the one that reports, as a table names it."""

    code: str
    name: str


@dataclass(frozen=True)
class Sources:
    """Where the answers come from; all of them were asked for before.

    Attributes:
        packs: the catalogue.
        day: the day of the document, on which requirements have to be in force.
        ask: the request that a slot means; None where it names nothing.
        figures: the book's answers.
        members: the acts behind a figure, by day, as many as may be shown and one more.
        subunits: the units that a table has lines for.
        listing: the first rows of a list that another part keeps, at least so many where there are so many.
        period: the days that are reported on.
    """

    packs: Catalogue
    day: date
    ask: Callable[[Slot], Ask | None]
    figures: Mapping[Ask, Figure]
    members: Callable[[Figure, int], Sequence[Member]]
    subunits: Callable[[str], Sequence[SubUnit]]
    listing: Callable[[str, int], Listing]
    period: Period

    def figure(self, slot: Slot) -> Figure | None:
        """The figure that a slot means; None where no part works it out."""
        ask = self.ask(slot)
        return self.figures.get(ask) if ask is not None else None


@dataclass(frozen=True)
class Answered:
    """A request that was set, with the mentions and rows that it came to: from the first, to before the last."""

    request: Request
    mention: int
    mention_end: int
    row: int
    row_end: int


@dataclass
class Setting:
    """The second pass: sets what is there, and keeps a list of what is not.

    Attributes:
        where: the place of each request in the template's file, for problems.
        stated: the figures that were set, in order, with the words of each.
        rows: words from the ledger that were set, in order.
        gaps: what is missing, each once.
        dropped: the names whose part drops out.
        blanks: the cells that hold a dash.
        answered: every request that was set, in order.
        plates: the charts, in order.
    """

    sources: Sources
    where: Callable[[Request], str]
    stated: list[tuple[Figure, str]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    gaps: dict[str, Problem] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)
    blanks: dict[str, None] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)
    plates: list[Plate] = field(default_factory=list)

    def words_for(self, request: Request) -> str:
        """What stands in the text in the request's place; noted, so that a file can be read back into requests."""
        mentions, rows = len(self.stated), len(self.rows)
        words = self._words(request)
        self.answered.append(Answered(request, mentions, len(self.stated), rows, len(self.rows)))
        return words

    def _words(self, request: Request) -> str:
        match request:
            case Slot():
                return self._figure(request)
            case UnitTable():
                return self._unit_table(request)
            case ActList():
                return self._acts(request)
            case Register():
                return self._register(request)
            case Requirement():
                return self._requirement(request)
            case _:
                return self._in_words(request)

    def _in_words(self, request: Direction | ByHand | Chart) -> str:
        if isinstance(request, Chart):
            return self._chart(request)
        return clean(request.words) if isinstance(request, ByHand) else self._row(self._direction(request.slot))

    def briefly(self, request: Request) -> str:
        """What the request comes to now in a few words, for who edits the text; "" where that is a table or a gap."""
        aside = replace(self, stated=[], rows=[], gaps={}, dropped={}, blanks={}, answered=[])
        if isinstance(request, Slot):
            aside.words_for(request)
            return aside.stated[0][1] if aside.stated else MISSING
        if isinstance(request, Direction | Requirement):
            aside.words_for(request)
            return aside.rows[0] if aside.rows else ""
        return ""

    def is_there(self, slot: Slot) -> bool:
        """Whether the figure has an entry and is not zero; noted for the author where not."""
        figure = self.sources.figure(slot)
        is_shown = figure is not None and figure.is_entered and bool(figure.value)
        if not is_shown:
            self.dropped[slot.name] = None
        return is_shown

    def _direction(self, slot: Slot) -> str:
        """增加, 减少 or 持平 against the earlier period; "" where one of the two has no entry."""
        now, then = self.sources.figure(slot._replace(earlier="")), self.sources.figure(slot)
        if now is None or then is None or now.value is None or then.value is None:
            return ""
        return "持平" if now.value == then.value else "增加" if now.value > then.value else "减少"

    def _figure(self, slot: Slot) -> str:
        figure = self.sources.figure(slot)
        problem = self._problem(slot, figure)
        if problem is not None or figure is None or figure.value is None:
            return self._gap(problem)
        words = written(figure.value, figure.measure_unit, slot)
        return self._state(figure, words) if words is not None else MISSING

    def _problem(self, slot: Slot, figure: Figure | None) -> Problem | None:
        """Why the figure cannot be set; None where it can, or where its name was found fault with before."""
        where = self.where(slot)
        if self.sources.ask(slot) is None:
            return None
        if figure is None:
            return Problem(where, f"“{slot.name}”还没有部分计算，查不到数", "请换一个科目，或去掉这一处")
        period = figure.ask.period.name
        if figure.value is None or not figure.is_entered:
            kind = self.sources.packs.kinds.get(figure.ask.key.partition(".")[0])
            mend = f"请先补录“{kind.name}”的记录" if kind else "请先补录它的记录"
            return Problem(where, f"“{figure.name}”（{slot.name}）{period}没有记录", mend)
        if written(figure.value, figure.measure_unit, slot) is None:
            return Problem(where, f"“{figure.name}”的单位是{figure.measure_unit}，不能写成{slot.unit}", "请改单位")
        return None

    def _gap(self, problem: Problem | None) -> str:
        if problem is not None:
            self.gaps.setdefault(str(problem), problem)
        return MISSING

    def _state(self, figure: Figure, words: str) -> str:
        return f"{MENTION_MARK[0]}{self._number(figure, words)}{MENTION_MARK[1]}"

    def _row(self, words: str) -> str:
        kept = clean(words)
        if not kept:
            return ""
        self.rows.append(kept)
        return f"{ROW_MARK[0]}{len(self.rows) - 1}{ROW_MARK[1]}"

    def _unit_table(self, table: UnitTable) -> str:
        units = {unit.code: unit.name for unit in self.sources.subunits(table.level)}
        headings = [self._heading(heading, slot) for heading, slot in table.columns]
        places: list[tuple[str, int | None]] = [(unit, None) for unit in units]
        if table.order:
            figures = ((unit, self.sources.figure(Slot(table.order, at=unit))) for unit in units)
            places = list(Ranked.of((unit, figure.value if figure else None) for unit, figure in figures).places)
        rows = [["名次"] * bool(table.order) + ["单位", *headings]]
        for unit, place in places:
            rank = [str(place) if place else DASH] if table.order else []
            rows.append([*rank, units[unit], *(self._cell(slot, unit, units[unit]) for _, slot in table.columns)])
        return table_text(rows)

    def _heading(self, heading: str, slot: Slot) -> str:
        figure = self.sources.figure(slot)
        if figure is None:
            return heading or slot.name
        return f"{heading or figure.name}（{figure.measure_unit}）"

    def _cell(self, slot: Slot, unit: str, name: str) -> str:
        figure = self.sources.figure(slot._replace(at=unit))
        if figure is None or figure.value is None or not figure.is_entered:
            self.blanks[f"{name}：{figure.name if figure else slot.name}"] = None
            return self._row(DASH)
        return self._state(figure, shown(figure.value))

    def _chart(self, chart: Chart) -> str:
        units = [(unit.code, unit.name) for unit in self.sources.subunits(chart.level)]
        rows = list(chart.rows(self.sources.period, units))
        if not rows:
            return f"{LINE}{chart.title}：没有{chart.level or '下级单位'}，不画图。{LINE}"
        charting = Charting(self.sources.figure, self._number, lambda name: self.blanks.update({name: None}))
        try:
            plate = plate_of(chart, rows, len(self.plates) + 1, self.sources.period, charting)
        except UnlikeMeasures as error:
            return self._gap(Problem(self.where(chart), str(error), "请分成几张图，或改单位"))
        self.plates.append(plate)
        return f"{LINE}{CHART_MARK[0]}{len(self.plates) - 1}{CHART_MARK[1]}{LINE}"

    def _number(self, figure: Figure, words: str) -> int:
        self.stated.append((figure, words))
        return len(self.stated) - 1

    def _acts(self, acts: ActList) -> str:
        figure = self.sources.figure(acts.slot)
        problem = self._problem(acts.slot, figure)
        if problem is not None or figure is None:
            return self._gap(problem)
        members = self.sources.members(figure, acts.limit + 1)
        shown_members = members[: acts.limit]
        if acts.inline:
            titles = dict.fromkeys(member.title or member.unit_name for member in shown_members)
            named = "、".join(self._row(title) for title in titles)
            return named + (self._row("等") if len(members) > acts.limit else "")
        rows = [["日期", "单位", "事项"]]
        rows += [
            [chinese_day(member.day), self._row(member.unit_name), self._row(member.title)]
            for member in shown_members
        ]
        return table_text([*rows, *([[_MORE, "", ""]] if len(members) > acts.limit else [])])

    def _register(self, register: Register) -> str:
        try:
            found = self.sources.listing(register.name, register.limit + 1)
        except ListNotOffered as refusal:
            return self._gap(Problem(self.where(register), str(refusal).rstrip("。"), "请改用已有的清单"))
        unknown = [column for column in register.columns if column not in found.columns]
        if unknown:
            mend = f"可用的是{'、'.join(found.columns)}"
            return self._gap(Problem(self.where(register), f"“{register.name}”没有“{unknown[0]}”一栏", mend))
        if not found.rows:
            return self._row(register.empty)
        wanted = [found.columns.index(column) for column in register.columns or found.columns]
        rows = [[found.columns[place] for place in wanted]]
        rows += [[self._row(row[place]) for place in wanted] for row in found.rows[: register.limit]]
        if len(found.rows) > register.limit:
            rows.append([_MORE, *[""] * (len(wanted) - 1)])
        return table_text(rows)

    def _requirement(self, requirement: Requirement) -> str:
        duties = self.sources.packs.duties_on(self.sources.day)
        duty = next((each for each in duties if requirement.duty in (each.key, each.name)), None)
        if duty is None:
            where = self.where(requirement)
            return self._gap(Problem(where, f"目录里没有责任事项“{requirement.duty}”", "请用 bihuan pack list 查看"))
        return self._row(frequency(duty, self.sources.packs.series(duty.series).unit))


def frequency(duty: Duty, unit: str) -> str:
    """How often a duty is owed, in words: 每月至少1次, 每年1次, 定期."""
    if duty.times is None:
        return "定期"
    bound = "至少" if duty.bound is Bound.AT_LEAST else ""
    times = duty.times.quantize(Decimal(1)) if duty.times == duty.times.to_integral_value() else duty.times
    return f"{duty.per.label}{bound}{times}{unit}"
