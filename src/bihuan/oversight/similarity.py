"""Which earlier findings a new one may repeat: similar words, the same item, the same unit. Pure.

Words are compared after folding: numbers and stop words go, and words that say the same are written alike: 压力不足
and 指针在红区 both become 失压. What is rare in the ledger weighs more than what stands in every finding. A person
confirms; nothing is linked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

WORDS = Path(__file__).parent / "same_words.yaml"
SHORTLIST = 60
"""How many candidates the fast comparison leaves for the careful one."""

_NOISE = re.compile(r"[\d０-９a-zA-Z%％．.、，。；：:;,（）()“”\"'《》〈〉\[\]【】\s—\-+*/\\]+")
_EMPTY_WORDS = (
    "存在 部分 个别 现场 发现 检查 问题 情况 进行 有关 相关 大队 支队 单位 该 站 的 了 在 有 与 和 及 等 对 为 被"
    " 已 还 仍 将 其 某 一 二 三"
)
_NOTHING_SAID = re.compile("|".join(sorted(_EMPTY_WORDS.split(), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding that may have come back.

    Attributes:
        number: its number.
        gist: its words, folded.
        same_unit: whether it was found at the same unit.
        same_item: whether it falls under the same item, or where neither has one, the same class.
    """

    number: int
    gist: str
    same_unit: bool = False
    same_item: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """An earlier finding that is proposed, with how alike it is, from 0 to 100."""

    number: int
    likeness: float


def folded(text: str) -> str:
    """The words of a finding as they are compared: synonyms written alike, numbers and empty words gone."""
    for pattern, word in _synonyms():
        text = pattern.sub(word, text)
    return _NOTHING_SAID.sub("", _NOISE.sub("", text))


def shortlist(gist: str, gists: Sequence[str]) -> set[int]:
    """The places of the gists that share most letters with this one: the fast pass over all of them."""
    if not gist:
        return set()
    near = process.extract(gist, gists, scorer=fuzz.ratio, processor=None, limit=SHORTLIST)
    near += process.extract(gist, gists, scorer=fuzz.partial_ratio, processor=None, limit=SHORTLIST)
    return {place for _, _, place in near}


def proposals(gist: str, near: Sequence[Earlier], limit: int = 5) -> list[Proposal]:
    """The earlier findings most like this one, best first: the careful pass, over a shortlist.

    What two findings have in common weighs by how rare it is among them all.

    Args:
        gist: the folded words of the new finding.
        near: what it may repeat.
        limit: how many to propose.
    """
    if not gist:
        return []
    weights = _weights([each.gist for each in near])
    found = [Proposal(each.number, _likeness(gist, each, weights)) for each in near]
    found.sort(key=lambda each: (-each.likeness, -each.number))
    return found[:limit]


def _likeness(gist: str, other: Earlier, weights: dict[str, float]) -> float:
    ours, theirs = _pairs(gist), _pairs(other.gist)
    heaviest = max(weights.values(), default=1.0)
    common = sum(weights.get(pair, heaviest) for pair in ours & theirs)
    whole = sum(weights.get(pair, heaviest) for pair in ours) + sum(weights.get(pair, heaviest) for pair in theirs)
    words = 200 * common / whole if whole else 0.0
    letters = fuzz.ratio(gist, other.gist)
    return round(0.7 * words + 0.3 * letters + 6 * other.same_item + 4 * other.same_unit, 1)


def _weights(gists: Iterable[str]) -> dict[str, float]:
    counts: dict[str, int] = {}
    total = 0
    for gist in gists:
        total += 1
        for pair in _pairs(gist):
            counts[pair] = counts.get(pair, 0) + 1
    return {pair: log(1 + total / count) for pair, count in counts.items()}


def _pairs(gist: str) -> frozenset[str]:
    """The letters and the pairs of neighbouring letters."""
    return frozenset(gist) | frozenset(gist[i : i + 2] for i in range(len(gist) - 1))


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each group of words that say the same, as one pattern and the word that stands for them."""
    groups: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return tuple(
        (re.compile("|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))), word)
        for word, words in groups.items()
    )
