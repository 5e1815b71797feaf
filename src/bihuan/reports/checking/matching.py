"""Matching: which series a statement is about. Pure, and blind to the number, so that a wrong one cannot move it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from bihuan.reports.checking.statements import PERSONS, Statement
from bihuan.reports.checking.wordings import Way, Wording, Wordings
from bihuan.values.quantity import MeasureUnit

# Words of a changed number, a remainder or a share: what stands behind them is no count of the thing itself.
_CHANGE = re.compile(
    r"(?:增长|下降|减少|增加|上升|提高|降低|提升|缩短|压缩|回落|扩大|高出|高于|低于|相差|多出|少)(?:了|约|近)?$"
)
_COMPARED = re.compile(r"同比|环比|较上|较去|比上|比去|与上年|与去年|比第|较第|高出|低于|相差|减少|下降")
_REMAINDER = re.compile(r"(?:其余|剩余|余下|还有|尚有|仍有|另有|尚余|未完成|未整改|未销号)[^，。；]*$")
_OF_CHANGE = (".increase", ".growth_rate", ".change_rate", "_days", ".behind_schedule", ".overdue_elections")
_MULTIPLE = {"百分点", "倍", "番"}
_RATES = ("%", "％")
_UNDONE = re.compile(r"^[^，。；]{0,8}(?:尚未|未|没有|还没)(?!婚|来|成年)")
_LACKING = re.compile(r"滞后|不够|不高|不强|不响|不深|不实|不严|偏慢|偏弱|偏低|薄弱|缺乏|有待|还需|不到位")
_AVERAGE = re.compile(r"人均|平均(?!每)|户均|均为")
_PEOPLE = ("党委书记", "党组书记", "支部书记", "班子成员", "主要领导", "分管领导", "主官")
_BEFORE = 0
_NEAR_BEFORE = 24
_GENERIC = {"", "工作", "活动", "情况", "同志", "个人", "人员", "人"}
ASSERTED = 11.5
LISTED = 9.0
MARGIN = 1.5
_FOLLOWING = 4.0
_GUESSED = 2.0
_TELLING = 4
_TAKING_PART = {"人次", "人", "名"}
_TAKES_PART = re.compile(rf"(?:{PERSONS}|人)$")
_FAR = -2.0


@dataclass(frozen=True)
class Candidate:
    """A series that a statement may be about.

    Attributes:
        series: its key, narrowed to a choice where the words point at one.
        name: its Chinese name.
        score: how well the words fit; comparable within one statement only.
        reason: which words led there.
        choices: every field and choice that the words point at; the series holds only the first.
        part: the word that names only a part of what the series counts, "" where none does.
        follows: whether the words say it only because of what the claim before counted.
    """

    series: str
    name: str
    score: float
    reason: str
    choices: tuple[tuple[str, str], ...] = ()
    part: str = ""
    follows: bool = False

    @property
    def whole(self) -> str:
        """The whole measure, without a choice."""
        return self.series.partition("[")[0]


@dataclass(frozen=True)
class Match:
    """What a statement was matched to.

    Attributes:
        candidates: ranked, best first; empty where nothing in the catalogue counts this.
        is_sure: whether the first stands out enough to be held against the book.
        why: one Chinese clause on what speaks against it, "" where it is sure.
    """

    candidates: tuple[Candidate, ...]
    is_sure: bool
    why: str = ""

    @property
    def best(self) -> Candidate | None:
        """The first candidate."""
        return self.candidates[0] if self.candidates else None


class Told(NamedTuple):
    """What the claim before in the same sentence was about: 批复44件 behind 收到请示45件 needs no more words."""

    series: str
    is_sure: bool

    @property
    def kind(self) -> str:
        """The kind of what was counted."""
        return self.series.partition(".")[0]


@dataclass(frozen=True)
class _Fit:
    points: float
    words: tuple[str, ...]
    in_head: bool
    follows: bool = False


def match(statement: Statement, known: Wordings, limit: int = 5, told: Told | None = None) -> Match:
    """The series that the statement may be about, best first; ``told`` is what the claim before was about."""
    against = _never(statement)
    unit = MeasureUnit.parse(statement.unit).base
    # Asked of every wording for every claim, and most say nothing of it: no word of theirs so much as begins there.
    openings = statement.openings
    fitting = [each for each in known.get(unit, ()) if not each.openings.isdisjoint(openings)]
    fitting = [each for each in fitting if not against or _takes_change(each)]
    found = [candidate for each in fitting if (candidate := _candidate(statement, each, unit, told)) is not None]
    if statement.nearer is not None:
        found = [replace(each, score=round(each.score + _FAR, 2)) for each in found]
        near = (_candidate(statement.nearer, each, unit, told) for each in fitting)
        found += [candidate for candidate in near if candidate is not None]
    found.sort(key=lambda each: (-each.score, each.series))
    best_of = {each.series: each for each in reversed(found) if each.score >= LISTED}
    ranked = tuple(sorted(best_of.values(), key=lambda each: (-each.score, each.series)))[:limit]
    if not ranked and not against and told is not None and statement.elided:
        ranked = _sibling(known.get(unit, ()), unit, told)
    if not ranked:
        return Match((), is_sure=False, why=against or "目录里没有与这一表述相符的计量")
    against = _unsure(ranked, told)
    return Match(ranked, is_sure=not against, why=against)


def _sibling(fitting: Iterable[Wording], unit: str, told: Told) -> tuple[Candidate, ...]:
    """The one series of that measure word, behind a number that goes on with another (出动车辆9辆次、31人次)."""
    kind = f"{told.kind}."
    same = {each.series: each for each in fitting if each.series.startswith(kind) and each.units[0] == unit}
    others = [each for key, each in same.items() if key != told.series]
    if len(others) != 1:
        return ()
    reason = f"承接上文，按“{unit}”计的是“{others[0].name}”"
    return (Candidate(others[0].series, others[0].name, LISTED, reason, follows=True),)


def _unsure(ranked: Sequence[Candidate], told: Told | None) -> str:
    """What speaks against taking the first for granted, "" where nothing does."""
    best = ranked[0]
    rivals = [each for each in ranked[1:] if each.whole != best.whole]
    if best.score < ASSERTED:
        return f"只是近似于“{best.name}”，请人工确认"
    if rivals and best.score - rivals[0].score < MARGIN:
        return f"既像“{best.name}”又像“{rivals[0].name}”，请人工确认"
    if best.follows and not (told and told.is_sure):
        return "承接上文而言，上文的数本身还不能对账，请人工确认"
    if len({field for field, _ in best.choices}) > 1:
        return "同时限定了几个方面，目录只能按其中一个分解"
    if best.part:
        return f"“{best.part}”只是“{best.name}”的一部分，账上没有单列"
    return ""


def _never(statement: Statement) -> str:
    """Why the number is no count of a thing: it is a change, a remainder, an average; "" where it may be one."""
    lead = statement.lead
    if statement.unit in _MULTIPLE or (_CHANGE.search(lead) and _COMPARED.search(statement.before[-24:] + lead)):
        return "这是增减变化，不是数量本身"
    if _REMAINDER.search(lead):
        return "这是剩余数，目录没有这样的计量"
    if _LACKING.search(statement.after) or (not statement.lead and _UNDONE.search(statement.after)):
        return "说的是不足，目录没有这样的计量"
    if _AVERAGE.search(lead) and statement.unit not in _RATES:
        return "这是平均数，目录没有这样的计量"
    return ""


def _takes_change(wording: Wording) -> bool:
    """Whether the measure itself counts a change, an average, or what was left undone."""
    return wording.series.endswith(_OF_CHANGE)


def _candidate(statement: Statement, wording: Wording, unit: str, told: Told | None) -> Candidate | None:
    fits = [*_fits(statement, wording.ways, 0.0), *_fits(statement, wording.named, -1.0)]
    is_near = not wording.near or _near(statement, wording)
    fits = fits if is_near else []
    fits += _following(statement, wording, told, is_near=is_near)
    best = max(fits, key=lambda fit: fit.points, default=None)
    if best is None or _is_ruled_out(statement, wording):
        return None
    score = best.points + (3.0 if unit == wording.units[0] else 1.5)
    score += 2.5 if wording.near and not best.follows else 0.0
    choices = _choices(statement, wording)
    series, name = wording.series, wording.name
    if choices:
        field, choice = choices[0]
        series, name = f"{series}[{field}={choice}]", f"{name}（{choice}）"
    reason = f"原文“{'”“'.join(best.words)}”与“{name}”相符"
    part = "" if choices else _part_named(statement, wording, best.words)
    return Candidate(series, name, round(score, 2), reason, choices, part, best.follows)


def _following(statement: Statement, wording: Wording, told: Told | None, *, is_near: bool) -> list[_Fit]:
    """The short ways that suffice because the sentence counted the like just before, or speaks of it."""
    if told is not None and told.kind not in wording.behind:
        return []
    if told is not None and told.series == wording.series and not statement.lead.startswith("、"):
        return []
    fits = _fits(statement, wording.follows + wording.brief if is_near else wording.follows, _FOLLOWING)
    if fits and told is None and not any(topic in statement.before for topic in wording.topics):
        return []
    return [replace(fit, follows=True, points=fit.points - (_GUESSED if told is None else 0.0)) for fit in fits]


def _is_ruled_out(statement: Statement, wording: Wording) -> bool:
    """Whether a word speaks against the wording."""
    own = statement.own + statement.subject
    return any(word in own for word in wording.without) or any(word in statement.subject for word in wording.isnt)


def _part_named(statement: Statement, wording: Wording, matched: tuple[str, ...]) -> str:
    """The word that narrows the claim to a part of the series: a type that is not told apart, or some of the people.

    A word that led to the series (书记述职) narrows nothing.
    """
    own = statement.lead + statement.subject + statement.after
    named = next((word for word in wording.parts if word in statement.phrase or word in statement.action), "")
    about = own if any(word in own for word in _PEOPLE) else statement.before[-_NEAR_BEFORE:]
    people = next((word for word in _PEOPLE if word in about and not any(word in each for each in matched)), "")
    return named or people or _qualifier(statement, wording, matched)


def _qualifier(statement: Statement, wording: Wording, matched: tuple[str, ...]) -> str:
    """What qualifies a subject that has to stand plainly: 脱岗 of 脱岗问题; "" where nothing does."""
    rest = statement.subject if wording.plainly else ""
    for word in sorted((*matched, *wording.plainly), key=len, reverse=True):
        rest = rest.replace(word, "")
    return statement.subject if rest else ""


def _near(statement: Statement, wording: Wording) -> bool:
    words = statement.nearby
    return any(word in words for word in wording.near)


def _fits(statement: Statement, ways: tuple[Way, ...], handicap: float) -> list[_Fit]:
    """How well each of the ways to say it is found, those of which a part is missing left out."""
    found, everything = [], statement.everything
    for way in ways:
        # Asked a hundred thousand times for a long document, and nearly always in vain.
        for word in way[0]:
            if word in everything:
                fit = _fit(statement, way, handicap)
                if fit is not None:
                    found.append(fit)
                break
    return found


def _fit(statement: Statement, way: Way, handicap: float) -> _Fit | None:
    """How well one way of saying it is found, or None where a part is missing."""
    points, words, in_head = handicap, [], False
    covered: set[int] = set()
    for part in way:
        found = _part(statement, part)
        if found is None:
            return None
        word, worth, is_head = found
        words.append(word)
        points += worth
        in_head = in_head or is_head
        at = statement.subject.find(word)
        covered.update(range(at, at + len(word)) if at >= 0 else ())
        if statement.subject in word:
            covered.update(range(len(statement.subject)))  # the reader took 款 of 罚款
    if not in_head:
        # 党员干部251人次观看警示教育片: who took part says nothing of what was taken part in.
        people = statement.unit in _TAKING_PART and _TAKES_PART.search(statement.subject)
        if statement.subject not in _GENERIC and not people:
            return None
        points -= 2.0
    share = len(covered) / len(statement.subject) if statement.subject else 0.5
    return _Fit(points + 6.0 * share, tuple(words), in_head)


def _part(statement: Statement, alternatives: Iterable[str]) -> tuple[str, float, bool] | None:
    """The alternative that is found in the best place, with its worth; subject before verb before clause."""
    best: tuple[str, float, bool] | None = None
    for word in alternatives:
        if word not in statement.everything:
            continue
        size = min(len(word), 8)
        if word in statement.subject:
            found = (word, 4.0 + 1.4 * size, True)
        elif word in statement.action or word in statement.phrase or _is_beside(statement, word):
            found = (word, 3.0 + 1.2 * size, True)
        elif word in statement.lead or word in statement.after:
            found = (word, 2.0 + 1.0 * size, False)
        elif word in statement.shared:
            found = (word, 1.0 + 1.0 * size, False)
        else:
            continue
        if best is None or found[1] > best[1]:
            best = found
    return best


def _is_beside(statement: Statement, word: str) -> bool:
    """Whether a telling word stands right in front of the number: 月度推进会11次没有间断."""
    return len(word) >= _TELLING and statement.verge.endswith(word)


def _choices(statement: Statement, wording: Wording) -> tuple[tuple[str, str], ...]:
    """The choice of each field that the words point at, the field with the clearest words first.

    Where the words name several choices of one field (改选、增补), the field narrows nothing.
    """
    found: list[tuple[_Hit, str, str]] = []
    for field, group in groupby(wording.choices.items(), key=lambda item: item[0][0]):
        hits = [
            (hit, choice)
            for (_, choice), words in group
            if (hit := _pointed_at(statement, words, from_before=field in wording.origins)) is not None
        ]
        best = max(hits, default=None)
        if best is not None and not any(_beside(hit, best[0]) for hit, _ in hits):
            found.append((best[0], field, best[1]))
    found.sort(reverse=True)
    return tuple((field, choice) for _, field, choice in found)


class _Hit(NamedTuple):
    """Where a choice's word stands: rank of the zone, end of the word in a sentence before, length, place."""

    zone: int
    recency: int
    size: int
    at: int


def _beside(one: _Hit, best: _Hit) -> bool:
    """Whether two words stand side by side in the same zone, neither of them a part of the other."""
    apart = one.at + one.size <= best.at or best.at + best.size <= one.at
    return one.zone == best.zone != _BEFORE and apart


def _pointed_at(statement: Statement, words: Iterable[str], *, from_before: bool) -> _Hit | None:
    """The best place at which one of the words stands: subject, clause, verb, or the sentence before."""
    hits: list[_Hit] = []
    for word in words:
        for zone, text in ((3, statement.subject), (2, statement.own), (1, statement.action)):
            if (at := text.find(word)) >= 0:
                hits.append(_Hit(zone, 0, len(word), at))
        if from_before and (at := statement.before.rfind(word)) >= 0:
            hits.append(_Hit(_BEFORE, at + len(word), len(word), at))
    return max(hits, default=None)
