"""Decisions on claims: a person accepts a candidate, dismisses a claim or notes something, and it is kept.

A decision hangs on the claim's fingerprint and survives a re-run. An accepted mapping is also remembered by the
claim's words, for the next document of the same body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_for
from bihuan.reading.shapes import Claim
from bihuan.reports.checking.decided import Decided, DecisionStep
from bihuan.reports.errors import NoWords
from bihuan.reports.models import ClaimDecision
from bihuan.trail.log import note as note_in_trail
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period


@dataclass(frozen=True)
class Concerning:
    """Which claim a decision is on.

    Attributes:
        unit: the code or name of the unit against whose book the document is held.
        period: the period that it is checked for.
        fingerprint: of the claim.
        phrase: what an accepted mapping is remembered by; see `phrase_of`.
    """

    unit: str
    period: Period
    fingerprint: str
    phrase: str


@dataclass(frozen=True)
class Decisions:
    """What was decided for a unit: by fingerprint for one period, and the mappings remembered by words."""

    by_claim: Mapping[str, Decided]
    remembered: Mapping[str, str]


def phrase_of(claim: Claim) -> str:
    """The words by which a mapping is remembered: measure word, verb and subject."""
    return f"{claim.unit}|{claim.action}|{claim.subject}"[:120]


def accept(actor: Actor, claim: Concerning, series: str) -> None:
    """Say that the claim is about this series, now and in the next documents of the unit.

    Raises:
        UnknownKey: no loaded pack has the series.
        UnknownUnit, MayNot: the unit is not there, or the actor may not decide for it.
    """
    catalogue().series(series)
    _decide(actor, claim, DecisionStep.ACCEPT, series=series)


def dismiss(actor: Actor, claim: Concerning, reason: str) -> None:
    """Say that the claim is nothing for the book to answer.

    Raises:
        NoWords: the reason is missing.
        UnknownUnit, MayNot: the unit is not there, or the actor may not decide for it.
    """
    _decide(actor, claim, DecisionStep.DISMISS, words=_told(reason))


def note(actor: Actor, claim: Concerning, words: str) -> None:
    """Put a note beside the claim; its verdict stays.

    Raises:
        NoWords: there are none.
        UnknownUnit, MayNot: the unit is not there, or the actor may not decide for it.
    """
    _decide(actor, claim, DecisionStep.NOTE, words=_told(words))


def withdraw(actor: Actor, claim: Concerning) -> None:
    """Take the decision on the claim back, and forget the mapping that came with it.

    Raises:
        UnknownUnit, MayNot: the unit is not there, or the actor may not decide for it.
    """
    _decide(actor, claim, DecisionStep.WITHDRAW)


def _told(words: str) -> str:
    if not words.strip():
        raise NoWords("请写明理由或备注。")
    return words.strip()[:500]


def _decide(actor: Actor, claim: Concerning, step: DecisionStep, *, series: str = "", words: str = "") -> None:
    place = unit_for(actor, claim.unit, Action.WRITE)
    with transaction.atomic():
        ClaimDecision.objects.create(
            unit=place.code,
            first=claim.period.first,
            last=claim.period.last,
            fingerprint=claim.fingerprint,
            step=step,
            series=series,
            phrase=claim.phrase,
            words=words,
            by=actor.name,
            at=actor.at,
        )
        detail = {"step": str(step), "series": series, "words": words}
        note_in_trail(actor, "decide_claim", f"claim:{claim.fingerprint}", place.code, detail)


def decisions_for(unit: str, period: Period) -> Decisions:
    """What was decided for the unit with this code; for the check, which has asked whether the actor may see it."""
    rows = list(ClaimDecision.objects.filter(unit=unit).order_by("pk"))
    here = (row for row in rows if (row.first, row.last) == (period.first, period.last))
    return Decisions(_latest(here), _mappings(rows))


def _latest(rows: Iterable[ClaimDecision]) -> dict[str, Decided]:
    found: dict[str, Decided] = {}
    for row in rows:
        if row.step == DecisionStep.WITHDRAW:
            found.pop(row.fingerprint, None)
        else:
            found[row.fingerprint] = Decided(DecisionStep(row.step), row.series, row.words, row.by, row.at)
    return found


def _mappings(rows: Iterable[ClaimDecision]) -> dict[str, str]:
    """What was accepted last for each phrase; withdrawn, it is forgotten."""
    found: dict[str, str] = {}
    for row in rows:
        if row.step == DecisionStep.ACCEPT:
            found[row.phrase] = row.series
        elif row.step == DecisionStep.WITHDRAW:
            found.pop(row.phrase, None)
    return found
