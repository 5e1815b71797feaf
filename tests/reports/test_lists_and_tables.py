"""What a template may ask for beside a figure: tables by unit, lists of acts, registers, requirements, directions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from bihuan.book.posting import post
from bihuan.book.registry import Description, describe
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.document import Document, Table
from bihuan.reports.docx.reading import bound_in
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.errors import BrokenTemplate, Gaps, WrongSpan
from bihuan.reports.listings import ListAsk, Listing, offer_list
from bihuan.reports.requests import Ranked, clean
from bihuan.reports.verifying import MentionState, verify_report
from bihuan.reports.writing import Order, draft_report, text_to_edit, write_report
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from conftest import at
from reports.conftest import edited

Writing = Callable[[str], Document]


@pytest.fixture
def write(author: Actor, order: Order, tmp_path: Path) -> Writing:
    """Writes the small report from a template with this text."""

    def written(text: str, head: str = "") -> Document:
        file = tmp_path / "t.md"
        file.write_text(f"---\nkey: t\nname: 试写\n{head}---\n# 报告\n\n{text}\n", encoding="utf-8")
        return write_report(author, replace(order, template=str(file)))

    return written


@pytest.fixture
def brigades(small_ledger: UnitPlace, tree: dict[str, UnitPlace]) -> None:
    """East held 3 drills, west 5."""
    lines = (Line("familiarisation_drill.drills", date(2023, 5, 4), 1),)
    with transaction.atomic():
        post(
            [
                Voucher("record", 20_000 + n, tree[code].number, tree[code].path, lines)
                for code, count in (("dc", 3), ("xc", 5))
                for n in range(100 * count, 101 * count)
            ],
            at(2023, 5, 5),
        )


def table_in(document: Document) -> list[list[str]]:
    (table,) = [block for block in document.paragraphs if isinstance(block, Table)]
    return [["".join(run.text for run in cell) for cell in line] for line in table.lines]


def body(document: Document) -> str:
    return "\n".join(block.text for block in document.paragraphs[1:-2])


def test_a_table_ranks_the_units_of_a_level_by_a_figure(brigades: None, write: Writing) -> None:
    document = write('{{ 单位表({"演练": "familiarisation_drill.drills"}, 级别="大队", 排序="熟悉演练次数") }}')
    assert table_in(document) == [
        ["名次", "单位", "演练（次）"],
        ["1", "西城消防救援大队", "5"],
        ["2", "东城消防救援大队", "3"],
    ]
    assert [mention.text for mention in document.mentions] == ["5", "3"]
    assert {identity.unit for identity in document.figures} == {"dc", "xc"}


def test_a_unit_without_records_has_a_dash_no_place_and_is_told(brigades: None, write: Writing) -> None:
    document = write('{{ 单位表(["dispatch.fires"], 级别="大队", 排序="dispatch.fires") }}')
    assert [row[-1] for row in table_in(document)[1:]] == ["—", "—"]
    assert document.blanks == ("东城消防救援大队：火灾扑救起数", "西城消防救援大队：火灾扑救起数")


def test_figures_in_cells_are_verified_like_any_other(
    brigades: None, write: Writing, operator: Actor, tmp_path: Path
) -> None:
    file = tmp_path / "t.docx"
    file.write_bytes(docx_bytes(write('{{ 单位表(["familiarisation_drill.drills"], 级别="大队") }}')))
    assert verify_report(operator, file).is_clean
    forged = edited(file, tmp_path / "f.docx", "word/document.xml", lambda text: text.replace(">5<", ">6<"))
    found = [each.state for each in verify_report(operator, forged).mentions]
    assert found == [MentionState.UNCHANGED, MentionState.EDITED]


def test_an_unknown_level_is_refused_with_those_that_there_are(write: Writing) -> None:
    with pytest.raises(BrokenTemplate, match="支队"):
        write('{{ 单位表(["dispatch.fires"], 级别="中队") }}')


@pytest.fixture
def titled() -> None:
    """Every record has a title with a number in it."""
    describe("record", lambda sources: {source: Description(f"第{source}号文件|甲") for source in sources})


@pytest.mark.usefixtures("titled")
def test_the_acts_behind_a_figure_are_listed_by_day_and_bound(
    write: Writing, operator: Actor, tmp_path: Path
) -> None:
    document = write('共{{ 数据("audit.audits") }}。\n\n{{ 事项表("audit.audits", 最多=3) }}')
    rows = table_in(document)
    assert rows[0] == ["日期", "单位", "事项"]
    assert rows[1][:2] == ["2023年6月5日", "清河市消防救援支队"]
    assert rows[1][2].endswith("号文件／甲")
    assert [row[0] for row in rows[4:]] == ["其余从略"]
    file = tmp_path / "t.docx"
    file.write_bytes(docx_bytes(document))
    verification = verify_report(operator, file)
    assert verification.is_clean
    assert verification.typed == ()
    title = rows[1][2]
    forged = edited(file, tmp_path / "f.docx", "word/document.xml", lambda text: text.replace(title, "另一份"))
    again = verify_report(operator, forged)
    assert [row.state for row in again.rows].count(MentionState.EDITED) == 1
    assert not again.is_clean


@pytest.mark.usefixtures("titled")
def test_titles_may_run_through_a_sentence(write: Writing) -> None:
    assert "等" in body(write('包括{{ 事项("audit.audits", 最多=2) }}。'))


def test_a_list_without_acts_is_a_gap(write: Writing) -> None:
    with pytest.raises(Gaps, match="火灾扑救起数"):
        write('{{ 事项表("dispatch.fires") }}')


def test_a_registered_list_is_set_as_words_without_a_figure(write: Writing, tmp_path: Path) -> None:
    asked: list[ListAsk] = []

    def kept(_: Actor, ask: ListAsk) -> Listing:
        asked.append(ask)
        return Listing(("单位", "事项"), (("东城消防救援大队", "灭火器3具过期"),))

    offer_list("试用清单", kept)
    document = write('{{ 清单("试用清单", 列=["事项"]) }}')
    assert table_in(document) == [["事项"], ["灭火器3具过期"]]
    assert asked[0].unit == "zd"
    assert document.rows == ("灭火器3具过期",)
    file = tmp_path / "t.docx"
    file.write_bytes(docx_bytes(document))
    assert bound_in(file).row_words(1) == "灭火器3具过期"


def test_an_empty_list_says_so(write: Writing) -> None:
    offer_list("空清单", lambda _actor, _ask: Listing(("单位",), ()))
    assert "没有欠账。" in body(write('{{ 清单("空清单", 空="没有欠账。") }}'))


@pytest.mark.parametrize(("text", "part"), [('{{ 清单("没有") }}', "没有清单"), ('{{ 要求("没有") }}', "责任事项")])
def test_what_nobody_keeps_is_a_gap(write: Writing, text: str, part: str) -> None:
    with pytest.raises(Gaps, match=part):
        write(text)


def test_a_requirement_is_quoted_from_the_catalogue(write: Writing) -> None:
    document = write('党员大会{{ 要求("member_assembly") }}，民主生活会{{ 要求("民主生活会") }}。')
    assert "党员大会每季度至少1次，民主生活会每年至少1次。" in body(document)
    assert document.rows == ("每季度至少1次", "每年至少1次")


def test_a_figure_is_compared_with_an_earlier_period(small_ledger: UnitPlace, write: Writing) -> None:
    line = Line("administrative_meeting.meetings", date(2022, 3, 1), 1)
    with transaction.atomic():
        post([Voucher("record", 30_001, small_ledger.number, small_ledger.path, (line,))], at(2022, 3, 2))
    document = write(
        '{{ 数据("administrative_meeting.meetings", 比="同期") }}，{{ 升降("administrative_meeting.meetings") }}'
    )
    assert "1次，增加" in body(document)
    assert document.figures[0].period == "2022-H1"


def test_a_number_that_no_part_works_out_is_a_gap_and_stops_no_other(write: Writing) -> None:
    with pytest.raises(Gaps) as refused:
        write('{{ 数据("assessment.media_reports_due") }}{{ 数据("party_committee_meeting.meetings") }}')
    assert len(refused.value.problems) == 1
    assert "还没有部分计算" in str(refused.value)


def test_a_draft_shows_its_gaps_in_their_place(author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "t.md"
    file.write_text('---\nkey: t\nname: 试写\n---\n# 报告\n\n火灾{{ 数据("dispatch.fires") }}。\n', encoding="utf-8")
    drafted = draft_report(author, replace(order, template=str(file)))
    assert "火灾〔缺〕。" in [block.text for block in drafted.document.paragraphs]
    assert len(drafted.gaps) == 1


def test_the_text_to_edit_keeps_its_figures_alive(author: Actor, order: Order) -> None:
    text = text_to_edit(author, order)
    assert "清河市消防救援支队" in text
    assert '{{ 数据("agenda_item.items", 汉字=True) }}' in text
    assert "{%" not in text
    changed = text.replace("召开党委会", "先后召开党委会")
    document = write_report(author, replace(order, text=changed))
    assert "先后召开党委会14次，研究议题七十五项。" in [block.text for block in document.paragraphs]


@pytest.mark.parametrize(
    "text",
    ["{% for n in [1, 2] %}{{ n }}{% endfor %}", '{{ "甲" * 1000000000 }}', "{{ 单位.upper() }}", '{{ "甲"|upper }}'],
)
def test_a_draft_holds_words_and_slots_and_nothing_else(author: Actor, order: Order, text: str) -> None:
    with pytest.raises(BrokenTemplate):
        write_report(author, replace(order, text=f"# 报告\n\n{text}"))


def test_a_bulletin_of_the_month_takes_a_month(author: Actor, order: Order) -> None:
    with pytest.raises(WrongSpan, match="按月写"):
        write_report(author, replace(order, template="monthly_bulletin", period=Period.parse("2023-H1")))


@given(st.dictionaries(st.text("甲乙丙丁", min_size=1), st.none() | st.integers(0, 5).map(Fraction)))
def test_places_follow_the_values_and_equal_values_share_one(values: dict[str, Fraction | None]) -> None:
    places = Ranked.of(values.items()).places
    assert sorted(unit for unit, _ in places) == sorted(values)
    for unit, place in places:
        value = values[unit]
        assert (place is None) == (value is None)
        if value is not None:
            assert place == 1 + sum(other is not None and other > value for other in values.values())


@given(st.text(max_size=400))
def test_words_from_the_ledger_fit_a_cell_whatever_they_are(text: str) -> None:
    words = clean(text)
    assert len(words) <= 120
    assert not set(words) & set("|\n\t\ue000\ue001\ue002\ue003\ue004")
