"""The files of a draft: an .html one leads to these pages, a .docx ends in 数据依据 where that is asked for."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import docx
import pytest
from django.test import Client

from bihuan.organisations.accounts import give_role, open_account
from bihuan.values.actor import Actor, Role
from web.conftest import PASSWORD, Door

PLAN = urlencode({"template": "yearly_plan", "unit": "zd", "period": "2024", "day": "2024-01-08"})


@pytest.fixture
def author(ledger: dict[str, int], operator: Actor, door: Door) -> Client:
    """Somebody who writes for the detachment."""
    open_account(operator, "zhuangao", PASSWORD, "zd")
    give_role(operator, "zhuangao", Role.AUTHOR, "zd")
    return door("zhuangao")


def file(author: Client, ending: str, more: str = "") -> bytes:
    answer = author.get(f"/reports/draft/file.{ending}?{PLAN}{more}")
    assert answer.status_code == 200
    return bytes(answer.content)


def headings(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_the_page_of_a_report_leads_to_the_records_behind_it(author: Client) -> None:
    page = file(author, "html").decode()
    address = page.split('<a href="http://testserver/')[1].split('"')[0].replace("&amp;", "&")
    assert address.startswith("figures/")
    opened = author.get(f"/{address}")
    assert opened.status_code == 200
    assert "时账上的数" in opened.content.decode()


def test_a_document_ends_in_its_appendix_only_where_that_is_asked_for(author: Client) -> None:
    assert "附：数据依据" in headings(file(author, "docx", "&appendix=1"))
    assert "附：数据依据" not in headings(file(author, "docx"))


def test_the_draft_offers_both(author: Client) -> None:
    page = author.get(f"/reports/draft/?{PLAN}").content.decode()
    assert ">docx附依据</a>" in page
    assert ">docx</a>" in page
