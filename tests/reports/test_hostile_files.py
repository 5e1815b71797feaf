"""Files that mean harm are refused or read within limits, and nothing in them is ever run or fetched."""

from __future__ import annotations

import resource
import time
import zipfile
from pathlib import Path

import docx
import pytest

from bihuan.organisations.queries import UnitPlace
from bihuan.reading.errors import UnreadableDocument
from bihuan.reports.checking.check import check_file
from bihuan.reports.docx.paragraphs import body_in
from bihuan.reports.docx.reading import bound_in
from bihuan.reports.drafting.merging import merged
from bihuan.reports.errors import NotAReport
from bihuan.values.actor import Actor
from bihuan.values.period import Period

PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'


def package(target: Path, custom: str | bytes, main: str | bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("docProps/custom.xml", custom)
        new.writestr("word/document.xml", main)
    return target


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = package(tmp_path / "bomb.docx", PROPERTIES.format(""), b"<" + b" " * (80 * 1024 * 1024))
    assert bomb.stat().st_size < 1024 * 1024
    with pytest.raises(NotAReport, match="没有读取"):
        bound_in(bomb)
    with pytest.raises(NotAReport, match="大得不像"):
        body_in(bomb.read_bytes(), "bomb.docx")


def test_marks_that_reach_too_far_are_passed_over(tmp_path: Path) -> None:
    slot = '<property name="bihuan_S{}"><vt:lpwstr>0-999999|0-999999||{{{{ 数据("a") }}}}</vt:lpwstr></property>'
    rows = '<property name="bihuan"><vt:lpwstr>1</vt:lpwstr></property>' + "".join(map(slot.format, range(20_000)))
    file = package(tmp_path / "x.docx", PROPERTIES.format(rows), BODY.format("<w:body/>"))
    begun = time.perf_counter()
    assert merged(body_in(file.read_bytes(), "x.docx")).text == ""
    assert time.perf_counter() - begun < SECONDS


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(NotAReport):
        bound_in(package(tmp_path / "x.docx", laughs + PROPERTIES.format("&b;"), BODY.format("")))


def test_files_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密", encoding="utf-8")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    file = package(
        tmp_path / "x.docx",
        PROPERTIES.format('<property name="bihuan"><vt:lpwstr>1</vt:lpwstr></property>'),
        outside + BODY.format("<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>"),
    )
    assert "机密" not in bound_in(file).text
    assert "机密" not in str(body_in(file.read_bytes(), "x.docx").blocks)


def test_a_file_without_our_marks_is_told_to_be_checked_instead(tmp_path: Path) -> None:
    with pytest.raises(NotAReport, match="bihuan check"):
        bound_in(package(tmp_path / "x.docx", PROPERTIES.format(""), BODY.format("")))


def test_a_mark_that_names_no_figure_is_passed_over(tmp_path: Path) -> None:
    rows = "".join(
        f'<property name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        for name, value in {"bihuan": "1", "bihuan_F1": "不是依据", "bihuan_M1_F1": "14次"}.items()
    )
    bound = bound_in(package(tmp_path / "x.docx", PROPERTIES.format(rows), BODY.format("")))
    assert bound.figures == {}
    assert bound.written == {1: "14次"}
    assert bound.words(1) is None


HALF = Period.parse("2023-H1")
LARGE = 500 * 1024 * 1024
SECONDS = 5.0
MEMORY = 200 * 1024 * 1024


@pytest.mark.parametrize("ending", [".txt", ".docx", ".pdf"])
def test_a_file_of_500_megabytes_is_refused_at_once(
    operator: Actor, small_ledger: UnitPlace, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"large{ending}"
    with file.open("wb") as out:
        out.truncate(LARGE)
    begun, held = time.perf_counter(), peak_of_memory()
    with pytest.raises(UnreadableDocument):
        check_file(operator, file, "zd", HALF)
    assert time.perf_counter() - begun < SECONDS
    assert peak_of_memory() - held < MEMORY


def test_a_report_of_500_megabytes_is_no_report(tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    with file.open("wb") as out:
        out.truncate(LARGE)
    begun = time.perf_counter()
    with pytest.raises(NotAReport):
        bound_in(file)
    assert time.perf_counter() - begun < SECONDS


def peak_of_memory() -> int:
    """The most memory that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_a_zip_bomb_handed_in_for_checking_is_refused(
    operator: Actor, small_ledger: UnitPlace, tmp_path: Path
) -> None:
    bomb = package(tmp_path / "bomb.docx", PROPERTIES.format(""), b"<" + b" " * (300 * 1024 * 1024))
    with pytest.raises(UnreadableDocument):
        check_file(operator, bomb, "zd", HALF)


def test_a_document_of_nothing_but_tables_is_read_within_limits(
    operator: Actor, small_ledger: UnitPlace, tmp_path: Path
) -> None:
    word = docx.Document()
    for _ in range(40):
        table = word.add_table(rows=20, cols=4)
        for row in table.rows:
            row.cells[0].text = "召开党委会14次"
    file = tmp_path / "tables.docx"
    word.save(str(file))
    begun = time.perf_counter()
    check = check_file(operator, file, "zd", HALF)
    assert len(check.verdicts) == 800
    assert time.perf_counter() - begun < 4 * SECONDS


def test_macros_are_passed_over_and_never_run(operator: Actor, small_ledger: UnitPlace, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("上半年召开党委会14次。")
    plain = tmp_path / "plain.docx"
    word.save(str(plain))
    file = tmp_path / "macro.docx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen()")
    (verdict,) = check_file(operator, file, "zd", HALF).verdicts
    assert verdict.claim.text == "14次"
    with pytest.raises(NotAReport):
        bound_in(file)
