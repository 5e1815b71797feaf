"""A document given its appendix 数据依据, for the formats that have none of their own."""

from __future__ import annotations

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_coded
from bihuan.reports.appendix import Told, with_appendix
from bihuan.reports.document import Document
from bihuan.reports.meanings import meaning


def appended(document: Document) -> Document:
    """The document with a line for each of its figures at the end: what, of whom, when, on how many records."""
    packs = catalogue()
    meanings = {figure.key: meaning(packs, figure.key) for figure in document.figures}
    units = unit_coded(sorted({figure.unit for figure in document.figures}))
    return with_appendix(document, Told(meanings, {code: place.name for code, place in units.items()}))
