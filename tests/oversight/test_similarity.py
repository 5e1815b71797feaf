"""What came back in other words is found again among the first five; a near miss is not taken for it."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from statistics import median

import pytest
import yaml

from bihuan.oversight.errors import BadRepeat
from bihuan.oversight.findings import confirm_repeat
from bihuan.oversight.models import Finding
from bihuan.oversight.recognition import Description, likely_earlier
from bihuan.oversight.similarity import Earlier, folded, proposals, shortlist
from bihuan.values.actor import Actor
from oversight.cast import finding, value

PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))
REPEATS: list[list[str]] = PAIRS["repeats"]
NEAR_MISSES: list[list[str]] = PAIRS["near_misses"]
OBJECTS = [
    "车库大门",
    "训练塔",
    "晾衣房",
    "荣誉室",
    "图书角",
    "洗车槽",
    "通信机房",
    "晒衣场",
    "战备库",
    "心理室",
    "操场跑道",
    "门卫室",
    "水泵房",
    "宣传栏",
    "篮球架",
]
FAULTS = [
    "灯具不亮",
    "卫生死角多",
    "标识脱落",
    "门锁损坏",
    "物品摆放乱",
    "漏水未修",
    "制度未上墙",
    "责任人不明",
    "无人管理",
    "窗户玻璃破损",
]
FILLER = [f"{where}{what}" for where, what in product(OBJECTS, FAULTS)]


def ledger() -> list[Earlier]:
    """Every true earlier finding, every near miss, and what else an inspector writes down."""
    texts = [earlier for earlier, _ in REPEATS] + [other for _, other in NEAR_MISSES] + FILLER
    return [Earlier(number, folded(text)) for number, text in enumerate(texts)]


def proposed(words: str) -> list[int]:
    """What is proposed for words out of the whole ledger: both passes."""
    earlier = ledger()
    chosen = shortlist(folded(words), [each.gist for each in earlier])
    return [each.number for each in proposals(folded(words), [earlier[n] for n in sorted(chosen)])]


def test_there_are_sixty_pairs() -> None:
    assert (len(REPEATS), len(NEAR_MISSES)) == (30, 30)


def test_the_true_one_is_among_the_first_five_nine_times_in_ten() -> None:
    hits = [number in proposed(again) for number, (_, again) in enumerate(REPEATS)]
    assert sum(hits) / len(hits) >= 0.9


def test_a_near_miss_is_less_like_it_than_a_true_repeat_as_a_rule() -> None:
    first = [Earlier(number, folded(text)) for number, (text, _) in enumerate(REPEATS)]

    def likeness(number: int, words: str) -> float:
        return next(p.likeness for p in proposals(folded(words), first, limit=60) if p.number == number)

    true = [likeness(number, again) for number, (_, again) in enumerate(REPEATS)]
    near = [likeness(number, other) for number, (_, other) in enumerate(NEAR_MISSES)]
    assert median(true) > median(near)


def test_the_same_item_at_the_same_unit_comes_first() -> None:
    elsewhere = Earlier(1, folded("灭火器失效"))
    here = Earlier(2, folded("灭火器失效"), same_unit=True, same_item=True)
    assert [each.number for each in proposals(folded("灭火器失效"), [elsewhere, here])] == [2, 1]


@pytest.mark.parametrize("words", ["", "123", "存在问题"])
def test_nothing_is_proposed_for_words_that_say_nothing(words: str) -> None:
    assert proposed(words) == []


def test_an_earlier_finding_of_the_unit_or_below_is_proposed(checker: Actor) -> None:
    first = finding(checker, date(2023, 1, 9), "一号车库两具干粉灭火器压力不足")
    finding(checker, date(2023, 1, 9), "一号车库两具干粉灭火器压力不足", unit="xc1")
    about = Description("dc", "车库灭火器指针在红区", date(2023, 5, 1))
    assert [each.number for each in likely_earlier(checker, about)] == [first]


def test_what_a_person_confirms_stays_on_it_for_ever(checker: Actor) -> None:
    first = finding(checker, date(2023, 1, 9))
    second = finding(checker, date(2023, 3, 9), "车库灭火器指针在红区")
    third = finding(checker, date(2023, 5, 9), "灭火器欠压")
    assert value("finding.repeat_findings", "zd", "2023") == 0
    assert confirm_repeat(checker, second, first) == 1
    assert confirm_repeat(checker, third, second) == 2
    assert Finding.objects.get(pk=third).returns == 2
    assert value("finding.repeat_findings", "dc1", "2023-H1") == 2
    with pytest.raises(BadRepeat, match="不能再认定"):
        confirm_repeat(checker, third, first)


def test_a_finding_repeats_only_what_was_before_it(checker: Actor) -> None:
    first, second = finding(checker, date(2023, 1, 9)), finding(checker, date(2023, 3, 9))
    for later, earlier in ((first, second), (first, first)):
        with pytest.raises(BadRepeat):
            confirm_repeat(checker, later, earlier)
