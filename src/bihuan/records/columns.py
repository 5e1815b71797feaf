"""The columns of an import: what the head of each says, in whatever order. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.records.act import AttendeeRole
from bihuan.records.cells import Raw
from bihuan.records.fields import stored_fields
from bihuan.records.tables import letters
from bihuan.values.problem import Problem
from bihuan.values.quantity import converted


class Own(StrEnum):
    """What a column holds that is no field of the kind."""

    HAPPENED = "happened"
    UNIT = "unit"
    TITLE = "title"
    STATE = "state"
    UNTIL = "until"

    @property
    def label(self) -> str:
        """Its head, where the kind has no name of its own for it."""
        return _OWN_LABELS[self]


_OWN_LABELS = {
    Own.HAPPENED: "日期",
    Own.UNIT: "单位",
    Own.TITLE: "标题",
    Own.STATE: "状态",
    Own.UNTIL: "截止日期",
}
_WITH_UNIT = re.compile(r"(.+?)\s*[（(]([^（()）]+)[)）]")
_PEOPLE = "人员·"
EXPORTED = ("台账编号", "录入时间", "录入人", "录入间隔天数", "佐证文件")
"""What an export shows behind the columns of an import; passed over when it is read back."""

Target = Own | AttendeeRole | Field_


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it stands, what it holds, and the unit that its head gives where the field has another."""

    index: int
    letter: str
    target: Target
    unit: str = ""


def head_of(kind: Kind, own: Own) -> str:
    """The head of one of the act's own columns: the kind's name for it, told apart from a field of that name."""
    special = {Own.HAPPENED: kind.day_field, Own.UNIT: kind.unit_field, Own.UNTIL: kind.until_field}.get(own)
    name = next((each.name for each in kind.fields if each.key == special), own.label)
    taken = {each.name for each in stored_fields(kind)}
    return f"记录{name}" if name in taken else name


def field_head(field: Field_) -> str:
    """The head of a field's column, with the unit in which numbers are written: 审计金额（万元）."""
    return f"{field.name}（{field.measure_unit}）" if field.measure_unit else field.name


def people_head(role: AttendeeRole) -> str:
    """The head of the column of those who did one thing in the act: 人员·主持."""
    return f"{_PEOPLE}{role.label}"


def columns_of(kind: Kind, head: Sequence[Raw], row: int, first: int) -> tuple[list[Column], list[Problem]]:
    """What each column holds, and everything that is wrong with the head.

    Args:
        kind: what is imported.
        head: the cells of the head.
        row: its number in the file.
        first: how many empty columns stand left of it.
    """
    known = targets(kind)
    found: list[Column] = []
    problems: list[Problem] = []
    for index, cell in enumerate(head):
        word = str(cell).replace("\n", "").strip().rstrip("*＊ ")
        if not word or (word in EXPORTED and word not in known):
            continue
        letter = letters(first + index)
        target, unit = _target(known, word)
        if target is None:
            near = did_you_mean(word, known)
            mend = near or f"{kind.name}的栏目请对照 bihuan export --template {kind.key}"
            problems.append(Problem(f"第 {row} 行 {letter} 列", f"没有栏目“{word}”", mend))
        elif isinstance(target, Field_) and _disagrees(target, unit):
            mend = f"请换算后写成“{field_head(target)}”"
            problems.append(
                Problem(f"第 {row} 行 {letter} 列", f"单位“{unit}”不能换算成“{target.measure_unit}”", mend)
            )
        elif twin := next((each for each in found if each.target == target), None):
            problems.append(
                Problem(f"第 {row} 行 {letter} 列", f"与 {twin.letter} 列是同一栏目“{word}”", "请删去一列")
            )
        else:
            found.append(Column(index, letter, target, unit))
    if not any(each.target is Own.HAPPENED for each in found):
        problems.append(Problem(f"第 {row} 行", f"没有“{head_of(kind, Own.HAPPENED)}”一列", "请补上这一列"))
    return found, problems


def targets(kind: Kind) -> Mapping[str, Target]:
    """What each head may say. A field's name goes before an own column's, a name before a key."""
    known: dict[str, Target] = {each.name: each for each in stored_fields(kind)}
    known |= {field_head(each): each for each in stored_fields(kind)}
    known |= {f"记录{own.label}": own for own in Own}
    for own in Own:
        known.setdefault(head_of(kind, own), own)
        known.setdefault(own.label, own)
    known |= {people_head(role): role for role in AttendeeRole}
    for each in stored_fields(kind):
        known.setdefault(each.key, each)
    special = {kind.day_field: Own.HAPPENED, kind.unit_field: Own.UNIT, kind.until_field: Own.UNTIL}
    for key, own in special.items():
        if key is not None:
            known.setdefault(key, own)
    for own in Own:
        known.setdefault(own.value, own)
    return known


def _target(known: Mapping[str, Target], word: str) -> tuple[Target | None, str]:
    """What the head names, and the unit behind it in brackets where that is not part of the name."""
    if word in known:
        return known[word], ""
    form = _WITH_UNIT.fullmatch(word)
    target = known.get(form[1]) if form else None
    if form is None or not isinstance(target, Field_) or target.type is not FieldType.NUMBER:
        return None, ""
    return target, "" if form[2] == target.measure_unit else form[2]


def _disagrees(field: Field_, unit: str) -> bool:
    return bool(unit) and converted(Fraction(1), unit, field.measure_unit) is None
