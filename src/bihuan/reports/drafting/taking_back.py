"""A .docx of ours that somebody edited in another program, taken back into its draft as a new version."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bihuan.catalog.loaded import catalogue
from bihuan.reports.document import Document, Part
from bihuan.reports.docx.binding import PREFIX
from bihuan.reports.docx.paragraphs import body_in
from bihuan.reports.drafting.drafts import begin_draft, draft_for, save_draft
from bihuan.reports.drafting.merging import Mark, merged
from bihuan.reports.drafting.names import Calling
from bihuan.reports.errors import NotAReport, UnknownDraft
from bihuan.reports.orders import Order
from bihuan.reports.templates import templates
from bihuan.reports.writing import edited_report
from bihuan.trail.log import note
from bihuan.values.actor import Actor

_LABELS = {
    Part.NOTICE: "首行说明",
    Part.RED_HEAD: "版头",
    Part.NUMBER: "文号",
    Part.ATTACHMENT: "附件说明",
    Part.SIGNATURE: "落款",
    Part.DATE: "日期",
    Part.COPIES: "抄送",
}


@dataclass(frozen=True)
class NamedMark:
    """A figure of the file by its Chinese name, the words as written, and as they stand now; "" for gone."""

    name: str
    written: str
    found: str


@dataclass(frozen=True)
class FrameChange:
    """What stands around the text and is no part of a draft: what it is called, and what somebody made of it."""

    name: str
    found: str


@dataclass(frozen=True)
class Merge:
    """What came of taking a file back.

    Attributes:
        number, version: of the draft, and its new version.
        is_new: whether a draft was begun for it.
        edited: figures whose words somebody changed: they stand as typed, and the author decides.
        lost: figures that are not in the file any more.
        fixed: lists and tables that somebody changed, by their first words: they stand as typed.
        frame: signature, date and the like that somebody changed: a draft does not keep them.
    """

    number: int
    version: int
    is_new: bool
    edited: tuple[NamedMark, ...]
    lost: tuple[NamedMark, ...]
    fixed: tuple[str, ...]
    frame: tuple[FrameChange, ...]


def merge_report(actor: Actor, content: bytes, name: str, *, as_new: bool = False) -> Merge:
    """Make the file's text the next version of the draft that it was written from, or begin one with it.

    Args:
        actor: who takes it back.
        content: the .docx.
        name: what a refusal calls it.
        as_new: begin a draft of its own, whatever draft it came of.

    Raises:
        NotAReport: it is no .docx of ours, or an older program wrote it, or its template is gone.
        SavedMeanwhile: the draft was saved after the version that the file was written from; nothing is overwritten.
        BrokenTemplate, UnknownUnit, MayNot: as for `bihuan.reports.drafting.drafts.save_draft`.
    """
    body = body_in(content, name)
    order = Order.parse(body.properties.get(f"{PREFIX}_order", ""))
    if order is None:
        raise NotAReport(f"“{name}”是较早的程序写出的，没有带上数据的来历，请重新写出一份再改。")
    found = merged(body)
    home = None if as_new else _home(actor, order)
    if home is None:
        if order.template not in templates():
            raise NotAReport(f"“{name}”所用的模板“{order.template}”已经不在，请先恢复模板。")
        number, version = begin_draft(actor, replace(order, text=found.text)), 1
    else:
        number = home
        version = save_draft(actor, number, found.text, order.version)
    kept = draft_for(actor, number)
    note(actor, "merge_report", f"draft:{number}", kept.order.unit, {"version": version, "edited": len(found.edited)})
    document = edited_report(actor, kept.order).document
    return Merge(
        number=number,
        version=version,
        is_new=home is None,
        edited=tuple(_named(mark) for mark in found.edited),
        lost=tuple(_named(mark) for mark in found.lost),
        fixed=tuple(found.fixed),
        frame=tuple(_frame_changes(document, found.frame)),
    )


def _home(actor: Actor, order: Order) -> int | None:
    """The draft that the file came of; None where it came of none that is here."""
    try:
        kept = draft_for(actor, order.draft)
    except UnknownDraft:
        return None
    same = (kept.order.template, kept.order.unit, kept.order.period) == (order.template, order.unit, order.period)
    return kept.number if same else None


def _named(mark: Mark) -> NamedMark:
    name = Calling.of(catalogue()).figure(mark.key) if mark.key else "清单或文字"
    return NamedMark(name, mark.written, mark.found)


def _frame_changes(document: Document, frame: list[tuple[str, str]]) -> list[FrameChange]:
    """What stands around the text in the file and would not stand there in the document."""
    expected = {(str(block.part), block.text.strip()) for block in document.paragraphs}
    return [
        FrameChange(_LABELS[Part(part)], words) for part, words in frame if words and (part, words) not in expected
    ]
