"""Files that mean harm are refused or read within limits, and nothing in them is ever run or fetched."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bihuan.reports.docx_reading import bound_in
from bihuan.reports.errors import NotAReport

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
