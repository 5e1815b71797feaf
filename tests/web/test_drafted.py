"""The text of a draft: figures that open, gaps, and numbers that nothing stands behind."""

from __future__ import annotations

from fractions import Fraction

from bihuan.reports.charts.shapes import Form, Mark, Plot, Series
from bihuan.reports.document import Document, Mention, Paragraph, Part, Plate, Run, Table
from bihuan.reports.setting import MISSING
from bihuan.web.reports.drafted import DraftPiece, Sort, draft_text


def document(*blocks: Paragraph | Table) -> Document:
    """A document of these blocks with one mention."""
    return Document("题", blocks, (), (Mention(0, "14次"),))


def pieces(*runs: Run) -> tuple[DraftPiece, ...]:
    """The pieces of one paragraph."""
    return draft_text(document(Paragraph(Part.BODY, runs))).blocks[0].pieces


def test_a_figure_opens_by_its_number_and_a_typed_one_is_marked() -> None:
    found = pieces(Run("召开党委会"), Run("14次", mention=0), Run("，听取汇报8次。"))
    assert DraftPiece("14次", Sort.FIGURE, 1) in found
    assert DraftPiece("8次", Sort.TYPED) in found
    assert "".join(piece.text for piece in found) == "召开党委会14次，听取汇报8次。"


def test_a_gap_is_marked_where_it_stands() -> None:
    assert pieces(Run(f"上年整改率{MISSING}。")) == (
        DraftPiece("上年整改率"),
        DraftPiece(MISSING, Sort.GAP),
        DraftPiece("。"),
    )


def test_words_from_the_ledger_are_not_typed() -> None:
    text = draft_text(document(Paragraph(Part.BODY, (Run("开展"), Run("督查3次情况通报", row=0), Run("。")))))
    assert text.typed == ()


def test_dates_and_titles_are_not_typed() -> None:
    title = Paragraph(Part.TITLE, (Run("关于整改3个问题的报告"),))
    assert draft_text(document(title, Paragraph(Part.DATE, (Run("2023年7月5日"),)))).typed == ()


def test_a_table_keeps_its_cells() -> None:
    table = Table(((((Run("单位")),), ((Run("次数")),)), (((Run("东城")),), ((Run("14次", mention=0)),))))
    (block,) = draft_text(document(table)).blocks
    assert block.part == "table"
    assert block.lines[1][1] == (DraftPiece("14次", Sort.FIGURE, 1),)


def test_a_chart_is_drawn_and_its_numbers_open() -> None:
    mark = Mark(Fraction(3), "3")
    plot = Plot(Form.BARS, ("东城大队",), (Series("", (mark,)),), "次")
    plate = Plate(1, "图1　演练（2023年上半年，次）", plot, ((Run("3", mention=0),),))
    (block,) = draft_text(Document("报告", (plate,), (), ())).blocks
    assert block.svg.startswith("<svg")
    assert [(piece.text, piece.number) for piece in block.pieces] == [
        ("图1　演练（2023年上半年，次）：", 0),
        ("东城大队", 0),
        ("3", 1),
    ]
