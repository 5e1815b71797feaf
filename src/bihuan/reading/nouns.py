"""Noun phrases: what is counted, cut out of the words on either side of a figure."""

from __future__ import annotations

import re

from bihuan.reading.clauses import (
    LONGEST_SUBJECT,
    alternatives,
    first_predicate,
    verbs,
    without_adverbs,
)
from bihuan.reading.lists import listed
from bihuan.reading.verbs import CHANGES, RESUMING

_NOUN, _SHORT, _FAR, _LONG = 2, 3, 4, 6  # characters
_COMPARED_WITH = (
    r"(?:较|比|与|同比?|高于|低于|高出|超出|是|为|占)?(?:去年|上年|[0-9]{4}年度?|上季度|上月|前年|往年|常年|第[一二三四]季度|"
    r"年度目标|全[国省市县区][^，。]{0,4}|平均水平|计划|目标|同期|上半年|上年度|整改前|年初|平均|水平|相比)的?"
)
# One such word at a time: a repeated group here would look back through every way to cut the words.
_TAIL = re.compile(
    rf"(?:(?:{alternatives(CHANGES)})(?:了|至|到|为|达)?|共计|合计|总计|累计|总共|分别|只?[去来到]过|各|约|近|逾|至少|"
    r"不少于|不低于|不超过|不足|不到|不满|超过|将近|接近|大约|约为|只|已|就|更|了|同比|环比|先后|平均|人均|户均|年均|达|即|"
    r"最[长短高低多少]|仅仅|进行|占(?!地|用|领|有|道|比)[^，。]{0,8}|大致|由|从|均为|"
    rf"{_COMPARED_WITH}|[ ：:（(]|上)$"
)
_NOT = re.compile(r"(?:未|没有|无|不)")
_LONGEST_TAIL = 14
_BRACKET_BEHIND = re.compile(r"（[^（）]{5,40}）$")
_PEOPLE_NAMED = re.compile(
    r"[^，。]{0,10}?(?:书记|委员|干部|党员|同志|队员|人员|代表|负责人|群众|职工|指战员|消防员|民警|成员|领导|专家|教师|学生|居民|村民|老人)"
)
_JOINTS = re.compile(r"^(?:[、，和与及并或]|以及|其中|另有|此外|同时|包括|含|包含)+")
_LEADING = re.compile(
    r"^(?:了|过|好|各类|各种|各级各类|全部|有关|相关|一批|一次|的|完|出|上|下|起|到|对|将|把|为|给|等|全市|全县|全区|全省|全局|全支队|本地|辖区)+(?=[^，。]{2})"
)
_BEHIND = re.compile(
    r"^(?:（含）|\(含\)|及?以上|左右|上下|以内|之内|内(?!部|容|涝|设|外|保|业|环|河|控)|以下|多(?=[，。；、]|$)|不等|后|前|有余)+"
)
_ADJECTIVAL = re.compile(r"可|来自|未|无|不|最|较|涉及|正在|已|被|有|多年|影响|存在|群众|需要|急需")
_RISK_LEVEL = re.compile(r"(?:高|中|低|较大|重大|一般)(?:风险)?")
_ACTOR = re.compile(
    r"(?:县|市|区|镇|乡|街道|局|委|办|处|科|室|大队|支队|总队|站|部门|公司|厂|单位|党组|党委|党支部|支部|我|小组|政府|中队|组|队|家|所|院|校|中心|企业|集团|指挥部|人员|干部|委员|成员)$"
)
_PASSED_ON = re.compile(
    r"(?:中有|当中|之中|中(?=[，。]|$)|(?:提高|提升|增加|增长|上升|下降|降低|缩短|压缩|压减|减少|扩大|升|降|增|减)(?:到|至|为))"
)
_QUOTED = re.compile(r"^“([^“”]+)”$")
_BETWEEN = re.compile(r"(?:与|和|向|对|同)[^，。]+")
_ENDS = frozenset("，,。；;、：:！!？?）)”’\n")
CUT = re.compile(r"[，,。；;：:！!？?\n（(0-9０-９]")
_AMONG = re.compile(r"(?:当?中(?:的|有|，)?|里有?|之中)$")
_NAMES_AN_ACT = re.compile(r"(?:活动|行动|工作|会|会议|班|组|队|站|点|演练|检查|培训|讲座|机制|制度|方案)$")
_HALTED = re.compile(r"^已(?:销号|整改|办结|完成|关闭|停产|建成|开工)(?=[一-鿿]{2})")
_GENERIC = frozenset(listed("要求 做法 标准 规定 比例 职数 频次 规模 水平 速度"))
_OF_ORGANISATIONS = re.compile(
    r"(?P<whose>[^，。]{0,6}(?:党委|党组|党支部|支部|大队|支队|部门|单位|企业|乡镇|镇街|镇|县区|科室|处室|公司|学校|社区|村))"
    r"(?=.{2,12}(?:汇报|情况|报告|率[^，。]{0,6}|结构|单一|不齐|不高|不足|缺失|滞后|薄弱|人员|划分|未[^，。]{1,4})$)"
)
MEASURED = re.compile(
    r"(?:率|比例|占比|比重|(?<![力质])量|费|费用|金额|总额|起数|人数|时长|时限|周期|期限|面积|得分|指数|均分|平均分|净宽|价值|原值|损失)$"
)


def trimmed_left(words: str) -> tuple[str, str]:
    """The words in front of a figure without bounds, comparisons and verbs of change, and what was taken off."""
    core = _BRACKET_BEHIND.sub("", words)
    while match := _TAIL.search(core, max(0, len(core) - _LONGEST_TAIL)):
        core = core[: match.start()]
    core = "" if core in {"中", "里", "其中"} else core
    return core, words[len(core) :]


def trimmed_right(words: str) -> str:
    """The words behind a figure without its bound words."""
    return _BEHIND.sub("", words)


def is_closed(words: str) -> bool:
    """Whether nothing that names stands behind a figure: an end, 中有, or a change to another figure."""
    return not words or words[0] in _ENDS or words[0] in "（(" or _PASSED_ON.match(words) is not None


def is_actor(words: str) -> bool:
    """Whether the words name somebody or some place rather than something counted."""
    parts = re.split(r"[、和与及]", words)
    return bool(words) and all(_ACTOR.search(part) for part in parts if part)


def is_level_of_risk(words: str) -> bool:
    """高风险, 中风险: a level of what was named before."""
    return _RISK_LEVEL.fullmatch(words) is not None


def shortened(words: str) -> str:
    """A noun phrase of 14 characters at most, in the document's own words: its last part."""
    words = words.strip(" 、，的\u3000")
    words = words.removesuffix("等") if len(words) > _SHORT else words
    quoted = _QUOTED.match(words)
    if quoted:
        return quoted.group(1)
    if len(words) <= LONGEST_SUBJECT:
        return words
    words = _unquoted_tail(words)
    for mark in ("的", "、", "和", "等"):
        if len(words) <= LONGEST_SUBJECT:
            return words
        tail = words.rpartition(mark)[2]
        if _NOUN <= len(tail) <= LONGEST_SUBJECT:
            return tail
    return words[-LONGEST_SUBJECT:]


def _unquoted_tail(words: str) -> str:
    """What stands behind the last quotation of a long phrase."""
    cut = max(words.rfind(mark) for mark in "”》）")
    return words[cut + 1 :] if 0 <= cut < len(words) - 2 else words


def noun_behind(words: str, *, more: bool, of_things: bool = False) -> str:
    """The noun phrase that begins behind a figure.

    ``more`` says that another figure stands in the clause, ``of_things`` that the measure word counts units.
    2件群众可感可及的实事 counts 实事, 11个大队的巡察 counts 大队, 9名党委委员全部参加 counts 党委委员.
    """
    words = _HALTED.sub("", words.lstrip("的"))
    stop = CUT.search(words, 1) if words[:1] in "（(" else CUT.search(words)
    bracketed = re.match(r"[^，。；（(]{1,12}[（(][^）)]{1,8}[）)]", words)
    if bracketed:
        inside = bracketed.group()
        return (
            shortened(inside)
            if first_predicate(re.sub(r"[（(].*", "", inside)) == len(re.sub(r"[（(].*", "", inside))
            else ""
        )
    if stop:
        words = words[: stop.start()]
    if more:
        words = words.partition("、")[0]
    among = _AMONG.search(words)
    if among:
        return shortened(words[: among.start()])
    whose = _OF_ORGANISATIONS.match(words) if of_things else None
    if whose:
        return whose["whose"]
    head, particle, tail = words.partition("的")
    if particle and tail and tail not in _GENERIC and _describes(head):
        return shortened(tail[: _cut_at_verb(tail)])
    words = head if particle else words
    return shortened(words[: _cut_at_verb(words)])


def _describes(head: str) -> bool:
    """Whether what stands before 的 says what kind, not whose: 群众可感可及的."""
    return bool(_ADJECTIVAL.search(head) or verbs(head))


def _cut_at_verb(words: str) -> int:
    """Where the predicate of a noun phrase begins: at a predicate word, or at a verb inside."""
    cut = first_predicate(words)
    if cut == len(words) <= LONGEST_SUBJECT - 2 and _NAMES_AN_ACT.search(words):
        return cut
    return min(
        [cut, *(verb.start for verb in verbs(words[:cut]) if verb.start >= _NOUN and verb.strong and verb.end < cut)]
    )


def people_behind(words: str) -> str:
    """The people a long clause begins with: 党支部书记紧扣第一责任人职责 are 党支部书记."""
    clause = words[: next((place for place, mark in enumerate(words) if mark in _ENDS), len(words))]
    named = _PEOPLE_NAMED.match(clause)
    return named.group() if named and len(clause) > named.end() + _SHORT and "的" not in named.group() else ""


def of_people(words: str) -> str:
    """The people at the head of a clause: 党员坚守九曲河水库一线 are 党员."""
    return words[
        : next((verb.start for verb in verbs(words) if verb.start >= _NOUN and verb.end < len(words) - 1), len(words))
    ]


def object_behind(words: str) -> tuple[str, str]:
    """The verb that begins behind a figure and its object: 先后6次召开纪委会 gives 纪委会, 召开."""
    words = words.lstrip("的地")
    stop = CUT.search(words)
    words = (words[: stop.start()] if stop else words).partition("、")[0]
    words = without_adverbs(words)
    denied = _NOT.match(words)
    words = words[denied.end() :] if denied else words
    found = [verb for verb in verbs(words) if verb.start <= _FAR]
    if found and found[0].start > 0 and found[-1].end == len(words):
        return shortened(words), ""
    if not found or found[0].start > _FAR:
        cut = first_predicate(words)
        return shortened(words[:cut] or words), ""
    verb, rest = found[0], words[found[0].end :]
    following = verbs(rest)
    while (
        following and following[0].start == 0 and len(rest) > following[0].end + 1 and following[-1].end < len(rest)
    ):
        verb, rest = following[0], rest[following[0].end :]
        following = verbs(rest)
    cut = next(
        (late.start for late in following if late.start > 1 and late.strong and late.end < len(rest)), len(rest)
    )
    noun = rest[:cut].rpartition("的")[2] or rest[:cut]
    return shortened(_LEADING.sub("", noun)) or shortened(words), (denied.group() if denied else "") + verb.word


def without_joints(words: str) -> str:
    """The words without 、, 和 or 其中 in front."""
    return _JOINTS.sub("", words)


def cleaned_object(words: str) -> str:
    """What a verb governs: without 了 and 各类 in front, the part behind 的."""
    words = _LEADING.sub("", words)
    listed = re.fullmatch(r"[^，。]*、[^，。]*等(?P<kind>[^次，。]{2,})", words)
    if listed:
        return listed["kind"]
    if "的" in words:
        tail = words.rpartition("的")[2]
        words = tail if len(tail) >= _NOUN else words
    return words


def last_act(words: str) -> str:
    """The act at the end of a clause that names both sides: 与大队主官廉政谈话 is 廉政谈话."""
    return words[-4:] if _BETWEEN.search(words) and len(words) > _LONG else words


def measured(words: str) -> str:
    """The name of a rate or a size without whose it is: 短视频《回家的路》播放量 is 播放量."""
    for mark in ("》", "的", "对"):
        tail = words.rpartition(mark)[2]
        if tail != words and len(tail) >= _NOUN and (mark != "对" or len(words) > _LONG):
            words = tail
    return shortened(words)


def is_finished(words: str) -> bool:
    """Whether the words begin with what was already done to the things counted: 已销号企业."""
    return _HALTED.match(words) is not None


def is_generic(words: str) -> bool:
    """标准, 比例, 职数: what a figure is given as, not what is counted."""
    return words in _GENERIC


def is_resuming(word: str) -> bool:
    """Whether a verb takes up what was named before: 已整改71条."""
    return word in RESUMING
