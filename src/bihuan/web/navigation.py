"""Where a visitor may go: the ways of the main navigation, each open to those who can do something there. Pure.

A page that stands here works. What an account may do in it is decided by the verbs and queries behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.values.actor import Action, Actor

May = Callable[[Actor], bool]


def _may(*actions: Action) -> May:
    return lambda actor: any(actor.paths(action) for action in actions)


SEES = _may(Action.SEE)
RECORDS = _may(Action.RECORD, Action.DISCIPLINE)
KEEPS = _may(Action.ORGANISE, Action.GRANT, Action.AUDIT)


@dataclass(frozen=True)
class Way:
    """One entry of the navigation.

    Attributes:
        name: the name of the address.
        word: what it is called.
        icon: its icon on a phone.
        within: the names of all addresses that belong to it.
        open_to: who finds it in their navigation.
        note: half a sentence for the page that lists all ways.
        by_thumb: whether it stands in the bar at the foot of a phone; the others are behind 更多.
    """

    name: str
    word: str
    icon: str
    within: tuple[str, ...]
    open_to: May
    note: str
    by_thumb: bool = False


DUTIES = ("duties", "duties_of", "waive")
"""The addresses that belong to the accounts of duties."""

REPORTS = ("reports", "draft", "kept_draft", "edit_draft", "merge", "issued", "verify")
"""The addresses that belong to the reports."""

WAYS = (
    Way("today", "今日", "today", ("today",), RECORDS, "现在欠什么、先办哪件", by_thumb=True),
    Way("overview", "总览", "overview", ("overview", "figure"), SEES, "本单位及所属一年的账与主要数据"),
    Way("duties", "责任账", "book", DUTIES, SEES, "每项责任、每个期限办了没有", by_thumb=True),
    Way(
        "records",
        "台账",
        "list",
        ("records", "record", "import", "import_kind"),
        SEES,
        "已经记下的每一件事",
        by_thumb=True,
    ),
    Way("tasks", "问题与任务", "clock", ("tasks", "task", "task_new", "finding_new"), SEES, "查出和交办的事"),
    Way("reports", "报告", "file", REPORTS, SEES, "写报告、看依据、签发、验证"),
    Way("check", "核验", "search", ("check", "checked"), SEES, "把一份文件与台账对一遍"),
    Way("bulletin", "通报", "overview", ("bulletin",), SEES, "所属单位这个月的完成、欠账与名次"),
    Way("seals", "封账", "check", ("seals",), _may(Action.SEAL), "过完的时段封起来，以后补记的都标明"),
    Way("units", "组织", "overview", ("units",), _may(Action.ORGANISE), "设立、划转、撤销单位"),
    Way(
        "people",
        "人员",
        "people",
        ("people", "roster", "person", "people_import"),
        _may(Action.ORGANISE),
        "登记人员，任免岗位",
    ),
    Way("accounts", "账号", "people", ("accounts",), _may(Action.GRANT), "开账号，授予和收回角色"),
    Way("trail", "日志", "list", ("trail", "trail_entry"), _may(Action.AUDIT), "谁何时办了什么，有没有改动"),
    Way("packs", "目录", "list", ("packs",), KEEPS, "载入的目录包与其中的问题"),
    Way("settings", "设置", "more", ("settings",), _may(Action.ORGANISE), "备份，运行情况，发文设置"),
)

RECORD = ("kinds", "record_new", "correct", "void")
"""The addresses of 记一笔, which stands apart as the one button of the header."""


def ways_of(actor: Actor) -> tuple[Way, ...]:
    """The ways that are open to the actor, in the order of the navigation."""
    return tuple(way for way in WAYS if way.open_to(actor))


def first_way(actor: Actor) -> str:
    """The name of the address at which the actor begins: 今日 for who records, else the first that is open."""
    return next((way.name for way in ways_of(actor)), "overview")
