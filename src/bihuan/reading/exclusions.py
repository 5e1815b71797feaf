"""What is no claim: names, slogans, ordinals, dates, thresholds and figures of speech that hold a number."""

from __future__ import annotations

import re
from collections.abc import Callable

from bihuan.reading import names
from bihuan.reading.lexicon import Lexicon
from bihuan.reading.measures import DURATIONS, PEOPLE
from bihuan.reading.quantities import Quantity
from bihuan.reading.shapes import ClaimKind

_REACH = 24

_SLOGAN = re.compile(rf"(?:大|个|项|种|条|张)?(?:{names.SLOGAN_HEADS})")
_ABSTRACT = re.compile(rf"[一-鿿]{{0,4}}?(?:{names.ABSTRACT_HEADS})")
_CONCRETE = re.compile(rf"[一-鿿]{{0,8}}?(?:{names.CONCRETE_HEADS})")
_EQUIPMENT = re.compile(rf"级?[^，,。；;、：:0-9０-９]{{0,8}}?(?:{names.EQUIPMENT_HEADS})")
_CLOSED = re.compile(r"[，,。；;、：:！!？?）)”’\n]|$|以上|左右|的(?=[，。；、])")
_DEMANDED = re.compile(
    r"(?:每(?:[半两一二三四五六0-9]{0,2}个?(?:年|月|季|周|日|天|旬|星期)|次|期)[^，。；]{0,14}|至少[^，。；、]{0,14}|不少于|不低于|再|各|年内[^，。；]{0,8}|任期内[^，。；]{0,6})$"
)
_LASTS = re.compile(
    r"(?:连续|提前|长达|历时|为期|任期|累计|达到?|用时|耗时|时限|周期|时长|超期|超过|延长|缩短[至到]?|压缩[至到]?|提前了?|推迟|近|约|由|从|整整|间隔|不少于|不超过|逾)(?:近|约|了|至|到)?$"
)
_AROUND_THE_CLOCK = re.compile(
    r"(?:在岗|值班|值守|备勤|监测|监控|巡查|开通|不间断|待命|响应|应急|轮流|专人|全天|全时|制|以外|之外|外|营业|自助|服务|热线|无休|驻守|联络|畅通|执勤|循环|不断)"
)
_SERVICE_CIRCLE = re.compile(r"(?:[一-鿿]{0,8}(?:圈|到场率|响应圈|到场|到达率|生活圈|服务圈))")
_THRESHOLD = re.compile(r"(?:及|含|（含）|\(含\))?(?:以上|以下|以内)(?!的?(?:[，,。；;、：:！!？?）)”\n]|$))")
_STATED = re.compile(
    r"(?:达到?|达|到|超过|不少于|不低于|至少|完成|增至|累计|共|计|销售[^，。；]{0,8}|人次|金|率|比例|占|保持在?|稳定在|均在)$"
)
_PLACES = re.compile(r"(?:前|后|列|居|位居|位列|排名|(?<!安)排|第|名列|倒数)(?:全[国省市县]|全系统)?$")
_SESSION = re.compile(r"届$")
_MEETING_OF_SESSION = re.compile(r"(?:全会|全体会议|会议|党代会|代表大会|人代会|执委会|常委会)")
_DENIED = re.compile(
    r"(?:未|没有|无)[^，。；已]{0,6}(?:伤|亡|死)[^，。]{0,2}$|(?:未发生|没有发生|不发生|无|没有|杜绝|防止|未出现|不出现|未|不得有|不漏|不落|没)(?:过|任何|出现|接到|收到|引发)?$"
)
_ISSUE = re.compile(r"(?:第|总第|〔[0-9]{4}〕)[ ]?$")
_CLASSED = re.compile(r"(?:大队|支队|中队|县|市|区|镇|街道|工程|项目|党支部)")


def is_excluded(text: str, found: Quantity, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a quantity in the sentence ``text[start:end]`` states no quantity of work."""
    before = text[max(start, found.start - _REACH) : found.start]
    after = text[found.end : min(end, found.end + _REACH)]
    return (
        any(rule(found, before, after) for rule in RULES)
        or _quoted_name(text, found, start, end)
        or (_may_be_named(found) and _named(text, found, (start, end), lexicon))
    )


def _may_be_named(found: Quantity) -> bool:
    return found.is_chinese or found.masked is False


def _named(text: str, found: Quantity, sentence: tuple[int, int], lexicon: Lexicon) -> bool:
    low, high = max(sentence[0], found.start - 8), min(sentence[1], found.end + 10)
    return any(start < found.end and found.start < end for start, end in lexicon.name_spans(text, low, high))


def _quoted_name(text: str, found: Quantity, start: int, end: int) -> bool:
    """A short quotation that holds a Chinese numeral, or a length of time, is a name."""
    low = max(start, found.start - 12)
    opened = max(text.rfind("“", low, found.start), text.rfind("‘", low, found.start))
    if opened < 0 or text.find("”", opened, found.start) >= 0:
        return False
    closed = text.find("”", found.end, min(end, opened + 16))
    if closed < 0:
        return False
    if found.is_chinese or found.base in DURATIONS:
        return True
    behind = text[found.end : closed]
    return _SLOGAN.match(behind) is not None or not behind or found.kind is ClaimKind.AMOUNT


def _date_or_span_of_years(found: Quantity, before: str, after: str) -> bool:
    """年, 月 and 日 name a day or a span of time, except where something lasts so long."""
    if found.base in {"月", "日"}:
        return found.base == "月" or not after.startswith(("内", "以内", "之内")) or before.endswith(("月", "每"))
    if found.base not in {"年", "个月", "周", "季度", "个季度"}:
        return False
    lasting = _LASTS.search(before) is not None
    if found.base == "季度":
        return not lasting
    if found.base == "年":
        return not lasting or (found.masked and len(found.number) > 1) or before.endswith(("近", "前", "每"))
    if after.startswith(("以上", "以下")) and not lasting:
        return True
    return before.endswith(("每", "近", "前", "第")) or (
        not lasting and after.startswith(("来", "以来", "一次", "前", "后"))
    )


def _one_day(found: Quantity, before: str, after: str) -> bool:
    """一天, 一年 and 一个月 tell how long only where something lasts, or a limit is set."""
    if found.number != "一" or found.base not in DURATIONS:
        return False
    return _LASTS.search(before) is None and not after.startswith(("内", "以上", "以内", "之内"))


def _class_of_years(found: Quantity, before: str, after: str) -> bool:
    """连续两年排名末位的 defines a class; 连续两个季度排名末位 states a fact."""
    return (
        found.base == "年"
        and "连续" in before[-4:]
        and re.match(r"[^，。；、]{1,10}的(?:[，。；、]|$)", after) is not None
    )


def _hours_that_name(found: Quantity, before: str, after: str) -> bool:
    """24小时值班, 八小时以外, 8小时外, 15分钟应急救援圈, 5分钟到场率, 一刻钟."""
    if found.base not in {"小时", "分钟", "个小时"}:
        return False
    if found.base == "分钟":
        return _SERVICE_CIRCLE.match(after) is not None
    return found.value in {8, 24, 12} and (
        _AROUND_THE_CLOCK.match(after) is not None or before.endswith(("×", "*")) or after.startswith("”")
    )


def _model(found: Quantity, _before: str, after: str) -> bool:
    """18米举高喷射消防车, 12吨级水罐车: a model's size, not what was done."""
    sized = found.kind is ClaimKind.AMOUNT and found.base not in DURATIONS and found.base not in {"元", "分", "亩"}
    return (sized or found.base in {"层", "座"}) and (
        after.startswith("级") or (sized and _EQUIPMENT.match(after) is not None)
    )


def _threshold(found: Quantity, before: str, after: str) -> bool:
    """500平方米以上商场, 35岁以下青年: a limit that defines a class."""
    if found.base == "岁":
        return "平均" not in before
    if found.kind is ClaimKind.RATE or not _THRESHOLD.match(after):
        return False
    if found.kind is ClaimKind.COUNT and found.base not in {"人", "名", "层", "座", "台", "张", "户", "级", "床"}:
        return False
    return _STATED.search(before) is None


def _rank(found: Quantity, before: str, after: str) -> bool:
    """前3名, 居第3位, 第4期, 一等奖; N次全会 of an N届."""
    if found.base in {"名", "位", "席"} and _PLACES.search(before):
        return True
    if found.base == "期" and (_ISSUE.search(before) or (found.is_chinese and _CLASSED.match(after))):
        return True
    if before.endswith("第"):
        return True
    return found.base == "次" and _SESSION.search(before) is not None and _MEETING_OF_SESSION.match(after) is not None


def _too_idiomatic_a_numeral(found: Quantity, before: str, after: str) -> bool:
    """十分重要, 千里, 万户: a bare step word counts only behind 上, 近, 约, 成 or with 余."""
    number = found.number
    if number in {"百", "千", "万", "亿"}:
        return (
            not before.endswith(("上", "近", "约", "成", "过", "超", "逾", "超过", "将近", "接近"))
            and found.inner is None
        )
    if number in {"零", "〇"}:
        return not _CLOSED.match(after)
    if number == "十" and found.base == "分":
        return True
    if not found.is_chinese:
        return False
    if found.base == "成":
        return len(number) > 1 or number == "一" or before.endswith(("第", "变", "合"))
    return (
        found.base in {"分", "点", "度", "里", "道", "字", "方", "句", "环"}
        and not (found.base == "点" and after.startswith(("要求", "意见", "建议", "希望", "措施")))
        and (len(number) == 1 and found.inner is None)
        and not found.unit.startswith(("万", "亿"))
    )


def _point_or_clock(found: Quantity, _before: str, after: str) -> bool:
    """8点 is a clock, 三点要求 a tally; 110平方 is left alone."""
    return found.base == "点" and not after.startswith(("要求", "意见", "建议", "希望", "措施"))


_ONE_FOR_EACH = re.compile(r"一(?:体|策|档|面|册|案|清单|台账|方案|调度|通报|评估|研判)")


def _one_for_each(found: Quantity, _before: str, after: str) -> bool:
    """三位一体, 一企一档, 半年一评估: a way of working, not a tally."""
    return found.is_chinese and _ONE_FOR_EACH.match(after) is not None


def _figure_of_speech(found: Quantity, before: str, after: str) -> bool:
    """A single Chinese numeral in a set phrase: 一盘棋, 两张皮, 三道防线, 四个意识."""
    if not found.is_chinese or found.kind is not ClaimKind.COUNT or found.inner is not None:
        return False
    if len(found.number) > 1 and found.number not in {"十一", "十二", "十五"}:
        return found.base in {"个", "项", "条"} and _SLOGAN.match(after) is not None
    if found.number == "一":
        return _rhetorical_one(found, before, after)
    return (
        _ABSTRACT.match(after) is not None
        or (found.base in {"个", "项", "种", "条", "张", "大"} and _SLOGAN.match(after) is not None)
        or (found.base in {"手", "头", "面", "路"} and not _CLOSED.match(after))
    )


def _rhetorical_one(found: Quantity, before: str, after: str) -> bool:
    """一 counts where a rule asks for it, behind a noun at the clause's end, or before something concrete."""
    if _DEMANDED.search(before):
        return before.endswith(("改", "成")) and not before.endswith("完成")
    if found.base in {"次", "人", "名", "辆", "台", "例", "人次"} and not before.endswith(
        ("又", "接", "每", "同", "这", "有")
    ):
        return after.startswith(("性", "次", "又", "比一", "接一", "一", "策", "岗", "员", "线", "抓")) or (
            found.base == "次" and before.endswith(("一次", "又", "新的", "这", "再", "重大", "是"))
        )
    if _CLOSED.match(after):
        return (
            not re.search(r"[一-鿿]{4}$", before)
            or before[-1] in "发现整改巩固成抓做"
            or found.base in {"起", "样", "体", "致", "片", "新", "面", "道", "种", "套", "线", "级", "把"}
        )
    if found.base == "起":
        return not re.search(r"(?:发生|出现|查处|处置|立案|办理|接报|查办|了)$", before) or not _CONCRETE.match(after)
    return not (
        _CONCRETE.match(after)
        and re.search(r"(?:新建|建成|购置|新增|成立|组建|召开|举办|建设|配备|开展了?|完成)$", before)
    )


_PLACE_NAME = re.compile(r"(?:镇|乡|县|街道|路|桥|村|里(?!程)|寺|山|河|湖|庄|塘|坝|渠)")


def _place(found: Quantity, _before: str, after: str) -> bool:
    """三元镇, 八里街道: a place whose name begins like a quantity."""
    return (
        found.is_chinese
        and len(found.number) == 1
        and found.kind is ClaimKind.AMOUNT
        and _PLACE_NAME.match(after) is not None
    )


def _denied(found: Quantity, before: str, _after: str) -> bool:
    """未发生一起责任事故 states nothing to be counted."""
    return found.value == 1 and _DENIED.search(before) is not None


def _stake_or_sum(_found: Quantity, before: str, _after: str) -> bool:
    """K132+500处, 1+3个: the second part of a mark."""
    return re.search(r"[0-9A-Za-z][+＋]$", before) is not None


def _bare_scale(found: Quantity, _before: str, after: str) -> bool:
    """50万 alone counts; 万 inside a name, or before 一, does not."""
    return found.base == "" and found.kind is ClaimKind.COUNT and found.is_chinese and not _CLOSED.match(after)


def _grade_or_house(found: Quantity, _before: str, after: str) -> bool:
    """三级网络, 2号楼, 十一届; and 个人 after a person's count is left alone."""
    return found.base in {"级", "届", "号"} or (
        found.base in PEOPLE and after.startswith(("制", "一组", "小组")) and found.is_chinese
    )


def _each_of_them(_found: Quantity, before: str, _after: str) -> bool:
    """每1个, 某一个, 这两个, 同一个, 任何一个, 另一个: which one, not how many."""
    return (
        re.search(r"(?:某|这|那|同|任何|另|哪|每|唯|统|万|逐|进|之|单|第|首|专)$", before) is not None
        and _found.value == 1
    )


def _pointed_at(found: Quantity, before: str, _after: str) -> bool:
    """这三个方面, 上述两项, 以上四点: points back at what was said."""
    return found.is_chinese and re.search(r"(?:这|那|上述|以上|前述|前|后|头|该)$", before) is not None


RULES: tuple[Callable[[Quantity, str, str], bool], ...] = (
    _stake_or_sum,
    _rank,
    _date_or_span_of_years,
    _one_day,
    _class_of_years,
    _hours_that_name,
    _model,
    _threshold,
    _too_idiomatic_a_numeral,
    _point_or_clock,
    _one_for_each,
    _figure_of_speech,
    _place,
    _denied,
    _bare_scale,
    _grade_or_house,
    _each_of_them,
    _pointed_at,
)
