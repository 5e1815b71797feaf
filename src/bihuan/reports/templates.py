"""Templates: Markdown files with slots, in the packs that a ledger loads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bihuan.catalog.loaded import home, pack_folders
from bihuan.reports.errors import BrokenTemplate, UnknownTemplate

FOLDER = "templates"

_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_LONGEST = 200_000


class Head(BaseModel):
    """The YAML head of a template.

    Attributes:
        key: what a person calls it on the command line.
        name: the title of the type of report.
        genre: a key of the packs' report genres.
        needs: the packs whose figures it states.
        signature: who signs, with 单位 and 自称 in braces; the unit's committee where empty.
        spans: the length of the period that it reports on, in Chinese (月、季度、半年、年、日); any where empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    genre: str = ""
    needs: tuple[str, ...] = ()
    signature: str = ""
    spans: Literal["", "日", "月", "季度", "半年", "年"] = ""


@dataclass(frozen=True)
class Template:
    """A template: its head, its text, and the name of its file for problems.

    Attributes:
        line: the line of the file on which the text begins, so that a problem names the right one.
        is_plain: whether the text is a draft's: slots between words, and no statements.
    """

    head: Head
    text: str
    file: str
    line: int
    is_plain: bool = False


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
    known = file.stat()
    return _template_as_it_stands(file, known.st_mtime_ns, known.st_size)


# Every page of reports lists the templates: one that has not changed since it was read is not read again.
@lru_cache(maxsize=256)
def _template_as_it_stands(file: Path, _changed: int, _size: int) -> Template:
    name = "/".join(file.parts[-3:])
    parts = _HEAD.match(file.read_text(encoding="utf-8")[:_LONGEST])
    if parts is None:
        raise BrokenTemplate(f"{name} 没有文件头，请以 --- 起止的一段 YAML 开头，写明 key 和 name。")
    try:
        head = Head.model_validate(yaml.safe_load(parts["head"]))
    except (ValidationError, yaml.YAMLError) as error:
        raise BrokenTemplate(f"{name} 的文件头看不懂，请写明 key、name、genre、needs。") from error
    return Template(head, parts["body"], name, parts["head"].count("\n") + 4)
