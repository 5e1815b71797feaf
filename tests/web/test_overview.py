"""The overview answers first: what was owed, met and missed; then where; then by which records."""

from __future__ import annotations

from datetime import date

from bihuan.duties.queries import balances_below
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor, everything
from bihuan.values.period import Period
from conftest import at
from web.conftest import Door

YEAR = "/?unit={}&year=2023"


def look(door: Door, path: str, username: str = "ducha") -> str:
    return door(username).get(path).content.decode()


def test_it_answers_first_with_the_sums_of_the_accounts(
    ledger: dict[str, int], door: Door, tree: dict[str, UnitPlace]
) -> None:
    later: Actor = everything("操作员", at(2026, 1, 1))
    balances = balances_below(later, "zd", Period.parse("2023"), date(2026, 1, 1))
    met = sum(balance.met for balance in balances)
    missed = sum(balance.missed for balance in balances)
    page = look(door, YEAR.format("zd"))
    assert met > 0
    assert f'应办<b>{met + missed}</b>项，已办<b>{met}</b>项，欠账<b class="bad">{missed}</b>项' in page
    assert "免办1项" in page


def test_it_names_who_owes_most_be_it_the_unit_itself(ledger: dict[str, int], door: Door) -> None:
    # The brigade's own two monthly duties were never met; its branch met one of its two.
    assert "，本级欠24项，最多" in look(door, YEAR.format("dc"))


def test_it_opens_on_the_year_of_the_latest_record(ledger: dict[str, int], door: Door) -> None:
    assert '<a href="/?unit=zd&amp;year=2023" aria-current="true">2023年</a>' in look(door, "/")


def test_a_month_shows_what_was_met_and_what_is_owed(ledger: dict[str, int], door: Door) -> None:
    page = look(door, YEAR.format("dc"))
    # Each month the branch owes a committee meeting and a theme day, and in March an assembly and a lecture as well.
    assert '<span class="sr">东城大队党支部1月，</span>1/2<small>欠1</small>' in page
    assert '<span class="sr">东城大队党支部3月，</span>0/4<small>欠4</small>' in page
    assert '<span class="sr">东城大队党支部2月，</span>1/1<small>免1</small>' in page


def test_a_waived_window_is_not_asked_for(ledger: dict[str, int], door: Door) -> None:
    page = look(door, YEAR.format("dc"))
    assert 'cell--waive" href="/?unit=dc&amp;year=2023&amp;row=dczb&amp;month=2#panel"' in page


def test_a_cell_opens_what_stands_in_it(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/?unit=zd&year=2023&row=dc&month=1")
    panel = page.split('id="panel"')[1].split("</aside>")[0]
    assert "东城消防救援大队，1月" in panel
    assert 'aria-label="欠账"' in panel
    assert 'aria-label="已办"' in panel
    assert panel.index("主题党日") < panel.index("支委会")
    assert "/duties/dczb/?year=2023&amp;duty=branch_committee_meeting&amp;window=2023-01-01#panel" in panel
    assert 'aria-current="true"><span class="sr">东城消防救援大队1月，' in page


def test_a_cell_that_is_not_there_opens_nothing(ledger: dict[str, int], door: Door) -> None:
    assert 'id="panel"' not in look(door, "/?unit=dc&year=2023&row=xc&month=1")


def test_a_unit_with_others_below_it_leads_one_level_down(ledger: dict[str, int], door: Door) -> None:
    page = look(door, YEAR.format("zd"))
    assert '<a class="unit" href="/?unit=dc&amp;year=2023">' in page
    assert '<a class="unit" href="/duties/dczb/?year=2023">' in look(door, YEAR.format("dc"))
    assert '<a href="/?unit=zd&amp;year=2023">清河市消防救援支队</a>' in look(door, YEAR.format("dc"))


def test_key_figures_lead_to_their_proof(ledger: dict[str, int], door: Door) -> None:
    page = look(door, YEAR.format("zd"))
    assert '<a href="/figures/branch_committee_meeting.meetings/?unit=zd&amp;period=2023">支委会次数</a>' in page
    assert "<b>11次</b>" in page


def test_the_latest_records_lead_to_their_pages(ledger: dict[str, int], door: Door) -> None:
    assert f'href="/records/{ledger["meeting 12"]}/">12月支委会</a>' in look(door, YEAR.format("zd"))


def test_a_year_in_which_nothing_was_asked_says_so(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/?unit=dc&year=1999")
    assert "这一年没有要办的责任事项。" in page
    assert "<table" not in page


def test_an_address_that_cannot_be_read_is_refused_in_chinese(ledger: dict[str, int], door: Door) -> None:
    for path in ("/?year=soon", "/?year=99999999999999999999", "/?month=13&row=dc", "/?year=٢٠٢٣"):
        answer = door("ducha").get(path)
        assert answer.status_code == 400
        assert "请写成" in answer.content.decode()
