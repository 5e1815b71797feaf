"""Templates: Markdown with slots, in packs. Two passes: first every figure is asked for, then all are set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, ValidationError

from bihuan.catalog.loaded import home, pack_folders
from bihuan.reports.errors import BrokenTemplate, UnknownTemplate
from bihuan.reports.slots import Slot

FOLDER = "templates"
MARK = re.compile("\ue000(\\d+)\ue001")
"""A slot's place in the rendered text: its number between two characters that no document uses."""

_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_LONGEST = 200_000


class Head(BaseModel):
    """The YAML head of a template.

    Attributes:
        key: what a person calls it on the command line.
        name: the title of the type of report.
        genre: a key of the packs' report genres.
        needs: the packs whose figures it states.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    genre: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A template: its head, its text, and the name of its file for problems.

    Attributes:
        line: the line of the file on which the text begins, so that a problem names the right one.
    """

    head: Head
    text: str
    file: str
    line: int


@dataclass(frozen=True)
class PlacedSlot:
    """A slot with the line of the template file on which it stands."""

    slot: Slot
    line: int


def templates() -> Mapping[str, Template]:
    """The templates of the packs that this ledger loads, by key.

    Raises:
        BrokenTemplate: one cannot be read.
    """
    folders, _ = pack_folders(home())
    files = [file for folder in folders for file in sorted((folder / FOLDER).glob("*.md"))]
    return {found.head.key: found for found in map(_template_in, files)}


def template_for(key: str) -> Template:
    """The template with this key, or in this file.

    Raises:
        UnknownTemplate: there is none.
        BrokenTemplate: it cannot be read.
    """
    if key.endswith(".md") and Path(key).is_file():
        return _template_in(Path(key))
    known = templates()
    by_name = {found.head.name: found for found in known.values()}
    found = known.get(key) or by_name.get(key)
    if found is None:
        listed = "、".join(f"{each.head.key}（{each.head.name}）" for each in known.values())
        raise UnknownTemplate(f"没有模板“{key}”，现有：{listed or '无'}。")
    return found


def _template_in(file: Path) -> Template:
    name = "/".join(file.parts[-3:])
    parts = _HEAD.match(file.read_text(encoding="utf-8")[:_LONGEST])
    if parts is None:
        raise BrokenTemplate(f"{name} 没有文件头，请以 --- 起止的一段 YAML 开头，写明 key 和 name。")
    try:
        head = Head.model_validate(yaml.safe_load(parts["head"]))
    except (ValidationError, yaml.YAMLError) as error:
        raise BrokenTemplate(f"{name} 的文件头看不懂，请写明 key、name、genre、needs。") from error
    return Template(head, parts["body"], name, parts["head"].count("\n") + 4)


def slots_of(template: Template, words: Mapping[str, str]) -> list[PlacedSlot]:
    """First pass: every slot that the template may show, conditional parts both ways, in the order of the text.

    Raises:
        BrokenTemplate: the text is no template, or uses a word that there is not.
    """
    found: dict[Slot, PlacedSlot] = {}
    for is_shown in (True, False):
        for placed in _collected(template, words, is_shown=is_shown):
            found.setdefault(placed.slot, placed)
    return list(found.values())


def _collected(template: Template, words: Mapping[str, str], *, is_shown: bool) -> list[PlacedSlot]:
    met: list[Slot] = []

    def collect(slot: Slot) -> str:
        met.append(slot)
        return f"\ue000{len(met) - 1}\ue001"

    def asked_about(name: str) -> bool:
        met.append(Slot(name))
        return is_shown

    rendered = _rendered(template, words, collect, asked_about)
    lines = {int(mark[1]): rendered.count("\n", 0, mark.start()) for mark in MARK.finditer(rendered)}
    return [PlacedSlot(slot, template.line + lines.get(number, 0)) for number, slot in enumerate(met)]


def filled(
    template: Template, words: Mapping[str, str], is_there: Callable[[str], bool]
) -> tuple[str, tuple[Slot, ...]]:
    """Second pass: the text with a numbered mark for each slot that is shown, and those slots.

    Args:
        template: the template.
        words: the plain words: 单位, 时段, 主送 and so on.
        is_there: whether a figure has an entry and is not zero, for the parts that drop out otherwise.

    Raises:
        BrokenTemplate: the text is no template, or uses a word that there is not.
    """
    shown: list[Slot] = []

    def place(slot: Slot) -> str:
        shown.append(slot)
        return f"\ue000{len(shown) - 1}\ue001"

    return _rendered(template, words, place, is_there), tuple(shown)


def _rendered(
    template: Template, words: Mapping[str, str], place: Callable[[Slot], str], is_there: Callable[[str], bool]
) -> str:
    def data(name: str, **how: str | bool) -> str:
        return place(_slot(template, name, how))

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals = {"数据": data, "有": is_there}
    try:
        return environment.from_string(template.text).render(words)
    except (TemplateError, SecurityError, TypeError) as error:
        line = template.line + (getattr(error, "lineno", None) or 1) - 1
        raise BrokenTemplate(f"{template.file} 第 {line} 行附近不能填写：{error}，请检查模板。") from error


_OPTIONS = {"单位": "unit", "约数": "rounded", "汉字": "spelt", "只写数字": "bare", "比": "earlier"}


def _slot(template: Template, name: str, how: Mapping[str, str | bool]) -> Slot:
    unknown = [option for option in how if option not in _OPTIONS]
    if unknown:
        raise BrokenTemplate(
            f'{template.file} 的 数据("{name}") 不认识“{unknown[0]}”，可用的是{"、".join(_OPTIONS)}。'
        )
    return Slot(name, **{_OPTIONS[option]: value for option, value in how.items()})  # type: ignore[arg-type]


def chunks(text: str) -> Iterator[str | int]:
    """The text cut at its marks: plain words, and the number of each slot."""
    at = 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            yield text[at : mark.start()]
        yield int(mark[1])
        at = mark.end()
    if at < len(text):
        yield text[at:]
