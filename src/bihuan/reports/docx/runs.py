"""Runs of a .docx: plain words, and words that are bound to a figure or to what the ledger holds."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bihuan.reports import typography as type_
from bihuan.reports.document import Document, Run
from bihuan.reports.docx.binding import Xml, bound_run, mention_name, row_name


def faces(face: str) -> str:
    """The XML that names a Chinese face and the one for everything else."""
    return f'<w:rFonts w:ascii="{type_.LATIN}" w:hAnsi="{type_.LATIN}" w:eastAsia="{face}" w:cs="{type_.LATIN}"/>'


def size(half_points: int) -> str:
    """The XML of a size in half points."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def styled_run(document: Document, run: Run, style: Xml | None) -> list[Xml]:
    """The elements of a run; ``style`` is its properties, None for the paragraph's own."""
    if run.mention is not None:
        mention = document.mentions[run.mention]
        name = mention_name(run.mention + 1, mention.figure + 1)
        return list(bound_run(name, run.mention + 1, mention.text, style))
    if run.row is not None:
        return list(bound_run(row_name(run.row + 1), len(document.mentions) + run.row + 1, run.text, style))
    element = OxmlElement("w:r")
    if style is not None:
        element.append(style)
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = run.text
    element.append(words)
    return [element]
