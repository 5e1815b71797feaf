"""Phrases in front of a figure: the noun they name and the verb that governs it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bihuan.reading import nouns
from bihuan.reading.clauses import Verb, verbs, without_adverbs
from bihuan.reading.verbs import PURE_LIGHT

# 需救助人口, 拟提拔干部: a verb behind one of these stands inside a noun phrase.
_BEFORE_A_NOUN = frozenset("需待拟被受应")
_PLACE_IN_FRONT = re.compile(
    r"^[一-鿿]{1,3}(?<![社小辖城景园地校厂库片灾林矿牧街])(?:区|县|市|镇)(?![级直政场域长委局里内属])(?=[一-鿿]{2,})"
)
_TWO_VERBS = 4  # characters: 刊发 governs 宣传报道, two verbs that name an act
_FOR_WHOM = re.compile(
    r"^(?:(?:为|给|向)[^，。]{1,6}?(?=减|免|发|提|兑|追|争|节)|因[一-鿿]{1,4}?(?=死亡|受伤|失踪)|找[^，。]{1,6}?(?=谈话|谈心))"
)
_LED = re.compile(r".*(?:带队|率队|牵头|亲自|分头|集中组织)(?P<act>[^，。]{2,})")
_FREQUENCY = re.compile(
    r"(?P<front>.*)(?:每(?:[半两一二三四五六0-9]{0,2}个?(?:年度?|学期|学年|月|季度?|周|日|天|旬|星期)|次|期|名|场)|任期内|全年|年内)(?P<behind>.*)"
)
_MEANS = re.compile(r"(?:采取|通过|运用|采用|利用|以)[^，。]{1,18}?(?:方式|形式|手段|办法|载体)")
_BARE = re.compile(
    r"(?P<front>.*?)(?:共|已|先后|至少|不少于)*(?P<verb>召开|开|举办|举行|开展|安排|组织|进行)(?:了|过)?$"
)
_EVENT_OF_ACTOR = re.compile(
    r".*(?:党支部|支部|党委|党组|大队|支队|单位|部门)(?P<event>[^，。]{2,12}(?:会|课|日|活动|例会|学习))$"
)
_ALL_TOLD = re.compile(r"(?P<who>.{1,16}?)(?:累计|共计|先后|共(?!同|产|青|建|治|性|有)|已)(?P<rest>.{2,})")
_ASKING = re.compile(r"^(?:至少|最少|应当|应(?!对|急)|要(?!求)|须|再)+")
_LONGEST_CHAIN = 8
_NOUN = 2  # characters that a noun has at least
_NAME_OF_A_RATE = 4


class Named(NamedTuple):
    """What is counted and the verb that governs it."""

    subject: str
    action: str


def from_left(core: str) -> Named | None:
    """The noun in front of a figure and its verb; None where only verbs that resume, or nothing, stand there."""
    words = without_adverbs(nouns.without_joints(core))
    words = _ASKING.sub("", words)
    words = _FOR_WHOM.sub("", _after_all_told(words))
    words = _MEANS.sub("", nouns.without_joints(words)).rstrip("于在以将把按")
    frequent = _FREQUENCY.fullmatch(words)
    if frequent:
        behind = _ASKING.sub("", frequent["behind"])
        words = nouns.trimmed_left(behind)[0] or frequent["front"]
        words = _FOR_WHOM.sub("", words)
    bare = _BARE.fullmatch(words)
    if bare:
        return _event(bare["front"] or (frequent["front"] if frequent else ""), bare["verb"])
    if not words or (frequent and words == frequent["front"] and nouns.is_actor(words)):
        return None
    if nouns.MEASURED.search(words):
        return _measured(words)
    found = verbs(words)
    resumed = _resumed(words, found)
    if resumed is not None:
        return resumed
    governing = _governing(words, found)
    if governing is not None:
        rest = _without_chain(words[governing.end :], governing)
        return Named(nouns.shortened(nouns.cleaned_object(rest)), governing.word)
    return _without_object(words, found)


def _measured(words: str) -> Named:
    """落实地方经费, 整改率: a size or a share by its name, and the verb in front of it if there is one."""
    opening = next(iter(verbs(words)), None)
    least = _NOUN if opening is not None and opening.strong else _NAME_OF_A_RATE
    if opening is None or opening.start > 0 or len(words) - opening.end < least:
        return Named(nouns.measured(words), "")
    return Named(nouns.measured(words[opening.end :]), opening.word)


def _after_all_told(words: str) -> str:
    """该支队共检查单位: what stands behind 共, where a verb does."""
    match = _ALL_TOLD.fullmatch(words)
    if match is None or not nouns.is_actor(match["who"]):
        return words
    found = verbs(match["rest"])
    return match["rest"] if found and found[0].start == 0 else words


def _event(front: str, verb: str) -> Named | None:
    """党委会共开15次, 各党支部支委会每月召开1次: the event stands before its verb."""
    front = re.sub(r"(?:共|已|先后|每.{1,3})+$", "", front)
    event = _EVENT_OF_ACTOR.match(front)
    if event:
        return Named(event["event"], verb)
    return Named(nouns.shortened(front), verb) if front and not nouns.is_actor(front) else None


def _resumed(words: str, found: list[Verb]) -> Named | None:
    """重大隐患销号, 巡察问题完成: a noun with the verb that takes it up behind it."""
    if not found or found[-1].end < len(words) or not nouns.is_resuming(found[-1].word) or is_all_verbs(words):
        return None
    front = words[: found[-1].start].rstrip("已均全部、")
    if len(front) < _NOUN or nouns.is_actor(front):
        return None
    inner = verbs(front)
    if inner and inner[-1].end == len(front):
        return None
    own = from_left(front)
    return Named(own.subject, found[-1].word) if own else None


def _governing(words: str, found: list[Verb]) -> Verb | None:
    """The verb that has the noun as its object: the last strong one, or one that begins the clause."""
    with_object = [
        verb
        for verb in found
        if (
            len(words) - verb.end >= _NOUN
            or (verb.start == 0 and verb.end < len(words) and words[-1] not in "了过率")
        )
        and words[max(0, verb.start - 1) : verb.start] not in _BEFORE_A_NOUN
    ]
    light = next((verb for verb in with_object if verb.word in PURE_LIGHT), None)
    if light is not None:
        return light
    strong = [
        verb
        for verb in with_object
        if verb.strong and (len(words) - verb.end == _TWO_VERBS or not is_all_verbs(words[verb.end :]))
    ]
    if strong:
        return strong[-1]
    for verb in with_object:
        if nouns.is_actor(words[: verb.start]) and not is_all_verbs(words[verb.end :]):
            return verb
    if with_object and with_object[0].start == 0 and not is_all_verbs(words[with_object[0].end :]):
        return with_object[0]
    return None


def is_all_verbs(words: str) -> bool:
    """Whether the words are verbs and nothing else: 提醒约谈."""
    covered = sum(verb.end - verb.start for verb in verbs(words))
    return covered >= len(words)


def _without_chain(rest: str, governing: Verb) -> str:
    """排查整改问题: verbs in a chain share their object."""
    if governing.word in PURE_LIGHT:
        return rest
    joined = rest.lstrip("并和及")
    rest = joined if joined != rest and next(iter(verbs(joined)), governing).start == 0 else rest
    found = verbs(rest)
    while (
        found
        and found[0].start == 0
        and len(rest) - found[0].end >= _NOUN
        and not rest[found[0].end :].startswith(("率", "情况", "工作"))
    ):
        rest = rest[found[0].end :]
        found = verbs(rest)
    return rest


def _without_object(words: str, found: list[Verb]) -> Named | None:
    """A noun alone (火灾扑救), a noun with its verb behind (重大隐患销号), or verbs alone (家访, 整改)."""
    led = _LED.fullmatch(words)
    words = led["act"] if led else words
    found = verbs(words) if led else found
    last = found[-1] if found else None
    if last is None or last.end < len(words):
        return Named(nouns.shortened(_PLACE_IN_FRONT.sub("", nouns.last_act(words))), "")
    front = words[: last.start]
    chain = [verb for verb in found if verb.start >= len(front) - _LONGEST_CHAIN]
    begins = chain[0].start if chain and is_all_verbs(words[chain[0].start :]) else last.start
    front, whole = words[:begins], words[begins:]
    if nouns.is_resuming(last.word) or nouns.is_resuming(whole):
        front = front.rstrip("已均全部、")
        return None if not front or nouns.is_actor(front) else Named(nouns.shortened(front), whole)
    acting = nouns.is_actor(re.sub(r"(?:依法|共同|分别|全部|已|均|先后|累计|共)+$", "", front))
    return Named(nouns.shortened(whole if acting else nouns.last_act(words)), "")


def is_bare(core: str) -> bool:
    """每季度召开: a verb that needs an object, which stands in the clause before."""
    bare = _BARE.fullmatch(_FREQUENCY.sub(r"\g<behind>", core))
    return bare is not None and not bare["front"]


def names_an_actor(core: str) -> bool:
    """白石市完成: somebody or some place with a verb that takes up the topic of the paragraph."""
    found = verbs(core)
    words = core
    while found and found[-1].end >= len(words.rstrip("分别均已")):
        words = words[: found[-1].start]
        found = found[:-1]
    words = words.rstrip("分别均已")
    return bool(words) and nouns.is_actor(without_adverbs(words))


def verb_of(words: str) -> str:
    """The verb that the words in front of a figure end with."""
    found = verbs(words)
    if found:
        return found[-1].word
    change = re.search(
        r"(上升|下降|增长|减少|增加|提高|提升|降低|缩短|压缩|突破|超过|保持|达到|达|占|高出|低于|高于|相差)[至到了为]?$",
        words,
    )
    return change.group(1) if change else ""
