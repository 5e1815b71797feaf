"""``bihuan read``."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.cli.reading import read_command
from bihuan.reading import read
from bihuan.values.period import Period

TEXT = (
    "支队党委2023年上半年履责情况报告\n\n总队党委：\n今年以来，工作如下。\n"
    "一、把准政治方向\n召开党委会14次，研究议题XX项，整改率达到90%以上，收回资金<3,200元。\n"
    "二、下半年打算\n支队纪委每月开展不少于2次的夜间督查。\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _call(*words: object) -> Result:
    return CliRunner().invoke(read_command, [str(word) for word in words])


def test_json_prints_one_claim_a_line(report: Path) -> None:
    result = _call(report, "--json", "--period", "2023-H1")
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert rows == [claim.row() for claim in read(TEXT, Period.parse("2023-H1")).claims]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert result.exit_code == 0


def test_json_prints_one_duty_a_line(report: Path) -> None:
    (row,) = [json.loads(line) for line in _call(report, "--duties", "--json").output.splitlines()]
    assert (row["actor"], row["act"], row["times"], row["per"]) == ("支队纪委", "开展夜间督查", 2, "month")


def test_several_files_name_themselves_in_each_row(report: Path) -> None:
    rows = [json.loads(line) for line in _call(report, report, "--json").output.splitlines()]
    assert {row["file"] for row in rows} == {str(report)}
    assert len(rows) == 2 * len(read(TEXT).claims)


def test_people_see_the_document_and_a_summary_by_section(report: Path) -> None:
    result = _call(report)
    assert "召开党委会14次" in result.output
    summary = result.output.partition("各部分小计")[2]
    assert "把准政治方向" in summary
    assert "下半年打算" in summary
    totals = re.findall(
        r"\d+",
        next(line for line in summary.splitlines() if "合计" in line and "14" not in line and re.search(r"\d", line)),
    )
    assert totals == ["2", "1", "1", "1", "5", "1", "1"]


def test_a_document_with_carriage_returns_is_shown_too(tmp_path: Path) -> None:
    path = tmp_path / "回车.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert "召开党委会14次" in _call(path).output


def test_html_writes_one_self_contained_page(report: Path, tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    result = _call(report, "--html", page)
    assert (result.exit_code, "5 处数据，1 项责任" in result.output) == (0, True)
    written = page.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)=["'][^#]|<script|url\(|@import""", written)
    assert written.count("<mark id=") == 5
    assert "收回资金&lt;" in written
    for number in range(1, 6):
        assert f'href="#claim-row-{number}"' in written
        assert f'id="claim-row-{number}"' in written
    shown = re.sub(r"<[^>]+>", "", written.partition('<main class="sheet">')[2].partition("</main>")[0])
    for line in TEXT.replace("<", "&lt;").split("\n"):
        assert line in re.sub(r"责\d+", "", shown)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有.txt"], "找不到文件"),
        (["没有.txt", "--period", "2023-13"], "2023-13"),
        (["没有.txt", "另一.txt", "--html", "页.html"], "一次只写一个"),
    ],
)
def test_a_wrong_call_is_refused_in_one_chinese_sentence_with_status_2(arguments: list[str], words: str) -> None:
    result = _call(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert result.output.count("。") == 1


def test_a_page_that_cannot_be_written_is_refused(report: Path, tmp_path: Path) -> None:
    result = _call(report, "--html", tmp_path / "没有的文件夹" / "页.html")
    assert (result.exit_code, "写不了" in result.output) == (2, True)


def test_reading_starts_without_django() -> None:
    script = "import sys; import bihuan.cli.reading, bihuan.reading.page; sys.exit('django' in sys.modules)"
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    assert subprocess.run([sys.executable, "-c", script], check=False, env=environment).returncode == 0
