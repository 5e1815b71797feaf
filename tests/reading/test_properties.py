"""What holds for any text at all."""

import string
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bihuan.reading import ClaimKind, Reading, read
from bihuan.reading.lexer import tokens
from bihuan.reading.lexicon import LEXICON
from bihuan.values.numerals import write_numeral

FRAGMENTS = st.sampled_from(
    [
        *"一二两三四五六七八九十百千万亿零〇半数几余多来第每近约超上成倍点年月日次个项人名条分期天",
        *"0123456789０１２９,，.．%％*×xXＸ○/／-—~至到",
        *"，。；：、！？“”‘’（）《》〔〕 \n\t\r",
        *"同比分别其中增长下降不少于至少以上以内左右不超过召开会议检查发现问题整改率",
        "百分之",
        "分之",
        "党委会",
        "每季度",
        "年底前",
        "12月10日前",
        "2023年",
        "人次",
        "万元",
        "个百分点",
        "为期",
        "其余",
        "参加",
        "件（套）",
        "一半",
        "下一步，",
        "一、",
        "（一）",
        "1.",
    ]
)
OFFICIAL = st.lists(FRAGMENTS, max_size=60).map("".join)
ANYTHING = st.one_of(OFFICIAL, st.text(max_size=120), st.text(alphabet=string.printable, max_size=80))


def _fields(reading: Reading, shift: int = 0) -> list[tuple[int, int, tuple[object, ...]]]:
    """What a claim says, without the section and the surroundings it stands in."""
    return [
        (
            claim.start + shift,
            claim.end + shift,
            (claim.value, claim.unit, claim.bound, claim.kind, claim.subject, claim.action),
        )
        for claim in reading.claims
    ]


@given(ANYTHING)
@settings(max_examples=400, deadline=None)
@example("一半")
@example("第一、1个")
@example("分别1%、2%、3%")
def test_a_claim_is_the_slice_at_its_offsets_in_order_without_overlap(text: str) -> None:
    end = 0
    for claim in read(text).claims:
        assert claim.text == text[claim.start : claim.end]
        assert claim.start >= end
        assert claim.end > claim.start
        assert (claim.value is None) == claim.masked
        end = claim.end


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_a_duty_is_the_slice_at_its_offsets_in_order_without_overlap(text: str) -> None:
    end = 0
    for duty in read(text).duties:
        assert duty.text == text[duty.start : duty.end]
        assert duty.start >= end
        end = duty.end


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_the_tokens_stand_side_by_side_and_leave_no_character_out(text: str) -> None:
    place = 0
    for token in tokens(text, 0, len(text), LEXICON):
        assert token.start == place
        assert token.end > token.start
        place = token.end
    assert place == len(text)


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_sentences_cover_their_paragraphs(text: str) -> None:
    outline = read(text).outline
    assert sum(each.end - each.start for each in outline.sentences) == sum(
        each.end - each.start for each in outline.paragraphs
    )


PROSE = st.lists(
    st.sampled_from(
        [
            "上半年，召开党委会14次，研究议题75项。",
            "检查单位1,862家次，发现隐患2,947处，已整改2,901处，整改率98.4%。",
            "党支部每月至少召开1次支委会、开展1次主题党日活动。",
            "下一步，大队将新建消防站3个，12月底前发展党员2名。",
            "财务科于4月30日前将台账报局党委。",
            "现将有关情况报告如下：",
            "一、突出政治建设\n",
            "（一）带头学。党委会落实“第一议题”13次。\n",
            "2023年度工作总结\n",
            "其余2条正在整改，同比下降30%。",
            "深入贯彻党的二十大精神，增强“四个意识”。\n",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(PROSE, PROSE)
@settings(max_examples=150, deadline=None)
def test_two_documents_with_a_blank_line_between_read_as_each_alone(first: str, second: str) -> None:
    first = first.rstrip("\n")
    joined = read(f"{first}\n\n{second}")
    assert _fields(joined) == _fields(read(first)) + _fields(read(second), len(first) + 2)


NUMBERS = st.one_of(
    st.integers(min_value=2, max_value=99_999).map(lambda value: (value, str(value))),
    st.integers(min_value=1_000, max_value=9_999_999).map(lambda value: (value, f"{value:,}")),
    st.integers(min_value=11, max_value=9_999).map(lambda value: (value, write_numeral(value))),
    st.integers(min_value=2, max_value=999).map(
        lambda value: (value, str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    ),
)
COUNTED = [
    ("召开", "党委会", "次"),
    ("检查", "重点单位", "家次"),
    ("督促整改", "火灾隐患", "处"),
    ("发放", "宣传资料", "份"),
    ("培养", "入党积极分子", "名"),
    ("拆除", "违规广告牌", "块"),
    ("制定", "防控措施", "条"),
    ("购置", "消防车", "辆"),
]
BOUNDS = [
    ("", "", "exact"),
    ("超过", "", "over"),
    ("约", "", "about"),
    ("", "左右", "about"),
    ("", "以上", "at_least"),
]


@given(
    NUMBERS, st.sampled_from(COUNTED), st.sampled_from(BOUNDS), st.sampled_from(["上半年，大队", "累计", "全年共"])
)
@settings(max_examples=300, deadline=None)
def test_a_claim_written_into_a_sentence_is_read_back(
    number: tuple[int, str], counted: tuple[str, str, str], bound: tuple[str, str, str], opening: str
) -> None:
    value, words = number
    verb, noun, unit = counted
    before, behind, name = bound
    sentence = f"{opening}{verb}{noun}{before}{words}{unit}{behind}，成效明显。"
    (claim,) = read(sentence).claims
    assert (claim.value, claim.unit, claim.bound, claim.subject) == (value, unit, name, noun)
    assert claim.kind is ClaimKind.COUNT
    assert claim.text == words + unit


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "一" * 5_000, "1," * 5_000, "（" * 3_000, "“" * 3_000, "、1次" * 3_000]
)
def test_odd_texts_are_read_without_a_crash(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "text",
    [
        "中去年同期去年同期去年同期去年同期去年同期上半年去年同期去年同期去年同期中去年同期上半年１项",
        "1、" * 40_000,
        "每月1次" * 8_000,
        "“1次" * 8_000,
        "1%、" * 8_000,
        "增长" * 20_000 + "1%",
    ],
)
def test_texts_made_to_be_slow_are_read_in_seconds(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 0.5 + len(text) * 0.0005
