"""A report edited in another program and taken back: figures live on, typed words stay, what is lost is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bihuan.cli import drafts as drafts_cli
from bihuan.organisations.queries import UnitPlace
from bihuan.reports import listings
from bihuan.reports.appending import appended
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.drafting.drafts import begin_draft, draft_for, live, save_draft
from bihuan.reports.drafting.taking_back import Merge, merge_report
from bihuan.reports.errors import NotAReport, SavedMeanwhile
from bihuan.reports.writing import Order, edited_report, write_report
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from machine import through_office
from reports.conftest import edited

TEXT = """# 中共清河支队委员会关于新的写法的报告

主送：总队党委

开头一段，{{ 数据("party_committee_meeting.meetings") }}会，{{ 数据("audit.amount", 单位="万元") }}，其中{{ "{" }} 花括号 }。

## 一、学习

班子成员调研{{ 数据("frontline_visit.visits[visitor_group=班子成员]", 约数=True) }}，党课{{ 要求("party_lecture") }}。

（一）小标题。抓得紧，共{{ 数据("agenda_item.items", 只写数字=True) }}项，植树120棵。

{{ 单位表(列={"党委会": "party_committee_meeting.meetings", "议题": "agenda_item.items"}, 级别="大队") }}

两张表之间的话。

| 栏目 | 数 |
| 党委会 | {{ 数据("party_committee_meeting.meetings") }} |

{{ 清单("没有人办的清单", 空="一件也没有。") }}

各单位：{{ 事项("party_committee_meeting.meetings", 最多=3) }}。"""


@pytest.fixture(autouse=True)
def empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that nobody has anything for."""
    monkeypatch.setitem(listings._lists, "没有人办的清单", lambda *_: listings.Listing(("栏",), ()))


@pytest.fixture
def number(author: Actor, order: Order) -> int:
    """A kept draft of the text."""
    number = begin_draft(author, order)
    save_draft(author, number, TEXT, version=1)
    return number


def written(actor: Actor, number: int) -> bytes:
    """The draft as a file."""
    return docx_bytes(live(actor, number).document)


def words(actor: Actor, number: int) -> list[str]:
    return [block.text for block in live(actor, number).document.paragraphs]


def merged(actor: Actor, content: bytes) -> Merge:
    return merge_report(actor, content, "报告.docx")


def test_what_nobody_edited_comes_back_as_it_was(author: Actor, number: int) -> None:
    before = words(author, number)
    found = merged(author, written(author, number))
    assert (found.number, found.version, found.is_new) == (number, 3, False)
    assert (found.edited, found.lost, found.fixed, found.frame) == ((), (), (), ())
    assert words(author, number) == before
    assert draft_for(author, number).order.text.split("\n\n")[:7] == TEXT.split("\n\n")[:7]


@pytest.mark.parametrize("route", [("docx",), ("odt", "docx")])
def test_libreoffice_saves_it_and_it_comes_back_as_it_was(
    author: Actor, number: int, tmp_path: Path, route: tuple[str, ...]
) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(written(author, number))
    before = words(author, number)
    (saved,) = through_office([file], tmp_path, route)
    found = merged(author, saved.read_bytes())
    assert (found.edited, found.lost, found.fixed, found.frame) == ((), (), (), ())
    assert words(author, number) == before
    assert "数据(" in draft_for(author, number).order.text


def changed(content: bytes, tmp_path: Path, change: Callable[[str], str]) -> bytes:
    """The file with the words of its body changed."""
    source, target = tmp_path / "a.docx", tmp_path / "b.docx"
    source.write_bytes(content)
    return edited(source, target, "word/document.xml", change).read_bytes()


def test_words_that_were_changed_stay_and_figures_live_on(author: Actor, number: int, tmp_path: Path) -> None:
    content = changed(written(author, number), tmp_path, lambda xml: xml.replace("开头一段", "改过的开头{{ 1 }}"))
    found = merged(author, content)
    assert found.edited == ()
    assert "改过的开头{{ 1 }}，14次会，1153.4万元，其中{ 花括号 }。" in words(author, number)


def test_a_figure_that_was_typed_over_is_kept_as_typed_and_listed(author: Actor, number: int, tmp_path: Path) -> None:
    content = changed(written(author, number), tmp_path, lambda xml: xml.replace(">14次<", ">15次<", 1))
    found = merged(author, content)
    assert [(mark.name, mark.written, mark.found) for mark in found.edited] == [
        ("党委（党组）会次数", "14次", "15次")
    ]
    assert any("，15次会，" in line for line in words(author, number))
    editing = edited_report(author, draft_for(author, number).order)
    assert "【手改：15次；原为党委（党组）会次数】" in editing.text
    assert [(over.words, over.held) for over in editing.typed_over] == [("15次", "14次")]


def test_digits_typed_in_front_of_a_figure_are_part_of_it(author: Actor, number: int, tmp_path: Path) -> None:
    content = changed(written(author, number), tmp_path, lambda xml: xml.replace("开头一段，<", "开头一段，1<"))
    assert [mark.found for mark in merged(author, content).edited] == ["114次"]


def test_a_figure_that_is_gone_is_named(author: Actor, number: int, tmp_path: Path) -> None:
    def without(xml: str) -> str:
        paragraphs = re.split(r"(?=<w:p>)", xml)
        return "".join(each for each in paragraphs if "班子成员调研" not in each)

    found = merged(author, changed(written(author, number), tmp_path, without))
    assert [(mark.name, mark.written) for mark in found.lost] == [("下基层调研次数（班子成员）", "60余次")]
    assert not any("班子成员调研" in line for line in words(author, number))


def test_a_table_that_was_changed_stands_as_typed(author: Actor, number: int, tmp_path: Path) -> None:
    found = merged(author, changed(written(author, number), tmp_path, lambda xml: xml.replace("东城", "东区")))
    assert len(found.fixed) == 1
    assert "单位表" not in draft_for(author, number).order.text
    assert any("东区" in line for line in words(author, number))


def test_a_signature_that_was_changed_is_told(author: Actor, number: int, tmp_path: Path) -> None:
    content = changed(written(author, number), tmp_path, lambda xml: xml.replace("2023年7月5日", "2023年7月6日"))
    assert [(each.name, each.found) for each in merged(author, content).frame] == [("日期", "2023年7月6日")]


def test_a_heading_that_was_added_is_one(author: Actor, number: int, tmp_path: Path) -> None:
    added = "<w:p><w:r><w:t>二、新加的一节</w:t></w:r></w:p><w:p><w:r><w:t>新写的一段。</w:t></w:r></w:p><w:sectPr"
    content = changed(written(author, number), tmp_path, lambda xml: xml.replace("<w:sectPr", added, 1))
    merged(author, content)
    assert "## 二、新加的一节\n\n新写的一段。" in draft_for(author, number).order.text


def test_nothing_that_somebody_saved_meanwhile_is_overwritten(author: Actor, number: int) -> None:
    content = written(author, number)
    save_draft(author, number, f"{TEXT}\n\n后来加的一段。", version=2)
    with pytest.raises(SavedMeanwhile):
        merged(author, content)
    assert draft_for(author, number).version == 3


def test_a_report_that_came_of_no_draft_begins_one(author: Actor, small_ledger: UnitPlace) -> None:
    order = Order("yearly_plan", small_ledger.code, Period.parse("2024"), date(2024, 1, 8))
    document = write_report(author, order)
    found = merged(author, docx_bytes(document))
    assert (found.is_new, found.version, found.lost, found.edited) == (True, 1, (), ())
    assert words(author, found.number) == [block.text for block in document.paragraphs]


def test_an_appendix_is_no_part_of_the_draft(author: Actor, number: int) -> None:
    before = words(author, number)
    found = merged(author, docx_bytes(appended(live(author, number).document)))
    assert (found.edited, found.lost, found.fixed, found.frame) == ((), (), (), ())
    assert words(author, number) == before


def test_what_is_no_report_of_ours_is_refused(author: Actor) -> None:
    with pytest.raises(NotAReport):
        merged(author, b"nothing")


def test_the_command_takes_a_file_back_and_lists_what_changed(
    author: Actor, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_cli, "operator", lambda: author)
    file = tmp_path / "改过.docx"
    file.write_bytes(changed(written(author, number), tmp_path, lambda xml: xml.replace(">14次<", ">15次<", 1)))
    answer = CliRunner().invoke(drafts_cli.report_group, ["merge", str(file)])
    assert answer.exit_code == 1
    assert f"已收回草稿 {number}，第 3 版。" in answer.output
    assert "写出时是“14次”，文中改成“15次”" in answer.output
    file.write_bytes(written(author, number))
    again = CliRunner().invoke(drafts_cli.report_group, ["merge", str(file), "--json"])
    assert again.exit_code == 0
    told = json.loads(again.output)
    assert (told["draft"], told["new"], told["version"], told["edited"]) == (number, False, 4, [])
