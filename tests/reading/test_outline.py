"""How a document is laid out."""

from bihuan.reading import Stretch, read

REPORT = (
    "支队党委2023年上半年履责情况报告\n\n总队党委：\n今年以来，工作如下。\n"
    "一、把准政治方向\n（一）带头学。学习7次。一是读原文。二是谈体会。\n1.抓落实\n（1）细化\n"
    "\n中共××市消防救援支队委员会\n2023年7月5日\n"
)


def _words(stretch: Stretch | None) -> str | None:
    return None if stretch is None else REPORT[stretch.start : stretch.end]


def test_title_addressee_signature_and_date_are_found() -> None:
    outline = read(REPORT).outline
    assert _words(outline.title) == "支队党委2023年上半年履责情况报告"
    assert _words(outline.addressee) == "总队党委："
    assert _words(outline.signature) == "中共××市消防救援支队委员会"
    assert _words(outline.date) == "2023年7月5日"


def test_headings_of_the_four_levels_and_run_in_ones_are_found() -> None:
    headings = [(heading.level, heading.text) for heading in read(REPORT).outline.headings]
    assert headings == [(1, "把准政治方向"), (2, "带头学"), (5, "读原文"), (5, "谈体会"), (3, "抓落实"), (4, "细化")]


def test_a_heading_stands_at_its_offsets() -> None:
    for heading in read(REPORT).outline.headings:
        assert heading.text in REPORT[heading.start : heading.end]


def test_a_number_at_the_beginning_of_a_line_is_no_heading() -> None:
    assert read("1.5吨油漆存放不当。").outline.headings == ()


def test_a_text_without_layout_has_none() -> None:
    outline = read("上半年召开党委会14次。").outline
    assert (outline.title, outline.addressee, outline.signature, outline.date) == (None, None, None, None)
    assert len(outline.paragraphs) == len(outline.sentences) == 1


def test_carriage_returns_belong_to_no_paragraph() -> None:
    outline = read("标题一\r\n\r\n正文一。\r\n").outline
    assert [(each.start, each.end) for each in outline.paragraphs] == [(0, 3), (7, 11)]
