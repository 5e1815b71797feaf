"""核验: a document handed in comes back with each claim coloured by what the book says, and a claim opens."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from bihuan.organisations.accounts import give_role
from bihuan.values.actor import Actor, Role
from bihuan.web.check import uploads
from conftest import NOW
from web.conftest import Door
from web.crawl import markup

TEXT = "关于2023年工作的报告\n\n支队党委：\n\n一、议事决策\n\n召开党委会3次，召开支委会11次。走访群众*户。\n\n中共东城消防救援大队委员会\n2024年1月5日\n"


def hand_in(client: Client, content: bytes, name: str = "年度报告.txt", **more: str) -> HttpResponse:
    """Send the form with a document."""
    form = {"file": SimpleUploadedFile(name, content), "unit": "东城消防救援大队", "period": "2023"} | more
    return client.post("/check/", form)  # type: ignore[return-value]


def checked(client: Client, text: str = TEXT) -> str:
    """The address of a document that was handed in."""
    answer = hand_in(client, text.encode())
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_each_claim_is_coloured_and_the_worst_is_opened_first(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get(checked(client)).content.decode()
    assert "3处表述" in page
    assert '<span class="bad">1处与账上不符</span>' in page
    assert 'class="claim claim--differs" id="c1"' in page
    assert 'class="claim claim--proven" id="c2"' in page
    assert 'class="claim claim--masked" id="c3"' in page
    assert "“召开党委会3次”" in page
    assert "多2次" in page


def test_a_claim_opens_its_records(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get(checked(client) + "?claim=2").content.decode()
    assert "“召开支委会11次”" in page
    assert "依据，11条记录" in page
    assert f'href="/records/{ledger["meeting 1"]}/"' in page
    assert 'id="c2" href="?claim=2#h-now" aria-current="true"' in page


def test_the_sheet_is_set_as_a_document(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get(checked(client)).content.decode()
    assert "<h2>关于2023年工作的报告</h2>" in page
    assert "<h3>一、议事决策</h3>" in page
    assert '<p class="sign">中共东城消防救援大队委员会</p>' in page


def test_the_answers_are_exported_worst_first(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    answer = client.get(checked(client) + "sheet.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == ["不符", "遮蔽", "有据"]
    assert rows[0][2] == "3次"
    assert rows[0][7] == "1次"


def test_words_that_begin_like_a_formula_stay_words(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    address = checked(client, "=HYPERLINK召开党委会1次。")
    book = openpyxl.load_workbook(BytesIO(client.get(address + "sheet.xlsx").content))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_what_was_handed_in_is_its_owners_alone(ledger: dict[str, int], door: Door) -> None:
    address = checked(door("wenshu"))
    for other in ("ducha", "wairen"):
        assert door(other).get(address).status_code == 404
        assert door(other).get(address + "sheet.xlsx").status_code == 404
    assert "年度报告.txt" in door("wenshu").get("/check/").content.decode()
    assert "年度报告.txt" not in door("ducha").get("/check/").content.decode()


@pytest.mark.parametrize("token", ["..", "x" * 24, "a.b", "%2e%2e%2fsecret"])
def test_an_address_cannot_be_made_up(ledger: dict[str, int], door: Door, token: str) -> None:
    assert door("wenshu").get(f"/check/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "status", "sentence"),
    [
        (b"", "空.txt", 400, "请选择一个文件再交"),
        (b"\x00\x01\x02", "图.png", 400, "不认识“图.png”的格式"),
        (b"PK not a zip", "坏.docx", 400, "坏.docx"),
        (b"  \n", "白纸.txt", 400, "里没有文字"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    ledger: dict[str, int], door: Door, content: bytes, name: str, status: int, sentence: str
) -> None:
    answer = hand_in(door("wenshu"), content, name)
    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert "<h1>核验</h1>" in page
    assert "Traceback" not in page


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    ledger: dict[str, int], door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 10)
    answer = hand_in(door("wenshu"), TEXT.encode())
    assert answer.status_code == 413
    assert "超过" in answer.content.decode()


def test_a_neighbours_book_cannot_be_asked(ledger: dict[str, int], door: Door) -> None:
    answer = hand_in(door("wenshu"), TEXT.encode(), unit="西城消防救援大队")
    assert answer.status_code == 404
    assert 'value="西城消防救援大队"' in answer.content.decode()


def test_a_text_without_numbers_says_so(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    assert "没有读到数字" in client.get(checked(client, "本年度工作平稳有序。")).content.decode()


def test_a_claim_that_is_not_there_opens_the_worst(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    address = checked(client)
    assert "“召开党委会3次”" in client.get(address + "?claim=99").content.decode()
    assert client.get(address + "?claim=abc").status_code == 400


def test_only_twenty_documents_of_a_week_are_kept(ledger: dict[str, int], door: Door) -> None:
    for number in range(uploads.MOST + 3):
        moment = NOW + timedelta(minutes=number)
        upload = uploads.Upload(uploads.new_token(), f"{number}.txt", "文", "dc", "2023", moment.isoformat())
        uploads.keep("wenshu", upload, moment)
    names = [upload.name for upload in uploads.all_kept("wenshu")]
    assert names[0] == f"{uploads.MOST + 2}.txt"
    assert len(names) == uploads.MOST
    late = NOW + timedelta(days=30)
    uploads.keep("wenshu", uploads.Upload("t0", "新.txt", "文", "dc", "2023", late.isoformat()), late)
    assert [upload.name for upload in uploads.all_kept("wenshu")] == ["新.txt"]


def test_a_script_in_the_document_stays_words(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get(checked(client, "<script>alert(1)</script>召开党委会1次。")).content.decode()
    assert "<script>alert" not in page
    assert not [tag for tag in markup(page).all("script") if "src" not in tag.attributes]


def test_an_author_says_what_a_claim_is_and_takes_it_back(
    ledger: dict[str, int], operator: Actor, door: Door
) -> None:
    give_role(operator, "wenshu", Role.AUTHOR, "dc")
    client = door("wenshu")
    address = checked(client)
    opened = f"{address}?claim=1"
    assert client.post(opened, {"step": "dismiss", "words": " "}).status_code == 400
    assert client.post(opened, {"step": "dismiss", "words": "这是计划数"}).status_code == 302
    page = client.get(opened).content.decode()
    assert "已排除：这是计划数" in page
    assert "还要看的" not in page
    assert client.post(opened, {"step": "withdraw"}).status_code == 302
    assert "这是计划数" not in client.get(opened).content.decode()
    assert client.post(opened, {"step": "fly"}).status_code == 400


def test_who_does_not_write_is_offered_no_decision(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    opened = checked(client) + "?claim=1"
    assert "不是统计数" not in client.get(opened).content.decode()
    assert client.post(opened, {"step": "dismiss", "words": "计划数"}).status_code == 403


def test_a_claim_that_differs_comes_with_what_explains_it(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get(checked(client, "2023年，召开党委会2次。\n")).content.decode()
    near = page.split('id="h-near"')[1].split("</section>")[0]
    assert "为什么文中是2次" in near
    assert "5月23日“没有开成的党委会”" in near
    assert "说得通" in near.split("已经作废")[0]


def test_a_claim_that_the_book_proves_needs_no_explanation(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    assert 'id="h-near"' not in client.get(checked(client, "2023年，召开党委会1次。\n")).content.decode()
