"""Checking a document that somebody else wrote: each claim read, matched, and held against the book in one call."""

from __future__ import annotations

import re
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
from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reports.asking import answers
from bihuan.reports.matching import Match, match
from bihuan.reports.statements import CLAUSE_ENDS, Statement, statements
from bihuan.reports.verdicts import Ruling, Verdict, fingerprint, ruled
from bihuan.reports.wordings import wordings
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period

_OTHER_TIME = re.compile(
    r"去年|上年|上一年|前年|往年|近两年|近三年|近几年|历年|五年来|三年来|下一步|明年|上一轮|上轮"
)
_ELSEWHERE = re.compile(
    r"^(?:其中)?[，、]?([一-鿿]{2,3}(?:县|镇|乡|街道|区|市))(?![一-鿿]?(?:级|委|政府|直|域|内|长))"
)
_COMMON_PLACES = re.compile(r"[全各本辖社营城小地景园片库战防该我驻下回返老家]?(?:县|镇|乡|街道|区|市)$")
_OF_ONE_PERSON = re.compile(
    r"(?:我|本人)(?!们|局|市|县|区|省|国|支队|大队|总队|单位|和|与|主持|组织|推动|牵头|坚持|支持)[^，。；]*$"
)

_WORD = 4


@dataclass(frozen=True)
class Check:
    """A document checked: for which unit and period, and what the book says to each claim, in the text's order."""

    unit: UnitPlace
    period: Period
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> Mapping[Ruling, int]:
        """How many claims each answer was given to; every answer is there."""
        found = Counter(verdict.ruling for verdict in self.verdicts)
        return {ruling: found[ruling] for ruling in Ruling}

    @property
    def has_differences(self) -> bool:
        """Whether the book contradicts any claim."""
        return self.counts[Ruling.DIFFERS] > 0


@dataclass(frozen=True)
class _Reading:
    claim: Claim
    statement: Statement
    match: Match
    doubt: str

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
    """Hold every claim of the text against the book of the unit and the period.

    Raises:
        UnknownUnit, AmbiguousUnit, MayNot: the unit is not there, or the actor may not see it.
    """
    place = unit_for(actor, unit)
    claims = read(text, reference=period).claims
    packs = catalogue()
    readings = _with_repeats_doubted(_matched(packs, text, claims, place.name))
    asks = [_asked(packs, reading, place, period) if reading.key else None for reading in readings]
    known = answers(actor, (ask for ask in asks if ask is not None))
    seen: Counter[tuple[str, str, str, str]] = Counter()
    verdicts: list[Verdict] = []
    for reading, ask in zip(readings, asks, strict=True):
        claim = reading.claim
        identity = (claim.text, claim.subject, claim.action, claim.section)
        seen[identity] += 1
        figure = known.get(ask) if ask is not None else None
        ruling, why = ruled(claim, reading.match.best, figure, reading.doubt)
        verdicts.append(
            Verdict(
                claim, ruling, reading.key, reading.match.candidates, figure, why, fingerprint(claim, seen[identity])
            )
        )
    return Check(place, period, tuple(verdicts))


def _matched(packs: Catalogue, text: str, claims: Sequence[Claim], own_name: str) -> list[_Reading]:
    known = wordings(packs)
    readings: list[_Reading] = []
    for claim, statement in zip(claims, statements(text, claims), strict=True):
        found = match(statement, known)
        readings.append(_Reading(claim, statement, found, _doubt(packs, claim, statement, found, own_name)))
    return readings


def _doubt(packs: Catalogue, claim: Claim, statement: Statement, found: Match, own_name: str) -> str:
    """What speaks against holding the claim against the book of the unit with this name; "" where nothing does."""
    best = found.best
    if best is None or not found.is_sure:
        return found.why
    if claim.kind is ClaimKind.NORM:
        return _norm(packs, best.series)
    if "prior_year" not in best.series and _OTHER_TIME.search(statement.lead):
        return "说的是另一个时段的数"
    if _OF_ONE_PERSON.search(_clause_of(statement)):
        return "说的是本人做的，不是本单位的合计"
    elsewhere = _ELSEWHERE.search(statement.lead)
    if elsewhere and elsewhere[1] not in own_name and not _COMMON_PLACES.fullmatch(elsewhere[1][-2:]):
        return f"说的是“{elsewhere[1]}”的数，不是本单位的合计"
    return ""


def _clause_of(statement: Statement) -> str:
    """The words in front of the number; where they are but a word (听课), those of the clause before as well."""
    if len(statement.lead) > _WORD:
        return statement.lead
    return statement.before.rstrip(CLAUSE_ENDS) + statement.lead


def _norm(packs: Catalogue, series: str) -> str:
    """A required frequency: a duty's matter, and no figure of the book."""
    duty = next((duty for duty in packs.duties if duty.series in (series, series.partition("[")[0])), None)
    if duty is None:
        return "这是要求的频次或数量，不是已经做的"
    return f"这是要求的频次或数量，对应责任事项“{duty.name}”，请看责任账"


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
    doubt = "文中几处都说到这一科目，可能各指一部分，请人工确认"
    return [replace(r, doubt=doubt) if r.key in split and not r.doubt else r for r in readings]


def _is_one_figure(sections: Sequence[str]) -> bool:
    """Whether claims of one series in these sections ("" is the opening) can all be the same figure."""
    body = [section for section in sections if section]
    opening = len(sections) - len(body)
    return len(body) <= 1 and opening <= 1


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
