"""A draft as its author reads it: prose with figures in brackets, read back into the same slots."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.catalog.loaded import catalogue
from bihuan.reports.drafting.names import Calling
from bihuan.reports.drafting.text import from_author, literal, to_author
from bihuan.reports.rendering import MENTION_MARK, pieces, rendered
from bihuan.reports.requests import (
    ActList,
    ByHand,
    Direction,
    Register,
    Request,
    Requirement,
    UnitTable,
    source_of,
)
from bihuan.reports.slots import Slot
from bihuan.reports.templates import Head, Template

MEETINGS = "party_committee_meeting.meetings"
KEYS = (
    MEETINGS,
    "audit.amount",
    "inspection.inspections[mode=暗访督查]",
    "duty.met_items",
    "finding.rectification_rate",
)


class Collecting:
    """Answers every request with its number."""

    def __init__(self) -> None:
        self.met: list[Request] = []

    def words_for(self, request: Request) -> str:
        self.met.append(request)
        return f"{MENTION_MARK[0]}{len(self.met) - 1}{MENTION_MARK[1]}"

    def is_there(self, _slot: Slot) -> bool:
        return True


@pytest.fixture(scope="module")
def calling() -> Calling:
    return Calling.of(catalogue())


def as_author(source: str, calling: Calling, says: str = "14次") -> str:
    """The text of a draft as its author reads it, where every figure is 14."""
    asked = Collecting()
    text = rendered(Template(Head(key="k", name="n"), source, "草稿", 1, is_plain=True), {}, asked)
    return to_author(pieces(text), asked.met, calling, lambda _: says)


def test_a_figure_is_shown_by_its_chinese_name_with_what_the_book_holds(calling: Calling) -> None:
    source = f'# 报告\n\n召开党委会{{{{ 数据("{MEETINGS}") }}}}。'
    assert as_author(source, calling) == "报告\n\n召开党委会【党委（党组）会次数：14次】。"


def test_the_number_in_the_bracket_means_nothing_when_it_is_read_back(calling: Calling) -> None:
    read = from_author("报告\n召开党委会【党委（党组）会次数：99次】。", calling)
    assert read.problems == ()
    assert read.source == f'# 报告\n召开党委会{{{{ 数据("{MEETINGS}") }}}}。'
    assert from_author("报告\n召开党委会【党委（党组）会次数】。", calling) == read


def test_a_bracket_that_names_nothing_is_named_with_its_line_and_the_nearest_name(calling: Calling) -> None:
    read = from_author("报告\n\n召开【党委（党组）会议次数】，又开【不知道什么】，没有收尾【", calling)
    assert [problem.place for problem in read.problems] == ["第3行"] * 3
    assert "党委（党组）会次数" in read.problems[0].mend
    assert "】" in read.problems[2].message


def test_headings_carry_no_mark_where_their_words_say_it(calling: Calling) -> None:
    source = "# 报告\n\n## 一、工作情况\n\n### （一）学习\n\n（一）学习。抓得紧。\n\n## 其他"
    author = as_author(source, calling)
    assert author == "报告\n\n一、工作情况\n\n（一）学习\n\n（一）学习。抓得紧。\n\n## 其他"
    assert from_author(author, calling).source == source


def test_a_line_that_only_looks_like_a_heading_stays_what_it_is(calling: Calling) -> None:
    source = "没有标题的一段\n\n一、像标题的一段"
    author = as_author(source, calling)
    assert author == "【正文】没有标题的一段\n\n【正文】一、像标题的一段"
    assert from_author(author, calling).source == source


def test_the_words_of_templates_in_an_authors_prose_stay_prose(calling: Calling) -> None:
    read = from_author("报告\n{{ 7 * 7 }}{% set x = 1 %}{# 不见 #}【【引】】", calling)
    assert read.problems == ()
    assert as_author(read.source, calling) == "报告\n{{ 7 * 7 }}{% set x = 1 %}{# 不见 #}【【引】】"


PLAIN = st.text(st.sampled_from("党委会召开、，。一二（）三#{}%【】| 次数14"), max_size=24)
SLOTS = st.builds(
    Slot,
    st.sampled_from(KEYS),
    unit=st.sampled_from(["", "万元"]),
    rounded=st.booleans(),
    spelt=st.booleans(),
    bare=st.booleans(),
    at=st.just(""),
    earlier=st.sampled_from(["", "同期", "上期"]),
)
NAMED = st.sampled_from(KEYS).map(Slot)
COLUMNS = st.lists(
    st.tuples(PLAIN, st.sampled_from(KEYS).map(lambda key: Slot(key, bare=True))), min_size=1, max_size=3
)
REQUESTS: st.SearchStrategy[Request] = st.one_of(
    SLOTS,
    st.builds(ActList, NAMED, st.integers(1, 500), st.booleans()),
    st.builds(Register, PLAIN, st.integers(1, 500), st.lists(PLAIN, max_size=3).map(tuple), PLAIN),
    st.builds(Requirement, st.sampled_from(["member_assembly", "centre_group_study"])),
    st.builds(lambda slot, how: Direction(replace_earlier(slot, how)), NAMED, st.sampled_from(["同期", "上期"])),
    st.builds(ByHand, PLAIN, SLOTS),
    st.builds(UnitTable, COLUMNS.map(tuple), st.sampled_from(["", "大队"]), st.sampled_from(["", *KEYS])),
)


def replace_earlier(slot: Slot, how: str) -> Slot:
    """The slot against an earlier period."""
    return slot._replace(earlier=how)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.one_of(PLAIN, REQUESTS), max_size=4), max_size=5), st.sampled_from(["14次", "", "1：【2"])
)
def test_what_an_author_leaves_untouched_is_read_back_as_it_was(lines: list[list[str | Request]], says: str) -> None:
    calling = Calling.of(catalogue())
    escaped = "\n".join(
        "".join(literal(part) if isinstance(part, str) else source_of(part) for part in line) for line in lines
    )
    author = as_author(escaped, calling, says)
    read = from_author(author, calling)
    assert read.problems == ()
    assert as_author(read.source, calling, says) == author
    asked, again = Collecting(), Collecting()
    whole = Template(Head(key="k", name="n"), escaped, "草稿", 1, is_plain=True)
    before = rendered(whole, {}, asked)
    after = rendered(replace(whole, text=read.source), {}, again)
    assert again.met == asked.met
    assert [line.strip() for line in after.split("\n")] == [line.strip() for line in before.strip().split("\n")]
