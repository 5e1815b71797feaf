"""Inside a document: what its own numbers say against each other, before any book is asked. Pure.

A check speaks only where the text leaves no other reading: a part larger than its whole, parts that are said to make
up a sum and do not, a rate that no two counts of its sentence give, one figure stated twice with different numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, permutations

from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reports.verdicts import does_agree
from bihuan.values.quantity import Bound, MeasureUnit


class Clash(StrEnum):
    """How numbers of one document stand against each other."""

    PARTS = "parts"
    SUM = "sum"
    RATE = "rate"
    TWICE = "twice"
    CATALOGUE = "catalogue"
    NORM = "norm"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Clash.PARTS: "其中大于总数",
    Clash.SUM: "合计不符",
    Clash.RATE: "比率不符",
    Clash.TWICE: "前后不一",
    Clash.CATALOGUE: "勾稽不符",
    Clash.NORM: "频次未达",
}


@dataclass(frozen=True)
class Contradiction:
    """Numbers of the text that cannot all be true.

    Attributes:
        clash: how they stand against each other.
        claims: the places of the claims in the list of all, in the order of the text.
        why: one Chinese sentence.
    """

    clash: Clash
    claims: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Known:
    """A claim with what is known of it.

    Attributes:
        place: in the list of all claims.
        claim: as read.
        sentence: the number of its sentence.
        before: the words between the claim in front of it in its sentence, or the sentence's begin, and itself.
        series: the series that it surely is about; "" where that is open.
        period: the period that it is about, as the command line writes it; "" where the series is open.
    """

    place: int
    claim: Claim
    sentence: int
    before: str
    series: str = ""
    period: str = ""


_SENTENCE_ENDS = "。！？\n；"
_TOTAL = re.compile(r"(?:共计|合计|总计|累计共|共有|共)[^，。；、]{0,6}$")
_OF_WHICH = re.compile(r"其中[，：]?[^。；]*$")
_LISTED = re.compile(r"[、，和及以]")
_RATE_OF = re.compile(r"(?:整改|完成|办结|合格|销号|落实|达标|回应|执行|到会|参会|参训|优良|处置|办理)率")
_MOST_PARTS = 8
_TENTH = Fraction(1, 10)


def known(text: str, claims: Sequence[Claim], about: Mapping[int, tuple[str, str]]) -> list[Known]:
    """The claims with the words that join them; ``about`` has series and period of those that are surely known."""
    found: list[Known] = []
    sentence, at = 0, 0
    for place, claim in enumerate(claims):
        between = text[at : claim.start]
        cut = max(between.rfind(mark) for mark in _SENTENCE_ENDS)
        if cut >= 0:
            sentence += 1
            between = between[cut + 1 :]
        found.append(Known(place, claim, sentence, between, *about.get(place, ("", ""))))
        at = claim.end
    return found


def contradictions(claims: Sequence[Known], relations: Sequence[Relation]) -> list[Contradiction]:
    """Everything in which the document contradicts itself, in the order of the text."""
    sentences: dict[int, list[Known]] = defaultdict(list)
    for each in claims:
        if _is_number(each):
            sentences[each.sentence].append(each)
    found: list[Contradiction] = []
    for sentence in sentences.values():
        found += _parts(sentence)
        found += _sums(sentence)
        found += _rates(sentence)
    found += _stated_twice(claims)
    found += _related(claims, relations)
    return sorted(found, key=lambda each: each.claims)


def _is_number(each: Known) -> bool:
    claim = each.claim
    return (
        claim.value is not None and not claim.masked and claim.kind is not ClaimKind.NORM and claim.value_to is None
    )


def _value(each: Known) -> Fraction:
    """The number with its scale: 1.2万人 is 12,000."""
    return Fraction(each.claim.value or 0) * MeasureUnit.parse(each.claim.unit).scale


def _unit(each: Known) -> str:
    return MeasureUnit.parse(each.claim.unit).base


def _is_plain(each: Known) -> bool:
    return each.claim.bound is Bound.EXACT and not each.claim.raw_bound and each.claim.kind is not ClaimKind.RATE


def _parts(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """其中: what stands behind it in the same unit can be no more than the number right in front, alone or summed."""
    for number, each in enumerate(sentence[1:], 1):
        whole = sentence[number - 1]
        if not _OF_WHICH.search(each.before) or not _is_plain(whole):
            continue
        run = [part for part in _run(sentence[number:]) if _unit(part) == _unit(whole) and _is_plain(part)]
        over = next((part for part in run if _value(part) > _value(whole)), None)
        if over is not None:
            why = f"“其中”的{over.claim.text}大于总数{whole.claim.text}。"
            yield Contradiction(Clash.PARTS, (whole.place, over.place), why)
        elif len(run) > 1 and _are_disjoint(run) and sum(map(_value, run)) > _value(whole):
            words = "、".join(part.claim.text for part in run)
            why = f"“其中”各项{words}相加大于总数{whole.claim.text}。"
            yield Contradiction(Clash.PARTS, (whole.place, *(part.place for part in run)), why)


def _run(claims: Sequence[Known]) -> Iterator[Known]:
    """The claims of a list: the first, and those that only a 、 or the like joins to it, up to the next 其中."""
    for number, each in enumerate(claims):
        if number and ("其中" in each.before or not _LISTED.match(each.before) or "共" in each.before):
            return
        yield each


def _are_disjoint(run: Sequence[Known]) -> bool:
    """Whether the parts can be taken for kinds beside each other: each follows a 、, as the members of a list do."""
    return all(each.before.startswith("、") for each in run[1:])


def _sums(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """甲3个、乙4个，共7个: a list of one unit, and a total right behind it."""
    for number, total in enumerate(sentence):
        words = _TOTAL.search(total.before)
        if not words or not total.before.startswith("，") or len(total.before) > len(words[0]) + 1:
            continue
        run: list[Known] = []
        for each in reversed(sentence[:number]):
            run.insert(0, each)
            if not each.before.startswith("、"):
                break
        same = all(_unit(each) == _unit(total) and _is_plain(each) for each in run)
        fits = same and _is_plain(total) and 1 < len(run) <= _MOST_PARTS
        if fits and "其中" not in run[0].before and sum(map(_value, run)) != _value(total):
            listed = "、".join(each.claim.text for each in run)
            why = f"{listed}相加不等于{total.claim.text}。"
            yield Contradiction(Clash.SUM, (*(each.place for each in run), total.place), why)


def _rates(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """发现60条、整改45条，整改率75%: where just two counts of one unit stand before the rate, it has to be theirs."""
    for number, rate in enumerate(sentence):
        subject = rate.claim.subject + rate.before
        if rate.claim.kind is not ClaimKind.RATE or not _RATE_OF.search(subject) or rate.claim.unit != "%":
            continue
        counts = [each for each in sentence[:number] if each.claim.kind is ClaimKind.COUNT]
        if len(counts) != len(sentence[:number]) or len(counts) != len(("whole", "part")):
            continue
        whole, part = sorted(counts, key=_value, reverse=True)
        if _unit(whole) != _unit(part) or not (_is_plain(whole) and _is_plain(part)) or not _value(whole):
            continue
        worth = 100 * _value(part) / _value(whole)
        if not does_agree(rate.claim, worth, "%") and abs(worth - Fraction(rate.claim.value or 0)) > _TENTH / 2:
            why = f"{part.claim.text}占{whole.claim.text}的{float(worth):.2f}%，文中写的是{rate.claim.text}。"
            yield Contradiction(Clash.RATE, (*sorted((whole.place, part.place)), rate.place), why)


def _stated_twice(claims: Sequence[Known]) -> Iterator[Contradiction]:
    """One series, surely meant both times, of one period: the opening's number against the section's."""
    told: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for each in claims:
        if each.series and _is_number(each):
            told[each.series, each.period].append(each)
    for mentions in told.values():
        for one, other in combinations(mentions, 2):
            if _is_same_thing(one.claim, other.claim) and not _can_agree(one, other):
                why = f"同一数据前后写法不同：{one.claim.text}与{other.claim.text}。"
                yield Contradiction(Clash.TWICE, (one.place, other.place), why)


def _is_same_thing(one: Claim, other: Claim) -> bool:
    """Whether the two name what they count alike: 问题73个 and 隐患1.86万处 are different countings of one series."""
    return one.unit == other.unit and (one.subject in other.subject or other.subject in one.subject)


def _can_agree(one: Known, other: Known) -> bool:
    """Whether some number makes both statements true."""
    pairs = permutations((one, other))
    unit = MeasureUnit.parse(one.claim.unit).base
    return any(does_agree(first.claim, _value(second), unit) for first, second in pairs)


@dataclass(frozen=True)
class Relation:
    """How measures of the catalogue stand to each other in every true report.

    Attributes:
        rule: the rule in the catalogue's words.
        wholes: the series on the larger side, added up.
        parts: the series on the smaller side, added up.
        is_equal: whether the two have to be equal; else the parts are no more than the wholes.
    """

    rule: str
    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    is_equal: bool = False


def _related(claims: Sequence[Known], relations: Sequence[Relation]) -> Iterator[Contradiction]:
    """The catalogue's checks, where the document states every number that one needs, once and exactly."""
    stated: dict[str, list[Known]] = defaultdict(list)
    for each in claims:
        if each.series and _is_number(each) and _is_plain(each):
            stated[each.series].append(each)
    once = {key: found[0] for key, found in stated.items() if len(found) == 1}
    for relation in relations:
        if not all(key in once for key in (*relation.wholes, *relation.parts)):
            continue
        wholes, parts = _sum_of(once, relation.wholes), _sum_of(once, relation.parts)
        if (wholes != parts) if relation.is_equal else parts > wholes:
            places = tuple(sorted(once[key].place for key in (*relation.wholes, *relation.parts)))
            words = "、".join(once[key].claim.text for key in (*relation.wholes, *relation.parts))
            yield Contradiction(Clash.CATALOGUE, places, f"{relation.rule}：文中为{words}。")


def _sum_of(once: Mapping[str, Known], keys: Sequence[str]) -> Fraction:
    return sum((_value(once[key]) for key in keys), Fraction(0))
