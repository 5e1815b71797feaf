"""Checking a document that somebody else wrote: each claim read, matched, and held against the book in one call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Shift
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.reading import read
from bihuan.reading.documents import text_of
from bihuan.reading.shapes import Claim
from bihuan.reports.asking import answers
from bihuan.reports.checking.decisions import Decisions, decisions_for, phrase_of
from bihuan.reports.checking.doubts import doubt
from bihuan.reports.checking.inside import Contradiction, contradictions, known
from bihuan.reports.checking.matching import Candidate, Match, Told, match
from bihuan.reports.checking.norms import unmet_norms
from bihuan.reports.checking.relations import relations
from bihuan.reports.checking.statements import Statement, statements
from bihuan.reports.checking.verdicts import Ruling, Verdict, fingerprint, ruled
from bihuan.reports.checking.wordings import wordings
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period


@dataclass(frozen=True)
class Check:
    """A document checked: for which unit and period, what the book says to each claim, and it to itself.

    Attributes:
        verdicts: one for each claim, in the text's order.
        contradictions: numbers of the text that cannot all be true, whatever the book says.
        text: the document as read.
    """

    unit: UnitPlace
    period: Period
    verdicts: tuple[Verdict, ...]
    contradictions: tuple[Contradiction, ...] = ()
    text: str = ""

    @property
    def counts(self) -> Mapping[Ruling, int]:
        """How many claims each answer was given to; every answer is there."""
        found = Counter(verdict.ruling for verdict in self.verdicts)
        return {ruling: found[ruling] for ruling in Ruling}

    @property
    def has_differences(self) -> bool:
        """Whether the book contradicts a claim that nobody dismissed, or the text itself."""
        return bool(self.contradictions) or any(verdict.is_open for verdict in self.verdicts)


@dataclass(frozen=True)
class _Reading:
    claim: Claim
    statement: Statement
    match: Match
    doubt: str
    fingerprint: str

    @property
    def key(self) -> str | None:
        """The series it is held against."""
        return self.match.best.series if self.match.best else None


def check_file(actor: Actor, file: Path, unit: str, period: Period) -> Check:
    """Hold every claim of a .txt, .docx or .pdf against the book; see `check_text`.

    Raises:
        UnreadableDocument: the file cannot be read; its subclasses say why.
    """
    return check_text(actor, text_of(file), unit, period)


def check_text(actor: Actor, text: str, unit: str, period: Period) -> Check:
    """Hold the claims of the text against each other, and every one against the book of the unit and the period.

    Raises:
        UnknownUnit, AmbiguousUnit, MayNot: the unit is not there, or the actor may not see it.
    """
    place = unit_for(actor, unit)
    claims = read(text, reference=period).claims
    packs = catalogue()
    decisions = decisions_for(place.code, period)
    readings = _with_repeats_doubted(_matched(packs, text, claims, place.name))
    readings = [_with_decision(packs, reading, decisions) for reading in readings]
    asks = [_asked(packs, reading, place, period) if reading.key else None for reading in readings]
    held = answers(actor, (ask for ask in asks if ask is not None))
    verdicts: list[Verdict] = []
    for reading, ask in zip(readings, asks, strict=True):
        figure = held.get(ask) if ask is not None else None
        ruling, why = ruled(reading.claim, reading.match.best, figure, reading.doubt)
        decided = decisions.by_claim.get(reading.fingerprint)
        verdicts.append(
            Verdict(
                reading.claim,
                ruling,
                reading.key,
                reading.match.candidates,
                figure,
                why,
                reading.fingerprint,
                decided,
            )
        )
    about = {
        place: (ask.key, str(ask.period))
        for place, (reading, ask) in enumerate(zip(readings, asks, strict=True))
        if ask is not None and not reading.doubt
    }
    clashes = [*contradictions(known(text, claims, about), relations(packs)), *unmet_norms(packs, text, verdicts)]
    return Check(place, period, tuple(verdicts), tuple(clashes), text)


def _matched(packs: Catalogue, text: str, claims: Sequence[Claim], own_name: str) -> list[_Reading]:
    ways = wordings(packs)
    seen: Counter[tuple[str, str, str, str]] = Counter()
    readings: list[_Reading] = []
    told, sentence = None, -1
    for claim, statement in zip(claims, statements(text, claims), strict=True):
        told, sentence = (told if statement.sentence == sentence else None), statement.sentence
        found = match(statement, ways, told=told)
        identity = (claim.text, claim.subject, claim.action, claim.section)
        seen[identity] += 1
        against = doubt(packs, claim, statement, found, own_name)
        readings.append(_Reading(claim, statement, found, against, fingerprint(claim, seen[identity])))
        told = _told(found, against, told)
    return readings


def _told(found: Match, against: str, before: Told | None) -> Told | None:
    """What the next claim may follow on; where this one counts nothing known, what was told before, less surely."""
    if found.best is not None:
        return Told(found.best.whole, is_sure=not against)
    return before._replace(is_sure=False) if before else None


def _with_repeats_doubted(readings: Sequence[_Reading]) -> list[_Reading]:
    """Doubt the claims of one series that stand in several sections: each may speak of a part.

    A figure that the opening states and one section repeats is the same figure twice. Numbers play no part here, so
    that changing one of them turns no other claim.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        if reading.key and not reading.doubt:
            places[reading.key].append(reading.claim.section)
    split = {key for key, sections in places.items() if not _is_one_figure(sections)}
    against = "文中几处都说到这一科目，可能各指一部分，请人工确认"
    return [replace(r, doubt=against) if r.key in split and not r.doubt else r for r in readings]


def _is_one_figure(sections: Sequence[str]) -> bool:
    """Whether claims of one series in these sections ("" is the opening) can all be the same figure."""
    body = [section for section in sections if section]
    opening = len(sections) - len(body)
    return len(body) <= 1 and opening <= 1


def _with_decision(packs: Catalogue, reading: _Reading, decisions: Decisions) -> _Reading:
    """The reading with the series that a person accepted for the claim, or for its words in an earlier document."""
    decided = decisions.by_claim.get(reading.fingerprint)
    series = (decided.series if decided else "") or decisions.remembered.get(phrase_of(reading.claim), "")
    if not series or not packs.has_series(series):
        return reading
    how = "经人工确认" if decided and decided.series else "以前的文件中经人工确认"
    accepted = Candidate(series, packs.series(series).name, 0.0, f"“{reading.claim.subject}”{how}")
    others = tuple(each for each in reading.match.candidates if each.series != series)
    return replace(reading, match=Match((accepted, *others), is_sure=True), doubt="")


def _asked(packs: Catalogue, reading: _Reading, place: UnitPlace, period: Period) -> Ask:
    """The figure that a claim is about, of the period that it names itself, else of the one that is checked.

    A period that ends after the checked one cannot be meant: 年度 in a half-year's report is no statement of the
    year's figures. A measure that looks at the year before by itself (上年审计问题整改率) is asked as it stands.
    """
    key = reading.key or ""
    stated = reading.claim.period.days if reading.claim.period is not None else None
    series = packs.series(key)
    looks_back = any(operand.shift is not Shift.NONE for operand in (*series.numerator, *series.denominator))
    if stated is None or stated.last > period.last or looks_back:
        stated = period
    return Ask(key, place.code, stated)
