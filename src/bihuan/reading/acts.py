"""Who must do what: the actor, the act and the party of a clause that carries a duty."""

from __future__ import annotations

import re

from bihuan.reading.clauses import verbs
from bihuan.reading.shapes import Claim, ClaimKind

_ACTOR_END = (
    r"(?:党委|党组|党支部|支部|支委会|机关|纪委|工会|团委|党总支|科|处室|科室|处|室|组|中心组|领导小组|人员|书记|副书记|干部|党员|成员|负责人|领导|单位|部门|县|市|区|"
    r"乡镇|镇|街道|局|委|办|站|所|大队|支队|总队|中队|中心|队|领导班子|班子|政府|委员|我|我们|办公室|企业|公司|委员会|指导员|教导员|局长|主任|科长|队长|站长|指挥部|村|社区|学校)"
)
_ACTOR = re.compile(
    rf"^(?P<actor>(?:每名|每个|各级|各|全体|所有)?[^，。；：的]{{0,24}}?{_ACTOR_END})(?=$|要|须|应|必须|将|于|在|坚持|负责|牵头|每|至少|由|[0-9]|年)"
)
_BY = re.compile(r"由(?P<actor>[^，。；：由]{2,16}?)(?=每|于|在|负责|牵头|[0-9]|$)")
_WHOLE_ACTOR = re.compile(rf"(?:每名|每个|各级|各|全体|所有)?[^，。；：]{{0,30}}?{_ACTOR_END}$")
_SPLIT_EVENT = re.compile(
    r"^(?P<actor>(?:各|全体)?[^，。；：]{0,16}?(?:党支部|支部|党委|党组|大队|支队|局|单位|部门))?(?P<event>[^，。；：]{0,10}?(?:会|课|日|会议|活动|例会|学习))$"
)
_BARE_VERB = re.compile(r"(?:召开|开|举办|开展|安排|组织|进行|举行|讲|上|组织开展|组织召开|开好)")
_LEADING = re.compile(
    r"^(?:要|须|应当|应|必须|将(?!.{2,14}(?:报|移交|提交|纳入|列入|送|录入))|计划|拟|力争|争取|预计|确保|坚持|至少|最少|不少于|不得少于|不低于|于|在|并|且|同步|同时|一并|全部按时|按时|年内|，|、|均|都|再|各|原则上|一般|累计|负责)+(?!求|点|职)"
)
_LIMITS = re.compile(r"(?:至少|最少|不少于|不得少于|不低于|不得低于|不少於|不超过)")
_TELLS_WHICH = re.compile(r"(?:对|与|向|的|其余|剩余)$")
_BEHIND = re.compile(r"^(?:及?以上|左右|以内|的(?=[^，。；]))")
_LASTING = re.compile(r"为期的")
_TOWARDS = re.compile(
    r"向(?P<party>[^，。；：]{2,14}?)(?=书面|专题|集中|汇报|报告|报送|通报|述职|提交|作出|上报|反馈|备案)"
)
_REPORTED_TO = re.compile(
    r"(?:报送|上报|呈报|报)(?P<party>[^，。；：]{1,14}?(?:党委|党组|局|委|办|府|科|处|部|支队|总队|大队|机关党委|中心|组|室))(?P<purpose>备案|审批|审定|审核|$)"
)
_FOR = re.compile(
    r"(?:为|与|给|对)(?P<party>[^，。；：]{2,14}?)(?=讲|上(?!级)|谈|开展|进行|作|提供|解决|宣讲|授课|举办)"
)
_TO_POINT = re.compile(r"到(?:[一两二三四五0-9]+个)?(?P<party>[^，。；：]{2,10}?联系点)")
_VISITED = re.compile(r"(?:走访慰问|看望慰问|慰问|走访|帮扶)(?P<party>[^，。；：0-9]{2,14}?)(?=不少于|至少|[0-9]|$)")


_LOOK_BACK = 1200
_ACTING = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,2}}[是要]|[0-9]{{1,2}}[.．]|[（(].[）)])?(?P<actor>(?!每[^名个])[^，。；：的“”把将为]{{0,14}}?{_ACTOR_END})"
    r"(?=要|须|应(?!急)|必须|每|将|坚持|履行|落实|严格|负责|定期|召开|组织(?!生活)|认真|结合|加强|于[0-9])"
)
_OWN = re.compile(
    r"我局|我委|我办|我县|我支队|我大队|(?<![一-鿿])(?:大队|支队|局党委|局党组)(?=将|要)|(?<=，)我(?=将|要|始终)|机关党委要"
)


def actor_before(text: str, place: int, block: int) -> str:
    """Who must, where the sentence names nobody: the actor of a sentence before, else that of the document."""
    low = max(block, place - _LOOK_BACK)
    for clause in reversed(re.split(r"[，；。：\n]", text[low:place])):
        named = _ACTING.match(clause.strip())
        if named and not any(verb.strong for verb in verbs(named["actor"])):
            return named["actor"]
    own = _OWN.search(text, block, min(place, block + _LOOK_BACK)) or _OWN.search(text, low, place)
    return own.group() if own else ""


def party_of(clause: str) -> str:
    """Whom an act serves or where it reports."""
    for pattern in (_TOWARDS, _REPORTED_TO, _FOR, _TO_POINT, _VISITED):
        match = pattern.search(clause)
        if match:
            return match["party"].removeprefix("每名")
    return ""


def act_of(
    text: str, span: tuple[int, int], when: tuple[int, int], claims: tuple[Claim, ...], quota: Claim | None
) -> tuple[str, str]:
    """The actor and the act of the clause ``text[span]`` whose time stands at ``when``."""
    front = text[span[0] : when[0]] if span[0] <= when[0] <= span[1] else ""
    behind = _without_quantities(
        text, max(when[1], span[0]) if front or when[1] > span[0] else span[0], span[1], claims, quota
    )
    actor, rest = _actor_and_rest(front)
    rest = "" if _is_actor(rest) else rest
    bare = _BARE_VERB.fullmatch(_tidied(behind)) if rest else None
    act = _tidied(behind) + rest if bare else _tidied(rest + behind)
    if not actor:
        actor, act = _actor_behind(act)
    by = _BY.search(front)
    if by and any(verb.start == 0 and verb.end == len(act) for verb in verbs(act)):
        act += front[: by.start()]  # 其余2条由战训科于7月底前销号: the object stands in front of 由
    event = _BARE_VERB.fullmatch(act)
    if event:
        return _with_event(actor, act, front, quota)
    return actor.removeprefix("每名"), _without_party(act)


def _is_actor(words: str) -> bool:
    return _WHOLE_ACTOR.fullmatch(words) is not None


def _actor_and_rest(front: str) -> tuple[str, str]:
    """What stands before the frequency: an actor, or the first part of the act, or both."""
    front = re.sub(r"(?:要|须|应当|应|必须|将|坚持|于|在)+$", "", front.strip(" 、"))
    front = re.sub(r"^(?:[一二三四五六七八九十]{1,2}[是要])?(?:坚持|并|且|要|同时)?", "", front)
    by = _BY.search(front)
    if by:
        return by["actor"], ""
    if _is_actor(front):
        return front, ""
    match = _ACTOR.match(front)
    if match and len(match["actor"]) < len(front):
        return match["actor"], re.sub(_LEADING, "", front[match.end("actor") :])
    return "", front


def _actor_behind(act: str) -> tuple[str, str]:
    """年内我要走遍..., 9月底前，机关党委举办...: the actor stands behind the deadline."""
    match = re.match(
        r"(?P<actor>我|我们|各?[^，。；：的]{0,10}?(?:党委|党支部|支部|大队|支队|局|科|处|组|办|纪委|单位))(?=要|须|应|将|举办|召开|完成|组织|开展)(?P<modal>要|须|应|将)?",
        act,
    )
    if match is None:
        return "", act
    return match["actor"], _tidied(act[match.end() :])


def _with_event(actor: str, verb: str, front: str, quota: Claim | None) -> tuple[str, str]:
    """党员大会每季度召开不少于1次: the event stands in front of the frequency, or in the clause before."""
    split = _SPLIT_EVENT.match(front)
    if split and split["event"]:
        return split["actor"] or "", verb + split["event"]
    subject = quota.subject if quota is not None else ""
    return actor, verb + subject


def _without_quantities(text: str, start: int, end: int, claims: tuple[Claim, ...], quota: Claim | None) -> str:
    """The clause without the required number and its bound words; numbers of what exists stay."""
    words, place = "", start
    for claim in claims:
        if (
            claim.start < start
            or (claim.kind is ClaimKind.COUNT and _TELLS_WHICH.search(text, start, claim.start))
            or (claim is not quota and claim.kind is ClaimKind.RATE)
        ):
            continue
        words += _LIMITS.sub("", text[place : claim.start])
        place = claim.end
        behind = _BEHIND.match(text, place, end)
        place = behind.end() if behind and behind.end() < end + 1 else place
        if behind is None and text.startswith("的", place):
            place += 1
        if text[place:end].startswith("以上"):
            place += 2
    return _LASTING.sub("", words + _LIMITS.sub("", text[place:end])).replace("为期", "")


def _tidied(act: str) -> str:
    act = act.strip(" ，、")
    previous = ""
    while act != previous:
        previous, act = act, _LEADING.sub("", act).strip(" ，、")
    return act.removeprefix("的")


def _without_party(act: str) -> str:
    """向市委报告党建工作 is 报告党建工作; 报机关党委备案 is 报备案."""
    towards = _TOWARDS.search(act)
    if towards:
        return act[: towards.start()] + act[towards.end() :]
    reported = _REPORTED_TO.match(act)
    return "报" + reported["purpose"] if reported and reported["purpose"] else act
