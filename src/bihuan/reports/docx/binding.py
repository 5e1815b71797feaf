"""Bound figures in a .docx: each mention a document-property field inside a bookmark, with an index in properties.

Of the ways to mark a figure this is the one that both a .docx and an .odt round trip through LibreOffice 7.4 keep.
Properties hold plain strings of at most 255 characters, the limit of other word processors:

``bihuan``     the version of this scheme
``bihuan_number``  the number under which the report was issued, or ""
``bihuan_as_of``   the moment of which the book was asked
``bihuan_F7``  figure 7: digest, members, value, period, unit, measure word, key, joined by |
``bihuan_M12_F7``  mention 12, of figure 7: its text as written; its field shows it, its bookmark has the same name
``bihuan_S3``  slot 3 as its author wrote it, behind the mentions and rows it came to, from the first (counted from
    0) to before the last, and the digest of its table: ``3-4|0-0||``; ``bihuan_S3_1`` goes on where it is long
``bihuan_order``  what was ordered: template, unit, period, day, draft, version, addressee
``bihuan_C1``  chart 1: digest of its picture, of its words, and its mentions from the first to the last, joined by |
``bihuan_R5``  words from the ledger that are no figure (a title in a list), bound in the same way
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import count
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part as WordPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from bihuan.reports.document import Document, Identity, Plate, SlotSource, Table

SCHEME = "1"
MENTION = re.compile(r"bihuan_M(\d+)_F(\d+)")
"""The name of a mention's bookmark and of its property: its number and that of its figure, both from 1."""
ROW = re.compile(r"bihuan_R(\d+)")
"""The name of the bookmark and the property of words from the ledger."""
PREFIX = "bihuan"
CHART = re.compile(r"bihuan_C(\d+)")
"""The name of a chart's bookmark and of its property."""
PART = re.compile(r"bihuan_P\d+_(\w+)")
"""The name of the bookmark around a paragraph that is no body: which part of the document it is."""
_LONGEST = 250
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

Xml = etree._Element  # noqa: SLF001 - the only name that lxml gives to the type of its elements

_IDENTITY = re.compile(
    r"([0-9a-f]{16})\|(\d{1,15})\|(-?\d{1,40}(?:/[1-9]\d{0,40})?)\|([^|]*)\|([^|]*)\|([^|]*)\|(.+)", re.ASCII
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def mention_name(number: int, figure: int) -> str:
    """The name that bookmark and property of a mention share."""
    return f"{PREFIX}_M{number}_F{figure}"


def row_name(number: int) -> str:
    """The name that bookmark and property of words from the ledger share."""
    return f"{PREFIX}_R{number}"


def chart_name(number: int) -> str:
    """The name that bookmark and property of a chart share."""
    return f"{PREFIX}_C{number}"


def part_name(number: int, part: str) -> str:
    """The name of the bookmark around a paragraph that is no body."""
    return f"{PREFIX}_P{number}_{part}"


def marked(element: Xml, identifier: int, name: str) -> Xml:
    """The paragraph with a bookmark of the name around what it holds."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(identifier))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(identifier))
    style = element.find(qn("w:pPr"))
    element.insert(0 if style is None else 1, start)
    element.append(end)
    return element


def properties(document: Document) -> dict[str, str]:
    """The properties that index a document's figures."""
    found = {PREFIX: SCHEME, f"{PREFIX}_number": document.number, f"{PREFIX}_as_of": document.as_of}
    for number, figure in enumerate(document.figures, 1):
        found[f"{PREFIX}_F{number}"] = "|".join(
            (
                figure.digest,
                str(figure.members),
                figure.value,
                figure.period,
                figure.unit,
                figure.measure_unit,
                figure.key,
            )
        )
    for number, mention in enumerate(document.mentions, 1):
        found[mention_name(number, mention.figure + 1)] = mention.text
    found |= {row_name(number): words for number, words in enumerate(document.rows, 1)}
    tables = {_bound_in(table): table_digest(_cells(table)) for table in _tables(document)}
    for number, slot in enumerate(document.slots, 1):
        bound = (frozenset(range(slot.mention, slot.mention_end)), frozenset(range(slot.row, slot.row_end)))
        found |= _slot_properties(number, slot, tables.get(bound, ""))
    return found | {f"{PREFIX}_order": document.order[:_LONGEST]}


def table_digest(lines: Iterable[Iterable[str]]) -> str:
    """Sixteen hex digits of a table's words, whatever blanks another program puts among them."""
    words = "\n".join("\t".join("".join(cell.split()) for cell in line) for line in lines)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _tables(document: Document) -> Iterator[Table]:
    for block in document.paragraphs:
        if isinstance(block, Table | Plate):
            yield block.table if isinstance(block, Plate) else block


def _cells(table: Table) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in line] for line in table.lines]


def _bound_in(table: Table) -> tuple[frozenset[int], frozenset[int]]:
    """The mentions and the rows that a table is made of."""
    runs = table.runs
    mentions = frozenset(run.mention for run in runs if run.mention is not None)
    return mentions, frozenset(run.row for run in runs if run.row is not None)


def _slot_properties(number: int, slot: SlotSource, digest: str) -> dict[str, str]:
    """A slot over as many properties as it needs."""
    whole = f"{slot.mention}-{slot.mention_end}|{slot.row}-{slot.row_end}|{digest}|{slot.text}"
    names = (f"{PREFIX}_S{number}{f'_{part}' if part else ''}" for part in count())
    return {name: whole[at : at + _LONGEST] for name, at in zip(names, range(0, len(whole), _LONGEST), strict=False)}


def identity_in(value: str, as_of: str) -> Identity | None:
    """The identity that a property holds, its name left empty; None where it is not one of ours."""
    parts = _IDENTITY.fullmatch(value)
    if parts is None:
        return None
    digest, members, amount, period, unit, measure_unit, key = parts.groups()
    return Identity(key, "", unit, period, as_of, amount, measure_unit, int(members), digest)


def bound_run(name: str, identifier: int, text: str, style: Xml | None) -> Iterator[Xml]:
    """The elements of one bound run: a bookmark around a field that shows the property of the same name.

    Args:
        name: of bookmark and property.
        identifier: the bookmark's number in the file, which no other has.
        text: what it shows.
        style: the run's properties, copied into each of its runs; None for the paragraph's own.
    """
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:id"), str(identifier))
    start.set(qn("w:name"), name)
    end = OxmlElement("w:bookmarkEnd")
    end.set(qn("w:id"), str(identifier))
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" DOCPROPERTY {name} "
    shown = OxmlElement("w:t")
    shown.text = text
    yield start
    for content in (_field_mark("begin"), instruction, _field_mark("separate"), shown, _field_mark("end")):
        run = OxmlElement("w:r")
        if style is not None:
            run.append(deepcopy(style))
        run.append(content)
        yield run
    yield end


def _field_mark(kind: str) -> Xml:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def add_properties(word: WordDocument, values: Mapping[str, str]) -> None:
    """Give the document its custom properties, as a part of their own."""
    rows = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_SPACE}" xmlns:vt="{_VALUES}">{rows}</Properties>'
    )
    package = word.part.package
    part = WordPart(PackURI("/docProps/custom.xml"), _TYPE, blob.encode(), package)
    package.relate_to(part, _RELATION)
