"""The trail in Chinese: what was done, on what, and what changed. Pure but for the names that the packs give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bihuan.catalog.loaded import catalogue
from bihuan.oversight.moves import State as TaskState
from bihuan.oversight.moves import Step
from bihuan.records.act import State as RecordState
from bihuan.reports.checking.decided import DecisionStep
from bihuan.reports.templates import templates
from bihuan.trail.queries import EntryLine
from bihuan.values.actor import Role
from bihuan.values.period import Period, chinese_day
from bihuan.values.refusal import Refusal

# A line for every verb that notes; a test finds each `note(` in the source and asks for its word.
DEEDS: dict[str, dict[str, str]] = {
    "记录": {
        "record_act": "记一笔",
        "supersede": "更正记录",
        "void": "作废记录",
        "import_records": "导入记录",
    },
    "责任": {
        "waive": "批准免办",
        "withdraw_waiver": "撤回免办",
        "enter_duties": "按计划立责任",
    },
    "问题与任务": {
        "register_finding": "登记问题",
        "confirm_repeat": "认定屡犯",
        "adopt": "由记录转问题",
        "give_task": "交办任务",
        **{f"task_{step}": f"任务{step.label}" for step in Step},
        "declare_complete": "声明登记齐全",
        "withdraw_declaration": "撤回声明",
    },
    "报告与核验": {
        "begin_draft": "起草报告",
        "save_draft": "保存报告草稿",
        "merge_report": "收回改过的报告",
        "issue_report": "签发报告",
        "decide_claim": "核验时作判断",
        "seal": "封账",
    },
    "组织与人员": {
        "open_unit": "设立单位",
        "move_unit": "划转单位",
        "close_unit": "撤销单位",
        "enrol": "登记人员",
        "appoint": "任职",
        "end_appointment": "免职",
    },
    "账号": {
        "open_account": "开账号",
        "shut_account": "停用账号",
        "reopen_account": "启用账号",
        "give_role": "授予角色",
        "withdraw_role": "收回角色",
        "change_password": "改密码",
        "reset_password": "重设密码",
        "set_second": "设两步验证",
        "drop_second": "取消两步验证",
        "use_recovery_code": "用恢复码登录",
        "require_second": "要求两步验证",
        "excuse_second": "不再要求两步验证",
        "reset_second": "重设两步验证",
    },
    "系统": {
        "mend_sums": "重建发生额",
        "begin_backup": "开始取备份",
        "finish_backup": "备份取完",
        "set_profile": "改发文设置",
    },
}
_WORDS = {verb: word for group in DEEDS.values() for verb, word in group.items()}

_SUBJECTS = {
    "record": "记录",
    "batch": "导入批次",
    "waiver": "免办",
    "pack": "目录包",
    "finding": "问题",
    "task": "任务",
    "declaration": "声明",
    "draft": "草稿",
    "report": "报告",
    "claim": "表述",
    "period": "时段",
    "unit": "单位",
    "person": "人员",
    "appointment": "任职",
    "account": "账号",
    "ledger": "整本账",
}
NUMBERED = ("record", "finding", "task", "draft", "report", "waiver")
"""What the page offers to look for by its number."""

Reader = Callable[[str], str]


@dataclass(frozen=True)
class TrailRow:
    """An entry as the list shows it, in words."""

    line: EntryLine
    deed: str
    subject: str
    told: str
    unit: str
    href: str


def deed_word(verb: str) -> str:
    """What was done, in a word or two."""
    return _WORDS.get(verb, f"其他（{verb}）")


def subject_word(subject: str) -> str:
    """On what it was done: 记录17."""
    kind, _, number = subject.partition(":")
    if kind == "ledger":
        return _SUBJECTS[kind]
    return f"{_SUBJECTS.get(kind, kind)}{_period(number) if kind == 'period' else number}"


def subject_choices() -> list[tuple[str, str]]:
    """What can be looked for by its number, with its word."""
    return [(kind, _SUBJECTS[kind]) for kind in NUMBERED]


def changes(line: EntryLine) -> list[tuple[str, str]]:
    """What the entry says changed: a word for each thing and how it is now, as a person reads it.

    The title of a record that is kept to one role is not told: the trail is open to others than that role.
    """
    shut = line.detail.get("kind") in restricted()
    return [
        (_label(line, key), "只有纪检员能看" if shut and key in _CLOSE else _read(key, str(value)))
        for key, value in _ordered(line)
        if value not in (None, "")
    ]


def restricted() -> frozenset[str]:
    """The keys of the kinds whose records are kept to one role."""
    return frozenset(key for key, kind in catalogue().kinds.items() if kind.restricted)


def summary(line: EntryLine) -> str:
    """The few words of an entry that a list shows."""
    shown = [value for (key, _), (_, value) in zip(_present(line), changes(line), strict=True) if key in _TOLD]
    return "，".join(shown)[:80]


def _present(line: EntryLine) -> list[tuple[str, str | int | None]]:
    return [(key, value) for key, value in _ordered(line) if value not in (None, "")]


def _ordered(line: EntryLine) -> list[tuple[str, str | int | None]]:
    order = list(LABELS)
    known = {key: place for place, key in enumerate(order)}
    return sorted(line.detail.items(), key=lambda each: known.get(each[0], len(order)))


# What every word of a detail is called; a test looks for the words that verbs write.
LABELS = {
    "kind": "事项",
    "title": "题目",
    "name": "姓名",
    "username": "账号",
    "description": "问题",
    "post": "岗位",
    "role": "角色",
    "before": "原状态",
    "after": "现状态",
    "state": "情况",
    "happened": "日期",
    "on": "办理日期",
    "opened": "交办日期",
    "due": "时限",
    "since": "从",
    "until": "到",
    "ends": "最后一天",
    "window": "期限从",
    "words": "意见",
    "reason": "理由",
    "duty": "责任事项",
    "holder": "任职人代码",
    "series": "科目",
    "step": "判断",
    "period": "时段",
    "parent": "上级代码",
    "code": "代码",
    "template": "模板",
    "version": "版次",
    "edited": "改过几处",
    "figures": "数据个数",
    "origin": "来由",
    "record": "由记录",
    "verified": "已核验",
    "by": "改为记录",
    "repeats": "与问题相同",
    "returns": "第几次出现",
    "task": "任务",
    "number": "第几步",
    "file": "文件",
    "rows": "行数",
    "records": "作废条数",
    "parts": "分项条数",
    "delay": "晚几天记",
    "year": "年度",
    "duties": "责任条数",
    "red_head": "红头",
    "document_number": "文号",
    "addressee": "主送机关",
    "signature": "落款",
    "copies_to": "抄送",
    "printed_by": "印发机关",
    "size": "字节",
    "sha256": "文件摘要",
    "book_digest": "账的摘要",
}
_CLOSE = {"title", "reason"}
_TOLD = {
    "kind",
    "title",
    "name",
    "username",
    "post",
    "role",
    "description",
    "words",
    "reason",
    "duty",
    "file",
    "template",
    "ends",
    "period",
}


def _label(line: EntryLine, key: str) -> str:
    if key == "name" and line.verb == "open_unit":
        return "名称"
    return LABELS.get(key, key)


def _read(key: str, value: str) -> str:
    reader = _READERS.get(key)
    return reader(value) if reader else _day(value)


def _day(value: str) -> str:
    try:
        return chinese_day(date.fromisoformat(value))
    except ValueError:
        return value


def _period(value: str) -> str:
    try:
        return Period.parse(value).name
    except Refusal:
        return value


def _kind(value: str) -> str:
    kind = catalogue().kinds.get(value)
    return kind.name if kind else value


def _duty(value: str) -> str:
    return next((duty.name for duty in catalogue().duties if duty.key == value), value)


def _origin(value: str) -> str:
    life = catalogue().task_lives.get(value)
    return life.name if life else value


def _series(value: str) -> str:
    packs = catalogue()
    return packs.series(value).name if packs.has_series(value) else value


def _template(value: str) -> str:
    found = templates().get(value)
    return found.head.name if found else value


def _state(value: str) -> str:
    for states in (RecordState, TaskState):
        if value in set(states):
            return states(value).label
    return value


def _role(value: str) -> str:
    return Role(value).label if value in set(Role) else value


def _step(value: str) -> str:
    return DecisionStep(value).label if value in set(DecisionStep) else value


_READERS: dict[str, Reader] = {
    "kind": _kind,
    "duty": _duty,
    "origin": _origin,
    "series": _series,
    "template": _template,
    "state": _state,
    "before": _state,
    "after": _state,
    "role": _role,
    "step": _step,
    "period": _period,
}
