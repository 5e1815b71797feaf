"""Files as text: nothing of a document is missed, and what cannot be read says so in one Chinese sentence."""

import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from bihuan.reading import documents, pdf_files, word_files
from bihuan.reading.documents import text_of
from bihuan.reading.errors import (
    BrokenDocument,
    ConverterMissing,
    MissingDocument,
    OversizedDocument,
    ScannedDocument,
    UnknownFormat,
    UnreadableDocument,
    UnreadableEncoding,
)
from machine import through_office

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SENTENCE = "上半年召开党委会14次。"


def _docx(path: Path, body: str, **parts: str) -> Path:
    """A package with just the parts that a reader needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return path


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def _paragraph(words: str) -> str:
    return f"<w:p>{_run(words)}</w:p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(f"{SENTENCE}\r\n".encode(encoding))
    assert text_of(path) == f"{SENTENCE}\r\n"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256))])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "图.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableEncoding, match="另存为 UTF-8"):
        text_of(path)


def test_a_missing_file_and_an_unknown_format_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingDocument, match="找不到"):
        text_of(tmp_path / "没有.txt")
    (tmp_path / "表.xls").write_bytes(b"x")
    with pytest.raises(UnknownFormat, match="另存为"):
        text_of(tmp_path / "表.xls")


def test_a_file_too_large_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    monkeypatch.setattr(documents, "LARGEST_FILE", 10)
    with pytest.raises(OversizedDocument, match="64 MB"):
        text_of(path)


def test_every_kind_of_text_in_a_docx_is_read(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{_paragraph('文本框1处')}</w:txbxContent></w:pict></w:r>"
    twice = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        f"{_paragraph('新文本框2处')}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{_paragraph('新文本框2处')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("域3处")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = "".join(
        [
            _paragraph("段落1处"),
            f"<w:p>{_run('前')}{box}{_run('后')}</w:p>",
            f"<w:p>{twice}</w:p>",
            f"<w:sdt><w:sdtContent>{_paragraph('控件块4处')}</w:sdtContent></w:sdt>",
            f"<w:p>{_run('行内')}<w:sdt><w:sdtContent>{_run('控件5处')}</w:sdtContent></w:sdt></w:p>",
            f"<w:p>{field}<w:fldSimple w:instr='PAGE'>{_run('简单域6处')}</w:fldSimple></w:p>",
            (
                f"<w:p><w:hyperlink>{_run('链接7处')}</w:hyperlink><w:ins>{_run('插入8处')}</w:ins>"
                f"<w:del><w:r><w:delText>删去9处</w:delText></w:r></w:del></w:p>"
            ),
            (
                f"<w:tbl><w:tr><w:tc>{_paragraph('表甲')}</w:tc><w:sdt><w:sdtContent><w:tc>{_paragraph('10处')}</w:tc>"
                "</w:sdtContent></w:sdt></w:tr></w:tbl>"
            ),
            "<w:p><w:r><w:t>制表</w:t><w:tab/><w:t>换行</w:t><w:br/><w:t>末</w:t></w:r></w:p>",
        ]
    )
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator">{_paragraph("分隔")}</w:footnote>'
        f"<w:footnote>{_paragraph('脚注11处')}</w:footnote></w:footnotes>"
    )
    text = text_of(_docx(tmp_path / "全.docx", body, footnotes=notes))
    assert text.split("\n") == [
        "段落1处",
        "前后",
        "文本框1处",
        "新文本框2处",
        "控件块4处",
        "行内控件5处",
        "域3处简单域6处",
        "链接7处插入8处",
        "表甲\t10处",
        "制表\t换行",
        "末",
        "脚注11处",
    ]


def test_a_docx_that_is_none_is_refused(tmp_path: Path) -> None:
    for name, data in {"坏.docx": b"PK\x03\x04broken", "文.docx": "不是压缩包".encode()}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BrokenDocument, match=r"另存为 \.docx"):
            text_of(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "空.docx", "w") as package:
        package.writestr("x.xml", "<x/>")
    with pytest.raises(BrokenDocument, match="不是 Word 文档"):
        text_of(tmp_path / "空.docx")


def test_a_docx_with_broken_xml_or_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "弹.docx"
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY a0 "哈">{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
            "<w:t>&a9;</w:t></w:r></w:p></w:body></w:document>",
        )
    with pytest.raises(BrokenDocument):
        text_of(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:document")
    with pytest.raises(BrokenDocument):
        text_of(path)


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_files, "LARGEST_PART", 1_000)
    path = _docx(tmp_path / "弹.docx", _paragraph("啊" * 5_000))
    assert path.stat().st_size < 1_000
    with pytest.raises(OversizedDocument, match="解压后过大"):
        text_of(path)


def _pdf(path: Path, pages: list[list[str]]) -> Path:
    """A small PDF whose Chinese text can be copied out, drawn with a font that is only named."""
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange "
        "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    contents = []
    for lines in pages:
        drawn = "BT /F 12 Tf 50 780 Td " + " ".join(
            f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines
        )
        contents.append(drawn + " ET")
    first = 6
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
    ]
    for place, drawn in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * place + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    data, offsets = b"%PDF-1.7\n", []
    for number, words in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{words}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    path.write_bytes(data + f"{end}startxref\n{len(data)}\n%%EOF".encode())
    return path


def test_the_lines_of_a_pdf_are_joined_and_running_heads_dropped(tmp_path: Path) -> None:
    pages = [
        [
            "江州市应急管理局文件",
            "　　今年以来，局党委先后召开党委会十四次，研究议题七十五",
            "项，检查单位。",
            "一、主要工作",
            "　　全年共检查重点单位一千二百家次，督促整改各类火灾隐患",
            "- 1 -",
        ],
        ["江州市应急管理局文件", "三百六十处。", "　　其余正在整改。", "- 2 -"],
        ["江州市应急管理局文件", "　　特此报告。", "- 3 -"],
    ]
    assert text_of(_pdf(tmp_path / "文.pdf", pages)).split("\n") == [
        "今年以来，局党委先后召开党委会十四次，研究议题七十五项，检查单位。",
        "一、主要工作",
        "全年共检查重点单位一千二百家次，督促整改各类火灾隐患三百六十处。",
        "其余正在整改。",
        "特此报告。",
    ]


def test_characters_drawn_out_of_order_and_blanks_of_the_setting_are_put_right(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "序.pdf", [["落实第一议题 13 次。"]])
    drawn = f"<{'落实第一议题 13 次。'.encode('utf-16-be').hex()}> Tj".encode()
    first, second = "13 次。".encode("utf-16-be").hex(), "落实第一议题 ".encode("utf-16-be").hex()
    swapped = f"84 0 Td <{first}> Tj -84 0 Td <{second}> Tj".encode()
    data = path.read_bytes()
    length = next(int(each) for each in re.findall(rb"<< /Length (\d+) >>\nstream\nBT", data))
    data = data.replace(
        b"<< /Length %d >>\nstream\nBT" % length,
        b"<< /Length %d >>\nstream\nBT" % (length + len(swapped) - len(drawn)),
    )
    path.write_bytes(data.replace(drawn, swapped))
    assert text_of(path) == "落实第一议题13次。"


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScannedDocument, match="扫描件"):
        text_of(_pdf(tmp_path / "扫.pdf", [[""]]))


def test_a_pdf_that_does_not_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing" + struct.pack("<I", 7))
    with pytest.raises(BrokenDocument, match="打不开"):
        text_of(tmp_path / "坏.pdf")


def test_a_pdf_with_too_many_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "MOST_PAGES", 1)
    with pytest.raises(OversizedDocument, match="页"):
        text_of(_pdf(tmp_path / "长.pdf", [["一"], ["二"]]))


def test_a_doc_without_libreoffice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(ConverterMissing, match="LibreOffice"):
        text_of(tmp_path / "旧.doc")


def test_a_doc_that_libreoffice_cannot_convert_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")

    def failing(*_args: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired("soffice", 1)

    monkeypatch.setattr(subprocess, "run", failing)
    with pytest.raises(ConverterMissing, match="没能转换"):
        text_of(tmp_path / "旧.doc")


@pytest.mark.slow
def test_a_doc_is_read_by_way_of_libreoffice(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.save(str(tmp_path / "新.docx"))
    (old,) = through_office([tmp_path / "新.docx"], tmp_path, ["doc"])
    assert text_of(old) == SENTENCE


def test_every_refusal_is_one_chinese_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    cases = {"a.txt": None, "b.xls": b"x", "c.docx": b"x", "d.pdf": b"x", "e.txt": b"\x00\x01"}
    for name, data in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableDocument) as refused:
            text_of(tmp_path / name)
        assert re.fullmatch(r"[^。]*[一-鿿][^。]*。", str(refused.value))
        assert "请" in str(refused.value)
