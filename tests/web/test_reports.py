"""报告: a draft with live figures, its gaps named, issued by who may, and verified afterwards."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.organisations.accounts import give_role, open_account
from bihuan.reports.queries import issued_reports
from bihuan.values.actor import Actor, Role
from web.conftest import PASSWORD, Door
from web.crawl import markup

PLAN = {"template": "yearly_plan", "unit": "zd", "period": "2024", "day": "2024-01-08"}
HALF_YEAR = PLAN | {"template": "half_year_duty", "period": "2023-H1"}


@pytest.fixture
def writers(cast: None, operator: Actor) -> None:
    """Somebody who writes for the detachment, and somebody who signs."""
    for username, role in (("zhuangao", Role.AUTHOR), ("lingdao", Role.APPROVER)):
        open_account(operator, username, PASSWORD, "zd")
        give_role(operator, username, role, "zd")


def draft(client: Client, asked: dict[str, str], **more: str) -> str:
    """The page of a draft."""
    answer = client.get(f"/reports/draft/?{urlencode(asked | more)}")
    assert answer.status_code == 200
    return answer.content.decode()


def issue(client: Client) -> str:
    """Issue the plan; the address that it leads to."""
    answer = client.post("/reports/issue/", PLAN)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_what_the_form_proposes_can_be_written(ledger: dict[str, int], writers: None, door: Door) -> None:
    client = door("zhuangao")
    chosen = [
        tag for tag in markup(client.get("/reports/").content.decode()).all("option") if "selected" in tag.attributes
    ]
    template, period = (tag.attributes["value"] for tag in chosen)
    draft(client, {"template": template, "unit": "zd", "period": period})


def test_a_draft_shows_figures_that_open(ledger: dict[str, int], writers: None, door: Door) -> None:
    client = door("zhuangao")
    page = draft(client, PLAN)
    assert "数据齐全" in page
    first = next(tag for tag in markup(page).all("a") if "fig" in tag.attributes.get("class", "").split())
    href = first.attributes["href"]
    assert href.endswith("figure=1#proof")
    opened = client.get(href.split("#")[0]).content.decode()
    assert 'id="proof"' in opened
    assert "口径" in opened
    assert "依据，" in opened or "由这些数算出" in opened


def test_what_is_missing_is_named_and_stops_the_issue(ledger: dict[str, int], writers: None, door: Door) -> None:
    page = draft(door("lingdao"), HALF_YEAR)
    assert "还不能签发" in page
    assert '<a class="gap" href="#gaps">缺</a>' in page
    assert "请先补录" in page
    assert ">签发</button>" not in page
    assert door("lingdao").post("/reports/issue/", HALF_YEAR).status_code == 409
    assert door("zhuangao").get(f"/reports/draft/file.docx?{urlencode(HALF_YEAR)}").status_code == 409


def test_who_writes_does_not_sign(ledger: dict[str, int], writers: None, door: Door, operator: Actor) -> None:
    assert ">签发</button>" not in draft(door("zhuangao"), PLAN)
    assert door("zhuangao").post("/reports/issue/", PLAN).status_code == 403
    assert issued_reports(operator, "zd") == []
    assert ">签发</button>" in draft(door("lingdao"), PLAN)


def test_an_issued_report_is_listed_downloaded_and_verified(
    ledger: dict[str, int], writers: None, door: Door, operator: Actor
) -> None:
    signer = door("lingdao")
    address = issue(signer)
    page = signer.get(address).content.decode()
    assert "已签发，编号zd-2024-001" in page
    assert "zd-2024-001" in door("ducha").get("/reports/").content.decode()
    file = signer.get("/reports/issued/zd-2024-001/report.docx")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "与写出时一致" in signer.get("/reports/issued/zd-2024-001/?verify=1").content.decode()
    sent = {"file": SimpleUploadedFile("计划.docx", file.content)}
    verified = door("ducha").post("/reports/verify/", sent).content.decode()
    assert "编号zd-2024-001" in verified
    assert "与写出时一致" in verified


def test_an_outsider_finds_no_report(ledger: dict[str, int], writers: None, door: Door) -> None:
    issue(door("lingdao"))
    assert "zd-2024-001" not in door("wenshu").get("/reports/").content.decode()
    assert door("wenshu").get("/reports/issued/zd-2024-001/").status_code == 404
    assert door("wenshu").get("/reports/issued/zd-2024-001/report.docx").status_code == 404
    assert door("wenshu").get(f"/reports/draft/?{urlencode(PLAN)}").status_code == 404
    assert door("wenshu").get(f"/reports/draft/?{urlencode(PLAN | {'unit': 'dc'})}").status_code == 403


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_a_draft_is_handed_out_as_a_file(ledger: dict[str, int], writers: None, door: Door, ending: str) -> None:
    answer = door("zhuangao").get(f"/reports/draft/file.{ending}?{urlencode(PLAN)}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"template": "nothing"}, 404),
        ({"template": "/etc/motd.md"}, 404),
        ({"template": "README.md"}, 404),
        ({"period": "bald"}, 400),
        ({"period": "2024-06"}, 400),
        ({"day": "morgen"}, 400),
        ({"figure": "x"}, 400),
    ],
)
def test_what_cannot_be_written_is_refused(
    ledger: dict[str, int], writers: None, door: Door, changed: dict[str, str], status: int
) -> None:
    assert door("zhuangao").get(f"/reports/draft/?{urlencode(PLAN | changed)}").status_code == status


def test_a_file_that_is_none_of_ours_is_refused_on_the_page(ledger: dict[str, int], door: Door) -> None:
    answer = door("ducha").post("/reports/verify/", {"file": SimpleUploadedFile("别人的.docx", b"nothing")})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert door("ducha").post("/reports/verify/", {}).status_code == 400
    assert door("ducha").get("/reports/draft/file.exe?template=yearly_plan").status_code == 400
