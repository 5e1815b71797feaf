"""A kept draft as its pages show it: the sheet, what is missing, what was typed by hand, what was said last time."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from bihuan.organisations.queries import UnitPlace
from bihuan.reports.drafting.comparing import Comparison, compare_document
from bihuan.reports.drafting.drafts import DraftVersion, KeptDraft, versions_of
from bihuan.reports.templates import templates
from bihuan.reports.writing import Editing, edited_report
from bihuan.values.actor import Action, Actor
from bihuan.web.reports.drafted import DraftText, draft_text
from bihuan.web.reports.files import file_links

COPIED_SHOWN = 12


@dataclass(frozen=True)
class Desk:
    """What lies before an author.

    Attributes:
        kept: the draft; its order holds the text that is shown.
        unit: whose report it is.
        name: of its template.
        editing: the document as it stands now, and the text for its author.
        text: the document cut into what opens and what does not.
        comparison: beside the last issued report of the kind.
        versions: of the text, the latest first.
        may_write, may_issue: what to offer; the verbs decide.
    """

    kept: KeptDraft
    unit: UnitPlace
    name: str
    editing: Editing
    text: DraftText
    comparison: Comparison
    versions: tuple[DraftVersion, ...]
    may_write: bool
    may_issue: bool

    @property
    def is_latest(self) -> bool:
        """Whether the text is the one that holds, and no earlier one."""
        return not self.versions or self.kept.version == self.versions[0].version

    @property
    def href(self) -> str:
        """The page on which it is read."""
        return reverse("kept_draft", args=[self.kept.number])

    @property
    def copied(self) -> tuple[str, ...]:
        """The first of the sentences that stood in the last report word for word."""
        return self.comparison.copied[:COPIED_SHOWN]

    @property
    def copied_left(self) -> int:
        """How many more there are."""
        return len(self.comparison.copied) - len(self.copied)

    @property
    def files(self) -> list[tuple[str, str]]:
        """The formats it can be taken as, each with its address; none while anything is missing."""
        if self.editing.gaps:
            return []
        path = reverse("kept_draft_file", args=[self.kept.number, "docx"])
        return file_links(path, {"version": str(self.kept.version)})


def desk(actor: Actor, kept: KeptDraft) -> Desk:
    """The desk with this draft on it; the figures are asked for once.

    Raises:
        BrokenTemplate: its text cannot be filled in.
        MayNot: the actor may neither write nor issue for its unit.
    """
    editing, unit = edited_report(actor, kept.order), kept.place
    found = templates().get(kept.order.template)
    return Desk(
        kept=kept,
        unit=unit,
        name=found.head.name if found is not None else kept.order.template,
        editing=editing,
        text=draft_text(editing.document),
        comparison=compare_document(kept.order, unit, editing.document),
        versions=tuple(versions_of(kept)),
        may_write=actor.may(Action.WRITE, unit.path),
        may_issue=actor.may(Action.ISSUE, unit.path),
    )
