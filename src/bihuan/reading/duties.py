"""Duties: what plans and rules ask for, with a frequency or a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bihuan.reading.acts import act_of, actor_of, party_of
from bihuan.reading.frequencies import When, when_in
from bihuan.reading.measures import TIMES
from bihuan.reading.norms import announces_a_plan, is_plan
from bihuan.reading.shapes import Claim, ClaimKind, Duty, Heading, Outline, Stretch
from bihuan.values.quantity import Bound

_CLAUSE = re.compile(r"(?:[^，,；;。：:！？\n]|(?<=[0-9])[:：](?=[0-9]))+")
_TRIGGER = re.compile(r"每|前|年内|全年|任期内|本年度|年度")
_REPORTED = re.compile(r"总结|履[行责职].{0,12}情况|情况的?报告|述职|报告$|汇报$|通报")
_REPORTING = re.compile(r"(?:现将|现就).{0,40}(?:报告|汇报|总结|通报)如下|简要(?:汇报|报告)如下")
_ASKS = re.compile(r"(?:要|须|应当|应|必须|不得少于|确保|将|由[^，。]{2,14}(?:于|在))")
_DONE = re.compile(
    r"(?:的做法|的要求|的规定|的制度)|未(?:按|落实|严格|能|达到)|已经?(?!销号|整改)|了(?!解)|没有|截至|同比|收到.{0,12}后|发生.{0,12}后|未开展|未召开"
)
_PER_OCCASION = re.compile(r"^(?:并|且|均)?每(?:次|期|场|轮|批|人次|回)")
_RATE_TARGET = re.compile(r"(?:率|比例|占比|比重|覆盖面|满意度)[^，。]{0,8}$")
_COMES_ALONG = re.compile(r"^(?:同步|同时|一并|并同步)")
_REACH_BACK = 24


@dataclass(slots=True)
class _Plan:
    """What the duties of a document take from what stands before them."""

    title: str = ""
    reported: bool = False
    planned: bool = False
    actor: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A clause, or one of its parts at 、, with the claims inside."""

    start: int
    end: int
    claims: tuple[Claim, ...]
    continues: bool


def duties_of(text: str, outline: Outline, claims: tuple[Claim, ...]) -> Iterator[Duty]:
    """The duties of a document, in order."""
    plan = _Plan()
    headings = {heading.start: heading for heading in outline.headings}
    starts = sorted(headings)
    place = index = before = 0
    for sentence in outline.sentences:
        _turn(text, sentence, before, outline, plan)
        before = sentence.end
        while place < len(starts) and starts[place] < sentence.end:
            _under(headings[starts[place]], plan)
            place += 1
        first = index
        while index < len(claims) and claims[index].start < sentence.end:
            index += 1
        yield from _sentence_duties(text, sentence, claims[first:index], plan)


def _turn(text: str, sentence: Stretch, before: int, outline: Outline, plan: _Plan) -> None:
    """Take note of a title, of a blank line, and of a sentence that tells report from plan."""
    if outline.title is not None and outline.title.start <= sentence.start < outline.title.end:
        plan.title = text[outline.title.start : outline.title.end]
        plan.reported = _REPORTED.search(plan.title) is not None
        plan.planned = is_plan("", plan.title)
    elif text.count("\n", before, sentence.start) > 1:
        plan.actor = plan.own = ""
    words = text[sentence.start : min(sentence.end, sentence.start + 160)]
    if not plan.planned and _REPORTING.search(words):
        plan.reported = True
    if announces_a_plan(words):
        plan.planned = True
    own = re.search(
        r"我局|我委|我办|我县|我支队|我大队|(?<![一-鿿])(?:大队|支队|局党委|局党组)(?=将|要)|(?<=，)我(?=将|要|始终)",
        words,
    )
    if own:
        plan.own = own.group()
        plan.actor = plan.own


def _under(heading: Heading, plan: _Plan) -> None:
    if heading.level == 1:
        plan.planned = is_plan(heading.text, plan.title)


def _sentence_duties(text: str, sentence: Stretch, claims: tuple[Claim, ...], plan: _Plan) -> Iterator[Duty]:
    if not _TRIGGER.search(text, sentence.start, sentence.end):
        _note_actor(text, sentence, plan)
        return
    last: Duty | None = None
    waiting: When | None = None
    for segment in _segments(text, sentence, claims):
        when = when_in(text, segment.start, segment.end)
        if when is not None and not _says_more(text, segment, when):
            waiting = when  # 9月底前，机关党委举办...: the deadline stands in a clause of its own
            continue
        duty = _duty(text, segment, when or waiting, last, plan)
        waiting = None
        if duty is not None:
            last = duty
            yield duty
        elif when is None:
            actor = actor_of(text[segment.start : segment.end])
            plan.actor = actor or plan.actor


def _note_actor(text: str, sentence: Stretch, plan: _Plan) -> None:
    for match in _CLAUSE.finditer(text, sentence.start, min(sentence.end, sentence.start + 200)):
        actor = actor_of(match.group())
        if actor:
            plan.actor = actor
            return


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
    begin, continues = start, False
    for place, claim in enumerate(claims[:-1]):
        cut = text.find("、", claim.end, claims[place + 1].start)
        if cut >= 0 and begin < claim.start:
            yield _Segment(begin, cut, tuple(each for each in claims if begin <= each.start < cut), continues)
            begin, continues = cut + 1, True
    yield _Segment(begin, end, tuple(each for each in claims if each.start >= begin), continues)


def _says_more(text: str, segment: _Segment, when: When) -> bool:
    words = text[segment.start : when.start] + text[when.end : segment.end]
    return len(words.strip(" 并且于在、")) >= 2


def _duty(text: str, segment: _Segment, when: When | None, last: Duty | None, plan: _Plan) -> Duty | None:
    words = text[segment.start : segment.end]
    if _PER_OCCASION.match(words) or _DONE.search(words) or _quotes_a_rule(text, segment):
        return None
    if when is None:
        return _along_with(text, segment, last, plan)
    quota = _quota(text, segment)
    if quota is None and any(claim.kind is ClaimKind.RATE for claim in segment.claims):
        return None
    if when.per == "year" and not when.due and text[when.start : when.end].startswith(("全年", "年度", "本年度")):
        if quota is None:
            return None
    if plan.reported and not plan.planned and not _ASKS.search(words):
        return None
    return _made(text, segment, when, quota, last, plan)


def _quotes_a_rule(text: str, segment: _Segment) -> bool:
    """Inside quotation marks, or behind 未按规定落实, a frequency is quoted, not asked."""
    before = text[max(0, segment.start - _REACH_BACK) : segment.start]
    return before.count("“") > before.count("”")


def _quota(text: str, segment: _Segment) -> Claim | None:
    """The quantity that the clause asks for."""
    for claim in segment.claims:
        if claim.kind is ClaimKind.NORM and claim.value is not None:
            return claim
    return None


def _along_with(text: str, segment: _Segment, last: Duty | None, plan: _Plan) -> Duty | None:
    """A second item behind 、, or a clause with 同步, has the frequency of the duty before."""
    if last is None:
        return None
    quota = _quota(text, segment)
    words = text[segment.start : segment.end]
    alone = quota is not None and quota.unit in TIMES and len(words) > len(quota.text) + 2
    if not (_COMES_ALONG.match(words) or (segment.continues and quota is not None) or alone):
        return None
    when = When(segment.start, segment.start, last.per, last.raw_per, last.due)
    return _made(text, segment, when, quota, last, plan)


def _made(
    text: str, segment: _Segment, when: When, quota: Claim | None, last: Duty | None, plan: _Plan
) -> Duty | None:
    actor, act = act_of(text, (segment.start, segment.end), (when.start, when.end), segment.claims, quota)
    if not act and last is not None:
        act = last.act
    if not act:
        return None
    if quota is not None and segment.continues and last is not None and quota.action and act == quota.subject:
        act = quota.action + act
    plan.actor = actor or plan.actor
    duty = Duty(
        start=segment.start,
        end=segment.end,
        text=text[segment.start : segment.end],
        actor=actor or (last.actor if last else "") or plan.actor or plan.own,
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
