"""YAML as packs use it: plain values, no traps, no surprises, and the line of everything.

The parser's events are turned into values here, in one pass without recursion. So ``no``, ``010``, ``12:30`` and
``1.0`` stay the words that were written, a doubled key is a problem, anchors, aliases, tags and deep nesting are
refused, and no input can make it loop or crash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bihuan.values.problem import Problem

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
Path_ = tuple[str | int, ...]

LARGEST = 2_000_000
DEEPEST = 24

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_LOADER = getattr(yaml, "CLoader", yaml.Loader)


@dataclass
class YamlText:
    """What a file says.

    Attributes:
        value: the values; None where the file could not be read at all.
        lines: the line, counted from 1, of every value and of every key by its path.
        problems: the line and the sentence of everything that is wrong with the writing itself.
    """

    value: Plain = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Unreadable(Exception):
    """The text stops being readable here."""

    def __init__(self, line: int, message: str, mend: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.mend = mend


def read_file(path: Path, place: str) -> tuple[YamlText, list[Problem]]:
    """What the file says, and every problem with the file or its writing; ``place`` is how to call it."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return YamlText(), [Problem(place, f"文件有 {size} 字节，太大", f"拆成几个不超过 {LARGEST} 字节的文件")]
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return YamlText(), [Problem(place, f"第 {error.start} 字节处不是 UTF-8 文字", "另存为 UTF-8 编码")]
    except OSError as error:
        return YamlText(), [Problem(place, f"读不出文件：{error.strerror}", "检查文件是否存在、是否有权读取")]
    read = read_yaml(text)
    problems = [Problem(f"{place} 第 {line} 行", message, mend) for line, message, mend in read.problems]
    return read, problems


def read_yaml(text: str) -> YamlText:
    """The values of a YAML text. Never raises: what is wrong is in ``problems``."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Unreadable as error:
        builder.read.problems.append((error.line, error.message, error.mend))
        builder.read.value = None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = min(mark.line + 1 if mark is not None else 1, len(text.splitlines()) or 1)
        builder.read.problems.append((line, "不合 YAML 的写法", "检查缩进、冒号后的空格、引号和括号是否成对"))
        builder.read.value = None
    return builder.read


@dataclass
class _Open:
    """A list or mapping that has begun and not ended."""

    value: list[Plain] | dict[str, Plain]
    path: Path_
    key: str | None = None


class _Builder:
    """Values from events, without recursion."""

    def __init__(self) -> None:
        self.read = YamlText()
        self.open: list[_Open] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event.

        Raises:
            _Unreadable: something that packs may not use.
        """
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line)
            self._scalar(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event, line)
            self._begin([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        elif isinstance(event, yaml.AliasEvent):
            raise _Unreadable(line, "用了别名（*）", "把内容直接写出来")
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Unreadable(line, "一个文件里有几篇（---）", "拆成几个文件")

    @staticmethod
    def _refuse_marks(event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            raise _Unreadable(line, f"用了锚（&{event.anchor}）", "把内容直接写出来")
        if event.tag is not None and event.tag != "!":
            raise _Unreadable(line, f"用了标签（{event.tag}）", "去掉感叹号开头的标签")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        here = self.open[-1] if self.open else None
        if here is not None and isinstance(here.value, dict) and here.key is None:
            self._key(here, event.value, line)
            return
        plain = event.implicit[0] and event.style in (None, "")
        self._put(_plain(event.value) if plain else event.value, line)

    def _key(self, here: _Open, key: str, line: int) -> None:
        assert isinstance(here.value, dict)  # noqa: S101 - for the type checker; _scalar has looked
        if key in here.value:
            self.read.problems.append((line, f"“{key}”写了两遍", "留下一个"))
        here.key = key

    def _begin(self, value: list[Plain] | dict[str, Plain], line: int) -> None:
        here = self.open[-1] if self.open else None
        if here is not None and isinstance(here.value, dict) and here.key is None:
            raise _Unreadable(line, "名称处写了列表或映射", "冒号前只写一个词")
        if len(self.open) >= DEEPEST:
            raise _Unreadable(line, f"嵌套超过 {DEEPEST} 层", "减少层次")
        path = self._put(value, line)
        self.open.append(_Open(value, path))

    def _put(self, value: Plain, line: int) -> Path_:
        """Place the value where it belongs and note its line; its path."""
        if not self.open:
            self.read.value = value
            path: Path_ = ()
        else:
            here = self.open[-1]
            if isinstance(here.value, list):
                path = (*here.path, len(here.value))
                here.value.append(value)
            else:
                key = here.key or ""
                path = (*here.path, key)
                here.value[key] = value
                here.key = None
        self.read.lines[path] = line
        return path


def _plain(word: str) -> str | int | bool | None:
    """What an unquoted word means: true, false, null, a whole number, or itself."""
    if word in _WORDS:
        return _WORDS[word]
    return int(word) if _INTEGER.fullmatch(word) else word
