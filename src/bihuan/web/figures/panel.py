"""The proof of a figure beside the text that states it: its value, its first records, and where all of them are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.book.errors import Restricted
from bihuan.book.proofs import proof_of
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.quantity import shown
from bihuan.web.figures.page import figure_address
from bihuan.web.records.page import record_address

SHOWN = 20
"""Records that stand in a panel; the rest is on the figure's own page."""


@dataclass(frozen=True)
class PanelMember:
    """A record behind the figure."""

    day: date
    title: str
    unit_name: str
    amount: str
    evidence: int
    href: str


@dataclass(frozen=True)
class ProofPanel:
    """What stands beside the text.

    Attributes:
        number: the value without its measure word.
        members: the first records, where the figure was summed from records.
        total: how many there are in all.
        href: the figure's own page.
        closed: why the records are not shown, "" where they are.
    """

    figure: Figure
    number: str
    members: tuple[PanelMember, ...]
    total: int
    href: str
    closed: str = ""

    @property
    def left(self) -> int:
        """Records that are not shown here."""
        return self.total - len(self.members)


def proof_panel(actor: Actor, figure: Figure) -> ProofPanel:
    """The panel of a figure that was asked for already."""
    number, href = shown(figure.value) if figure.value is not None else "—", figure_address(figure.ask)
    try:
        known = proof_of(actor, figure, 1, SHOWN)
    except Restricted as refusal:
        return ProofPanel(figure, number, (), figure.members, href, str(refusal))
    members = tuple(
        PanelMember(
            member.day,
            member.title or "无标题",
            member.unit_name,
            f"{shown(member.amount)}{figure.measure_unit}",
            len(member.evidence),
            record_address(member.source) if member.origin == "record" else "",
        )
        for member in known.members
    )
    return ProofPanel(figure, number, members, known.total, href)
