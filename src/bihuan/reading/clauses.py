"""Clauses: where the words around a figure begin and end, and the verbs among them."""

from __future__ import annotations

import re
from typing import NamedTuple

from bihuan.reading.verbs import ADVERBS, PREDICATES, PROTECTED, RESUMING, STRONG, WEAK

REACH = 80
LONGEST_SUBJECT = 14

_STOPS = frozenset("，,；;：:。！？!?\n")


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word)))


_VERBS = re.compile(
    rf"(?P<noun>“[^”]{{1,24}}”|《[^》]{{1,40}}》|{alternatives(PROTECTED)})|(?P<strong>{alternatives(STRONG)})"
    rf"|(?P<strong1>(?:讲|上)(?=[^，。]{{0,8}}课)|(?<![召展公离打])开(?=[^，。]{{0,8}}会)|作(?=[^，。]{{0,6}}(?:报告|发言|批示|部署))|"
    rf"建(?=[^设议立]{{1,6}}$)|办(?=[^公理结法事案]{{1,6}}$)|购(?=[^置买]{{1,6}}$))"
    rf"|(?P<weak>{alternatives((*WEAK, *RESUMING))})"
)
_ACTORS = (
    r"(?:局党委|局党组|支队党委|大队党委|党委|党组|支队|大队|我们?|辖区)"
    r"(?!会|级|书记|委员|部|队|理论|中心组|主|班子|党|机关|内|纪委|[一二三四])"
)
_DATES = r"[0-9]{4}年(?:度)?|[0-9]{1,2}(?:[-—至到~～][0-9]{1,2})?月(?:份|底)?"
_ADVERBS = re.compile(rf"(?:[、，和及与并且又还各其])*(?:{alternatives(ADVERBS)}|{_ACTORS}|[ ]|{_DATES}|以来|，)+")
_PREDICATE = re.compile(alternatives(PREDICATES))


class Verb(NamedTuple):
    """A verb inside a clause; ``strong`` ones seldom stand inside a noun phrase."""

    start: int
    end: int
    word: str
    strong: bool


def clause_start(text: str, place: int, low: int) -> int:
    """Where the clause around ``place`` begins: behind the nearest stop, no further back than ``low``."""
    low = max(low, place - REACH)
    while place > low and text[place - 1] not in _STOPS:
        place -= 1
    return place


def clause_end(text: str, place: int, high: int) -> int:
    """Where the clause around ``place`` ends: at the nearest stop, no further on than ``high``."""
    high = min(high, place + REACH)
    while place < high and text[place] not in _STOPS:
        place += 1
    return place


def verbs(words: str) -> list[Verb]:
    """The verbs of a clause from left to right; those inside known nouns are passed over."""
    return [
        Verb(match.start(), match.end(), match.group(), (match.lastgroup or "").startswith("strong"))
        for match in _VERBS.finditer(words)
        if match.lastgroup != "noun"
    ]


def without_adverbs(words: str) -> str:
    """The clause without the words in front that say when and how."""
    match = _ADVERBS.match(words)
    return words[match.end() :] if match else words


def first_predicate(words: str) -> int:
    """Where the predicate behind a noun phrase begins, or the length of the words."""
    for match in _PREDICATE.finditer(words):
        if match.start() > 0 and not _inside_noun(words, match):
            return match.start()
    return len(words)


def begins_with_predicate(words: str) -> bool:
    """Whether the words go straight into a predicate: 6人荣立三等功."""
    match = _PREDICATE.match(words)
    return match is not None and not _inside_noun(words, match)


_NOUN_AROUND = re.compile(
    r"在职|在岗|在建|在册|在校|对象|对策|从业|以案|中心|前沿|前端|后勤|后备|后进|内设|内部|外来|外部|时间|时段|可疑|可燃|要点|要求|要素|"
    r"需求|能力|能源|能手|将士|有限|有关|有效|国有|公有|所有|为民|是非|用户|用电|用火|用水|专用|通用|公用|民用|作用|使用|信用|费用|使命|使者|"
    r"到场|到位|公共|共产党|共青团|共建|中共|等级|等次|同等|高等|一等|二等|三等|年以来|应急|需要|主要|重要|必要|纪要|摘要|因素|未成年|"
    r"党组织|组织生活|按摩|按钮|由来|理由|自由|均衡|平均|获奖|被困|被盗|被服|让利|向导|方向|倾向|动向|与会|参与|和谐|和平|及时|普及|以及|较大|比例|比武|比赛|占比|"
    r"平均|研究生|研究所|研究院|听证|出口|出租|发展对象|落实情况|组织|专题片|专题会|专题党课|专题培训|专题研讨|专题辅导|专题民主|专题讲座|专题会议|"
    r"集中隔离|集中供|集中学习|查看|完成率|整改率|建成区|主动|共同|提出|没有|现场|合格|较好|严格|带头人|轮流|时限|采取|提交|入列|可视|参加人员|"
    r"先锋|先进|前期|前线|前置|内容|内控|外卖|外墙|外出|外联|用房|用地|用品|用气|电动|组成员|研判|发放"
)


def _inside_noun(words: str, match: re.Match[str]) -> bool:
    """Whether a predicate's characters belong to a noun around them: 在 in 在职, 共 in 公共."""
    low = max(0, match.start() - 2)
    return any(
        found.start() <= match.start() and match.end() <= found.end()
        for found in _NOUN_AROUND.finditer(words, low, min(len(words), match.end() + 3))
        if found.end() - found.start() > match.end() - match.start()
    )
