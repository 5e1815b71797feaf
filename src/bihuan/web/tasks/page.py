"""问题与任务: the tasks and findings of a unit and all below it, as a list or as a board by state."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.oversight.list_files import write_list
from bihuan.oversight.lists import NAMES, sheet
from bihuan.oversight.moves import State
from bihuan.oversight.pressing import Counted, TaskSearch
from bihuan.oversight.queries import TaskLine, tasks
from bihuan.oversight.standing import Urgency
from bihuan.values.actor import Actor
from bihuan.web.asking import BadAddress, address, page_asked, period_asked, today, way
from bihuan.web.downloads import DOCX, XLSX, download
from bihuan.web.pages import page, signed_in
from bihuan.web.paging import Paging
from bihuan.web.seals import Seal
from bihuan.web.tasks.finding_form import may_register
from bihuan.web.tasks.seals import AMBER, RED, state_seal
from bihuan.web.whereabouts import NOTHING_TO_SEE, chosen

SIZE = 50
ON_BOARD = 120
"""Tasks that the board lays out; what is beyond that is in the list."""
IN_COLUMN = 12
BOARD = (State.ASSIGNED, State.ACCEPTED, State.RETURNED, State.REOPENED, State.REPORTED, State.VERIFIED)
_SORTS = (("", "问题和任务"), ("finding", "只看问题"), ("task", "只看任务"))
_STANDINGS = (("open", "未了结的"), ("settled", "已了结的"), ("", "全部"))
AWAITS_ANSWER = ("asked", "延期待批")
"""Beside how tasks stand to their deadline: those for which another one is asked for."""
_FIELDS = ("sort", "standing", "state", "urgency", "unit", "period", "text")
_ENDINGS = {"xlsx": XLSX, "docx": DOCX}


@dataclass(frozen=True)
class TaskRow:
    """A task as a row of the list or a card of the board."""

    line: TaskLine
    seal: Seal
    href: str
    title: str
    is_late: bool
    is_due: bool


@dataclass(frozen=True)
class Column:
    """A column of the board."""

    state: State
    seal: Seal
    rows: tuple[TaskRow, ...]
    count: int
    href: str

    @property
    def left(self) -> int:
        """Tasks of the state that the column does not show."""
        return self.count - len(self.rows)


@signed_in
def tasks_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tasks wanted, the most pressing first."""
    if chosen(actor, request.GET.get("unit", "").strip()) is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    asked = {name: request.GET.get(name, "").strip() for name in _FIELDS}
    asked["standing"] = request.GET.get("standing", "open")
    is_board = request.GET.get("view") == "board"
    number = 1 if is_board else page_asked(request)
    found = tasks(actor, _search(request, asked), today(), number, ON_BOARD if is_board else SIZE)
    rows = [row_of(line) for line in found.lines]
    kept = tuple(asked.items())
    context: dict[str, object] = {
        "asked": asked,
        "counted": found.counted,
        "overdue": sum(row.is_late for row in rows),
        "may_register": may_register(actor),
        "sorts": _SORTS,
        "standings": _STANDINGS,
        "states": [(state.value, state.label) for state in State],
        "urgencies": [*((urgency.value, urgency.label) for urgency in Urgency), AWAITS_ANSWER],
        "is_board": is_board,
        "is_narrowed": any(value for name, value in asked.items() if name != "standing"),
        "list_href": address(request.path, **asked),
        "board_href": address(request.path, **asked, view="board"),
        "rows": rows,
        "columns": _columns(rows, asked) if is_board else [],
        "beyond": _beyond(found.counted) if is_board else "",
        "paging": Paging(number, SIZE, found.counted.number, request.path, kept, is_more=found.counted.is_more),
        "lists": [
            (name, _list_address(name, ending, asked["unit"]), ending) for name in NAMES for ending in _ENDINGS
        ],
    }
    return page(request, actor, "web/tasks.html", context)


def _beyond(counted: Counted) -> str:
    """How many tasks the board does not show; "" where it shows them all."""
    return replace(counted, number=counted.number - ON_BOARD).text if counted.number > ON_BOARD else ""


def row_of(line: TaskLine) -> TaskRow:
    """The task with its seal and address; a finding is called by what was found."""
    title = line.finding.description if line.finding else line.title
    urgency = line.standing.urgency
    href = way("task", line.number)
    return TaskRow(line, state_seal(line.state), href, title or line.origin_name, urgency in RED, urgency in AMBER)


def _search(request: HttpRequest, asked: dict[str, str]) -> TaskSearch:
    lives = catalogue().task_lives
    origins = tuple(key for key, life in lives.items() if asked["sort"] and life.keeps == asked["sort"])
    awaits = asked["urgency"] == AWAITS_ANSWER[0]
    return TaskSearch(
        unit=asked["unit"],
        origins=origins or (("-",) if asked["sort"] else ()),
        state=State(asked["state"]) if _known(State, asked["state"]) else None,
        is_open={"open": True, "settled": False}.get(asked["standing"]),
        urgency=Urgency(asked["urgency"]) if not awaits and _known(Urgency, asked["urgency"]) else None,
        opened=period_asked(request),
        text=asked["text"],
        awaits_answer=awaits,
    )


def _known(words: type[State | Urgency], value: str) -> bool:
    """Whether a word of the address is one of these; "" is none.

    Raises:
        BadAddress: it is another word.
    """
    if value and value not in {word.value for word in words}:
        raise BadAddress(f"看不懂“{value[:20]}”，请从下拉框里选。")
    return bool(value)


def _columns(rows: Sequence[TaskRow], asked: dict[str, str]) -> list[Column]:
    found: list[Column] = []
    for state in BOARD:
        some = [row for row in rows if row.line.state is state]
        href = address(reverse("tasks"), **{**asked, "state": state.value})
        found.append(Column(state, state_seal(state), tuple(some[:IN_COLUMN]), len(some), href))
    return found


def _list_address(name: str, ending: str, unit: str) -> str:
    return address(reverse("task_list", args=[name, ending]), unit=unit)


@signed_in
def task_list(request: HttpRequest, actor: Actor, name: str, ending: str) -> HttpResponse:
    """One of the offices' lists as a file."""
    if ending not in _ENDINGS:
        raise BadAddress("清单只导出为 xlsx 或 docx，请从页面上点选。")
    drawn = sheet(actor, name, TaskSearch(unit=request.GET.get("unit", "").strip()), today())
    with tempfile.TemporaryDirectory() as folder:
        content = write_list(drawn, Path(folder) / f"list.{ending}").read_bytes()
    return download(content, f"{drawn.unit_name}{drawn.name}.{ending}", _ENDINGS[ending])
