"""Doubts: what speaks against holding a claim against the book, though its series is clear. Pure."""

from __future__ import annotations

import re

from bihuan.catalog.catalogue import Catalogue
from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reports.checking.matching import Match
from bihuan.reports.checking.statements import CLAUSE_ENDS, Statement

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


def doubt(packs: Catalogue, claim: Claim, statement: Statement, found: Match, own_name: str) -> str:
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
