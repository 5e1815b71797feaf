"""The fields of a form to record an act, made from its kind: how each is asked, and what stands in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.records.act import Value
from bihuan.records.fields import shown_value, stored_fields

PREFIX = "f-"
FEW = 5
"""So many choices stand side by side; more of them are a drop-down list."""

# fmt: off
_COUNTED = frozenset((
    "人", "次", "项", "个", "件", "处", "名", "篇", "家", "头", "期", "份", "块", "条", "起", "户", "张", "辆",
    "天", "小时", "周", "台次", "辆次", "人次", "条次", "件套",
))
# fmt: on
_NAMING = frozenset({"title", "name", "subject"})


class Control(StrEnum):
    """How a field is asked; the names are those of the templates."""

    STEPPER = "stepper"
    NUMBER = "number"
    CHOICES = "choices"
    SELECT = "select"
    DAY = "day"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True)
class FormField:
    """One field as the form shows it.

    Attributes:
        name: what its input is called.
        value: what stands in it, as text.
        list: the id of the suggestions beside it, or "".
        problem: what is wrong with it, or "".
    """

    key: str
    label: str
    control: Control
    value: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    hint: str = ""
    is_required: bool = False
    decimals: int = 0
    list: str = ""
    longest: int = 2000
    problem: str = ""

    @property
    def name(self) -> str:
        """What its input is called."""
        return PREFIX + self.key

    @property
    def is_long(self) -> bool:
        """Whether it takes the whole width: words in several lines."""
        return self.control is Control.TEXT


def fields_of(kind: Kind, packs: Catalogue) -> tuple[FormField, ...]:
    """The fields of a kind that a person fills in, those of the act itself (its day, unit and end) left out."""
    return tuple(
        _field(each, packs) for each in stored_fields(kind) if not (kind.act_only and each.type is FieldType.TEXT)
    )


def _field(each: Field_, packs: Catalogue) -> FormField:
    choices = packs.choices(each)
    made = FormField(
        key=each.key,
        label=each.name,
        control=_control(each, choices),
        choices=choices,
        unit=each.measure_unit,
        hint=each.hint,
        is_required=each.required,
        decimals=each.decimals,
    )
    match each.type:
        case FieldType.YES_NO:
            return replace(made, choices=("是", "否"))
        case FieldType.PERSON:
            return replace(made, list="known-people", hint=made.hint or "姓名或人员代码")
        case FieldType.UNIT:
            return replace(made, list="known-units", hint=made.hint or "单位全称或代码；系统外的单位照写名称")
        case FieldType.PERIOD:
            return replace(made, hint=made.hint or "写成2023、2023-H1、2023-Q2或2023-06")
        case FieldType.REFERENCE:
            return replace(made, longest=60)
    return made


def _control(each: Field_, choices: Sequence[str]) -> Control:
    match each.type:
        case FieldType.NUMBER:
            return Control.STEPPER if each.measure_unit in _COUNTED and not each.decimals else Control.NUMBER
        case FieldType.YES_NO:
            return Control.CHOICES
        case FieldType.CHOICE:
            return Control.CHOICES if len(choices) <= FEW else Control.SELECT
        case FieldType.DAY:
            return Control.DAY
        case FieldType.TEXT if each.key not in _NAMING:
            return Control.TEXT
    return Control.LINE


def is_named(kind: Kind) -> bool:
    """Whether a field of the kind already gives the act its title, or it takes none."""
    return kind.act_only or any(each.type is FieldType.TEXT and each.key in _NAMING for each in kind.fields)


def filled(fields: Iterable[FormField], values: Mapping[str, str]) -> tuple[FormField, ...]:
    """The fields with what was typed into them."""
    return tuple(replace(each, value=values.get(each.key, "")) for each in fields)


def copied(fields: Iterable[FormField], kind: Kind, last: Mapping[str, Value]) -> tuple[FormField, ...]:
    """The fields with what stays the same from one time to the next: choices, people, places, who was due.

    Words, days and marks are of one act only; so are numbers, except those that every record of the kind must have.
    """
    types = {each.key: each for each in kind.fields}
    return tuple(
        replace(each, value=shown_value(last[each.key]))
        if each.key in last and _stays(types[each.key], kind)
        else each
        for each in fields
    )


def _stays(each: Field_, kind: Kind) -> bool:
    if each.type is FieldType.NUMBER:
        return each.required or (kind.quorum is not None and each.key == kind.quorum.due)
    return each.type in (FieldType.CHOICE, FieldType.PERSON, FieldType.UNIT, FieldType.POST, FieldType.YES_NO)


def values_of(fields: Mapping[str, Value]) -> dict[str, str]:
    """Typed values as the form shows them."""
    return {key: shown_value(value) for key, value in fields.items()}


def with_problems(fields: Iterable[FormField], problems: Mapping[str, str]) -> tuple[FormField, ...]:
    """The fields with what is wrong with each, by its label."""
    return tuple(replace(each, problem=problems.get(each.label, "")) for each in fields)


def asked_first(fields: Sequence[FormField], needed: frozenset[str]) -> tuple[list[FormField], list[FormField]]:
    """The fields that stand open and those behind 更多栏目: a short form stays whole.

    Args:
        fields: all of them, in the order of the pack.
        needed: the keys that the quorum or a duty's series asks for.
    """
    if len(fields) <= 2 * FEW:
        return list(fields), []
    first = [
        each
        for each in fields
        if each.is_required or each.key in needed or each.problem or each.value or each.key in _NAMING
    ]
    first = first or list(fields[:FEW])
    return first, [each for each in fields if each not in first]


@dataclass(frozen=True)
class PartForm:
    """The items of a meeting as rows of the form: what each is about, and of which sort.

    Attributes:
        words, choice: the keys of the fields that a row asks for; ``choice`` is "" where there is none.
        rows: what stands in each row, blank ones at the end.
    """

    key: str
    name: str
    words: str
    words_label: str
    choice: str = ""
    choice_label: str = ""
    choices: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = (("", ""),) * 3


def parts_of(kind: Kind, packs: Catalogue) -> tuple[PartForm, ...]:
    """The kinds of item that a record of the kind may hold, those left out that the tasks keep."""
    found = (each for each in packs.kinds.values() if each.part_of == kind.key and each.key not in packs.kept_kinds)
    return tuple(_part(each, packs) for each in found)


def _part(kind: Kind, packs: Catalogue) -> PartForm:
    words = next((each for each in kind.fields if each.type is FieldType.TEXT), None)
    choice = next((each for each in kind.fields if each.type is FieldType.CHOICE), None)
    return PartForm(
        key=kind.key,
        name=kind.name,
        words=words.key if words else "",
        words_label=words.name if words else "名称",
        choice=choice.key if choice else "",
        choice_label=choice.name if choice else "",
        choices=packs.choices(choice) if choice else (),
    )
