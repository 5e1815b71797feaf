"""Wordings: the ways in which official documents say what each series counts. Pure.

They come from three places: the names, terms and choices of the catalogue itself; ``synonyms.yaml`` beside this
module; and the terms that a pack gives its own kinds and measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Aggregation, Kind, Measure, Offered
from bihuan.reports.checking.synonyms import Said, synonyms
from bihuan.values.quantity import MeasureUnit

Way = tuple[tuple[str, ...], ...]

# Measure words that may stand for one another when the thing counted is the same.
_FAMILIES: Mapping[str, str] = {
    "次": "次 场 场次 轮 轮次 回 堂 节 课 批 批次 个次 遍",
    "场": "场 次 场次 期",
    "场次": "场次 场 次",
    "人次": "人次 人 名 位",
    "人": "人 名 位 人次",
    "名": "名 人 位 人次",
    "条": "条 个 项 处 件",
    "项": "项 个 条 件",
    "个": "个 家 项 支 处",
    "件": "件 项 个 份 起 宗 例",
    "份": "份 件 封 张 册 本",
    "篇": "篇 份",
    "期": "期 次 场",
    "类": "类 种 大类",
    "支": "支 个",
    "块": "块 枚 面 个",
    "起": "起 次 件 宗",
    "处": "处 个",
    "家": "家 个 户",
    "家次": "家次 家",
    "户": "户 家",
    "辆": "辆 台",
    "辆次": "辆次 台次 车次",
    "台次": "台次 辆次",
    "%": "% 成 ",
    "小时": "小时 个小时 学时 课时",
    "天": "天 日",
    "周": "周 个星期",
    "部": "部 个",
    "件套": "件套 件（套） 件 套 台套",
    "条次": "条次 条",
    "": "次",
}
_TAILS = re.compile(
    r"(?:总|人|件|条|项|家|户|份|篇|期|起|处|场|个|轮|名|部|块|张|支|对|辆)?(?:数|次数|人次|起数|合计|总数)$"
)
_TELLING = 4
_CLEAR = 3
_SHORT = 2
_ASIDES = re.compile(r"（[^）]*）|\([^)]*\)")


@dataclass(frozen=True)
class Wording:
    """How a series is said.

    Attributes:
        series: its key, a whole measure.
        name: its Chinese name.
        ways: each of parts that must all be found; a part is a tuple of alternatives.
        named: the ways that the catalogue's own names give; they weigh a little less than the written ones.
        near: words of which one must stand nearby, where there are any.
        without: words that must not stand in the claim's own clause.
        isnt: words that must not stand in its subject.
        parts: words that name only a part of what is counted.
        plainly: all that the subject may hold besides the matched words; empty where it may hold anything.
        units: the measure words, scale taken off, that go with it; the first is the measure's own.
        theme: the kind's theme.
        choices: field and choice to the words that point at it.
        origins: the fields that name the act a thing came out of.
        follows: the ways that say it only behind a claim of one of the kinds in ``behind``.
        behind: the kinds behind which those ways count: its own, and those that the synonyms name.
        brief: its own short names, which suffice where those ways do and what has to stand near does.
        kinds: the kinds in ``behind``.
    """

    series: str
    name: str
    ways: tuple[Way, ...]
    named: tuple[Way, ...]
    near: tuple[str, ...]
    without: tuple[str, ...]
    isnt: tuple[str, ...]
    parts: tuple[str, ...]
    plainly: tuple[str, ...]
    units: tuple[str, ...]
    theme: str
    choices: Mapping[tuple[str, str], tuple[str, ...]]
    origins: frozenset[str] = frozenset()
    follows: tuple[Way, ...] = ()
    behind: frozenset[str] = frozenset()
    brief: tuple[Way, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The kinds' own names: what a sentence speaks of before its first number (对重要指示批示，承办26件)."""
        return tuple(name for kind in self.kinds for name in _called(kind) if len(name) >= _TELLING)

    @cached_property
    def openings(self) -> frozenset[str]:
        """The first two characters of each word with which a way begins: where none stands, no way is found."""
        return frozenset(word[:2] for way in (*self.ways, *self.named, *self.follows, *self.brief) for word in way[0])


Wordings = Mapping[str, tuple[Wording, ...]]
"""The wordings that go with each measure word, scale taken off."""


def wordings(catalogue: Catalogue) -> Wordings:
    """The wordings of every whole measure of the catalogue, in its order, by measure word."""
    by_unit: dict[str, list[Wording]] = {}
    for kind in catalogue.kinds.values():
        for measure in kind.measures:
            for wording in _wordings(catalogue, kind, measure):
                for unit in wording.units:
                    by_unit.setdefault(unit, []).append(wording)
    for offered in catalogue.offered.values():
        wording = _offered(offered)
        for unit in wording.units if wording.ways else ():
            by_unit.setdefault(unit, []).append(wording)
    return {unit: tuple(found) for unit, found in by_unit.items()}


def _wordings(catalogue: Catalogue, kind: Kind, measure: Measure) -> Iterator[Wording]:
    """The wordings of a measure, one for each row of the synonyms; none for a part that only serves a rate."""
    if measure.supporting:
        return
    rows = synonyms().wordings.get(f"{kind.key}.{measure.key}", ())
    for written in (rows,) if isinstance(rows, Said) else rows or (None,):
        yield _wording(catalogue, kind, measure, written)


def _wording(catalogue: Catalogue, kind: Kind, measure: Measure, written: Said | None) -> Wording:
    key = f"{kind.key}.{measure.key}"
    base = MeasureUnit.parse(measure.unit).base
    units = [base, *_FAMILIES.get(base, base).split(" "), *measure.also_units]
    others = (catalogue.kinds.get(each) for each in (written.behind if written else ()))
    kinds = (kind, *(each for each in others if each is not None))
    return Wording(
        series=key,
        name=measure.name,
        ways=tuple(_way(each) for each in (*(written.says if written else ()), *measure.terms)),
        named=tuple(_way(each) for each in _names(kind, measure, _TELLING if written is None else _TELLING + 1)),
        near=written.near if written else (),
        without=written.without if written else (),
        isnt=written.isnt if written else (),
        parts=written.parts if written else (),
        plainly=written.plainly if written else (),
        units=tuple(dict.fromkeys([*units, *(written.units if written else ())])),
        theme=kind.theme,
        choices=_choices(catalogue, kind, measure),
        origins=frozenset(field.key for field in kind.fields if f"{kind.key}.{field.key}" in synonyms().origins),
        follows=tuple(_way(each) for each in (written.follows if written else ())),
        behind=frozenset(each.key for each in kinds),
        brief=tuple(_way(each) for each in _short_names(measure)),
        kinds=kinds,
    )


def _offered(offered: Offered) -> Wording:
    """The wording of a number that a part works out; it is told only where the synonyms say how it is said."""
    rows = synonyms().wordings.get(offered.key, ())
    written = rows if isinstance(rows, Said) else next(iter(rows), None)
    base = MeasureUnit.parse(offered.unit).base
    return Wording(
        series=offered.key,
        name=offered.name,
        ways=tuple(_way(each) for each in written.says) if written else (),
        named=(),
        near=written.near if written else (),
        without=written.without if written else (),
        isnt=written.isnt if written else (),
        parts=written.parts if written else (),
        plainly=written.plainly if written else (),
        units=tuple(
            dict.fromkeys([base, *_FAMILIES.get(base, base).split(" "), *(written.units if written else ())])
        ),
        theme="",
        choices={},
    )


def _way(text: str) -> Way:
    """A way as the synonyms write it; @ in front of a word stands for the group of verbs that it names."""
    if "@" not in text:
        return tuple(tuple(part.split("|")) for part in text.split("+"))
    groups = synonyms().groups
    return tuple(
        tuple(each for word in part.split("|") for each in (groups[word[1:]] if word.startswith("@") else (word,)))
        for part in text.split("+")
    )


def _names(kind: Kind, measure: Measure, telling: int) -> Iterable[str]:
    """The measure's name without its counting tail; for the measure that counts the acts themselves, the kind's too.

    A short name says too little by itself (办结率, 参加人次): it counts only with the kind's name beside it.
    """
    bare = _TAILS.sub("", _ASIDES.sub("", measure.name))
    found = [bare] if len(bare) >= telling else []
    counts_acts = measure.aggregation is Aggregation.COUNT and not measure.where and not measure.distinct
    if counts_acts and measure is next((m for m in kind.measures if m.aggregation is Aggregation.COUNT), None):
        found += [part for part in _called(kind) if len(part) >= _CLEAR]
    return dict.fromkeys(name.replace("+", "").replace("|", "") for name in found)


def _called(kind: Kind) -> Iterator[str]:
    """What the kind is called, each of several names by itself."""
    for name in (kind.name, *kind.also_called):
        yield from re.split("[、，与和及/]", _ASIDES.sub("", name))


def _short_names(measure: Measure) -> Iterator[str]:
    """What suffices behind another claim of the kind: its name (办结率), and a rate's last word (达标率)."""
    bare = _TAILS.sub("", _ASIDES.sub("", measure.name)).removeprefix("已").replace("+", "").replace("|", "")
    if len(bare) >= _SHORT:
        yield bare
    if bare.endswith("率") and len(bare) > _CLEAR:
        yield bare[-_CLEAR:]


def _choices(catalogue: Catalogue, kind: Kind, measure: Measure) -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for series in catalogue.breakdowns(f"{kind.key}.{measure.key}"):
        if series.choice is None:
            continue
        field, choice = series.choice
        if f"{kind.key}.{field}" in synonyms().plain:
            continue
        more = synonyms().choices.get(f"{kind.key}.{field}", {}).get(choice, ())
        own = _ASIDES.sub("", choice) or choice
        found[field, choice] = tuple(dict.fromkeys([*([own] if len(own) >= _CLEAR else []), *more]))
    return found
