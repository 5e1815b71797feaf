"""The outline: title, addressee, headings of the official levels, paragraphs, sentences, signature and date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.reading.shapes import Heading, Outline, Stretch

RUN_IN = 5

_LINE = re.compile(r"[^\r\n]+")
_NUMERALS = "一二三四五六七八九十"
_MARKS = re.compile(
    rf"[ \t\u3000\ufeff]*(?:(?P<one>[{_NUMERALS}]{{1,3}}、|第[{_NUMERALS}百]{{1,4}}[章节][ \u3000]*)"
    rf"|(?P<two>[（(][{_NUMERALS}]{{1,3}}[）)])"
    r"|(?P<three>[0-9０-９]{1,2}(?:[.．](?![0-9０-９](?![0-9]{3}年))|、))"
    r"|(?P<four>[（(][0-9０-９]{1,2}[）)]|[①-⑳]))"
)
_LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4}
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’）)》」』]*|(?=\n)|\Z)")
_RUN_IN = re.compile(
    rf"(?:(?:^|(?<=[。；;：:，]))[{_NUMERALS}]{{1,2}}(?:是|要)|(?:^|(?<=[。；]))(?:其[{_NUMERALS}]|第[{_NUMERALS}]{{1,2}})，)(?P<words>[^，。；：\n]{{1,30}})"
)
_DATE_LINE = re.compile(
    r"[（(]?(?:[0-9０-９]{4}|[二一〇零○三四五六七八九]{4})年[0-9０-９XxＸ×*一二三四五六七八九十]{1,3}月[0-9０-９XxＸ×*一二三四五六七八九十]{1,3}日[）)]?"
)
_HALT = re.compile(r"[。；]")
_LONGEST_TITLE = 60
_LONGEST_HEADING = 80
_ENDS_A_SENTENCE = tuple("。！？；!?;")


def outline_of(text: str) -> Outline:
    """The outline of a document."""
    paragraphs = tuple(_paragraphs(text))
    headings = tuple(heading for paragraph in paragraphs for heading in _headings(text, paragraph))
    marked = {heading.start for heading in headings if heading.level < RUN_IN}
    title = _title(text, paragraphs, marked)
    date, signature = _closing(text, paragraphs, title)
    return Outline(
        title=title,
        addressee=_addressee(text, paragraphs),
        headings=headings,
        paragraphs=paragraphs,
        sentences=tuple(sentence for paragraph in paragraphs for sentence in sentences(text, paragraph)),
        signature=signature,
        date=date,
    )


def sentences(text: str, paragraph: Stretch) -> Iterator[Stretch]:
    """The sentences of a paragraph, side by side, each with its full stop and closing quote."""
    place = paragraph.start
    while place < paragraph.end:
        match = _SENTENCE.match(text, place, paragraph.end)
        end = match.end() if match and match.end() > place else paragraph.end
        yield Stretch(place, end)
        place = end


def _paragraphs(text: str) -> Iterator[Stretch]:
    """The lines that hold more than blanks."""
    for line in _LINE.finditer(text):
        if not line.group().isspace():
            yield Stretch(line.start(), line.end())


def _headings(text: str, paragraph: Stretch) -> Iterator[Heading]:
    """The heading that begins a paragraph, if any, then the run-in ones inside it."""
    mark = _MARKS.match(text, paragraph.start, paragraph.end)
    if mark:
        stop = min(paragraph.end, mark.end() + _LONGEST_HEADING)
        halt = _HALT.search(text, mark.end(), stop)
        end = halt.start() if halt else stop
        words = text[mark.end() : end].strip()
        if words:
            level = _LEVELS[mark.lastgroup or "one"]
            yield Heading(mark.start() + _indent(mark.group()), end, level, words)
    for found in _RUN_IN.finditer(text, paragraph.start, paragraph.end):
        yield Heading(found.start(), found.end(), RUN_IN, found["words"])


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip(" \t\u3000\ufeff"))


def _title(text: str, paragraphs: tuple[Stretch, ...], marked: set[int]) -> Stretch | None:
    """The first lines, as far as they are short, end no sentence and are neither heading nor addressee."""
    first = last = None
    for paragraph in paragraphs[:3]:
        words = text[paragraph.start : paragraph.end].strip()
        plain = len(words) <= _LONGEST_TITLE and not words.endswith((*_ENDS_A_SENTENCE, "：", ":", "，"))
        if not plain or paragraph.start in marked or _DATE_LINE.fullmatch(words) or _MARKS.match(words):
            break
        if last is not None and text[last.end : paragraph.start].count("\n") > 1:
            break
        first, last = first or paragraph, paragraph
    return Stretch(first.start, last.end) if first and last and len(paragraphs) > 1 else None


def _addressee(text: str, paragraphs: tuple[Stretch, ...]) -> Stretch | None:
    """An early line that ends in a colon: 总队党委: and so on."""
    for paragraph in paragraphs[:8]:
        words = text[paragraph.start : paragraph.end].strip()
        if words.endswith(("：", ":")) and len(words) <= _LONGEST_TITLE and "。" not in words:
            return paragraph
    return None


def _closing(
    text: str, paragraphs: tuple[Stretch, ...], title: Stretch | None
) -> tuple[Stretch | None, Stretch | None]:
    """The date among the last lines and the signature in front of it."""
    body = paragraphs[1:] if title else paragraphs
    for index in range(len(body) - 1, max(-1, len(body) - 5), -1):
        words = text[body[index].start : body[index].end].strip()
        if _DATE_LINE.fullmatch(words):
            before = body[index - 1] if index else None
            if before and not text[before.start : before.end].strip().endswith(_ENDS_A_SENTENCE):
                return body[index], before
            return body[index], None
    return None, None
