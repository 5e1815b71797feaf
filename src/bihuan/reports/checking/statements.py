"""Statements: a claim with the words around it that say what it counts. Pure; the number itself never takes part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

CLAUSE_ENDS = "，；。：！？\n,;"
SENTENCE_ENDS = "。！？\n"
_ELIDED = re.compile(r"[\s、和及与共计达到约近超过逾各其中分别仅有又再的“”]*")
_NUMBERS = re.compile(r"[\d０-９]+(?:[.．,，][\d０-９]+)*|[*×X]{1,3}(?=[一-鿿%％])")
_AFTER_LIMIT = 16
_PHRASE = 12


class Reading(Protocol):
    """What this module takes of a claim that `bihuan.reading` found."""

    @property
    def start(self) -> int:
        """Where the number begins."""

    @property
    def end(self) -> int:
        """Where its measure word ends."""

    @property
    def unit(self) -> str:
        """The measure word."""

    @property
    def kind(self) -> str:
        """count, amount, rate or norm."""

    @property
    def subject(self) -> str:
        """What is counted."""

    @property
    def action(self) -> str:
        """The verb that governs it."""


@dataclass(frozen=True)
class Statement:
    """The words of one claim, without its number and without any other number.

    Attributes:
        unit: the measure word as written.
        kind: count, amount, rate or norm.
        subject, action: as the reader found them.
        lead: the words of its clause in front of the number; those of the claim before where it has none of its own.
        after: the words of its clause behind it.
        shared: where the number opens a list (2个集体、15名个人受到表彰): the words behind the list.
        before: the sentence in front of the clause.
        elided: whether the lead was taken from the claim before.
    """

    unit: str
    kind: str
    subject: str
    action: str
    lead: str
    after: str
    before: str
    elided: bool = False
    shared: str = ""

    @cached_property
    def everything(self) -> str:
        """All that is said of the claim itself, zone by zone: a word that is not in it is in none of them."""
        return f"{self.subject}\n{self.action}\n{self.lead}\n{self.after}\n{self.shared}"

    @cached_property
    def phrase(self) -> str:
        """The subject with what stands in front of it: the whole noun phrase, where the reader took its last part."""
        at = self.lead.rfind(self.subject) if self.subject else -1
        if at >= 0:
            return self.lead[max(0, at - _PHRASE) : at + len(self.subject)]
        at = self.after.find(self.subject) if self.subject else -1
        return self.after[: at + len(self.subject)] if at >= 0 else self.subject

    @cached_property
    def own(self) -> str:
        """The words of its own clause, the number's place marked."""
        return f"{self.lead}▢{self.after}"


def statements(text: str, claims: Sequence[Reading]) -> list[Statement]:
    """One statement for each claim, in the order of the claims, which is that of the text."""
    found: list[Statement] = []
    for place, claim in enumerate(claims):
        before_claim = claims[place - 1].end if place and claims[place - 1].end <= claim.start else 0
        after_claim = claims[place + 1].start if place + 1 < len(claims) else len(text)
        left = max(before_claim, _last(text, CLAUSE_ENDS, claim.start))
        lead, after = text[left : claim.start], _after(text, claim.end, after_claim)
        if lead.endswith("、") and left == before_claim:
            lead = ""  # 与11个大队、6个科室: the words in between belong to the number before
        if claim.end + len(after) == after_claim and claim.subject in after:
            # 25项任务完成20项: the verb belongs to the number that follows.
            after = after[: after.index(claim.subject) + len(claim.subject)]
        lead, after = _clean(lead), _clean(after)
        if found and left == before_claim and lead and lead[0] not in "、和及与":
            lead = found[-1].lead + lead  # 指出4个方面36个问题: one verb for both
        elided = not _ELIDED.sub("", lead) and not after and left == before_claim and bool(found)
        sentence = _last(text, SENTENCE_ENDS, claim.start)
        found.append(
            Statement(
                unit=claim.unit,
                kind=claim.kind,
                subject=_clean(claim.subject),
                action=claim.action,
                lead=found[-1].lead if elided else lead,
                after=after,
                before=_clean(text[sentence:left]),
                elided=elided,
                shared=_clean(_shared(text, claim.end, after_claim)),
            )
        )
    return found


def _last(text: str, marks: str, before: int) -> int:
    """The place right after the last of the marks before ``before``; 0 where there is none."""
    return max(text.rfind(mark, 0, max(before, 0)) for mark in marks) + 1


def _after(text: str, end: int, stop: int) -> str:
    """The words behind the number to the end of the clause; where another number comes first, to the last 、."""
    limit = min(stop, end + _AFTER_LIMIT)
    limit = min([limit, *(at for mark in CLAUSE_ENDS if (at := text.find(mark, end, limit)) >= 0)])
    pause = text.rfind("、", end, limit) if limit == stop else -1
    return text[end : pause if pause >= 0 else limit]


def _shared(text: str, end: int, stop: int) -> str:
    """The words behind the list that a number opens; none where no 、 stands between it and the next."""
    if stop >= len(text) or not text[end:stop].endswith("、") or any(mark in text[end:stop] for mark in CLAUSE_ENDS):
        return ""
    last = min([len(text), *(at for mark in CLAUSE_ENDS if (at := text.find(mark, stop)) >= 0)])
    return text[stop:last]


def _clean(text: str) -> str:
    """The text with its numbers and quotation marks taken out, so that no number can sway a match."""
    return _NUMBERS.sub("", re.sub("[“”\"'‘’\\s]", "", text))
