"""Charts in a .docx: the picture in a bookmark of its own, with its numbers in words, and what the index says of it.

A picture holds no fields, so the index ties the mentions of its marks to the picture itself: while it is there byte
for byte, they stand as written; where it is gone they are lost; where another stands in its bookmark they are edited.
LibreOffice 7.4 keeps picture, words and bookmark in .docx → .docx and .docx → .odt → .docx.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import quoteattr

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bihuan.reports.charts.picture import png_of
from bihuan.reports.charts.shapes import Drawing
from bihuan.reports.charts.svg import drawing_of
from bihuan.reports.document import Document, Plate
from bihuan.reports.docx.binding import Xml, chart_name, marked

_POINT = 12_700
"""English metric units in a point."""
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True)
class Picture:
    """A chart drawn for a file.

    Attributes:
        relation: the name by which the document's part calls the picture's.
        drawing: what is drawn.
        line: what the index says of it.
    """

    relation: str
    drawing: Drawing
    line: str


def chart_line(plate: Plate, content: bytes) -> str:
    """What the index says of a chart: digest of the picture, digest of its words, the mentions in it."""
    numbers = [mention + 1 for mention in plate.mentions]
    span = f"{numbers[0]}-{numbers[-1]}" if numbers else ""
    return f"{digest_of(content)}|{digest_of(plate.said.encode())}|{span}"


def digest_of(content: bytes) -> str:
    """Sixteen hex digits of a picture or of its words."""
    return hashlib.sha256(content).hexdigest()[:16]


def pictures_in(word: WordDocument, document: Document) -> Mapping[int, Picture]:
    """The pictures of a document's charts, added to the file, by the charts' numbers.

    Empty on a machine without a Chinese font: there a chart is set as a table of the same figures.
    """
    found: dict[int, Picture] = {}
    for plate in document.plates:
        drawing = drawing_of(plate.plot)
        content = png_of(drawing)
        if content is not None:
            relation, _ = word.part.get_or_add_image(BytesIO(content))
            found[plate.number] = Picture(relation, drawing, chart_line(plate, content))
    return found


def picture_paragraph(plate: Plate, picture: Picture, identifier: int) -> Xml:
    """The paragraph that holds the picture, kept on the page of its caption; ``identifier`` is its bookmark's."""
    name, words = chart_name(plate.number), quoteattr(plate.said)
    size = f'cx="{picture.drawing.width * _POINT}" cy="{picture.drawing.height * _POINT}"'
    element = parse_xml(
        f'<w:p {nsdecls("w", "wp", "a", "r")}><w:pPr><w:keepNext/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="120" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{plate.number}" name="{name}" descr={words}/>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
        f'<pic:nvPicPr><pic:cNvPr id="{plate.number}" name="{name}.png" descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r></w:p>"
    )
    return marked(element, identifier, name)
