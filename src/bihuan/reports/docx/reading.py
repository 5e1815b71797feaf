"""Reading bound figures back out of a .docx, also after another program saved it. Pure; a hostile file is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from lxml import etree

from bihuan.reports.charts.reading import Drawn, charted, picture_digests
from bihuan.reports.document import Identity
from bihuan.reports.docx.binding import CHART, MENTION, PREFIX, ROW, SCHEME, Xml, identity_in
from bihuan.reports.errors import NotAReport

_LARGEST = 64 * 1024 * 1024
"""No part of a report unpacks to more; a zip bomb does."""
_MAIN, _CUSTOM, _RELATIONS = "word/document.xml", "docProps/custom.xml", "word/_rels/document.xml.rels"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_FIELD = re.compile(rf'DOCPROPERTY\s+"?{PREFIX}_M(\d+)_')
_FIGURE = re.compile(rf"{PREFIX}_F(\d+)")
_DIGITS_BEFORE = re.compile(r"[\d０-９][\d０-９.,]*\Z")
_LONGEST_NUMBER = 16


@dataclass
class FoundMention:
    """A bookmark of ours as it stands in the file.

    Attributes:
        number: of the mention, or of the words from the ledger.
        figure: the number of its figure; 0 for words from the ledger.
        start, end: where its words stand in the text.
    """

    number: int
    figure: int
    start: int
    end: int = -1


@dataclass(frozen=True)
class BoundFile:
    """What a .docx says of its figures.

    Attributes:
        number: the number under which the report was issued, "" for a draft.
        as_of: the moment of which the book was asked.
        figures: the identity of each figure, by its number.
        written: the words of each mention as they were written, by its number.
        states: the number of the figure that each mention states.
        found: the mentions that are still there.
        copies: the numbers of mentions whose field also stands elsewhere.
        rows: words from the ledger as they were written, by their number.
        found_rows: where those that are still there stand.
        charts: what the index says of each chart, by the name of its property.
        charted: for each mention drawn in a chart "" where the picture stands as written, else what stands there.
        text: the words of the document, a line for each paragraph.
    """

    number: str
    as_of: str
    figures: Mapping[int, Identity]
    written: Mapping[int, str]
    states: Mapping[int, int]
    found: Mapping[int, FoundMention]
    copies: tuple[int, ...]
    rows: Mapping[int, str]
    found_rows: Mapping[int, FoundMention]
    text: str
    charts: Mapping[str, str] = field(default_factory=dict)
    charted: Mapping[int, str | None] = field(default_factory=dict)

    @property
    def standing(self) -> int:
        """How many mentions still stand, in the text or in a chart."""
        return len(self.found) + sum(words == "" for words in self.charted.values())

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where in the text something bound stands."""
        return [(place.start, place.end) for place in (*self.found.values(), *self.found_rows.values())]

    def row_words(self, number: int) -> str | None:
        """What stands where words from the ledger were written; None where they are gone."""
        place = self.found_rows.get(number)
        return self.text[place.start : place.end] if place is not None and place.end > place.start else None

    def words(self, number: int) -> str | None:
        """What stands at a mention now, digits typed right in front of it included; None where it is gone."""
        if number in self.charted:
            return self.written[number] if self.charted[number] == "" else self.charted[number]
        place = self.found.get(number)
        if place is None or place.end <= place.start:
            return None
        start = place.start
        if not any(other.end == start for other in self.found.values()):
            typed = _DIGITS_BEFORE.search(self.text, max(0, start - _LONGEST_NUMBER), start)
            start = typed.start() if typed else start
        return self.text[start : place.end]


def bound_in(file: Path) -> BoundFile:
    """What the file says of its figures.

    Raises:
        NotAReport: it is no .docx, is larger than a report can be, or carries no figures of this program.
    """
    return _bound(file, file.name)


def bound_in_bytes(content: bytes, name: str) -> BoundFile:
    """What the content of a .docx says of its figures; ``name`` is what a refusal calls it.

    Raises:
        NotAReport: as for `bound_in`.
    """
    return _bound(BytesIO(content), name)


def _bound(file: Path | BytesIO, name: str) -> BoundFile:
    try:
        with zipfile.ZipFile(file) as package:
            values = dict(custom_properties(parsed_part(package, _CUSTOM)))
            walk = _Walk()
            walk.through(parsed_part(package, _MAIN))
            drawn = charted(values, walk.drawn, _digests(package, walk))
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise NotAReport(f"“{name}”不是本系统写出的 .docx 报告，请检查文件。") from error
    if values.get(PREFIX) != SCHEME:
        raise NotAReport(f"“{name}”里没有本系统的数据标记，请用 bihuan check 核验。")
    return replace(
        _index(values, walk, name),
        charts={name: line for name, line in values.items() if CHART.fullmatch(name)},
        charted=drawn,
    )


def _digests(package: zipfile.ZipFile, walk: _Walk) -> dict[str, str]:
    """The digests of the pictures that the body shows; where it shows none, nothing has to be there."""
    return picture_digests(package, parsed_part(package, _RELATIONS), walk.drawn) if walk.drawn else {}


def _index(values: Mapping[str, str], walk: _Walk, name: str) -> BoundFile:
    """The index of the properties, joined with what the walk found."""
    figures: dict[int, Identity] = {}
    written: dict[int, str] = {}
    states: dict[int, int] = {}
    rows: dict[int, str] = {}
    as_of = values.get(f"{PREFIX}_as_of", "")
    if as_of and not _is_moment(as_of):
        raise NotAReport(f"“{name}”的数据时点看不懂，标记被改过，请重新取一份原件。")
    for key, value in values.items():
        if mention := MENTION.fullmatch(key):
            written[int(mention[1])], states[int(mention[1])] = value, int(mention[2])
        elif (figure := _FIGURE.fullmatch(key)) and (identity := identity_in(value, as_of)):
            figures[int(figure[1])] = identity
        elif row := ROW.fullmatch(key):
            rows[int(row[1])] = value
    return BoundFile(
        number=values.get(f"{PREFIX}_number", ""),
        as_of=as_of,
        figures=figures,
        written=dict(sorted(written.items())),
        states=states,
        found=walk.found,
        copies=tuple(walk.copies),
        rows=dict(sorted(rows.items())),
        found_rows=walk.rows,
        text="".join(walk.pieces),
    )


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def parsed_part(package: zipfile.ZipFile, name: str) -> Xml:
    """One part of a .docx as XML; nothing in it is expanded or fetched.

    Raises:
        NotAReport: it unpacks to more than a report can be.
        KeyError: the file has no such part.
        XMLSyntaxError: it is no XML.
    """
    if package.getinfo(name).file_size > _LARGEST:
        raise NotAReport(f"文件里的 {name} 大得不像一份报告，没有读取。")
    # No entity is expanded and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def custom_properties(root: Xml) -> Iterator[tuple[str, str]]:
    """The properties that a file carries, by name."""
    for row in root:
        name = row.get("name")
        if isinstance(name, str):
            yield name, "".join(str(text) for text in row.itertext())


@dataclass
class _Walk:
    """One walk through the body: the text, where each bookmark of ours begins and ends, and fields that stray."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    found: dict[int, FoundMention] = field(default_factory=dict)
    rows: dict[int, FoundMention] = field(default_factory=dict)
    open: dict[str, FoundMention] = field(default_factory=dict)
    copies: list[int] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    charts: dict[str, int] = field(default_factory=dict)
    said: str = ""

    def through(self, root: Xml) -> None:
        """Walk the tree in the order of the text."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = str(element.tag)
            if event == "start":
                self._enter(tag, element)
            elif tag == f"{_W}p":
                self._add("\n")

    def _enter(self, tag: str, element: Xml) -> None:
        if tag == f"{_W}t":
            self._add(element.text or "")
        elif tag in (f"{_W}tab", f"{_W}br"):
            self._add(" " if tag.endswith("tab") else "\n")
        elif tag == f"{_W}bookmarkStart":
            self._begin(element)
        elif tag == f"{_W}bookmarkEnd":
            self.charts.pop(str(element.get(f"{_W}id")), None)
            place = self.open.pop(str(element.get(f"{_W}id")), None)
            if place is not None:
                place.end = self.length
        elif tag == f"{_W}instrText":
            self._field(element.text or "")
        elif tag == f"{_W}fldSimple":
            self._field(str(element.get(f"{_W}instr", "")))
        else:
            self._picture(tag, element)

    def _picture(self, tag: str, element: Xml) -> None:
        if tag == _WORDS:
            self.said = str(element.get("descr", ""))
        elif tag == _BLIP:
            self.drawn.append(Drawn(str(element.get(_EMBED)), self.said, frozenset(self.charts.values())))

    def _add(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)

    def _begin(self, element: Xml) -> None:
        words = str(element.get(f"{_W}name"))
        if (mention := MENTION.fullmatch(words)) and int(mention[1]) not in self.found:
            place = FoundMention(int(mention[1]), int(mention[2]), self.length)
            self.found[place.number] = place
        elif (row := ROW.fullmatch(words)) and int(row[1]) not in self.rows:
            place = FoundMention(int(row[1]), 0, self.length)
            self.rows[place.number] = place
        elif chart := CHART.fullmatch(words):
            self.charts[str(element.get(f"{_W}id"))] = int(chart[1])
            return
        else:
            return
        self.open[str(element.get(f"{_W}id"))] = place

    def _field(self, instruction: str) -> None:
        which = _FIELD.search(instruction)
        inside = {place.number for place in self.open.values() if place.figure}
        if which and int(which[1]) not in inside:
            self.copies.append(int(which[1]))
