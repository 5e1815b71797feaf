"""今日: what is owed on a day, in the order in which it falls due, and what is done about it."""

from __future__ import annotations

from datetime import date

from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from web.conftest import Door, branch_meeting


def look(door: Door, path: str, username: str = "wenshu") -> str:
    return door(username).get(path).content.decode()


def test_what_falls_due_is_listed_with_one_tap_to_record_it(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/?on=2023-06-07")
    assert "6月30日，周五到期" in page
    assert "还有23天" in page
    href = "/record/branch_committee_meeting/?unit=dczb&amp;day=2023-06-07"
    assert f'href="{href}" aria-label="记一笔支委会，东城大队党支部，6月"' in page


def test_what_was_done_is_no_longer_owed(ledger: dict[str, int], door: Door) -> None:
    assert "记一笔支委会，东城大队党支部，6月" not in look(door, "/today/?on=2023-06-08")


def test_a_debt_is_made_up_for_on_a_day_of_its_own_window(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/?on=2023-04-30")
    start = page.index('aria-label="补记支委会，东城大队党支部，3月"')
    assert "within=2023-03" in page[start - 120 : start]
    form = look(door, "/record/branch_committee_meeting/?unit=dczb&within=2023-03")
    assert 'name="day" type="date" value="" required min="2023-03-01" max="2023-03-31"' in form


def test_another_day_than_the_clocks_is_said_loudly(ledger: dict[str, int], door: Door) -> None:
    assert "现在看的是2023年6月7日，不是今天" in look(door, "/today/?on=2023-06-07")
    assert "不是今天" not in look(door, "/today/")
    assert door("wenshu").get("/today/?on=gestern").status_code == 400


def test_a_ledger_that_was_left_alone_says_since_when(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/")
    assert "2023年12月8日以后没有记过" in page
    assert "on=2023-12-08" in page
    assert "欠账" in page


def test_nothing_of_later_days_is_shown(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/?on=2023-06-20")
    assert "6月支委会" in page
    assert "7月支委会" not in page


def test_what_was_corrected_is_shown_to_who_recorded_it(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/?on=2023-06-20")
    assert "更正过的" in page
    assert "没有开成的党委会" in page


def test_the_figures_of_those_above_are_the_same(ledger: dict[str, int], door: Door) -> None:
    own = look(door, "/today/?unit=dc&on=2023-06-30")
    above = look(door, "/today/?unit=dc&on=2023-06-30", "ducha")
    assert own.split('id="h-up"')[1].split("</table>")[0] == above.split('id="h-up"')[1].split("</table>")[0]


def test_who_may_not_record_finds_no_button_to_do_so(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/today/?unit=dc&on=2023-06-07", "ducha")
    assert "6月30日，周五到期" in page
    assert "/record/" not in page.replace("/records/", "")


def test_an_empty_ledger_teaches_how_to_begin(cast: None, door: Door) -> None:
    page = look(door, "/today/?on=2023-06-07")
    assert "记第一笔" in page
    assert "没有派给本单位的任务" in page


def test_what_is_recorded_often_is_a_tap_away(ledger: dict[str, int], door: Door) -> None:
    chips = look(door, "/today/?on=2023-06-20").split("一点就记</span>")[1].split("</nav>")[0]
    assert "支委会" in chips
    assert "全部事项" in chips


def test_a_unit_without_debt_is_told_so(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    record_act(operator, branch_meeting(3))
    record_act(operator, Act("theme_party_day", "dczb", date(2023, 3, 9), "学雷锋"))
    page = look(door, "/today/?unit=dczb&on=2023-03-31")
    assert "记一笔支委会" not in page
    assert "记一笔主题党日" not in page
