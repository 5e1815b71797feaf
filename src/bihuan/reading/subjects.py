"""The subject and the governing verb of each figure, from its clause or carried over from the one before."""

from __future__ import annotations

import re

from bihuan.reading import nouns
from bihuan.reading.clauses import begins_with_predicate, verbs, without_adverbs
from bihuan.reading.measures import DURATIONS, PEOPLE, TIMES
from bihuan.reading.phrases import Named, from_left, is_all_verbs, is_bare, names_an_actor, verb_of
from bihuan.reading.places import MEMORY, Place, Remembered
from bihuan.reading.quantities import Quantity
from bihuan.reading.shapes import ClaimKind
from bihuan.reading.verbs import RESUMING

_GAIN = re.compile(r"荣立|荣获|获得|获评|获|取得|考取|受到|得到|当选|入选|摘得|斩获|通过")
_CONTINUES_A_LIST = re.compile(r"(?:、|和|及|与|以及|，)")
_RESPECTIVELY = re.compile(r"分别|各自|依次")
_THE_REST = re.compile(r"(?:其余|剩余|另|其他|余下)$")
_LASTING = re.compile(r"(?:历时|用时|耗时)(?:近|约)?$")
_OF = re.compile(r"(?:对|与|同|为|向|给)$")
_SERVED = re.compile(r"为(?P<whom>[^，。“]{2,10}?)(?:免费|上门|义务|提供|“)")
_ENTITY_TIMES = frozenset({"家次", "户次", "人次"})
_PLACES = re.compile(r"(?:县|市|区|镇|乡|街道|州|旗)$")
_SHORT_VERB = re.compile(r"(?:报告|汇报|讲|上|听|作|到|购|建)$")
_LENT = re.compile(r"为期$|参加[^，。0-9]{1,20}$")


def name_all(text: str, row: list[Quantity], sentence: tuple[int, int], memory: Remembered) -> list[Named]:
    """The subject and action of each quantity of one sentence, in order; remembers them for the next."""
    named: list[Named] = []
    index = 0
    while index < len(row):
        last = _last_side_by_side(row, index)
        own = Place(text, row, index, last, sentence)
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


def _named(place: Place, memory: Remembered) -> Named:
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


def _leading(place: Place, memory: Remembered) -> Named:
    """召开14次党委会, 9名党委委员: the noun stands behind, unless it belongs to the next figure."""
    subject = nouns.noun_behind(place.right, more=place.more, of_things=place.found.base not in TIMES)
    if place.right.startswith("的") and nouns.is_generic(subject):
        return _as_a_standard(place, subject, memory)
    runs_on = place.more and not re.search(r"[、的中]|中有$", place.right) and not verbs(place.right)
    if not subject or (runs_on and not _OF.search(place.core)):
        front = from_left(place.core)
        if front is not None and front.action:
            return front
    if place.found.base in PEOPLE:
        subject = nouns.people_behind(place.right) or nouns.of_people(subject)
    if not subject:
        return _carried(place, memory)
    return Named(subject, _verb_around(place, subject) or _inherited(place, memory))


def _verb_around(place: Place, subject: str) -> str:
    """The verb that governs a noun behind its figure: 讲1次党课, 11名预备党员按期转正."""
    found = verbs(without_adverbs(nouns.without_joints(place.core)))
    if found:
        return found[-1].word
    short = _SHORT_VERB.search(place.core)
    if short:
        return short.group()
    behind = verbs(without_adverbs(place.right.partition(subject)[2].partition("、")[0]))
    return behind[0].word if behind and not place.continues else ""


def _as_a_standard(place: Place, generic: str, memory: Remembered) -> Named:
    """按3-5名的职数配齐支部委员: what is brought to the standard; 低于4米的标准: what was measured before."""
    behind = place.right.partition(generic)[2]
    if verbs(behind):
        return Named(*nouns.object_behind(behind))
    return _carried(place, memory)


def _before_a_verb(place: Place, memory: Remembered) -> Named:
    """先后6次召开纪委会; 6人荣立三等功; 连续6年未发生火灾; 35人次增加到112人次."""
    front = from_left(place.core)
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


def _trailing(place: Place, memory: Remembered) -> Named:
    """培养入党积极分子26名: the noun, or the act itself, stands in front."""
    same_again = place.found.base in TIMES and _same_verb(place, memory)
    if same_again or (place.core.endswith("的") and memory.past):
        return _carried(place, memory)
    served = _SERVED.match(place.core)
    if served and place.found.base in PEOPLE | _ENTITY_TIMES:
        return Named(nouns.shortened(served["whom"]), verb_of(place.core))
    if place.core == "占地":
        return from_left(place.clause_before()) or _carried(place, memory)
    front = _front_of(place)
    if (
        front is None
        or nouns.is_level_of_risk(front.subject)
        or (memory.topic and _PLACES.search(front.subject) and not front.action)
    ):
        return _carried(place, memory)
    inherited = "" if is_all_verbs(front.subject) else _inherited(place, memory)
    return Named(front.subject, front.action or inherited or verb_of(place.tail))


def _front_of(place: Place) -> Named | None:
    """The noun in front; where acts are counted, the act itself if no noun is there."""
    front = from_left(place.core)
    if front is not None and place.found.base in TIMES and front.subject == "":
        front = None
    if front is None and place.found.base in TIMES and place.core and not is_bare(place.core):
        act = nouns.shortened(without_adverbs(nouns.without_joints(place.core)))
        return Named(act, "") if act else None
    return front


def _same_verb(place: Place, memory: Remembered) -> bool:
    """专题研究3次 ... 已专题研究11次: the same act again."""
    before = memory.of_unit(place.found.base)
    return before is not None and before.action != "" and without_adverbs(place.core) == before.action


def _of_rate(place: Place, memory: Remembered) -> Named:
    """整改率达到90%; 2/3的村; 同比下降30%, which takes the figure before."""
    share = place.found.unit in {"", "成"} or place.found.unit == "%"
    if share and not nouns.is_closed(place.right) and (place.right.startswith("的") or not _goes_on(place.right)):
        subject = nouns.noun_behind(place.right, more=place.more)
        if subject and not re.search(r"(?:率|比例|占比|比重)$", place.core) and subject not in {"比例", "水平"}:
            return Named(subject, "")
    front = from_left(place.core)
    if front is None or front.subject in RESUMING:
        return _carried(place, memory)
    if place.continues and not front.action and nouns.is_actor(front.subject):
        return memory.of_unit(place.found.base) or _carried(place, memory)
    return Named(front.subject, front.action or verb_of(place.tail))


def _carried(place: Place, memory: Remembered) -> Named:
    """The noun of the figure before, of the same measure word if there is one; else the topic, else the act."""
    action = verb_of(place.core + place.tail)
    rate = place.found.kind is ClaimKind.RATE or place.found.base in DURATIONS
    same = memory.of_unit(place.found.base)
    if same is None and memory.topic and not rate and names_an_actor(place.core):
        return Named(memory.topic, action)
    if is_bare(place.core):
        front = from_left(place.clause_before())
        if front is not None and front.subject:
            return Named(re.sub(r"(?:制度|机制)$", "", front.subject), action)
    before = (
        memory.last() if rate or (place.continues and place.left in {"、", "和", "，"}) else (same or memory.last())
    )
    if before is not None:
        return Named(before.subject, action)
    front = from_left(place.clause_before())
    if front is not None and not nouns.is_actor(front.subject):
        return Named(front.subject, action)
    return Named(memory.topic or nouns.shortened(place.core) or action, action)


def _inherited(place: Place, memory: Remembered) -> str:
    """召开A会9次、B会5次: the verb of the item before."""
    last = memory.last()
    return last.action if place.continues and last is not None else ""


def _respective(place: Place, memory: Remembered) -> list[Named] | None:
    """A 分别 list, matched to its nouns in order: 处罚起数和罚款金额同比分别增长12.2%和6.1%."""
    if not _RESPECTIVELY.search(place.left) and not (place.found.kind is ClaimKind.RATE and not place.core):
        return None
    count = 1
    while (
        count < MEMORY
        and place.first + count < len(place.row)
        and _CONTINUES_A_LIST.fullmatch(
            place.text[place.row[place.first + count - 1].end : place.row[place.first + count].start]
        )
    ):
        count += 1
    if count == 1:
        return None
    head, _, behind = place.left.partition("分别")
    core, tail = nouns.trimmed_left(head)
    action = verb_of(behind) or verb_of(tail)
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


def _lent(text: str, row: list[Quantity], named: list[Named], sentence: tuple[int, int]) -> list[Named]:
    """历时两个月，最终确定重点岗位38个; 27人次参加3个培训班: named by the figure that follows."""
    for index in range(len(row) - 2, -1, -1):
        found = row[index]
        between = text[found.end : min(row[index + 1].start, found.end + 30)]
        lasting = found.base in DURATIONS and _LASTING.search(text[max(sentence[0], found.start - 6) : found.start])
        if lasting or (found.base not in DURATIONS and _LENT.fullmatch(between)):
            named[index] = named[index + 1]
    return named
