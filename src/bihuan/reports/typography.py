"""How an official document is set (GB/T 9704-2012): page, type area, faces, sizes. Pure numbers and names.

Lengths are in twips, 1/20 of a point; 1 mm is 56.7 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bihuan.reports.document import Part

PAGE = (11906, 16838)
"""A4, 210 by 297 mm."""
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
"""Margins of 37, 35, 28 (the binding edge) and 26 mm: a type area of 156 by 225 mm."""
FOOTER = 1417
"""The page number stands 25 mm above the edge, 7 mm below the type area."""
LINE = 579
"""28.95 pt: twenty-two lines a page."""
TIGHTEN = -5
"""Characters stand a quarter point closer, so that twenty-eight of size 3 fill a line.

A grid of lines and characters would say the same, but LibreOffice 7.4 then sets every character into two cells.
"""
TITLE_LINE = 700
"""35 pt from one line of the title to the next."""
BODY_SIZE = 32
"""Size 3 (三号), in half points. Normal has it too: a character grid counts from Normal."""
CHARACTER = 320
"""The width of a character of size 3."""
TITLE_WIDTH = 19
"""Characters of size 2 on a line."""

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
CLOSEST = {SONG: "方正小标宋_GBK", FANG: "仿宋", HEI: "SimHei", KAI: "楷体"}
"""What another machine calls the nearest face it has."""
LATIN = "Times New Roman"
FOOTER_FACE = "宋体"
FOOTER_SIZE = 28


@dataclass(frozen=True)
class Setting:
    """How one part of the document is set.

    Attributes:
        face: the Chinese face.
        size: in half points.
        indent: characters by which the first line is indented.
        align: left, center, right or both.
        keep: whether it stays on the page of the paragraph that follows.
    """

    face: str = FANG
    size: int = BODY_SIZE
    indent: int = 0
    align: str = "both"
    keep: bool = False


RED = "FF0000"
TABLE_SIZE = 24
"""Size 小四, in half points: the letters of a table of up to five columns."""
SMALLEST = 18
_SMALLER_SIZES = {6: 21, 7: SMALLEST}
"""五号 for six columns, 小五 for seven and more."""
TABLE_PITCH = 13.3
"""From one line of a cell to the next, in twips for each half point of its letters."""
TABLE_WIDTH = 8844
"""156 mm, the width of the type area."""
_NARROWEST, _WIDEST, _KEPT_WHOLE, _CELL_SIDES, _HEADING = 2.0, 24.0, 10.0, 1.0, 4.5
"""Of the columns of a table, in characters; a cell has some room at its sides, and a heading may take two lines."""
_MOST_FOR_SHORT = 0.72
"""Where short columns would take more of the table than this, all are made narrower alike."""

SETTINGS = {
    Part.NOTICE: Setting(HEI, 28, align="center"),
    Part.RED_HEAD: Setting(SONG, 56, align="center", keep=True),
    Part.NUMBER: Setting(align="center", keep=True),
    Part.TITLE: Setting(SONG, 44, align="center", keep=True),
    Part.ADDRESSEE: Setting(align="left", keep=True),
    Part.HEADING: Setting(HEI, indent=2, keep=True),
    Part.SUBHEADING: Setting(KAI, indent=2, keep=True),
    Part.BODY: Setting(indent=2),
    Part.ATTACHMENT: Setting(align="left", indent=2),
    Part.SIGNATURE: Setting(align="right", keep=True),
    Part.DATE: Setting(align="right"),
    Part.APPENDIX: Setting(HEI, align="left", keep=True),
    Part.APPENDIX_NOTE: Setting(size=24, align="left", keep=True),
    Part.COPIES: Setting(size=28, align="left"),
}

_DATE_INDENT = 4.0
_SIGNATURE_INDENT = 2.0


def closing_indents(signature: str, day: str) -> tuple[float, float]:
    """How many characters signature and date stand in from the right: the date four, the signature centred on it.

    A long signature stands two characters in, and the date is centred under it.
    """
    behind = _DATE_INDENT + (width(day) - width(signature)) / 2
    shift = max(0.0, _SIGNATURE_INDENT - behind)
    return behind + shift, _DATE_INDENT + shift


def width(text: str) -> float:
    """The width of the text in Chinese characters; an ASCII one is half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


_BREAKS = ("履行", "贯彻", "落实", "开展", "整改", "党建", "年度", "算账", "主体责任", "情况", "工作", "会议纪要")


def title_lines(title: str) -> list[str]:
    """The title on as many lines as it needs, broken where a word ends: before 关于, then near the middle."""
    if width(title) <= TITLE_WIDTH:
        return [title]
    head, about, rest = title.partition("关于")
    if not head or not about or width(head) > TITLE_WIDTH:
        return _halved(title)
    return [head, *_halved(about + rest)]


def _halved(text: str) -> list[str]:
    """The text in two or more lines: the first is as near to half as a word's beginning allows, and fits."""
    if width(text) <= TITLE_WIDTH:
        return [text]
    found = {_before_digits(text, text.find(word, 2)) for word in _BREAKS if word in text[2:]}
    fitting = [place for place in found if place > 0 and width(text[:place]) <= TITLE_WIDTH]
    places = fitting or [len(text) // 2]
    at = min(places, key=lambda place: (abs(width(text[:place]) - width(text) * 0.55), place))
    return [text[:at], *_halved(text[at:])]


def _before_digits(text: str, at: int) -> int:
    """The place before the digits that end at a place: 2023年度 stays together."""
    while at > 0 and text[at - 1].isdigit():
        at -= 1
    return at


def table_size(columns: int) -> int:
    """The letters of a table of so many columns, in half points."""
    return _SMALLER_SIZES.get(min(columns, max(_SMALLER_SIZES)), TABLE_SIZE)


def column_widths(lines: Sequence[Sequence[str]], letters: int = TABLE_SIZE) -> list[int]:
    """How wide the columns of a table are, in twips: short words stay on one line, long ones share what is left.

    Args:
        lines: the words of every cell, the headings first.
        letters: their size in half points.
    """
    room = TABLE_WIDTH / (letters * 10)
    wanted = [_CELL_SIDES + _wanted([line[place] for line in lines]) for place in range(len(lines[0]))]
    short = sum(each for each in wanted if each <= _KEPT_WHOLE)
    long = sum(each for each in wanted if each > _KEPT_WHOLE)
    if short + long > room and short < room * _MOST_FOR_SHORT:
        wanted = [each if each <= _KEPT_WHOLE else each * (room - short) / long for each in wanted]
    total = sum(wanted)
    return [round(TABLE_WIDTH * each / total) for each in wanted]


def _with_spaces(text: str) -> float:
    """The width of words with the quarter of a character that stands between a digit and a Chinese character."""
    return width(text) + 0.25 * sum(one.isascii() != other.isascii() for one, other in pairwise(text))


def _wanted(column: Sequence[str]) -> float:
    heading, *cells = map(_with_spaces, column)
    return max(_NARROWEST, min(heading, _HEADING), *(min(cell, _WIDEST) for cell in cells))
