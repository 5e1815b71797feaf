"""Rendering: a template's words run twice, first to learn what it asks for, then to set what was answered.

The words run in a sandbox that knows the functions below and nothing else. A draft's text, which its author typed,
is held tighter still: slots between plain words, no statements, no operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2 import Template as Compiled
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bihuan.reports.charts.requests import Option, chart_asked
from bihuan.reports.errors import BrokenTemplate
from bihuan.reports.requests import LINE, ActList, ByHand, Direction, Register, Request, Requirement, UnitTable
from bihuan.reports.slots import Slot
from bihuan.reports.templates import Template

MENTION_MARK, ROW_MARK, CHART_MARK = ("\ue000", "\ue001"), ("\ue002", "\ue003"), ("\ue005", "\ue006")
"""What stands around the number of a mention, of words from the ledger, or of a chart, in a rendered text."""

_MARK = re.compile("([\ue000\ue002])(\\d+)[\ue001\ue003]")
_OPTIONS = {"单位": "unit", "约数": "rounded", "汉字": "spelt", "只写数字": "bare", "比": "earlier"}
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Call, nodes.Name, nodes.Const, nodes.Keyword)
_PLAIN_VALUES = (nodes.List, nodes.Dict, nodes.Pair)
_LARGEST_LIMIT = 500


class Answering(Protocol):
    """Who answers a template while it is rendered."""

    def words_for(self, request: Request) -> str:
        """What stands in the text in its place."""

    def is_there(self, slot: Slot) -> bool:
        """Whether the figure has an entry and is not zero, for parts that drop out otherwise."""


@dataclass(frozen=True)
class Placed:
    """A request with the line of the template file on which it stands."""

    request: Request
    line: int


def requests_of(template: Template, words: Mapping[str, str]) -> list[Placed]:
    """First pass: everything that the template may show, conditional parts both ways, in the order of the text.

    Raises:
        BrokenTemplate: the text is no template, or uses a word that there is not.
    """
    found: dict[Request, Placed] = {}
    for is_shown in (True, False):
        collecting = _Collecting([], is_shown)
        text = rendered(template, words, collecting)
        lines = {int(mark[2]): text.count("\n", 0, mark.start()) for mark in _MARK.finditer(text)}
        for number, request in enumerate(collecting.met):
            found.setdefault(request, Placed(request, template.line + lines.get(number, 0)))
    return list(found.values())


@dataclass
class _Collecting:
    """Answers every part that may drop out alike, and writes down what was asked."""

    met: list[Request]
    is_shown: bool

    def words_for(self, request: Request) -> str:
        self.met.append(request)
        return f"{MENTION_MARK[0]}{len(self.met) - 1}{MENTION_MARK[1]}"

    def is_there(self, slot: Slot) -> bool:
        self.met.append(slot)
        return self.is_shown


def rendered(template: Template, words: Mapping[str, str], answering: Answering) -> str:
    """The text with every request answered.

    Raises:
        BrokenTemplate: the text is no template, or uses a word or a function that there is not.
    """
    try:
        compiled = _compiled(template.text, template.file, is_plain=template.is_plain)
        return compiled.render({**words, **dict(_functions(template, answering))})
    except (TemplateError, SecurityError, TypeError, ValueError) as error:
        line = template.line + (getattr(error, "lineno", None) or 1) - 1
        raise BrokenTemplate(f"{template.file} 第 {line} 行附近不能填写：{error}，请检查模板。") from error


@lru_cache(maxsize=64)
def _compiled(text: str, file: str, *, is_plain: bool) -> Compiled:
    """The text compiled; it is rendered three times for each report."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals = {}
    environment.filters = {}
    if is_plain:
        _check_plain(file, environment.parse(text))
    return environment.from_string(text)


def _check_plain(file: str, tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, (*_PLAIN, *_PLAIN_VALUES)):
            raise BrokenTemplate(f"{file} 第 {node.lineno} 行：草稿里只能写文字和数据槽，请改成文字。")


def _functions(template: Template, answering: Answering) -> Iterator[tuple[str, Callable[..., object]]]:
    def data(name: str, **how: str | bool) -> str:
        return answering.words_for(_slot(template, name, how))

    def is_there(name: str, **how: str | bool) -> bool:
        return answering.is_there(_slot(template, name, how))

    def direction(name: str, 比: str = "同期") -> str:  # noqa: N803, PLC2401 - the words of the template language
        return answering.words_for(Direction(_slot(template, name, {"比": 比})))

    def by_hand(words: str, 原为: str, **how: str | bool) -> str:  # noqa: N803, PLC2401
        return answering.words_for(ByHand(words, _slot(template, 原为, how)))

    def table(列: Sequence[str] | Mapping[str, str], 级别: str = "", 排序: str = "") -> str:  # noqa: N803, PLC2401
        named = 列.items() if isinstance(列, Mapping) else [("", name) for name in 列]
        columns = tuple((heading, Slot(name, bare=True)) for heading, name in named)
        return answering.words_for(UnitTable(columns, 级别, 排序))

    def acts(name: str, 最多: int = ActList.limit) -> str:  # noqa: N803, PLC2401
        return answering.words_for(ActList(Slot(name), _limit(最多)))

    def titles(name: str, 最多: int = ActList.limit) -> str:  # noqa: N803, PLC2401
        return answering.words_for(ActList(Slot(name), _limit(最多), inline=True))

    def register(name: str, 最多: int = Register.limit, 列: Sequence[str] = (), 空: str = Register.empty) -> str:  # noqa: N803, PLC2401
        return answering.words_for(Register(name, _limit(最多), tuple(列), 空))

    def requirement(name: str) -> str:
        return answering.words_for(Requirement(name))

    yield from (("数据", data), ("有", is_there), ("升降", direction), ("单位表", table))
    yield from (("事项表", acts), ("事项", titles), ("清单", register), ("要求", requirement))
    yield from (("手改", by_hand), ("图", _charting(answering)))


def _charting(answering: Answering) -> Callable[..., str]:
    def chart(title: str, asked: str | Sequence[str] | Mapping[str, str], **how: Option) -> str:
        return answering.words_for(chart_asked(title, asked, how))

    return chart


def _limit(wanted: int) -> int:
    return max(1, min(int(wanted), _LARGEST_LIMIT))


def _slot(template: Template, name: str, how: Mapping[str, str | bool]) -> Slot:
    unknown = [option for option in how if option not in _OPTIONS]
    if unknown:
        raise BrokenTemplate(
            f'{template.file} 的 数据("{name}") 不认识“{unknown[0]}”，可用的是{"、".join(_OPTIONS)}。'
        )
    if how.get("比", "") not in ("", "同期", "上期"):
        raise BrokenTemplate(f'{template.file} 的 数据("{name}") 只能比“同期”或“上期”，请改写。')
    return Slot(name, **{_OPTIONS[option]: value for option, value in how.items()})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Piece:
    """A stretch of a rendered text: plain words, or the number of a mention, or that of words from the ledger."""

    text: str = ""
    mention: int | None = None
    row: int | None = None


def pieces(text: str) -> Iterator[Piece]:
    """The text cut at its marks."""
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            yield Piece(text[at : mark.start()])
        is_mention = mark[1] == MENTION_MARK[0]
        yield Piece(mention=int(mark[2])) if is_mention else Piece(row=int(mark[2]))
        at = mark.end()
    if at < len(text):
        yield Piece(text[at:])


def chart_in(line: str) -> int | None:
    """The number of the chart that a line is; None for a line of words."""
    is_chart = line[:1] == CHART_MARK[0] and line[-1:] == CHART_MARK[1]
    return int(line[1:-1]) if is_chart else None


def lines_of(text: str) -> list[str]:
    """The lines of a rendered text that are not blank."""
    return [line.strip() for line in text.replace(LINE, "\n").splitlines() if line.strip()]
