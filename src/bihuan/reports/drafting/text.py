"""A draft's text as its author reads it: prose, and figures as 【党委会次数：14次】. Pure.

Nobody has to know the language of templates. What stands behind the colon is what the book holds now; it is written
for the reader and means nothing when the text is read back. Headings carry no mark where their own words say what
they are. Lists, tables by unit and requirements stand in brackets of the same kind; what has no form of its own
stands there as a template would write it. A bracket that is meant as such is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bihuan.reports.drafting.names import Calling
from bihuan.reports.drafting.slots import BadSlot, read_slot, slot_words
from bihuan.reports.rendering import Piece
from bihuan.reports.requests import Request, source_of
from bihuan.values.problem import Problem

OPEN, CLOSE = "【", "】"
BODY = f"{OPEN}正文{CLOSE}"
"""Stands before a line that would be taken for a heading and is none."""

_TOKEN = re.compile(f"{OPEN}{OPEN}|{CLOSE}{CLOSE}|{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}|{OPEN}")
_MARKED = re.compile(r"(#{1,3}) +")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SUBSECTION = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_SENTENCE = re.compile(f"[。；！？|{OPEN}]")
_LONGEST_HEADING = 40
_PRIVATE = dict.fromkeys(range(0xE000, 0xE010))

Says = Callable[[Request], str]
"""What stands in the document in a request's place now; "" where that is more than a few words."""


@dataclass(frozen=True)
class ReadText:
    """An author's text read back.

    Attributes:
        source: the text with its figures as slots, as a draft keeps it.
        problems: brackets that name nothing, each with its line; the source is not to be kept where there are any.
    """

    source: str
    problems: tuple[Problem, ...]


def to_author(pieces: Iterator[Piece], requests: list[Request], calling: Calling, says: Says) -> str:
    """The text of a draft as its author reads it.

    Args:
        pieces: the rendered text; the number of a mention is the place of its request among all.
        requests: what it asks for, in order.
        calling: the names of what can be asked for.
        says: what each request comes to now.
    """
    written: list[str] = []
    for piece in pieces:
        if piece.mention is None:
            written.append(piece.text.replace(OPEN, OPEN * 2).replace(CLOSE, CLOSE * 2))
        else:
            request = requests[piece.mention]
            words = slot_words(request, calling, says(request)) or _as_in_a_template(request)
            written.append(f"{OPEN}{words}{CLOSE}")
    return "\n".join(_without_marks(_lines("".join(written))))


def _lines(text: str) -> list[str]:
    """The lines without spaces around them, and without blank ones before the first and behind the last."""
    return [line.strip() for line in text.strip().split("\n")]


def _as_in_a_template(request: Request) -> str:
    return source_of(request)[3:-3].replace(OPEN, "\\u3010").replace(CLOSE, "\\u3011")


def _without_marks(lines: list[str]) -> Iterator[str]:
    """The lines, their marks of headings left out where the words say it, and put in where they would mislead."""
    is_first = True
    for line in lines:
        mark = _MARKED.match(line)
        words = line[mark.end() :] if mark else line
        wanted = mark[1] if mark else ""
        if _told(words, is_first=is_first) == wanted:
            yield words
        else:
            yield line if mark else f"{BODY}{line}"
        is_first = is_first and not line


def _told(words: str, *, is_first: bool) -> str:
    """The mark of a heading that a line's own words stand for: the first line is the title, 一、… a section."""
    if not words:
        return ""
    return "#" if is_first else heading_mark(words)


def heading_mark(words: str) -> str:
    """The mark of a heading that a line's own words stand for, ## or ###; "" for a line that is none."""
    if len(words) > _LONGEST_HEADING or _SENTENCE.search(words):
        return ""
    return "##" if _SECTION.match(words) else "###" if _SUBSECTION.match(words) else ""


def from_author(text: str, calling: Calling) -> ReadText:
    """The text of a draft, read back from what its author left; every bracket that names nothing is a problem."""
    lines = _lines(text.translate(_PRIVATE).replace("\r\n", "\n").replace("\r", "\n"))
    problems: list[Problem] = []
    found: list[str] = []
    is_first = True
    for number, line in enumerate(lines, 1):
        body = line.startswith(BODY)
        words = line.removeprefix(BODY) if body else line
        mark = "" if body or _MARKED.match(words) else _told(words, is_first=is_first)
        source = "".join(_sources(words, f"第{number}行", calling, problems))
        found.append(f"{mark} {source}" if mark else source)
        is_first = is_first and not line
    return ReadText("\n".join(found), tuple(problems))


def _sources(words: str, where: str, calling: Calling, problems: list[Problem]) -> Iterator[str]:
    at = 0
    for token in _TOKEN.finditer(words):
        yield literal(words[at : token.start()])
        at = token.end()
        if token[0] in (OPEN * 2, CLOSE * 2):
            yield token[0][0]
        elif token[1] is None:
            problems.append(Problem(where, f"“{OPEN}”后面没有“{CLOSE}”", "请补上，或者把它写成两个"))
        else:
            try:
                yield read_slot(token[1], calling)
            except BadSlot as reason:
                problems.append(Problem(where, str(reason), reason.mend))
    yield literal(words[at:])


def literal(words: str) -> str:
    """Words that a draft shows as they are, whatever braces they hold."""
    return words.replace("{", '{{ "{" }}')
