"""The lexer: official text as tokens with offsets, every character in exactly one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from bihuan.reading.lexicon import Lexicon

DIGIT = "0-9０-９"
MASK = "*＊×xXｘＸ○"
CHINESE_DIGIT = "零〇一二两三四五六七八九"
RANGE = r"[ ]?(?:[-—–－~～]{1,2}|至|到)[ ]?"

_ARABIC = (
    rf"(?<![A-Za-z])[{DIGIT}{MASK}]+(?:(?:,|(?<=[０-９])，)[{DIGIT}{MASK}]{{3}}(?![{DIGIT}{MASK}]))*"
    rf"(?:[.．][{DIGIT}{MASK}]+)?[十百千]?(?![A-Za-z])"
)
_CHINESE = (
    rf"(?:(?<![人次总件起户分指系参多少无倍])数(?=[十百千万])|几(?=[十百千万])|(?<=[十百千])几|"
    rf"[{CHINESE_DIGIT}十百千万亿])(?:[{CHINESE_DIGIT}十百千万亿]|(?<=[十百千])几)*(?:点[{CHINESE_DIGIT}]+)?"
)
_NUMBER = rf"(?:{_ARABIC}(?:{RANGE}{_ARABIC})?|{_CHINESE}(?:{RANGE}{_CHINESE})?)"

_YEAR = rf"(?:[{DIGIT}{MASK}]{{4}}|[{CHINESE_DIGIT}○]{{4}})"
_SMALL = rf"(?:[{DIGIT}{MASK}]{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}})"
_MANY = rf"{_SMALL}(?:(?:月|日)?[至到—–\-~～、]{_SMALL}(?=[月日至到—–\-~～、])){{0,8}}"
_DAY = rf"{_MANY}(?:日(?!以?内|之内|常)|号(?!楼|线|门|院|路|文|机|车|令))"
_CLOCK = rf"[{DIGIT}{MASK}]{{1,2}}(?:时(?:[{DIGIT}{MASK}]{{1,2}}分)?|[:：][0-9]{{2}})"
_DATE = (
    rf"{_YEAR}(?:[至到—–\-~～、]{_YEAR}){{0,4}}年度?(?:{_MANY}月份?)?(?:{_DAY})?(?:{_CLOCK})?"
    rf"|{_MANY}月份?(?:{_DAY})?(?:{_CLOCK})?|{_DAY}(?:{_CLOCK})?|{_CLOCK}"
)
_SPAN_OF_TIME = (
    rf"(?:近|过去|最近|未来|今后|前)(?:{_SMALL}|几|半)(?:多|余)?(?:年|个月|个季度|季度)(?:多)?(?:以来|来|里|间|时间|内)?"
    rf"|(?:{_SMALL}|半)(?:多|余)?(?:年|个多?月)(?:多)?(?:以来|来(?![自到访电信函]))"
)
_CODE = (
    r"[〔\[［（(](?:19|20)[0-9]{2}[〕\]］）)][ ]?第?[ ]?[0-9]+[ ]?号"
    r"|(?<![A-Za-z])(?![xX]+[0-9*])[A-Za-z]{1,5}(?:/[A-Z])?[ ]?[0-9][0-9A-Za-z+\-—–/.]*"
    rf"|[0-9]+(?:[+＋][0-9A-Za-z]+)+|[{DIGIT}]+[×xX*＊][{DIGIT}]+|[{DIGIT}]{{1,2}}[·・•][{DIGIT}]{{1,2}}"
)
_FREQUENCY = (
    rf"每(?:(?:半|[两二三四五六]|[{DIGIT}]{{1,2}})?个?(?:年度?|季度?|月份?|日(?!常)|天|旬|学期|学年|小时)"
    r"|(?:半|[两二三]|[0-9])?个?(?:周|星期)(?:[一二三四五六日](?![次个轮期场堂名])|末)?)(?:末月?|初|底)?"
)
_ORDINAL = rf"第(?:{_ARABIC}|{_CHINESE})(?:[至到—–\-~～](?:第?{_ARABIC}|第?{_CHINESE})|、第(?:{_ARABIC}|{_CHINESE}))*"
_FRACTION = (
    rf"[百千]分之(?:{_CHINESE}|{_ARABIC})(?:[至到](?:[百千]分之)?(?:{_CHINESE}|{_ARABIC}))?"
    rf"|[二三四五六七八九十]{{1,3}}分之[一二两三四五六七八九十]{{1,3}}|[{DIGIT}]{{1,3}}[/／][{DIGIT}]{{1,3}}(?![{DIGIT}/／.])"
    r"|(?<![另一])一半(?![一])"
)
_BOUND = (
    r"至少|最少|不得?(?:少于|低于|高于|超过|多于)|不小于|不下于|不超|不足|不到|不满|超过|超出|突破|大约|约为|将近|接近|至多|最多"
    rf"|(?:近|约|逾|超|少于|低于)(?=[{DIGIT}{MASK}{CHINESE_DIGIT}十百千数几])|上(?=[百千万])"
)


class Kind(StrEnum):
    """What a token is."""

    TITLE = "title"
    CODE = "code"
    FREQUENCY = "frequency"
    PERIOD = "period"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    BOUND = "bound"
    NUMBER = "number"
    APPROXIMATE = "approximate"
    SCALE = "scale"
    SPACE = "space"
    MEASURE = "measure"
    BREAK = "break"
    WORDS = "words"


class Token(NamedTuple):
    """A run of characters of one kind; offsets are code points in the whole text."""

    kind: Kind
    start: int
    end: int


# What a token may begin with; looking here first spares nine alternatives at most characters.
_BEGINS = (
    rf"[《〔\[［（(A-Za-z{DIGIT}{MASK}{CHINESE_DIGIT}十百千万亿数几半每近过最未今前第至不约将接超突大逾少低上"
    r"，,；;：:。！？!?、\n“”‘’）)]"
)
_TOKEN = re.compile(
    rf"(?={_BEGINS})(?:(?P<title>《[^《》\n]{{1,100}}》)|(?P<code>{_CODE})|(?P<frequency>{_FREQUENCY})"
    rf"|(?P<period>{_SPAN_OF_TIME}|{_DATE})|(?P<ordinal>{_ORDINAL})|(?P<fraction>{_FRACTION})|(?P<bound>{_BOUND})"
    rf"|(?P<number>{_NUMBER})|(?P<break>[，,；;：:。！？!?、\n“”‘’（）()]))"
)
_KINDS = {str(kind): kind for kind in Kind}
_APPROXIMATE = frozenset("余多几来")
_WIDEST_SPACE = 3
_SCALES = ("百万", "千万", "万亿", "万", "亿")
# Where a sentence may hold a figure at all: a numeral with a measure word or an approximation behind it.
_NUMERAL = rf"[{DIGIT}{MASK}{CHINESE_DIGIT}十百千万亿几]"


def figures_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """A pattern that a text without figures does not match, so that most sentences need no lexing."""
    behind = re.escape(lexicon.first_characters)
    return re.compile(rf"{_NUMERAL}[ ]?[余多几来万亿{behind}]|分之|一半|[0-9][/／][0-9]")


def tokens(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of ``text[start:end]``, in order, side by side, leaving no character out."""
    place = start
    while place < end:
        match = _TOKEN.search(text, place, end)
        if match is None:
            yield Token(Kind.WORDS, place, end)
            return
        if match.start() > place:
            yield Token(Kind.WORDS, place, match.start())
        kind, place = _KINDS[match.lastgroup or "words"], match.end()
        yield Token(kind, match.start(), place)
        if kind is Kind.NUMBER:
            for token in _after_number(text, place, end, lexicon):
                place = token.end
                yield token


def _after_number(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Token]:
    """What belongs to a number behind it: 余, its scale, a space, its measure word. Nothing where there is none."""
    found, place = [], start
    if place < end and text[place] in _APPROXIMATE:
        found.append(Token(Kind.APPROXIMATE, place, place + 1))
        place += 1
    scale = next((word for word in _SCALES if text.startswith(word, place, end)), "")
    if scale:
        found.append(Token(Kind.SCALE, place, place + len(scale)))
        place += len(scale)
        if place < end and text[place] in "余多":
            found.append(Token(Kind.APPROXIMATE, place, place + 1))
            place += 1
    behind = place
    while behind < end and behind - place < _WIDEST_SPACE and text[behind] in " \u00a0\u3000":
        behind += 1
    measured = lexicon.measure_at(text, behind, end)
    if measured > behind:
        if behind > place:
            found.append(Token(Kind.SPACE, place, behind))
        found.append(Token(Kind.MEASURE, behind, measured))
    yield from found
