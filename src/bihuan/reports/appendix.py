"""The appendix 数据依据 of a document: a line for each figure, its words bound like a title in a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from bihuan.reports.document import Block, Cell, Document, Identity, Paragraph, Part, Plate, Run, Table
from bihuan.reports.requests import clean
from bihuan.values.period import Period, chinese_day
from bihuan.values.quantity import shown

HEADING = "附：数据依据"
_HEADS = ("所在", "数据和口径", "单位", "时段", "数值", "记录", "校验")
_SAID_ONCE = ("单位", "时段")
_NUMBERED = re.compile(r"([一二三四五六七八九十]+)、")
_START = "开头"
_SHANGHAI = timezone(timedelta(hours=8))
_DIGEST = 8
"""Hex digits of a digest that are shown; the file's index holds all sixteen."""


@dataclass(frozen=True)
class Told:
    """What a figure's line says beside its identity: what is counted, by key, and of which unit, by code."""

    meanings: Mapping[str, str]
    units: Mapping[str, str]


def with_appendix(document: Document, told: Told) -> Document:
    """The document with its appendix on a new page, before the lines that say to whom copies go."""
    rows = _Rows(list(document.rows))
    places = _places(document)
    words = [tuple(_words(each, places.get(place, ""), told)) for place, each in enumerate(document.figures)]
    columns = zip(_HEADS, zip(*words, strict=True), strict=False)
    same = {head: column[0] for head, column in columns if _is_same(head, column)}
    kept = [place for place, head in enumerate(_HEADS) if head not in same]
    notes = [_moment(document), *(f"{head}：{each}" for head, each in same.items())]
    heading: list[Block] = [
        Paragraph(Part.APPENDIX, (Run(HEADING),)),
        *(Paragraph(Part.APPENDIX_NOTE, rows.cell(note)) for note in notes),
    ]
    lines = [tuple(rows.cell(line[place]) for place in kept) for line in words]
    table = Table((tuple((Run(_HEADS[place]),) for place in kept), *lines), is_small=True)
    at = next((place for place, each in enumerate(document.paragraphs) if each.part is Part.COPIES), None)
    before = document.paragraphs[:at]
    after = document.paragraphs[len(before) :]
    return replace(document, paragraphs=(*before, *heading, table, *after), rows=tuple(rows.found))


def _is_same(head: str, column: Sequence[str]) -> bool:
    """Whether one unit or one period holds for all lines, so that it is said above them once."""
    return head in _SAID_ONCE and len(set(column)) == 1


@dataclass
class _Rows:
    """Words that are bound, added to those that the document binds already."""

    found: list[str] = field(default_factory=list)

    def cell(self, words: str) -> Cell:
        """A cell of these words."""
        kept = clean(words)
        if not kept:
            return (Run(""),)
        self.found.append(kept)
        return (Run(kept, row=len(self.found) - 1),)


def _words(figure: Identity, place: str, told: Told) -> Iterator[str]:
    yield place
    yield f"{figure.name}：{told.meanings.get(figure.key, '')}".removesuffix("：")
    yield told.units.get(figure.unit, figure.unit)
    yield Period.parse(figure.period).name
    yield f"{shown(figure.exact)}{figure.measure_unit}"
    yield f"{figure.members}条"
    yield figure.digest[:_DIGEST]


def _moment(document: Document) -> str:
    at = datetime.fromisoformat(document.as_of).astimezone(_SHANGHAI)
    number = f"，签发编号{document.number}" if document.number else ""
    return f"账面时点：{chinese_day(at.date())}{at.hour}时{at.minute:02}分{number}"


def _places(document: Document) -> dict[int, str]:
    """For each figure the sections and charts in which it is stated: 一、二、图1."""
    found: dict[int, dict[str, None]] = {}
    section = _START
    for block in document.paragraphs:
        if block.part is Part.HEADING:
            number = _NUMBERED.match(block.text)
            section = number[1] if number else block.text
        place = f"图{block.number}" if isinstance(block, Plate) else section
        for run in block.runs:
            if run.mention is not None:
                found.setdefault(document.mentions[run.mention].figure, {})[place] = None
    return {figure: "、".join(places) for figure, places in found.items()}
