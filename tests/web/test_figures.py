"""The proof of a figure: value, definition, digest, and every record behind it, paged."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.reports.document import Identity
from bihuan.reports.html_writing import proof_address
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.web.figures.page import figure_address
from conftest import at
from web.conftest import Door

MEETINGS = "/figures/branch_committee_meeting.meetings/?unit=zd&period=2023"
RATE = "/figures/party_committee_meeting.attendance_rate/?unit=zd&period=2023"


def look(door: Door, path: str) -> str:
    return door("ducha").get(path).content.decode()


def test_it_names_every_record_with_unit_day_and_evidence(ledger: dict[str, int], door: Door) -> None:
    page = look(door, MEETINGS)
    assert '<b class="nb">11次</b>，由11条记录得出。' in page
    assert page.count("<tr>") == 12
    assert f'<a href="/records/{ledger["meeting 4"]}/">4月支委会</a>' in page
    assert "2023年4月8日" in page
    assert "东城大队党支部" in page
    assert '<span class="file">4月签到表.txt</span>' in page
    assert "party_life" in page


def test_what_was_corrected_counts_once_and_what_was_voided_not(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/figures/party_committee_meeting.meetings/?unit=dc&period=2023")
    assert "由1条记录得出" in page
    assert f"/records/{ledger['right']}/" in page
    assert f"/records/{ledger['wrong']}/" not in page


def test_a_rate_shows_its_two_parts_each_with_its_proof(ledger: dict[str, int], door: Door) -> None:
    page = look(door, RATE)
    assert "92.86%" in page
    for part, value in (("members_present", "13人次"), ("members_due", "14人次")):
        assert f'href="/figures/party_committee_meeting.{part}/?unit=zd&amp;period=2023"' in page
        assert value in page


def test_no_record_is_not_a_proven_zero(ledger: dict[str, int], door: Door) -> None:
    assert "没有记过，不等于已查明为零。" in look(door, MEETINGS.replace("2023", "2022"))


def test_the_period_may_be_changed(ledger: dict[str, int], door: Door) -> None:
    page = look(door, MEETINGS + "-Q1")
    assert "由2条记录得出" in page
    assert '<option value="2023-Q1" selected>2023年第一季度</option>' in page


def test_a_period_of_days_keeps_its_place_in_the_choice(ledger: dict[str, int], door: Door) -> None:
    page = look(door, MEETINGS + "-02-01..2023-02-14")
    assert '<option value="2023-02-01..2023-02-14" selected>2023年2月1日至2023年2月14日</option>' in page


def test_many_members_stand_on_several_pages(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    for month in range(1, 6):
        for day in range(1, 9):
            record_act(operator, Act("theme_party_day", "dczb", date(2023, month, day), f"{month}.{day}"))
    for day in range(10, 22):
        record_act(operator, Act("theme_party_day", "dczb", date(2023, 5, day), f"5.{day}"))
    path = "/figures/theme_party_day.activities/?unit=dc&period=2023"
    first, second = look(door, path), look(door, path + "&page=2")
    assert "共52条，第1至50条" in first
    assert 'rel="next" href="/figures/theme_party_day.activities/?unit=dc&amp;period=2023&amp;page=2"' in first
    assert "共52条，第51至52条" in second
    assert "5.21" in second
    assert "5.21" not in first
    assert "没有这一页" in look(door, path + "&page=9")


def test_a_key_that_counts_nothing_is_refused(ledger: dict[str, int], door: Door) -> None:
    answer = door("ducha").get("/figures/no_such.thing/?unit=zd&period=2023")
    assert answer.status_code == 400
    assert "目录里没有科目“no_such.thing”" in answer.content.decode()


def test_it_shows_what_the_book_held_at_a_moment(ledger: dict[str, int], door: Door) -> None:
    then = look(door, f"{MEETINGS}&as_of={quote('2023-01-02T09:30:00+08:00')}")
    assert "这是2023年1月2日09时30分时账上的数。" in then
    assert '<b class="nb">11次</b>' not in then
    assert 'href="/figures/branch_committee_meeting.meetings/?unit=zd&amp;period=2023">看现在的</a>' in then
    assert "时账上的数" not in look(door, MEETINGS)


@pytest.mark.parametrize("words", ["gestern", "2023-01-02T09:30:00", "0001-01-01T00:00:00+08:00"])
def test_a_moment_that_cannot_be_read_is_refused(ledger: dict[str, int], door: Door, words: str) -> None:
    assert door("ducha").get(f"{MEETINGS}&as_of={quote(words)}").status_code == 400


@pytest.mark.parametrize("key", ["duty.completion_rate", "talk.headcount[talk_type=谈心谈话]"])
def test_a_report_leads_to_the_page_of_its_figure(key: str) -> None:
    period = Period.parse("2023-01-05..2023-06-30")
    moment = at(2023, 7, 5)
    identity = Identity(key, "", "zd", str(period), moment.isoformat(), "1", "次", 1, "0" * 16)
    href = figure_address(Ask(key, "zd", period, moment))
    assert proof_address("https://bihuan.example/", identity) == f"https://bihuan.example{href}"
