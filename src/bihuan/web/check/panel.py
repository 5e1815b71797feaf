"""The panel of one claim: the text's number against the book's, the series it may be about, and the records."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from bihuan.book.errors import NotOffered
from bihuan.book.figures import figures
from bihuan.reports.checking.matching import Candidate
from bihuan.reports.checking.near_misses import NearMiss, near_misses
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.quantity import shown
from bihuan.web.check.checked import Checked, Entry, gap
from bihuan.web.figures.page import figure_address
from bihuan.web.figures.panel import ProofPanel, proof_panel

_CANDIDATES = 4
_NEAR = 6


@dataclass(frozen=True)
class CandidateRow:
    """A series that the claim may be about, with what the book holds for it."""

    candidate: Candidate
    text: str
    href: str
    is_best: bool


@dataclass(frozen=True)
class ClaimPanel:
    """What stands beside the text for the chosen claim.

    Attributes:
        place, of: its place among what asks to be looked at (among all where nothing does), and how many these are;
            place 0 for any other.
        before, after: the numbers of the neighbours in the queue; 0 for none.
        stated: the text's number, or the words as written where it has none.
        held: the book's number with its measure word, "" where it holds nothing.
        near: why the text may say otherwise: what lies just outside, counts nowhere, is another unit's or period's.
    """

    entry: Entry
    place: int
    of: int
    before: int
    after: int
    stated: str
    held: str
    held_unit: str
    gap: str
    candidates: tuple[CandidateRow, ...]
    proof: ProofPanel | None
    near: tuple[NearMiss, ...] = ()


def claim_panel(actor: Actor, checked: Checked, entry: Entry) -> ClaimPanel:
    """The panel of a claim; the book is asked for the other series that it may be about."""
    verdict = entry.verdict
    # Where nothing asks to be looked at, one still steps through all of them.
    numbers = [each.number for each in checked.queue or checked.entries]
    claim, ledger = verdict.claim, verdict.ledger
    held = shown(verdict.ledger_value) if verdict.ledger_value is not None else ""
    return ClaimPanel(
        entry=entry,
        place=numbers.index(entry.number) + 1 if entry.number in numbers else 0,
        of=len(numbers),
        before=max((number for number in numbers if number < entry.number), default=0),
        after=min((number for number in numbers if number > entry.number), default=0),
        stated=claim.text.removesuffix(claim.unit) if claim.unit else claim.text,
        held=held,
        held_unit=ledger.measure_unit if ledger and held else "",
        gap=gap(verdict),
        candidates=_candidates(actor, checked, entry),
        proof=proof_panel(actor, ledger) if ledger is not None and ledger.members and not ledger.parts else None,
        near=near_misses(actor, [verdict], checked.check.unit).get(0, ())[:_NEAR],
    )


def _candidates(actor: Actor, checked: Checked, entry: Entry) -> tuple[CandidateRow, ...]:
    verdict, check = entry.verdict, checked.check
    period = verdict.ledger.ask.period if verdict.ledger is not None else check.period
    some = verdict.candidates[:_CANDIDATES]
    asks = [Ask(candidate.series, check.unit.code, period) for candidate in some]
    known = {verdict.ledger.ask: verdict.ledger} if verdict.ledger is not None else {}
    found = _answers(actor, [ask for ask in asks if ask not in known]) | known
    return tuple(
        CandidateRow(
            candidate,
            _held(found.get(ask)),
            figure_address(ask) if ask in found else "",
            candidate.series == verdict.figure,
        )
        for candidate, ask in zip(some, asks, strict=True)
    )


def _held(figure: Figure | None) -> str:
    return figure.text if figure is not None and figure.is_entered else "没有记录"


def _answers(actor: Actor, asks: list[Ask]) -> dict[Ask, Figure]:
    """The figures, each with its request; one that no part works out yet is left out."""
    try:
        return dict(zip(asks, figures(actor, asks), strict=True))
    except NotOffered:
        found: dict[Ask, Figure] = {}
        for ask in asks:
            with suppress(NotOffered):
                found[ask] = figures(actor, [ask])[0]
        return found
