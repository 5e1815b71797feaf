"""One entry against the schema, and pydantic's complaints in Chinese with their place and mend."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bihuan.catalog.drafts import PackSource
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Entry
from bihuan.catalog.yaml_reading import Path_, Plain
from bihuan.values.problem import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_E = TypeVar("_E", bound=Entry)

_SENTENCES = {
    "missing": ("缺少 {word}", "写上它"),
    "string_type": ("{word} 应是文字", "数字样的文字用引号括起来"),
    "bool_type": ("{word} 应是 true 或 false", ""),
    "bool_parsing": ("{word} 应是 true 或 false", ""),
    "int_type": ("{word} 应是整数", ""),
    "int_parsing": ("{word} 应是整数", ""),
    "decimal_type": ("{word} 应是数", ""),
    "decimal_parsing": ("{word} 应是数", ""),
    "decimal_max_digits": ("{word} 太大或太细", "最多 {max_digits} 位数字"),
    "finite_number": ("{word} 应是数", ""),
    "tuple_type": ("{word} 应是列表", "写成 [甲, 乙] 或每行一条“- ”"),
    "dict_type": ("{word} 应是“名称: 值”", ""),
    "model_type": ("{word} 应是“名称: 值”", ""),
    "model_attributes_type": ("{word} 应是“名称: 值”", ""),
    "string_too_short": ("{word} 不能为空", "写上内容"),
    "string_too_long": ("{word} 太长", "最多 {max_length} 个字"),
    "too_short": ("{word} 的条数太少", "至少 {min_length} 条"),
    "string_pattern_mismatch": ("{word} 的写法不对", "要合 {pattern}"),
    "greater_than": ("{word} 太小", "要大于 {gt}"),
    "greater_than_equal": ("{word} 太小", "不小于 {ge}"),
    "less_than_equal": ("{word} 太大", "不大于 {le}"),
    "date_from_datetime_parsing": ("{word} 不是日期", "写成 2023-01-31"),
    "date_parsing": ("{word} 不是日期", "写成 2023-01-31"),
    "date_type": ("{word} 不是日期", "写成 2023-01-31"),
}


def validated(type_: type[_E], value: Plain, source: PackSource, path: Path_) -> tuple[_E | None, list[Problem]]:
    """The entry that the value is, or None and everything that is wrong with it."""
    try:
        return type_.model_validate(value), []
    except ValidationError as error:
        problems = [
            _problem(type_, details, source, path)
            for details in error.errors(include_url=False, include_context=True)
        ]
        return None, list(dict.fromkeys(problems))


def _problem(type_: type[Entry], details: ErrorDetails, source: PackSource, path: Path_) -> Problem:
    steps = _steps_in_file(details["loc"], source, path)
    word = str(steps[-1]) if steps and isinstance(steps[-1], str) else "条目"
    place = (*path, *steps)
    if details["type"] == "extra_forbidden":
        known = list(_model_at(type_, steps[:-1]).model_fields)
        mend = did_you_mean(word, known) or f"可用的是 {'、'.join(known)}"
        return source.problem(place, f"不认识 {word}", mend)
    if details["type"] in ("enum", "literal_error"):
        words = list(_allowed(_model_at(type_, steps[:-1]), word))
        shown = details["input"]
        mend = did_you_mean(str(shown), words) or f"可用的是 {'、'.join(words)}"
        return source.problem(place, f"{word} 不能是“{shown}”"[:200], mend)
    message, mend = _SENTENCES.get(details["type"], ("{word} 的值不合要求", ""))
    context = {"word": word, **details.get("ctx", {})}
    return source.problem(place, message.format(**context), mend.format(**context))


def _steps_in_file(loc: tuple[int | str, ...], source: PackSource, path: Path_) -> Path_:
    """The part of pydantic's place that stands in the file; a missing word keeps its name.

    Pydantic also names the branches of a union, which nobody wrote.
    """
    steps: Path_ = ()
    for step in loc:
        if (*path, *steps) not in source.read.lines:
            break
        steps = (*steps, step)
    while len(steps) > 1 and (*path, *steps[:-1]) not in source.read.lines:
        steps = steps[:-1]
    last_is_written = (*path, *steps) in source.read.lines
    return steps if last_is_written or len(steps) == len(loc) else steps[:-1]


def _model_at(type_: type[BaseModel], steps: Path_) -> type[BaseModel]:
    """The schema class of the entry that the steps lead to."""
    model = type_
    for step in steps:
        if isinstance(step, int) or step not in model.model_fields:
            continue
        below = next(_models_in(model.model_fields[step].annotation), None)
        model = below or model
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _allowed(model: type[BaseModel], word: str) -> Iterator[str]:
    """The words that a field of a fixed set of words allows."""
    info = model.model_fields.get(word)
    if info is not None:
        yield from _words_of(info.annotation)


def _words_of(annotation: object) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(member.value) for member in annotation)
    elif get_origin(annotation) is Literal:
        yield from (str(value) for value in get_args(annotation))
    else:
        for part in get_args(annotation):
            yield from _words_of(part)
