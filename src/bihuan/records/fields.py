"""The fields of a kind: raw values in, typed values out, every flaw at once; and their one text. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.records.act import Value
from bihuan.records.cells import Flaw, Raw, read_value

Choices = Mapping[str, tuple[str, ...]]
"""The words that each choice field of a kind allows, by the field's key."""


def own_fields(kind: Kind) -> frozenset[str]:
    """The fields that are the act's own day, unit and end, and are not stored among the fields."""
    return frozenset({kind.day_field, kind.unit_field, kind.until_field} - {None})  # type: ignore[arg-type]


def stored_fields(kind: Kind) -> tuple[Field_, ...]:
    """The fields that a record of the kind stores, in the order of the pack."""
    own = own_fields(kind)
    return tuple(each for each in kind.fields if each.key not in own)


def read_fields(kind: Kind, raw: Mapping[str, Raw], choices: Choices) -> tuple[dict[str, Value], list[Flaw]]:
    """The typed values of the fields given, and everything wrong with them.

    A field is named by its key or its Chinese name. Empty values are left out. A typed value passes through, so that
    this is also the check of an act that was built in code.

    Args:
        kind: the kind of the act.
        raw: what was handed in.
        choices: the allowed words of its choice fields.
    """
    known = {each.key: each for each in stored_fields(kind)}
    named = {each.name: each for each in stored_fields(kind)}
    values: dict[str, Value] = {}
    flaws: list[Flaw] = []
    for word, given in raw.items():
        field = known.get(word) or named.get(word)
        if field is None:
            flaws.append(_unknown(kind, word))
            continue
        value = read_value(field, given, choices.get(field.key, ()))
        if isinstance(value, Flaw):
            flaws.append(value)
        elif field.key in values:
            flaws.append(Flaw(field.key, f"“{field.name}”填了两次", "请只填一次"))
        elif value is not None:
            values[field.key] = value
    return values, flaws


def _unknown(kind: Kind, word: str) -> Flaw:
    own = own_fields(kind)
    if any(word in (each.key, each.name) and each.key in own for each in kind.fields):
        return Flaw(word, "是记录本身的日期、单位或截止日期，不作为栏目填写", "请填在日期、单位或截止日期里")
    names = [name for each in stored_fields(kind) for name in (each.name, each.key)]
    return Flaw(word, f"“{kind.name}”没有栏目“{word}”", did_you_mean(word, names) or "请对照导入模板")


def written(values: Mapping[str, Value]) -> str:
    """The one JSON text of typed values: keys sorted, days as ISO text, exact decimals as text."""
    return _ENCODER.encode(values)


def _plain_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain_json)


def reread(kind: Kind, text: str) -> dict[str, Value]:
    """The typed values that `written` put down. A field that the pack no longer has stays as it was written."""
    types = {each.key: each.type for each in kind.fields}
    return {key: _typed(types.get(key), value) for key, value in json.loads(text).items()}


def _typed(type_: FieldType | None, value: str | int | None) -> Value:
    if isinstance(value, str) and type_ is FieldType.DAY:
        return date.fromisoformat(value)
    if isinstance(value, str) and type_ is FieldType.NUMBER:
        return Decimal(value)
    return value


def shown_value(value: Value) -> str:
    """The value as a person reads it, without its unit."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return str(value)
