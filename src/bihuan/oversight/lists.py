"""The lists as the offices know them: each a view of the same tasks, with the columns that its readers expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace, unit_coded, unit_for
from bihuan.oversight.errors import UnknownList
from bihuan.oversight.models import Task
from bihuan.oversight.moves import Step
from bihuan.oversight.pressing import TaskSearch, first_numbers
from bihuan.oversight.queries import TaskLine, found, lines_of, told_of
from bihuan.oversight.risks import RISK_COLUMNS, risk_rows
from bihuan.records.fields import reread
from bihuan.values.actor import Actor

Cell = str | int | date | None
RISKS = "风险清单"
_FROM = "from_unit"
_NONE = ("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A task on its way into a list, with what its moves said.

    Attributes:
        line: the task.
        done: what was said when it was reported done.
        verifier: who verified it.
        fields: the further fields of its kind, as they were told.
    """

    line: TaskLine
    done: str
    verifier: str
    fields: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, its width in characters, and what stands in it."""

    name: str
    width: int
    cell: Callable[[Entry], Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list, ready to be shown or written to a file.

    Attributes:
        name: what it is called.
        unit_name: whose it is, "" for everybody's.
        on: the day on which it was drawn up.
        columns: headings with their widths.
        rows: the cells.
    """

    name: str
    unit_name: str
    on: date
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def _assisting(entry: Entry) -> Cell:
    return "、".join(entry.line.assisting)


def _returns(entry: Entry) -> Cell:
    finding = entry.line.finding
    return f"第{finding.returns + 1}次" if finding and finding.returns else ""


def _reply_days(entry: Entry) -> Cell:
    life = entry.line.life
    return (life.done - life.opened).days if life.done else None


def _provisional_due(entry: Entry) -> Cell:
    due, mark = entry.line.due, "（暂定）" if entry.line.standing.provisional else ""
    return f"{due}{mark}" if due and mark else due


_DAY = 14
_NUMBER = Column("编号", 7, lambda entry: entry.line.number)
_TITLE = Column("任务名称", 36, lambda entry: entry.line.title)
_FOUND = Column(
    "问题描述", 40, lambda entry: entry.line.finding.description if entry.line.finding else entry.line.title
)
_RESPONSIBLE = Column("责任单位", 22, lambda entry: entry.line.responsible_name)
_LEADER = Column("牵头领导", 10, lambda entry: entry.line.leader)
_PERSON = Column("责任人", 10, lambda entry: entry.line.person)
_DUE = Column("完成时限", _DAY, _provisional_due)
_STATE = Column("状态", 9, lambda entry: entry.line.state.label)
_STANDING = Column("期限情况", 12, lambda entry: entry.line.standing.text)
_OPENED = Column("交办日期", _DAY, lambda entry: entry.line.opened)
_DONE = Column("完成日期", _DAY, lambda entry: entry.line.life.done)
_CLOSED = Column("销号日期", _DAY, lambda entry: entry.line.life.closed)

LISTS: dict[str, tuple[Column, ...]] = {
    "问题清单": (
        _NUMBER,
        replace(_OPENED, name="发现日期"),
        Column(
            "问题来源", 14, lambda entry: entry.line.finding.source if entry.line.finding else entry.line.origin_name
        ),
        Column("问题类别", 14, lambda entry: entry.line.category),
        Column("严重程度", 10, lambda entry: entry.line.severity),
        _FOUND,
        _RESPONSIBLE,
        replace(_DUE, name="整改时限"),
        _STATE,
        _STANDING,
        Column("重复发生", 10, _returns),
    ),
    "任务清单": (
        _NUMBER,
        Column("任务来源", 14, lambda entry: entry.line.origin_name),
        _TITLE,
        _LEADER,
        _RESPONSIBLE,
        Column("配合单位", 22, _assisting),
        _PERSON,
        _OPENED,
        _DUE,
        _STATE,
        _STANDING,
    ),
    "整改效果清单": (
        _NUMBER,
        _FOUND,
        _RESPONSIBLE,
        Column("整改措施和效果", 40, lambda entry: entry.done),
        _DONE,
        Column("核验人", 10, lambda entry: entry.verifier),
        Column("核验日期", _DAY, lambda entry: entry.line.life.verified),
        _CLOSED,
        Column("退回次数", 8, lambda entry: len(entry.line.life.returned)),
        Column("重开次数", 8, lambda entry: len(entry.line.life.reopened)),
        Column("重复发生", 10, _returns),
    ),
    "督办台账": (
        _NUMBER,
        replace(_TITLE, name="督办事项"),
        replace(_OPENED, name="列入日期"),
        replace(_RESPONSIBLE, name="承办单位"),
        _LEADER,
        replace(_DUE, name="办结时限"),
        Column("督办通知", 9, lambda entry: entry.fields.get("notices")),
        Column("延期次数", 8, lambda entry: len(entry.line.life.deadline_changes)),
        _CLOSED,
        _STATE,
        _STANDING,
    ),
    "请示批复台账": (
        _NUMBER,
        Column("请示单位", 22, lambda entry: entry.fields.get("from_unit")),
        replace(_TITLE, name="请示事项"),
        replace(_OPENED, name="收文日期"),
        replace(_RESPONSIBLE, name="承办单位"),
        replace(_DUE, name="批复时限"),
        replace(_DONE, name="批复日期"),
        Column("批复天数", 8, _reply_days),
        _STATE,
        _STANDING,
    ),
    "课题清单": (
        _NUMBER,
        replace(_TITLE, name="课题名称"),
        Column("调研重点", 14, lambda entry: entry.fields.get("focus_area")),
        replace(_LEADER, name="领衔领导"),
        replace(_RESPONSIBLE, name="责任部门"),
        _PERSON,
        _DUE,
        _DONE,
        _STATE,
        _STANDING,
    ),
}
NAMES = (*LISTS, RISKS)


def sheet(actor: Actor, name: str, search: TaskSearch, today: date, most: int | None = None) -> Sheet:
    """One of the offices' lists, filtered, by deadline.

    The origins that belong in a list are told by the packs; ``search.origins`` narrows them further. With
    ``most`` it ends after so many rows.

    Raises:
        UnknownList: the offices keep no list of this name.
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    if name == RISKS:
        unit_name, rows = risk_rows(actor, search.unit, today)
        return Sheet(name, unit_name, today, RISK_COLUMNS, rows[:most])
    columns = LISTS.get(name)
    if columns is None:
        raise UnknownList(f"没有“{name}”，可用的是：{'、'.join(NAMES)}。")
    belonging = tuple(key for key, life in catalogue().task_lives.items() if name in life.lists)
    origins = tuple(key for key in search.origins if key in belonging) if search.origins else belonging
    wanted = replace(search, origins=origins or ("-",))
    rows_found = found(actor, wanted, today)
    if most is not None:
        # The first of very many are found without sorting all of them.
        rows_found = Task.objects.filter(pk__in=first_numbers(actor, wanted, today, most))
    entries = _entries(lines_of(rows_found.order_by("due", "pk"), today))
    rows = tuple(tuple(column.cell(entry) for column in columns) for entry in entries)
    return Sheet(name, _unit_name(actor, search.unit), today, tuple((c.name, c.width) for c in columns), rows)


def _entries(lines: list[TaskLine]) -> list[Entry]:
    numbers = [line.number for line in lines]
    told = told_of(numbers, (Step.REPORT_DONE, Step.VERIFY))
    shown = {line.number: _shown(line.origin, told[line.number].fields) for line in lines}
    named = unit_coded(sorted({str(cells[_FROM]) for cells in shown.values() if _FROM in cells}))
    return [
        Entry(
            line,
            told[line.number].last.get(Step.REPORT_DONE, _NONE)[0] if line.life.verified else "",
            told[line.number].last.get(Step.VERIFY, _NONE)[1] if line.life.verified else "",
            {key: _named(key, value, named) for key, value in shown[line.number].items()},
        )
        for line in lines
    ]


def _named(key: str, value: Cell, units: Mapping[str, UnitPlace]) -> Cell:
    return units[str(value)].name if key == _FROM and str(value) in units else value


def _shown(origin: str, fields: str) -> Mapping[str, Cell]:
    packs = catalogue()
    kind = packs.kinds.get(packs.task_lives[origin].kind or "") if origin in packs.task_lives else None
    if kind is None:
        return {}
    values = reread(kind, fields)
    return {key: value if isinstance(value, int | date) else str(value) for key, value in values.items()}


def _unit_name(actor: Actor, unit: str) -> str:
    return unit_for(actor, unit).name if unit else ""
