"""Duties: what plans and rules ask for, with a frequency or a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bihuan.reading.acts import act_of, actor_before, party_of
from bihuan.reading.clauses import verbs
from bihuan.reading.frequencies import When, when_in
from bihuan.reading.measures import TIMES
from bihuan.reading.shapes import Claim, ClaimKind, Duty, Stretch
from bihuan.reading.surroundings import Surroundings
from bihuan.values.quantity import Bound

_CLAUSE = re.compile(r"(?:[^，,；;。：:！？\n]|(?<=[0-9])[:：](?=[0-9]))+")
_TRIGGER = re.compile(r"每|前|年内|全年|任期内|本年度|年度")
_ASKS = re.compile(r"(?:要|须|应当|应|必须|不得少于|确保|将|由[^，。]{2,14}(?:于|在))")
_DONE = re.compile(
    r"(?:的做法|的要求|的规定|的制度)|未(?:按|落实|严格|能|达到)|已经?(?!销号|整改)|了(?!解)|没有|截至|同比|收到.{0,12}后|发生.{0,12}后|未开展|未召开"
)
_PER_OCCASION = re.compile(r"^(?:并|且|均)?每(?:次|期|场|轮|批|人次|回)")
_COMES_ALONG = re.compile(r"^(?:同步|同时|一并|并同步)")
_REACH_BACK = 24
_REACH = 60
_WORDS_THAT_SAY = 2


@dataclass(frozen=True, slots=True)
class _Segment:
    """A clause, or one of its parts at 、, with the claims inside."""

    start: int
    end: int
    claims: tuple[Claim, ...]
    continues: bool
    clause_end: int


def duties_of(text: str, sentences: Iterable[Surroundings], claims: tuple[Claim, ...]) -> Iterator[Duty]:
    """The duties of a document, in order."""
    index = 0
    for around in sentences:
        sentence = around.sentence
        first = index
        while index < len(claims) and claims[index].start < sentence.end:
            index += 1
        if _TRIGGER.search(text, sentence.start, sentence.end):
            yield from _sentence_duties(text, around, claims[first:index])


def _sentence_duties(text: str, around: Surroundings, claims: tuple[Claim, ...]) -> Iterator[Duty]:
    last: Duty | None = None
    waiting: When | None = None
    asked = around.planned or not (around.reported or _tells_what_was_done(claims))
    for segment in _segments(text, around.sentence, claims):
        when = when_in(text, segment.start, segment.end)
        if when is not None and not _says_more(text, segment, when):
            waiting = when  # 9月底前，机关党委举办...: the deadline stands in a clause of its own
            continue
        duty = _duty(text, segment, when or waiting, last, asked=asked)
        waiting = None
        if duty is not None:
            last = duty if duty.actor else replace(duty, actor=actor_before(text, segment.start, around.block))
            yield last


def _tells_what_was_done(claims: tuple[Claim, ...]) -> bool:
    """A sentence whose figures are mostly tallies reports; one that asks holds requirements."""
    done = sum(claim.kind is ClaimKind.COUNT for claim in claims)
    return done > sum(claim.kind is ClaimKind.NORM for claim in claims)


def _segments(text: str, sentence: Stretch, claims: tuple[Claim, ...]) -> Iterator[_Segment]:
    """The clauses of a sentence, cut at 、 where both sides carry a quantity of their own."""
    index = 0
    for clause in _CLAUSE.finditer(text, sentence.start, sentence.end):
        inside = []
        while index < len(claims) and claims[index].start < clause.end():
            inside.append(claims[index])
            index += 1
        yield from _parts(text, clause.start(), clause.end(), inside)


def _parts(text: str, start: int, end: int, claims: list[Claim]) -> Iterator[_Segment]:
    begin, first, continues = start, 0, False
    for place, claim in enumerate(claims[:-1]):
        cut = text.find("、", claim.end, claims[place + 1].start)
        if cut >= 0:
            yield _Segment(begin, cut, tuple(claims[first : place + 1]), continues, end)
            begin, first, continues = cut + 1, place + 1, True
    yield _Segment(begin, end, tuple(claims[first:]), continues, end)


def _says_more(text: str, segment: _Segment, when: When) -> bool:
    words = text[segment.start : when.start] + text[when.end : segment.end]
    return len(words.strip(" 并且于在、")) >= _WORDS_THAT_SAY


def _duty(text: str, segment: _Segment, when: When | None, last: Duty | None, *, asked: bool) -> Duty | None:
    words = text[segment.start : segment.end]
    if (
        _PER_OCCASION.match(words)
        or _DONE.search(text, segment.start, min(segment.clause_end, segment.end + _REACH))
        or _quotes_a_rule(text, segment)
    ):
        return None
    if when is None:
        return _along_with(text, segment, last)
    quota = _quota(segment)
    if quota is None and any(claim.kind is ClaimKind.RATE for claim in segment.claims):
        return None
    whole_year = when.per == "year" and not when.due and not text.startswith("每", when.start)
    if whole_year and quota is None:
        return None
    if not asked and not _ASKS.search(words):
        return None
    return _made(text, segment, when, quota, last)


def _quotes_a_rule(text: str, segment: _Segment) -> bool:
    """Inside quotation marks, or behind 未按规定落实, a frequency is quoted, not asked."""
    before = text[max(0, segment.start - _REACH_BACK) : segment.start]
    return before.count("“") > before.count("”")


def _quota(segment: _Segment) -> Claim | None:
    """The quantity that the clause asks for."""
    for claim in segment.claims:
        if claim.kind is ClaimKind.NORM and claim.value is not None:
            return claim
    return None


def _along_with(text: str, segment: _Segment, last: Duty | None) -> Duty | None:
    """A second item behind 、, or a clause with 同步, has the frequency of the duty before."""
    if last is None:
        return None
    quota = _quota(segment)
    words = text[segment.start : segment.end]
    opening = verbs(words)
    goes_on = quota is not None and (quota.unit in TIMES or bool(opening and opening[0].start == 0))
    alone = goes_on and len(words) > len(quota.text if quota else "") + 2
    if not (_COMES_ALONG.match(words) or (segment.continues and quota is not None) or alone):
        return None
    when = When(segment.start, segment.start, last.per, last.raw_per, last.due)
    return _made(text, segment, when, quota, last)


def _made(text: str, segment: _Segment, when: When, quota: Claim | None, last: Duty | None) -> Duty | None:
    actor, act = act_of(text, (segment.start, segment.end), (when.start, when.end), segment.claims, quota)
    if not act and last is not None:
        act = last.act
    if not act:
        return None
    if quota is not None and segment.continues and last is not None and quota.action and act == quota.subject:
        act = quota.action + act
    duty = Duty(
        start=segment.start,
        end=segment.end,
        text=text[segment.start : segment.end],
        actor=actor or (last.actor if last else ""),
        act=act,
        times=1,
        per=when.per,
        bound=Bound.EXACT,
        party=party_of(text[segment.start : segment.end]),
        raw_per=when.raw,
        due=when.due,
    )
    return duty if quota is None else _with_quota(text, duty, quota, when)


def _with_quota(text: str, duty: Duty, quota: Claim, when: When) -> Duty:
    value = quota.value if quota.value is not None else 1
    each = when.months if text[max(duty.start, quota.start - 6) : quota.start].find("各") >= 0 else 1
    return replace(
        duty,
        times=value * each,
        bound=Bound.AT_LEAST if quota.bound is Bound.AT_LEAST else Bound.EXACT,
        unit="" if quota.unit == "次" else quota.unit,
        times_to=quota.value_to,
    )
