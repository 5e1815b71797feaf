"""Statements: a claim with the words around it that say what it counts. Pure; the number itself never takes part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

CLAUSE_ENDS = "，；。：！？\n,;"
SENTENCE_ENDS = "。！？\n"
_ELIDED = re.compile(r"[\s、和及与共计达到约近超过逾各其中分别仅有又再的“”]*")
_NUMBERS = re.compile(r"[\d０-９]+(?:[.．,，][\d０-９]+)*|[*×X]{1,3}(?=[一-鿿%％])")
_FILLERS = re.compile(
    r"(?:[，,]|分别|共计|累计|达到|共|达|为|约|近|已|均|各|是|占|仅|超过|逾|不少于|不低于|至少|不超过|保持在|力争"
    r"|全年|每年|年内|每季度|每月|每周|每半年|上半年|下半年|半年|先后|今年|年均)+$"
)
PERSONS = "党员|干部|群众|人员|指战员|队员|职工|同志|师生|书记|青年|家属"
"""Words with which people are counted, as the alternatives of a pattern."""
_PERSONS = re.compile(rf"(?:{PERSONS}|个人)$")
_OUT_OF = ("中", "里")
_EACH = "分别"
_PAUSES = ("、", "和", "及", "与")
_WHO = re.compile(r"(?:县|市|区|镇|乡|街道|队|站|局|委|科|处|室|中心|企业|单位|支部|党委)$")
_NAMING = 2
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

    @property
    def section(self) -> str:
        """The heading under which it stands."""


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
        sentence: where its sentence begins in the text, so that claims of one sentence know each other.
        section: the heading under which it stands.
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
    sentence: int = 0
    section: str = ""

    @cached_property
    def nearer(self) -> Statement | None:
        """The same with the words right beside the number as its subject, where the reader's stands further off.

        重大隐患318处，整改率为94.3%: the reader may carry 重大隐患 on, while the clause names 整改率.
        """
        if not self.subject:
            return None
        words = self.after.removeprefix(self.subject)
        if _PERSONS.search(self.subject) and len(words) > _NAMING:
            return replace(self, subject=words)  # 15名同志作了交流发言: what they did is what is counted
        if self.subject in self.own + self.shared:
            return None
        words = self.verge or self.after
        return replace(self, subject=words) if len(words) >= _NAMING else None

    @cached_property
    def everything(self) -> str:
        """All that is said of the claim itself, zone by zone: a word that is not in it is in none of them."""
        return f"{self.subject}\n{self.action}\n{self.lead}\n{self.after}\n{self.shared}"

    @cached_property
    def nearby(self) -> str:
        """All that stands around it: its sentence up to here, its own words, the heading."""
        return f"{self.section}\n{self.before}{self.own}\n{self.subject}\n{self.action}"

    @cached_property
    def openings(self) -> frozenset[str]:
        """Every character of it and every two side by side: with one of these each word begins that stands in it."""
        words = self.everything
        return frozenset((*words, *map(str.__add__, words, words[1:])))

    @cached_property
    def phrase(self) -> str:
        """The subject with what stands in front of it: the whole noun phrase, where the reader took its last part."""
        at = self.lead.rfind(self.subject) if self.subject else -1
        if at >= 0:
            return self.lead[max(0, at - _PHRASE) : at + len(self.subject)]
        at = self.after.find(self.subject) if self.subject else -1
        return self.after[: at + len(self.subject)] if at >= 0 else self.subject

    @cached_property
    def verge(self) -> str:
        """The words in front of the number without those that only lead up to it: 推进会 of 推进会共▢次."""
        return _FILLERS.sub("", self.lead)

    @cached_property
    def own(self) -> str:
        """The words of its own clause, the number's place marked."""
        return f"{self.lead}▢{self.after}"


def statements(text: str, claims: Sequence[Reading]) -> list[Statement]:
    """One statement for each claim, in the order of the claims, which is that of the text."""
    found: list[Statement] = []
    shared_out = _shared_out(text, claims)
    for place, claim in enumerate(claims):
        before_claim = claims[place - 1].end if place and claims[place - 1].end <= claim.start else 0
        after_claim = claims[place + 1].start if place + 1 < len(claims) else len(text)
        left = max(before_claim, _last(text, CLAUSE_ENDS, claim.start))
        lead, after = text[left : claim.start], _after(text, claim.end, after_claim)
        if lead.endswith(_PAUSES) and left == before_claim:
            lead = ""  # 与11个大队、6个科室: the words in between belong to the number before
        if claim.end + len(after) == after_claim and claim.subject in after:
            # 25项任务完成20项: the verb belongs to the number that follows.
            after = after[: after.index(claim.subject) + len(claim.subject)]
        elif claim.end + len(after) == after_claim < len(text) and claim.subject and claim.subject in lead:
            after = ""  # 督办事项120件办结118件: neither does what stands between them
        subject, action = _clean(claim.subject), claim.action
        if subject in _OUT_OF and after.startswith(_OUT_OF):
            # 重点任务46项中完成44项: so does this one.
            subject, action, after = _clean(lead), "", ""
        lead, after = _clean(lead), _clean(after)
        if found and left == before_claim and lead and lead[0] not in "、和及与":
            lead = found[-1].lead + lead  # 指出4个方面36个问题: one verb for both
        elided = not _ELIDED.sub("", lead) and not after and left == before_claim and bool(found)
        lead = found[-1].lead if elided else lead
        if place in shared_out:
            (subject, lead), elided, after = shared_out[place], False, ""
        sentence = _last(text, SENTENCE_ENDS, claim.start)
        if not after and not elided and not _FILLERS.sub("", lead):
            lead = _clause_before(text, max(sentence, before_claim), left) + lead
        found.append(
            Statement(
                unit=claim.unit,
                kind=claim.kind,
                subject=subject,
                action=action,
                lead=lead,
                after=after,
                before=_clean(text[sentence:left]),
                elided=elided,
                shared=_clean(_shared(text, claim.end, after_claim)),
                sentence=sentence,
                section=claim.section,
            )
        )
    return found


def _clause_before(text: str, start: int, end: int) -> str:
    """The clause that ends here and holds no number: 每逢节日开展廉政提醒，全年不少于8次 speaks of the former."""
    return _clean(text[max(start, _last(text, CLAUSE_ENDS, end - 1)) : end])


def _shared_out(text: str, claims: Sequence[Reading]) -> dict[int, tuple[str, str]]:
    """The subject and the lead of claims to which 分别 gives a name each, where the reader took neither name.

    民主生活会、组织生活会分别召开2次和14次: the first counts the first, the second the second.
    """
    given: dict[int, tuple[str, str]] = {}
    for place, claim in enumerate(claims):
        clause = text[_last(text, CLAUSE_ENDS, claim.start) : claim.start]
        names, told, verb = clause.rpartition(_EACH)
        if place in given or not told or claim.subject in clause or _WHO.search(names):
            continue
        last = place
        while last + 1 < len(claims) and text[claims[last].end : claims[last + 1].start] in _PAUSES:
            last += 1
        parts = re.split("[、和及与]", names)[-(last - place + 1) :]
        if last > place and len(parts) == last - place + 1:
            given |= {place + n: (_clean(part), _clean(part + verb)) for n, part in enumerate(parts)}
    return given


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
    """The words behind the list that a number opens; none where no 、 or 和 stands between it and the next."""
    if (
        stop >= len(text)
        or not text[end:stop].endswith(_PAUSES)
        or any(mark in text[end:stop] for mark in CLAUSE_ENDS)
    ):
        return ""
    last = min([len(text), *(at for mark in CLAUSE_ENDS if (at := text.find(mark, stop)) >= 0)])
    return text[stop:last]


def _clean(text: str) -> str:
    """The text with its numbers and quotation marks taken out, so that no number can sway a match."""
    return _NUMBERS.sub("", re.sub("[“”\"'‘’\\s]", "", text))
