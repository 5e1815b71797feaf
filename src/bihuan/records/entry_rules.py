"""What an act must fulfil to be entered, beyond what each field holds. Pure: handed everything, the day included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.records.act import Act, State, Value
from bihuan.records.cells import Flaw, read_words
from bihuan.records.fields import own_fields

LONGEST_TITLE = 200
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules have to know beside the act.

    Attributes:
        today: the day of entry, in Shanghai.
        begins, ends: the days of the unit's life, both in.
        unit_name: its name, for the sentences.
    """

    today: date
    begins: date
    ends: date | None
    unit_name: str


class EntryRules:
    """The rules of one kind, read once and asked of many acts."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        own = own_fields(kind)
        self._required = tuple(each for each in kind.fields if each.required and each.key not in own)
        self._names = {each.key: each.name for each in kind.fields}
        self._until_required = any(each.required and each.key == kind.until_field for each in kind.fields)
        self._free_text = frozenset(each.key for each in kind.fields if each.type is FieldType.TEXT)

    def flaws(self, act: Act, setting: Setting) -> list[Flaw]:
        """Everything that keeps the act from being entered."""
        found: list[Flaw] = []
        day = act.happened
        if day > setting.today or day < setting.begins or setting.ends is not None or act.until is not None:
            found += self._day_flaws(act, setting)
        if act.title:
            found += self._title_flaws(act.title)
        if self._kind.act_only:
            found += self._word_flaws(act.fields)
        if act.state is State.HELD:
            if self._required or self._until_required:
                found += self._missing(act)
            if self._kind.quorum is not None:
                found += self._quorum_flaws(self._kind.quorum.due, self._kind.quorum.present, act.fields)
        return found

    def _day_flaws(self, act: Act, setting: Setting) -> Iterator[Flaw]:
        day = act.happened
        # A register's entry may be made before the day from which it is in force; an act cannot.
        if day > setting.today and act.state is State.HELD and not self._kind.standing:
            yield Flaw("happened", f"{day} 还没有到", "还没开展的请把状态写成“计划”")
        if day < setting.begins:
            yield Flaw("happened", f"{day} 早于{setting.unit_name}的成立日期 {setting.begins}", "请核对日期或单位")
        if setting.ends is not None and day > setting.ends:
            yield Flaw("happened", f"{day} 晚于{setting.unit_name}的撤销日期 {setting.ends}", "请核对日期或单位")
        if act.until is not None and not self._kind.standing:
            yield Flaw("until", f"“{self._kind.name}”不是登记簿，没有截止日期", "请留空")
        if act.until is not None and act.until < day:
            yield Flaw("until", f"截止日期 {act.until} 早于起始日期 {day}", "请检查先后")

    def _title_flaws(self, title: str) -> Iterator[Flaw]:
        if self._kind.act_only:
            yield Flaw("title", f"“{self._kind.name}”只记行为，不写标题和文字", "请留空")
        text = read_words("title", title, LONGEST_TITLE)
        if isinstance(text, Flaw):
            yield text

    def _word_flaws(self, fields: Mapping[str, Value]) -> Iterator[Flaw]:
        for key in self._free_text & fields.keys():
            yield Flaw(key, f"“{self._kind.name}”只记行为，不写文字", "请留空")

    def _missing(self, act: Act) -> Iterator[Flaw]:
        for each in self._required:
            if each.key not in act.fields:
                yield Flaw(each.key, f"“{each.name}”必须填写", _how(each))
        if self._until_required and act.until is None:
            yield Flaw("until", "截止日期必须填写", "请写成 2023-06-05")

    def _quorum_flaws(self, due_key: str, present_key: str, fields: Mapping[str, Value]) -> Iterator[Flaw]:
        """Whether a meeting was quorate can only be said of numbers that make sense."""
        missing = [key for key in (due_key, present_key) if _number(fields.get(key)) is None]
        required = {each.key for each in self._required}
        for key in missing:
            if key not in required:
                yield Flaw(key, f"“{self._names[key]}”必须填写，才能判断会议是否有效", "请填写人数")
        due, present = _number(fields.get(due_key)), _number(fields.get(present_key))
        if due is None or present is None:
            return
        if due < 1 or present < 0:
            yield Flaw(due_key if due < 1 else present_key, "人数不能这样填", "请核对人数")
        elif present > due:
            yield Flaw(
                present_key, f"{self._names[present_key]} {present} 多于{self._names[due_key]} {due}", "请核对人数"
            )


def _number(value: Value) -> Decimal | int | None:
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _how(field: Field_) -> str:
    return {
        FieldType.DAY: "请写成 2023-06-05",
        FieldType.YES_NO: "请写 是 或 否",
        FieldType.NUMBER: "请填写一个数",
    }.get(field.type, "请补上")
