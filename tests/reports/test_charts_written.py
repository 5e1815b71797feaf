"""Charts in a report: asked for in a template, drawn from figures, in every format, verified with the picture."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from django.db import transaction

from bihuan.book.posting import post
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.charts import docx as charts_docx
from bihuan.reports.charts.shapes import Form
from bihuan.reports.document import Document, Plate, Table
from bihuan.reports.docx.reading import bound_in
from bihuan.reports.drafting.reviewing import review_file
from bihuan.reports.errors import BrokenTemplate, Gaps
from bihuan.reports.exporting import content
from bihuan.reports.issuing import issue_report
from bihuan.reports.verifying import MentionState, Verification, verify_report
from bihuan.reports.writing import Order, text_to_edit, write_report
from bihuan.values.actor import Actor
from conftest import at
from reports.conftest import edited

Writing = Callable[[str], Document]
DRILLS = "familiarisation_drill.drills"
BY_UNIT = f'{{{{ 图("各大队熟悉演练", "{DRILLS}", 按="下级单位", 级别="大队") }}}}'


def drills(place: UnitPlace, month: int, count: int, first: int) -> list[Voucher]:
    lines = (Line(DRILLS, date(2023, month, 4), 1),)
    return [Voucher("record", first + n, place.number, place.path, lines) for n in range(count)]


@pytest.fixture
def brigades(small_ledger: UnitPlace, tree: dict[str, UnitPlace]) -> None:
    """East held three drills in April and one in May, west five in May."""
    east, west = tree["dc"], tree["xc"]
    with transaction.atomic():
        post([*drills(east, 4, 3, 20_000), *drills(east, 5, 1, 20_100), *drills(west, 5, 5, 20_200)], at(2023, 6, 5))


@pytest.fixture
def asked(order: Order, tmp_path: Path) -> Callable[[str], Order]:
    """The order of a report with this text."""

    def of(text: str) -> Order:
        file = tmp_path / "t.md"
        file.write_text(f"---\nkey: t\nname: 试写\n---\n# 报告\n\n{text}\n", encoding="utf-8")
        return replace(order, template=str(file))

    return of


@pytest.fixture
def write(author: Actor, asked: Callable[[str], Order]) -> Writing:
    """Writes a report with this text."""
    return lambda text: write_report(author, asked(text))


def plate(document: Document) -> Plate:
    (found,) = document.plates
    return found


def saved(document: Document, folder: Path, name: str = "r.docx") -> Path:
    file = folder / name
    file.write_bytes(content(document, ".docx"))
    return file


def test_a_chart_by_unit_states_a_figure_for_each(brigades: None, write: Writing) -> None:
    document = write(BY_UNIT)
    found = plate(document)
    assert found.caption == "图1　各大队熟悉演练（2023年上半年，次）"
    assert found.plot.names == ("东城消防救援大队", "西城消防救援大队")
    assert [mention.text for mention in document.mentions] == ["4", "5"]
    assert [(identity.key, identity.unit) for identity in document.figures] == [(DRILLS, "dc"), (DRILLS, "xc")]
    assert [mark.figure.unit for mark in found.plot.series[0].marks if mark.figure] == ["dc", "xc"]


def test_a_chart_by_months_states_a_figure_for_each_month(brigades: None, write: Writing) -> None:
    document = write('{{ 图("熟悉演练", "熟悉演练次数", 按="月", 近=3) }}')
    found = plate(document)
    assert found.plot.form is Form.LINES
    assert found.caption == "图1　熟悉演练（2023年4月至6月，次）"
    assert found.said == "图1　熟悉演练（2023年4月至6月，次）：4月3次，5月6次，6月无记录。"
    assert [identity.period for identity in document.figures] == ["2023-04", "2023-05"]
    assert document.blanks == ("6月：熟悉演练",)


def test_a_chart_beside_the_year_before_has_two_lines(
    brigades: None, small_ledger: UnitPlace, write: Writing
) -> None:
    line = Line(DRILLS, date(2022, 5, 1), 1)
    with transaction.atomic():
        post([Voucher("record", 30_000, small_ledger.number, small_ledger.path, (line,))], at(2022, 5, 2))
    found = plate(write(f'{{{{ 图("演练", "{DRILLS}", 按="月", 近=2, 比="同期") }}}}'))
    assert [each.name for each in found.plot.series] == ["本期", "上年同期"]
    assert found.plot.said == "5月本期6次、上年同期1次，6月本期无记录、上年同期无记录"


def test_the_largest_may_stand_first_and_the_rest_be_left_out(brigades: None, write: Writing) -> None:
    text = BY_UNIT.replace(") }}", ", 排序=True, 最多=1) }}")
    found = plate(write(text))
    assert found.plot.names == ("西城消防救援大队",)
    assert found.caption.endswith("次，其余从略）")


def test_a_number_may_be_drawn_in_a_larger_unit_and_is_stated_with_it(
    small_ledger: UnitPlace, write: Writing, operator: Actor, tmp_path: Path
) -> None:
    document = write('{{ 图("审计金额", "audit.amount", 按="月", 近=1, 单位="亿元") }}')
    assert [mention.text for mention in document.mentions] == ["0.12亿元"]
    assert plate(document).plot.series[0].marks[0].text == "0.12"
    assert verify_report(operator, saved(document, tmp_path)).is_clean


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{{ 图("图", "dispatch.fires") }}', '按="下级单位"'),
        ('{{ 图("图", "dispatch.fires", 按="月", 颜色="红") }}', "不认识“颜色”"),
        ('{{ 图("图", "dispatch.fires", 按="月", 比="去年") }}', "只能比"),
        ('{{ 图("图", ["dispatch.fires", "dispatch.rescues", "audit.audits"], 按="月") }}', "一到2个科目"),
        ('{{ 图("图", "dispatch.fires", 按="下级单位", 级别="中队") }}', "没有“中队”"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_with_the_mend(write: Writing, text: str, part: str) -> None:
    with pytest.raises(BrokenTemplate, match=part):
        write(text)


def test_a_misspelt_figure_names_the_nearest_and_its_line(write: Writing) -> None:
    with pytest.raises(Gaps, match=r"第 9 行: 目录里没有“familiarisation_drill.drill”.*familiarisation_drill.drills"):
        write('第一段。\n\n{{ 图("演练", "familiarisation_drill.drill", 按="月") }}')


def test_figures_of_unlike_measures_share_no_chart(brigades: None, write: Writing) -> None:
    with pytest.raises(Gaps, match="里有“次”也有“万元”"):
        write(f'{{{{ 图("图", ["{DRILLS}", "audit.amount"], 按="月") }}}}')


def test_a_unit_without_any_below_says_so_in_the_text(write: Writing, tree: dict[str, UnitPlace]) -> None:
    document = write('{{ 图("各站出动", "dispatch.fires", 按="下级单位", 级别="总队") }}')
    assert not document.plates
    assert "各站出动：没有总队，不画图。" in [block.text for block in document.paragraphs]


def test_the_text_to_edit_keeps_the_chart_and_gives_the_same_one_back(
    brigades: None, author: Actor, asked: Callable[[str], Order]
) -> None:
    order = asked(BY_UNIT.replace(") }}", ", 排序=True) }}"))
    again = write_report(author, replace(order, text=text_to_edit(author, order)))
    assert again.plates == write_report(author, order).plates


def test_the_docx_holds_the_picture_with_its_numbers_in_words(brigades: None, write: Writing) -> None:
    document = write(BY_UNIT)
    word = docx.Document(io.BytesIO(content(document, ".docx")))
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == plate(document).said
    assert "东城消防救援大队4次，西城消防救援大队5次" in plate(document).said
    assert shape.width.mm == pytest.approx(156, abs=0.5)
    assert "图1　各大队熟悉演练（2023年上半年，次）" in [paragraph.text for paragraph in word.paragraphs]


def test_the_page_holds_the_chart_with_links_to_the_lines_of_proof(brigades: None, write: Writing) -> None:
    page = content(write(BY_UNIT), ".html").decode()
    assert 'role="group"' in page
    assert re.findall(r'<a href="(#F\d)" aria-label="[^"]*次"><rect', page) == ["#F1", "#F2"]
    assert "http" not in page


def test_markdown_holds_the_chart_as_a_table(brigades: None, write: Writing) -> None:
    text = content(write(BY_UNIT), ".md").decode()
    assert "图1　各大队熟悉演练（2023年上半年，次）" in text
    assert "| 东城消防救援大队 | 4 |" in text


def states(verification: Verification) -> list[MentionState]:
    return [each.state for each in verification.mentions]


def test_a_chart_verifies_like_any_text(brigades: None, write: Writing, operator: Actor, tmp_path: Path) -> None:
    file = saved(write(BY_UNIT), tmp_path)
    verification = verify_report(operator, file)
    assert verification.is_clean
    assert verification.typed == ()
    assert len(verification.mentions) == 2
    assert review_file(file).bound == 2


def test_a_chart_that_was_taken_out_is_lost(brigades: None, write: Writing, operator: Actor, tmp_path: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r"<w:drawing>.*?</w:drawing>", "", text, flags=re.DOTALL)

    file = edited(saved(write(BY_UNIT), tmp_path), tmp_path / "e.docx", "word/document.xml", without)
    verification = verify_report(operator, file)
    assert states(verification) == [MentionState.LOST] * 2
    assert bound_in(file).words(1) is None


def exchanged(source: Path, target: Path, picture: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, picture if name.startswith("word/media/") else old.read(name))
    return target


def test_another_picture_in_its_place_is_an_edit(
    brigades: None, write: Writing, operator: Actor, tmp_path: Path
) -> None:
    other = exchanged(saved(write(BY_UNIT), tmp_path), tmp_path / "e.docx", b"\x89PNG another")
    verification = verify_report(operator, other)
    assert states(verification) == [MentionState.EDITED] * 2
    assert verification.mentions[0].why == "写出时是“4”，现在是“另一幅图”。"


def test_an_issued_chart_exchanged_together_with_its_index_is_found(
    brigades: None, asked: Callable[[str], Order], operator: Actor, tmp_path: Path
) -> None:
    issued = tmp_path / "i.docx"
    issued.write_bytes(issue_report(operator, asked(BY_UNIT)).content)
    assert verify_report(operator, issued).is_clean
    picture = b"\x89PNG another"
    other = exchanged(issued, tmp_path / "e.docx", picture)
    digest = hashlib.sha256(picture).hexdigest()[:16]
    forged = edited(
        other,
        tmp_path / "f.docx",
        "docProps/custom.xml",
        lambda text: re.sub(r'(name="bihuan_C1"><vt:lpwstr>)[0-9a-f]{16}', rf"\g<1>{digest}", text),
    )
    assert bound_in(forged).words(1) == "4"
    assert states(verify_report(operator, forged)) == [MentionState.ALTERED] * 2


def test_other_words_for_the_picture_are_an_edit(
    brigades: None, write: Writing, operator: Actor, tmp_path: Path
) -> None:
    file = edited(
        saved(write(BY_UNIT), tmp_path), tmp_path / "e.docx", "word/document.xml", lambda t: t.replace("4次", "9次")
    )
    assert states(verify_report(operator, file)) == [MentionState.EDITED] * 2


def test_records_that_change_behind_a_chart_are_told(
    brigades: None, write: Writing, operator: Actor, tree: dict[str, UnitPlace], tmp_path: Path
) -> None:
    file = saved(write(BY_UNIT), tmp_path)
    with transaction.atomic():
        post(drills(tree["xc"], 6, 1, 40_000), at(2024, 1, 1))
    verification = verify_report(replace(operator, at=at(2024, 1, 2)), file)
    assert states(verification) == [MentionState.UNCHANGED, MentionState.RECORDS_CHANGED]
    assert "账上现为6次" in verification.mentions[1].why


def test_without_a_chinese_font_the_docx_holds_a_table_of_the_same_figures(
    brigades: None, write: Writing, operator: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts_docx, "png_of", lambda _: None)
    document = write(BY_UNIT)
    file = saved(document, tmp_path)
    word = docx.Document(str(file))
    assert not word.inline_shapes
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["名称", "熟悉演练次数"]
    assert isinstance(plate(document).table, Table)
    assert verify_report(operator, file).is_clean


def test_the_index_ties_the_mentions_to_the_picture(brigades: None, write: Writing, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved(write(BY_UNIT), tmp_path)) as package:
        (name,) = [each for each in package.namelist() if each.startswith("word/media/")]
        digest = hashlib.sha256(package.read(name)).hexdigest()[:16]
        custom = package.read("docProps/custom.xml").decode()
    assert re.search(rf'name="bihuan_C1"><vt:lpwstr>{digest}\|[0-9a-f]{{16}}\|1-2<', custom)
