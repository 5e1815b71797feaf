"""Every page of the web as somebody sees it, and the states of pages that are more than their first sight."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from django_otp.oath import totp
from playwright.sync_api import Page

from browser.conftest import PASSWORD, WITH_CODE

HALF_YEAR = "template=half_year_duty&unit=linjiang&period=2023-H1"
DOCUMENT = (
    "临江市消防救援支队2023年上半年履责报告。上半年，召开党委会14次，党委理论学习中心组学习15次，"
    "开展谈话提醒60余次，查找廉政风险点999个，投入经费1153.4万元。"
)


@dataclass(frozen=True)
class Look:
    """A page and how one comes to see it.

    Attributes:
        name: the name of its address in ``web/urls.py``.
        who: who looks; nobody in particular where it is "".
        path: where one begins.
        then: what one does there, in the words of the test's report; "" for a page as it opens.
        does: how.
    """

    name: str
    who: str
    path: str
    then: str = ""
    does: Callable[[Page], None] | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.path} {self.then}".strip()


FIRST_ROW = "main tbody th a, main a.row__title"


def first(selector: str) -> Callable[[Page], None]:
    """Open the first thing on the page that the selector finds."""

    def opened(page: Page) -> None:
        page.locator(selector).first.click()

    return opened


def sent_empty(button: str) -> Callable[[Page], None]:
    """Send the form with nothing in it: the browser's own check is taken away, so that ours answers."""

    def sent(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for field in page.locator("main input[required], main textarea[required]").all():
            field.evaluate("field => field.value = ''")
        page.locator("main").get_by_role("button", name=button, exact=True).first.click()

    return sent


def sent_unsure(page: Page) -> None:
    """Seal without the tick: the browser's own check is taken away, so that ours answers."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_role("button", name="封账", exact=True).click()


def hand_in(page: Page, text: str = DOCUMENT, name: str = "履责报告.txt") -> None:
    """Drop a document on the page of 核验 and have it checked."""
    document = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("文稿", exact=True).set_input_files(document)  # type: ignore[arg-type]
    page.get_by_label("文稿说的是哪段时间").select_option("2023-H1")
    page.get_by_role("button", name="核验").click()
    page.wait_for_selector("#h-sum")


def _waive_for_nothing(page: Page) -> None:
    first("a.cell--owe")(page)
    page.wait_for_selector("#panel")
    sent_empty("批准免办")(page)


def _write_down_twice(page: Page) -> None:
    """The look-alike shows as soon as the day is one on which such an act was recorded."""
    page.get_by_label("召开日期").fill("2023-12-15")
    page.wait_for_selector("#likely .notice")


def _of_first_record(link: str, button: str = "") -> Callable[[Page], None]:
    """A page that is reached from that of a record, with its form sent empty where a button is named."""

    def opened(page: Page) -> None:
        page.locator(FIRST_ROW).first.click()
        page.get_by_role("link", name=link, exact=True).click()
        if button:
            sent_empty(button)(page)

    return opened


def _hand_in_no_report(page: Page) -> None:
    document = {"name": "旧报告.docx", "mimeType": "application/octet-stream", "buffer": b"no document"}
    page.get_by_label("报告文件").set_input_files(document)  # type: ignore[arg-type]
    page.get_by_role("button", name="验证").click()


def _begin_draft(page: Page) -> None:
    """From the live draft to one that is kept and edited."""
    page.get_by_role("button", name="改文字").click()
    page.wait_for_url("**/edit/*")


def _kept(page: Page) -> None:
    _begin_draft(page)
    page.goto(re.sub("edit/.*", "", page.url))


def _merge_no_report(page: Page) -> None:
    document = {"name": "旧报告.docx", "mimeType": "application/octet-stream", "buffer": b"no document"}
    page.get_by_label("改过的docx").set_input_files(document)  # type: ignore[arg-type]
    page.get_by_role("button", name="收回").click()


def _ask_for_the_code(page: Page) -> None:
    """Set up a second factor where there is none yet, go out, and come in again as far as its code is asked for."""
    if "/me/second/" in page.url and page.get_by_role("heading", name="设置", exact=True).count():
        key = base64.b32decode(page.locator(".qr__key").inner_text().replace(" ", ""))
        page.get_by_label("六位数字").fill(f"{totp(key):06d}")
        page.get_by_label("登录密码").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
        page.locator(".codes").wait_for()
    page.context.clear_cookies()
    page.goto("/login/")
    page.get_by_label("账号").fill(WITH_CODE)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/login/code/")


def _fold_out(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def _import(text: str) -> Callable[[Page], None]:
    """Hand a table of meetings in, and see what came of it."""

    def handed_in(page: Page) -> None:
        table = {"name": "党委会.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.get_by_label("表格", exact=True).set_input_files(table)  # type: ignore[arg-type]
        page.get_by_role("button", name="导入", exact=True).click()
        page.wait_for_selector("#job .answer")
        _fold_out(page)

    return handed_in


def _export(page: Page) -> None:
    page.get_by_role("button", name="放到后台导出").click()
    page.wait_for_selector("#job")


IMPORT = "/import/party_committee_meeting/"
GOOD_ROWS = "召开日期,应到人数,实到人数\n2021-05-09,9,8\n2021-05-09,9,8\n"
BAD_ROWS = "召开日期,应到人数,实到人数\n昨天,很多,8\n2021-05-09,9,\n"
MEETING = "/records/?kind=party_committee_meeting&period=2023-04-14..2023-04-14"
OWED = "/duties/linjiang-zb01/?year=2023&state=missed"
BRANCH = "/record/branch_committee_meeting/?unit=linjiang-zb05"
LOOKS = (
    Look("login", "", "/login/"),
    Look("login", "", "/login/", "a wrong password", sent_empty("登录")),
    Look("overview", "zhengzhi", "/?unit=linjiang&year=2023"),
    Look("overview", "zhengzhi", "/?unit=linjiang&year=2023", "a cell opened", first("a.cell--owe, a.cell--zero")),
    Look("overview", "xitong", "/", "nothing to see"),
    Look("duties_of", "zhengzhi", "/duties/linjiang-zb01/?year=2023"),
    Look("duties_of", "zhengzhi", "/duties/linjiang-zb01/?year=2023", "a window opened", first("a.cell")),
    Look("duties_of", "zhihui", OWED, "a window that may be waived", first("a.cell--owe")),
    Look("duties_of", "zhihui", OWED, "waived without a reason", _waive_for_nothing),
    Look("figure", "zhengzhi", "/figures/party_committee_meeting.meetings/?unit=linjiang&period=2023-H1"),
    Look("records", "zhengzhi", "/records/"),
    Look("records", "zhengzhi", "/records/?text=没有这样的词", "nothing found"),
    Look("record", "zhengzhi", "/records/", "the first record", first(FIRST_ROW)),
    Look("record", "zhengzhi", "/records/?sort=corrected", "a corrected record", first(FIRST_ROW)),
    Look("record", "zhengzhi", MEETING, "a meeting with its agenda", first(FIRST_ROW)),
    Look("records_export", "zhengzhi", "/records/export/", "asks before it writes many"),
    Look("import", "wenshu", "/import/"),
    Look("import_kind", "wenshu", IMPORT),
    Look("import_kind", "wenshu", IMPORT, "sent empty", sent_empty("导入")),
    Look("job", "wenshu", IMPORT, "a table entered", _import(GOOD_ROWS)),
    Look("job", "wenshu", IMPORT, "a table with bad cells", _import(BAD_ROWS)),
    Look("job", "zhengzhi", "/records/export/", "just asked for", _export),
    Look("jobs", "wenshu", "/jobs/"),
    Look("jobs", "anquan", "/jobs/", "nothing yet"),
    Look("today", "wenshu", "/today/"),
    Look("today", "wenshu", "/today/?on=2023-06-26", "as of another day"),
    Look("kinds", "wenshu", "/record/"),
    Look("kinds", "wenshu", "/record/?q=zw", "kinds found"),
    Look("kinds", "wenshu", "/record/?q=没有", "no kind found"),
    Look("record_new", "wenshu", "/record/party_lecture/"),
    Look("record_new", "wenshu", BRANCH, "a look-alike", _write_down_twice),
    Look("record_new", "wenshu", BRANCH, "everything wrong", sent_empty("保存")),
    Look("correct", "wenshu", "/records/", "of the first record", _of_first_record("更正")),
    Look("correct", "wenshu", "/records/", "everything wrong", _of_first_record("更正", "保存更正")),
    Look("void", "wenshu", "/records/", "of the first record", _of_first_record("作废")),
    Look("void", "wenshu", "/records/", "without a reason", _of_first_record("作废", "作废")),
    Look("more", "wenshu", "/more/"),
    Look("me", "zhengzhi", "/me/"),
    Look("units", "xitong", "/units/", "all folds open", _fold_out),
    Look("people", "xitong", "/people/?unit=linjiang-zb01", "all folds open", _fold_out),
    Look("roster", "xitong", "/people/roster/?unit=linjiang"),
    Look("roster", "xitong", "/people/roster/?text=没有这个人", "nobody found"),
    Look("people_import", "xitong", "/people/import/?unit=linjiang"),
    Look("person", "xitong", "/people/roster/?unit=linjiang", "the first person", first(FIRST_ROW)),
    Look("accounts", "anquan", "/accounts/", "all folds open", _fold_out),
    Look("packs", "xitong", "/packs/"),
    Look("trail", "shenji", "/trail/"),
    Look("trail", "shenji", "/trail/?check=1", "checked"),
    Look("trail", "shenji", "/trail/?who=没有这个人", "nothing found"),
    Look("trail_entry", "shenji", "/trail/", "the first entry", first(FIRST_ROW)),
    Look("settings", "xitong", "/settings/"),
    Look("seals", "zhihui", "/seals/"),
    Look("seals", "zhihui", "/seals/?period=2021-01", "asked whether one is sure"),
    Look("seals", "zhihui", "/seals/?period=2021-01", "without being sure", sent_unsure),
    Look("second", "anquan", "/me/second/"),
    Look("login_code", WITH_CODE, "/me/second/", "the code asked for", _ask_for_the_code),
    Look("check", "ducha", "/check/"),
    Look("checked", "ducha", "/check/", "a document checked", hand_in),
    Look("reports", "zhengzhi", "/reports/"),
    Look("draft", "zhengzhi", f"/reports/draft/?{HALF_YEAR}"),
    Look("draft", "zhengzhi", f"/reports/draft/?{HALF_YEAR}&figure=4", "a figure opened"),
    Look("draft", "zhihui", f"/reports/draft/?{HALF_YEAR}", "by who may issue it"),
    Look(
        "draft", "zhengzhi", "/reports/draft/?template=monthly_bulletin&unit=linjiang&period=2023-06", "with tables"
    ),
    Look("edit_draft", "zhengzhi", f"/reports/draft/?{HALF_YEAR}", "its text opened", _begin_draft),
    Look("kept_draft", "zhengzhi", f"/reports/draft/?{HALF_YEAR}", "kept", _kept),
    Look("merge", "zhengzhi", "/reports/", "a file that is none of ours", _merge_no_report),
    Look("issued", "zhengzhi", "/reports/issued/linjiang-2023-001/"),
    Look("issued", "zhengzhi", "/reports/issued/linjiang-2023-001/?verify=1", "verified"),
    Look("verify", "zhengzhi", "/reports/", "a file that is none of ours", _hand_in_no_report),
    Look("tasks", "ducha", "/tasks/"),
    Look("tasks", "ducha", "/tasks/?view=board", "as a board"),
    Look("tasks", "ducha", "/tasks/?text=没有这样的词", "nothing found"),
    Look("task", "ducha", "/tasks/", "the first task", first(FIRST_ROW)),
    Look("task_new", "ducha", "/tasks/new/?origin=research_topic", "all folds open", _fold_out),
    Look("task_new", "ducha", "/tasks/new/", "sent empty", sent_empty("交办")),
    Look("bulletin", "ducha", "/bulletin/?period=2023-06"),
    Look("bulletin", "zhihui", "/bulletin/?period=2021-01", "a month without anything"),
    Look("finding_new", "ducha", "/findings/new/"),
    Look("finding_new", "ducha", "/findings/new/", "sent empty", sent_empty("登记并交办整改")),
)

NO_PAGE = {
    "waive": "waives or withdraws, and leads to the window",
    "logout": "signs out",
    "duties": "leads to the account of one's own unit",
    "home": "leads to where one begins",
    "finding": "leads to its task",
    "confirm_repeat": "confirms, and leads to the finding",
    "issue": "issues, and leads to what was issued",
    "import_template": "a workbook",
    "job_again": "asks again, and leads to the new job",
    "job_file": "a file",
    "draft_pdf": "asks for a PDF, and leads to the job",
    "evidence": "a file",
    "check_sheet": "a workbook",
    "draft_file": "a document",
    "issued_docx": "a document",
    "task_list": "a document",
    "task_file": "a file",
    "trail_export": "a workbook",
    "backup": "a file",
    "draft_new": "begins a draft, and leads to it",
    "draft_figures": "a piece of the page on which a draft is edited",
    "kept_draft_file": "a document",
    "settle": "settles a figure, and leads to the draft",
    "issue_draft": "issues, and leads to what was issued",
}
"""Addresses that show no page of their own."""
