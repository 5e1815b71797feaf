"""The appendix 数据依据 of a .docx: a line for each figure, bound, and in nobody's way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.reports.appending import appended
from bihuan.reports.document import Document, Part, Table
from bihuan.reports.drafting.reviewing import review_file
from bihuan.reports.exporting import content
from bihuan.reports.issuing import issue_report
from bihuan.reports.meanings import meaning
from bihuan.reports.verifying import MentionState, verify_report
from bihuan.reports.writing import Order, write_report
from bihuan.values.actor import Actor
from reports.conftest import edited


@pytest.fixture
def document(author: Actor, order: Order) -> Document:
    return appended(write_report(author, order))


@pytest.fixture
def file(document: Document, tmp_path: Path) -> Path:
    found = tmp_path / "r.docx"
    found.write_bytes(content(document, ".docx"))
    return found


def test_there_is_a_line_for_each_figure_on_a_page_of_its_own(document: Document, file: Path) -> None:
    table = document.paragraphs[-1]
    assert isinstance(table, Table)
    assert len(table.lines) == len(document.figures) + 1
    word = docx.Document(str(file))
    (heading,) = [paragraph for paragraph in word.paragraphs if paragraph.text == "附：数据依据"]
    assert heading.paragraph_format.page_break_before


def test_a_line_says_where_what_how_much_and_on_how_many_records(document: Document) -> None:
    table = document.paragraphs[-1]
    assert isinstance(table, Table)
    lines = ["|".join("".join(run.text for run in cell) for cell in line) for line in table.lines]
    (line,) = [line for line in lines if "党委（党组）会次数" in line]
    place, words, value, records, digest = line.split("|")
    assert place
    assert words == "党委（党组）会次数：“党委会（党组会）”记录的件数"
    assert (value, records) == ("14次", "14条")
    assert digest in {figure.digest[:8] for figure in document.figures}


def test_what_holds_for_all_lines_is_said_once(document: Document) -> None:
    notes = [block.text for block in document.paragraphs if block.part is Part.APPENDIX_NOTE]
    assert notes[1:] == ["单位：清河市消防救援支队", "时段：2023年上半年"]
    assert notes[0].startswith("账面时点：")


def test_the_appendix_disturbs_neither_verification_nor_review(file: Path, operator: Actor) -> None:
    verification = verify_report(operator, file)
    assert verification.is_clean
    assert verification.typed == ()
    assert review_file(file).typed == ()


def test_a_number_changed_in_the_appendix_is_told(file: Path, operator: Actor, tmp_path: Path) -> None:
    forged = edited(file, tmp_path / "f.docx", "word/document.xml", lambda text: text.replace(">14条<", ">15条<", 1))
    verification = verify_report(operator, forged)
    assert [row.state for row in verification.rows].count(MentionState.EDITED) == 1
    assert not verification.is_clean


def test_a_report_may_be_issued_with_its_appendix(operator: Actor, order: Order, tmp_path: Path) -> None:
    issued = issue_report(operator, replace(order, appendix=True))
    file = tmp_path / "i.docx"
    file.write_bytes(issued.content)
    assert verify_report(operator, file).is_clean
    assert f"签发编号{issued.number}" in "".join(block.text for block in issued.document.paragraphs)


def test_every_figure_of_the_catalogue_has_a_meaning_in_chinese() -> None:
    packs = catalogue()
    keys = [*(series.key for series in packs.all_series()), *packs.formulas]
    told = {key: meaning(packs, key) for key in keys}
    assert not [key for key, words in told.items() if not words or "目录里已没有" in words or "的的" in words]
    assert told["audit.amount"] == "“审计”记录的审计金额之和"
    assert told["duty.completion_rate"] == "已履行条目数÷到期条目数"
