"""A report as a file: the layout of an official document, and figures that lead to their proof."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from bihuan.reports import typography
from bihuan.reports.document import Document
from bihuan.reports.docx.reading import bound_in
from bihuan.reports.errors import UnknownEnding
from bihuan.reports.exporting import content
from bihuan.reports.writing import Order, write_report
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from machine import office

MM = 72 / 25.4


@pytest.fixture
def document(author: Actor, order: Order) -> Document:
    return write_report(author, order)


def test_margins_grid_and_faces_are_those_of_the_standard(document: Document) -> None:
    word = docx.Document(io.BytesIO(content(document, ".docx")))
    section = word.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
    normal = word.styles["Normal"].element.xml
    assert "仿宋_GB2312" in normal
    assert 'w:line="579"' in normal
    assert 'w:val="32"' in normal


def test_the_docx_is_one_that_other_programs_open(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(content(document, ".docx"))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert package.testzip() is None
        for name in names:
            assert not name.startswith("/")
        types = package.read("[Content_Types].xml").decode()
        assert "custom-properties" in types


def test_the_index_holds_no_value_longer_than_other_programs_keep(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(content(document, ".docx"))) as package:
        values = re.findall(r"<vt:lpwstr>(.*?)</vt:lpwstr>", package.read("docProps/custom.xml").decode())
    assert values
    assert max(map(len, values)) <= 255


def test_every_mention_is_read_back_from_the_docx(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    file.write_bytes(content(document, ".docx"))
    bound = bound_in(file)
    assert [bound.words(number) for number in bound.written] == [mention.text for mention in document.mentions]
    assert [identity.digest for identity in bound.figures.values()] == [f.digest for f in document.figures]
    assert [identity.exact for identity in bound.figures.values()] == [f.exact for f in document.figures]


def test_each_figure_of_the_page_leads_to_its_line_of_proof(document: Document) -> None:
    page = content(document, ".html").decode()
    for number, identity in enumerate(document.figures, 1):
        assert f'<tr id="F{number}">' in page
        assert f'data-digest="{identity.digest}"' in page
    assert page.count('class="figure"') == len(document.mentions)
    assert "http" not in page


def test_markdown_lists_what_each_figure_stands_on(document: Document) -> None:
    text = content(document, ".md").decode()
    assert text.startswith("# 中共清河市消防救援支队委员会")
    assert "| 14次 | 14 | party_committee_meeting.meetings |" in text


def test_other_endings_are_refused(document: Document) -> None:
    with pytest.raises(UnknownEnding, match=r"\.docx"):
        content(document, ".wps")


@pytest.mark.slow
def test_the_pages_have_twenty_two_lines_of_twenty_eight_characters(
    author: Actor, order: Order, tmp_path: Path
) -> None:
    office()
    template = tmp_path / "long.md"
    body = "为了检验版式这一段文字没有标点并且一直写下去直到写满许多行" * 40
    template.write_text(f"---\nkey: long\nname: 长文\n---\n# 标题\n\n{body}\n", encoding="utf-8")
    document = write_report(author, Order(str(template), order.unit, Period.parse("2023-H1"), order.day))
    pages = pypdfium2.PdfDocument(content(document, ".pdf"))
    assert len(pages) >= 2
    page = pages[1]
    assert [round(side / MM) for side in page.get_size()] == [210, 297]
    words = page.get_textpage()
    lines = [line.strip() for line in words.get_text_range().splitlines() if len(line.strip()) > 20]
    assert {len(line) for line in lines[:-1]} == {28}
    assert len(lines) == 22
    left, _, _, _ = words.get_charbox(0)
    assert abs(left - 28 * MM) < MM


def test_a_long_title_is_broken_where_a_word_ends() -> None:
    title = "中共临江市消防救援支队委员会关于2023年上半年履行全面从严治党主体责任情况的报告"
    assert typography.title_lines(title) == [
        "中共临江市消防救援支队委员会",
        "关于2023年上半年履行全面从严治党",
        "主体责任情况的报告",
    ]
    assert typography.title_lines("工作总结") == ["工作总结"]


def test_the_signature_is_centred_over_the_date() -> None:
    signature, day = typography.closing_indents("清河市消防救援支队", "2023年7月5日")
    middle_of_signature = signature + typography.width("清河市消防救援支队") / 2
    assert middle_of_signature == day + typography.width("2023年7月5日") / 2
    assert signature >= 2
