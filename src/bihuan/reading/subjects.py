"""The subject and the governing verb of each figure, from its clause or carried over from the one before."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from bihuan.reading import nouns
from bihuan.reading.clauses import Verb, begins_with_predicate, clause_end, clause_start, verbs, without_adverbs
from bihuan.reading.measures import DURATIONS, PEOPLE, TIMES
from bihuan.reading.quantities import Quantity
from bihuan.reading.shapes import ClaimKind
from bihuan.reading.verbs import RESUMING

_MEMORY = 12
_GAIN = re.compile(r"荣立|荣获|获得|获评|获|取得|考取|受到|得到|当选|入选|摘得|斩获|通过")
_CONTINUES_A_LIST = re.compile(r"(?:、|和|及|与|以及|，)")
_RESPECTIVELY = re.compile(r"分别|各自|依次")
_THE_REST = re.compile(r"(?:其余|剩余|另|其他|余下)$")
_LASTING = re.compile(r"(?:历时|用时|耗时)(?:近|约)?$")
# 需救助人口, 拟提拔干部: a verb behind one of these stands inside a noun phrase.
_BEFORE_A_NOUN = frozenset("需待拟被受应")
_PLACE_IN_FRONT = re.compile(
    r"^[一-鿿]{1,3}(?<![社小辖城景园地校厂库片灾林矿牧街])(?:区|县|市|镇)(?![级直政场域长委局里内属])(?=[一-鿿]{2,})"
)
_TWO_VERBS = 4  # characters: 刊发 governs 宣传报道, two verbs that name an act
_PURE_LIGHT = frozenset("开展 组织开展 组织实施 进行 完成 加强 实施 落实".split())
_OF = re.compile(r"(?:对|与|同|为|向|给)$")


class Named(NamedTuple):
    """What is counted and the verb that governs it."""

    subject: str
    action: str


@dataclass(slots=True)
class Remembered:
    """The figures named so far in a paragraph, for those that come without a noun; and the paragraph's topic."""

    topic: str = ""
    past: deque[tuple[Quantity, Named]] = field(default_factory=lambda: deque(maxlen=_MEMORY))

    def of_unit(self, unit: str) -> Named | None:
        """The last one counted with this measure word."""
        return next((named for found, named in reversed(self.past) if found.base == unit), None)

    def last(self) -> Named | None:
        """The last one of any unit."""
        return self.past[-1][1] if self.past else None

    def tail(self, count: int) -> list[Named]:
        """The last ``count`` ones that are no rates."""
        counted = [named for found, named in self.past if found.kind is not ClaimKind.RATE]
        return counted[-count:] if len(counted) >= count else []


def name_all(text: str, row: list[Quantity], sentence: tuple[int, int], memory: Remembered) -> list[Named]:
    """The subject and action of each quantity of one sentence, in order; remembers them for the next."""
    named: list[Named] = []
    index = 0
    while index < len(row):
        last = _last_side_by_side(row, index)
        own = _Place(text, row, index, last, sentence)
        members = _respective(own, memory)
        if members is None:
            one = _named(own, memory)
            members = [one] * (last - index + 1)
        for offset, one in enumerate(members):
            named.append(one)
            memory.past.append((row[index + offset], one))
        index += len(members)
    return _lent(text, row, named, sentence)


def _last_side_by_side(row: list[Quantity], index: int) -> int:
    """3类42项: quantities without anything between share their noun."""
    while index + 1 < len(row) and row[index + 1].start == row[index].end:
        index += 1
    return index


class _Place:
    """A quantity, or several side by side, with the words on its left and right in its clause."""

    def __init__(self, text: str, row: list[Quantity], first: int, last: int, sentence: tuple[int, int]) -> None:
        self.text, self.row, self.first, self.last, self.sentence = text, row, first, last, sentence
        self.found = row[first]
        low = clause_start(text, self.found.start, sentence[0])
        before = row[first - 1].end if first else sentence[0]
        self.low = max(low, before)
        self.continues = first > 0 and before >= low
        high = clause_end(text, row[last].end, sentence[1])
        following = row[last + 1].start if last + 1 < len(row) else sentence[1]
        self.more = following < high
        self.left = text[self.low : self.found.start]
        self.right = nouns.trimmed_right(text[row[last].end : min(high, following)])
        self.core, self.tail = nouns.trimmed_left(self.left)
        if self.continues and self.core.rstrip().endswith(("、", "和", "，", "及")):
            self.core = ""

    def clause_before(self) -> str:
        """The clause in front of this one, for the noun that stands only there."""
        end = max(self.sentence[0], clause_start(self.text, self.found.start, self.sentence[0]) - 1)
        return self.text[clause_start(self.text, end, self.sentence[0]) : end]


def _named(place: _Place, memory: Remembered) -> Named:
    if place.found.kind is ClaimKind.RATE:
        return _of_rate(place, memory)
    if _THE_REST.search(place.left) and (nouns.is_closed(place.right) or _goes_on(place.right)):
        return _carried(place, memory)
    if nouns.is_closed(place.right):
        return _trailing(place, memory)
    if place.right.startswith("的") or nouns.is_finished(place.right) or not _goes_on(place.right):
        return _leading(place, memory)
    return _before_a_verb(place, memory)


def _goes_on(right: str) -> bool:
    """Whether a verb, not a noun, follows the figure."""
    if begins_with_predicate(right):
        return True
    found = verbs(right[:12])
    return bool(found) and found[0].start == 0


_FOR_WHOM = re.compile(
    r"^(?:(?:为|给|向)[^，。]{1,6}?(?=减|免|发|提|兑|追|争|节)|因[一-鿿]{1,4}?(?=死亡|受伤|失踪)|找[^，。]{1,6}?(?=谈话|谈心))"
)
_LED = re.compile(r".*(?:带队|率队|牵头|亲自|分头|集中组织)(?P<act>[^，。]{2,})")
_SERVED = re.compile(r"为(?P<whom>[^，。“]{2,10}?)(?:免费|上门|义务|提供|“)")
_ENTITY_TIMES = frozenset({"家次", "户次", "人次"})
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


def _leading(place: _Place, memory: Remembered) -> Named:
    """召开14次党委会, 9名党委委员: the noun stands behind, unless it belongs to the next figure."""
    subject = nouns.noun_behind(place.right, more=place.more, of_things=place.found.base not in TIMES)
    if place.right.startswith("的") and nouns.is_generic(subject):
        return _as_a_standard(place, subject, memory)
    runs_on = place.more and not re.search(r"[、的中]|中有$", place.right) and not verbs(place.right)
    if not subject or (runs_on and not _OF.search(place.core)):
        front = _from_left(place.core)
        if front is not None and front.action:
            return front
    if place.found.base in PEOPLE:
        subject = nouns.of_people(subject)
    if not subject:
        return _carried(place, memory)
    found = verbs(without_adverbs(nouns.without_joints(place.core)))
    return Named(subject, found[-1].word if found else _inherited(place, memory))


def _as_a_standard(place: _Place, generic: str, memory: Remembered) -> Named:
    """按3-5名的职数配齐支部委员: what is brought to the standard; 低于4米的标准: what was measured before."""
    behind = place.right.partition(generic)[2]
    if verbs(behind):
        return Named(*nouns.object_behind(behind))
    return _carried(place, memory)


def _before_a_verb(place: _Place, memory: Remembered) -> Named:
    """先后6次召开纪委会; 6人荣立三等功; 连续6年未发生火灾; 35人次增加到112人次."""
    front = _from_left(place.core)
    base = place.found.base
    if base in PEOPLE and _GAIN.match(place.right):
        return Named(*nouns.object_behind(place.right))
    if base in TIMES and re.search(r"(?:先后|累计|共|已)$", place.left):
        return Named(*nouns.object_behind(place.right))
    if front is not None and (front.action or base in PEOPLE or nouns.MEASURED.search(front.subject)):
        return front
    if base in TIMES or base in DURATIONS or place.left.endswith("分"):
        return Named(*nouns.object_behind(place.right)) if not (front and base in PEOPLE) else front
    if front is not None and not nouns.is_actor(front.subject):
        return front
    carried = memory.of_unit(base) or memory.last()
    return carried if carried is not None else Named(*nouns.object_behind(place.right))


def _trailing(place: _Place, memory: Remembered) -> Named:
    """培养入党积极分子26名: the noun, or the act itself, stands in front."""
    if place.core.endswith("的") and memory.past:
        return _carried(place, memory)
    served = _SERVED.match(place.core)
    if served and place.found.base in PEOPLE | _ENTITY_TIMES:
        return Named(nouns.shortened(served["whom"]), _verb_of(place.core))
    if place.found.base in TIMES and _same_verb(place, memory):
        return _carried(place, memory)
    if place.core == "占地":
        return _from_left(place.clause_before()) or _carried(place, memory)
    front = _from_left(place.core)
    if front is not None and place.found.base in TIMES and front.subject == "":
        front = None
    if front is None and place.found.base in TIMES and place.core and not _is_bare(place.core):
        act = nouns.shortened(without_adverbs(nouns.without_joints(place.core)))
        front = Named(act, "") if act else None
    if front is None or (memory.topic and _PLACES.search(front.subject) and not front.action):
        return _carried(place, memory)
    subject, action = front
    if place.continues and not action:
        action = _inherited(place, memory)
    if nouns.is_level_of_risk(subject):
        return _carried(place, memory)
    return Named(subject, action or _verb_of(place.tail))


_PLACES = re.compile(r"(?:县|市|区|镇|乡|街道|州|旗)$")


def _same_verb(place: _Place, memory: Remembered) -> bool:
    """专题研究3次 ... 已专题研究11次: the same act again."""
    before = memory.of_unit(place.found.base)
    return before is not None and before.action != "" and without_adverbs(place.core) == before.action


def _of_rate(place: _Place, memory: Remembered) -> Named:
    """整改率达到90%; 2/3的村; 同比下降30%, which takes the figure before."""
    share = place.found.unit in {"", "成"} or place.found.unit == "%"
    if share and not nouns.is_closed(place.right) and (place.right.startswith("的") or not _goes_on(place.right)):
        subject = nouns.noun_behind(place.right, more=place.more)
        if subject and not re.search(r"(?:率|比例|占比|比重)$", place.core) and subject not in {"比例", "水平"}:
            return Named(subject, "")
    front = _from_left(place.core)
    if front is None or front.subject in RESUMING:
        return _carried(place, memory)
    if place.continues and not front.action and nouns.is_actor(front.subject):
        return memory.of_unit(place.found.base) or _carried(place, memory)
    return Named(front.subject, front.action or _verb_of(place.tail))


def _from_left(core: str) -> Named | None:
    """The noun in front of a figure and its verb; None where only verbs that resume, or nothing, stand there."""
    words = without_adverbs(nouns.without_joints(core))
    words = re.sub(r"^(?:至少|最少|应当|应(?!对|急)|要(?!求)|须|再)+", "", words)
    words = _FOR_WHOM.sub("", words)
    words = _MEANS.sub("", nouns.without_joints(words)).rstrip("于在以将把按")
    frequent = _FREQUENCY.fullmatch(words)
    if frequent:
        behind = re.sub(r"^(?:至少|最少|应当|应(?!对|急)|要(?!求)|须|再)+", "", frequent["behind"])
        words = nouns.trimmed_left(behind)[0] or frequent["front"]
        words = _FOR_WHOM.sub("", words)
    bare = _BARE.fullmatch(words)
    if bare:
        return _event(bare["front"] or (frequent["front"] if frequent else ""), bare["verb"])
    if not words or (frequent and words == frequent["front"] and nouns.is_actor(words)):
        return None
    if nouns.MEASURED.search(words):
        opening = verbs(words)
        if opening and opening[0].start == 0 and len(words) - opening[0].end >= 4:
            words = words[opening[0].end :]
        return Named(nouns.measured(words), "")
    found = verbs(words)
    resumed = _resumed(words, found)
    if resumed is not None:
        return resumed
    governing = _governing(words, found)
    if governing is not None:
        rest = _without_chain(words[governing.end :], governing)
        return Named(nouns.shortened(nouns.cleaned_object(rest)), governing.word)
    return _without_object(words, found)


def _event(front: str, verb: str) -> Named | None:
    """党委会共开15次, 各党支部支委会每月召开1次: the event stands before its verb."""
    front = re.sub(r"(?:共|已|先后|每.{1,3})+$", "", front)
    event = _EVENT_OF_ACTOR.match(front)
    if event:
        return Named(event["event"], verb)
    return Named(nouns.shortened(front), verb) if front and not nouns.is_actor(front) else None


def _resumed(words: str, found: list[Verb]) -> Named | None:
    """重大隐患销号, 巡察问题完成: a noun with the verb that takes it up behind it."""
    if not found or found[-1].end < len(words) or not nouns.is_resuming(found[-1].word) or _is_all_verbs(words):
        return None
    front = words[: found[-1].start].rstrip("已均全部、")
    if len(front) < 2 or nouns.is_actor(front):
        return None
    inner = verbs(front)
    if inner and inner[-1].end == len(front):
        return None
    own = _from_left(front)
    return Named(own.subject, found[-1].word) if own else None


def _governing(words: str, found: list[Verb]) -> Verb | None:
    """The verb that has the noun as its object: the last strong one, or one that begins the clause."""
    with_object = [
        verb
        for verb in found
        if (len(words) - verb.end >= 2 or (verb.start == 0 and verb.end < len(words) and words[-1] not in "了过率"))
        and words[max(0, verb.start - 1) : verb.start] not in _BEFORE_A_NOUN
    ]
    light = next((verb for verb in with_object if verb.word in _PURE_LIGHT), None)
    if light is not None:
        return light
    strong = [
        verb
        for verb in with_object
        if verb.strong and (len(words) - verb.end == _TWO_VERBS or not _is_all_verbs(words[verb.end :]))
    ]
    if strong:
        return strong[-1]
    if with_object and with_object[0].start == 0 and not _is_all_verbs(words[with_object[0].end :]):
        return with_object[0]
    return None


def _is_all_verbs(words: str) -> bool:
    covered = sum(verb.end - verb.start for verb in verbs(words))
    return covered >= len(words)


def _without_chain(rest: str, governing: Verb) -> str:
    """排查整改问题: verbs in a chain share their object."""
    if governing.word in _PURE_LIGHT:
        return rest
    found = verbs(rest)
    while (
        found
        and found[0].start == 0
        and len(rest) - found[0].end >= 2
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
    chain = [verb for verb in found if verb.start >= len(front) - 8]
    begins = chain[0].start if chain and _is_all_verbs(words[chain[0].start :]) else last.start
    front, whole = words[:begins], words[begins:]
    if nouns.is_resuming(last.word) or nouns.is_resuming(whole):
        front = front.rstrip("已均全部、")
        return None if not front or nouns.is_actor(front) else Named(nouns.shortened(front), whole)
    return Named(nouns.shortened(nouns.last_act(words)), "")


def _carried(place: _Place, memory: Remembered) -> Named:
    """The noun of the figure before, of the same measure word if there is one; else the topic, else the act."""
    action = _verb_of(place.core + place.tail)
    rate = place.found.kind is ClaimKind.RATE or place.found.base in DURATIONS
    same = memory.of_unit(place.found.base)
    if same is None and memory.topic and not rate and _names_an_actor(place.core):
        return Named(memory.topic, action)
    if _is_bare(place.core):
        front = _from_left(place.clause_before())
        if front is not None and front.subject:
            return Named(re.sub(r"(?:制度|机制)$", "", front.subject), action)
    before = (
        memory.last() if rate or (place.continues and place.left in {"、", "和", "，"}) else (same or memory.last())
    )
    if before is not None:
        return Named(before.subject, action)
    front = _from_left(place.clause_before())
    if front is not None and not nouns.is_actor(front.subject):
        return Named(front.subject, action)
    return Named(memory.topic or nouns.shortened(place.core) or action, action)


def _is_bare(core: str) -> bool:
    """每季度召开: a verb that needs an object, which stands in the clause before."""
    bare = _BARE.fullmatch(_FREQUENCY.sub(r"\g<behind>", core))
    return bare is not None and not bare["front"]


def _names_an_actor(core: str) -> bool:
    """白石市完成: somebody or some place with a verb that takes up the topic of the paragraph."""
    found = verbs(core)
    words = core
    while found and found[-1].end >= len(words.rstrip("分别均已")):
        words = words[: found[-1].start]
        found = found[:-1]
    words = words.rstrip("分别均已")
    return bool(words) and nouns.is_actor(without_adverbs(words))


def _verb_of(words: str) -> str:
    """The verb that the words in front of a figure end with."""
    found = verbs(words)
    if found:
        return found[-1].word
    change = re.search(
        r"(上升|下降|增长|减少|增加|提高|提升|降低|缩短|压缩|突破|超过|保持|达到|达|占|高出|低于|高于|相差)[至到了为]?$",
        words,
    )
    return change.group(1) if change else ""


def _inherited(place: _Place, memory: Remembered) -> str:
    """召开A会9次、B会5次: the verb of the item before."""
    last = memory.last()
    return last.action if place.continues and last is not None else ""


def _respective(place: _Place, memory: Remembered) -> list[Named] | None:
    """A 分别 list, matched to its nouns in order: 处罚起数和罚款金额同比分别增长12.2%和6.1%."""
    if not _RESPECTIVELY.search(place.left) and not (place.found.kind is ClaimKind.RATE and not place.core):
        return None
    count = 1
    while place.first + count < len(place.row) and _CONTINUES_A_LIST.fullmatch(
        place.text[place.row[place.first + count - 1].end : place.row[place.first + count].start]
    ):
        count += 1
    if count == 1:
        return None
    head, _, behind = place.left.partition("分别")
    core, tail = nouns.trimmed_left(head)
    action = _verb_of(behind) or _verb_of(tail)
    if not core or not place.core:
        tail_of = memory.tail(count)
        return [Named(named.subject, action) for named in tail_of] or None
    found = verbs(core)
    start = found[0].end if found and found[0].start == 0 and found[0].end < len(core) else 0
    parts = [part for part in re.split(r"[、和与及]", without_adverbs(core[start:])) if part]
    if len(parts) != count or nouns.is_actor(parts[0]):
        one = _carried(place, memory)
        return [Named(one.subject, action)] * count
    return [Named(nouns.shortened(part), action) for part in parts]


_LENT = re.compile(r"为期$|参加[^，。0-9]{1,20}$")


def _lent(text: str, row: list[Quantity], named: list[Named], sentence: tuple[int, int]) -> list[Named]:
    """历时两个月，最终确定重点岗位38个: what lasted is named by the figure that follows; so is 27人次参加3个培训班."""
    for index in range(len(row) - 2, -1, -1):
        found = row[index]
        between = text[found.end : min(row[index + 1].start, found.end + 30)]
        lasting = found.base in DURATIONS and _LASTING.search(text[max(sentence[0], found.start - 6) : found.start])
        if lasting or (found.base not in DURATIONS and _LENT.fullmatch(between)):
            named[index] = named[index + 1]
    return named
