"""Inside a document: what its own numbers say against each other, before any book is asked. Pure.

A check speaks only where the text leaves no other reading: a part larger than its whole, parts that are said to make
up a sum and do not, a rate that no two counts of its sentence give, one figure stated twice with different numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reports.checking.inside_rates import is_cut_off, rate_clashes
from bihuan.reports.checking.inside_spans import span_clashes
from bihuan.reports.checking.stated import Clash, Contradiction, Known, is_number, is_plain, known, unit_of, value_of
from bihuan.reports.checking.verdicts import does_agree
from bihuan.values.quantity import MeasureUnit

__all__ = ["Clash", "Contradiction", "Known", "Relation", "contradictions", "known"]


_TOTAL = re.compile(r"(?:共计|合计|总计|累计共|共有|共)[^，。；、]{0,6}$")
_OF_WHICH = re.compile(r"其中[，：]?[^。；]*$")
_LISTED = re.compile(r"[、，和及以]")
_MOST_PARTS = 8


def contradictions(claims: Sequence[Known], relations: Sequence[Relation]) -> list[Contradiction]:
    """Everything in which the document contradicts itself, in the order of the text."""
    sentences: dict[int, list[Known]] = defaultdict(list)
    for each in claims:
        if is_number(each):
            sentences[each.sentence].append(each)
    found: list[Contradiction] = []
    for sentence in sentences.values():
        found += _parts(sentence)
        found += _sums(sentence)
        found += rate_clashes(sentence)
        found += span_clashes(sentence)
    found += _stated_twice(claims)
    found += _related(claims, relations)
    return sorted(found, key=lambda each: each.claims)


def _parts(sentence: Sequence[Known]) -> Iterator[Contradiction]:
    """其中: what stands behind it in the same unit can be no more than the number right in front, alone or summed."""
    for number, each in enumerate(sentence[1:], 1):
        whole = sentence[number - 1]
        if not _OF_WHICH.search(each.before) or not is_plain(whole):
            continue
        run = [part for part in _run(sentence[number:]) if unit_of(part) == unit_of(whole) and is_plain(part)]
        over = next((part for part in run if value_of(part) > value_of(whole)), None)
        if over is not None:
            why = f"“其中”的{over.claim.text}大于总数{whole.claim.text}。"
            yield Contradiction(Clash.PARTS, (whole.place, over.place), why)
        elif len(run) > 1 and _are_disjoint(run) and sum(map(value_of, run)) > value_of(whole):
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
        same = all(unit_of(each) == unit_of(total) and is_plain(each) for each in run)
        fits = same and is_plain(total) and 1 < len(run) <= _MOST_PARTS
        if fits and "其中" not in run[0].before and sum(map(value_of, run)) != value_of(total):
            listed = "、".join(each.claim.text for each in run)
            why = f"{listed}相加不等于{total.claim.text}。"
            yield Contradiction(Clash.SUM, (*(each.place for each in run), total.place), why)


def _stated_twice(claims: Sequence[Known]) -> Iterator[Contradiction]:
    """One series, surely meant both times, of one period: the opening's number against the section's."""
    told: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for each in claims:
        if each.series and is_number(each):
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
    return any(does_agree(first.claim, value_of(second), unit) for first, second in pairs)


@dataclass(frozen=True)
class Relation:
    """How measures of the catalogue stand to each other in every true report.

    Attributes:
        rule: the rule in the catalogue's words.
        wholes: the series on the larger side, added up.
        parts: the series on the smaller side, added up.
        is_equal: whether the two have to be equal; else the parts are no more than the wholes.
        growth: the series that states by how much the whole grew, the parts being the increase; "" for none.
    """

    rule: str
    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    is_equal: bool = False
    growth: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every series that has to be stated."""
        return (*self.wholes, *self.parts, *([self.growth] if self.growth else []))


def _related(claims: Sequence[Known], relations: Sequence[Relation]) -> Iterator[Contradiction]:
    """The catalogue's checks, where the document states every number that one needs, once and exactly."""
    stated: dict[str, list[Known]] = defaultdict(list)
    for each in claims:
        if each.series and is_number(each) and (is_plain(each) or each.claim.kind is ClaimKind.RATE):
            stated[each.series].append(each)
    once = {key: found[0] for key, found in stated.items() if len(found) == 1}
    for relation in relations:
        if all(key in once for key in relation.keys) and not _holds(relation, once):
            places = tuple(sorted(once[key].place for key in relation.keys))
            words = "、".join(once[key].claim.text for key in relation.keys)
            yield Contradiction(Clash.CATALOGUE, places, f"{relation.rule}：文中为{words}。")


def _holds(relation: Relation, once: Mapping[str, Known]) -> bool:
    wholes, parts = _sum_of(once, relation.wholes), _sum_of(once, relation.parts)
    if relation.growth:
        rate = once[relation.growth]
        then = wholes - parts
        return then <= 0 or does_agree(rate.claim, 100 * parts / then, "%") or is_cut_off(rate, 100 * parts / then)
    return wholes == parts if relation.is_equal else parts <= wholes


def _sum_of(once: Mapping[str, Known], keys: Sequence[str]) -> Fraction:
    return sum((value_of(once[key]) for key in keys), Fraction(0))
