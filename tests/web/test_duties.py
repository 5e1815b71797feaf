"""The account of a unit: every duty with its windows, rule and source; a window opens the records that count in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.organisations.people import appoint, enrol
from bihuan.records.act import Act, Attendee, AttendeeRole, State
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from web.conftest import Door, branch_meeting

ACCOUNT = "/duties/dczb/?year=2023"


def look(door: Door, path: str, username: str = "wenshu") -> str:
    return door(username).get(path).content.decode()


def panel(page: str) -> str:
    return page.partition('id="panel"')[2].partition("</aside>")[0]


def test_every_duty_says_its_rule_and_its_force(ledger: dict[str, int], door: Door) -> None:
    page = look(door, ACCOUNT)
    row = page.split("<b>支委会</b>")[1].split("</tr>")[0]
    assert "每月至少1次，力度：至少" in row
    assert "中国共产党支部工作条例（试行），第十二条" in row
    assert row.count("cell--met") == 11
    assert row.count("cell--owe") == 1


def test_a_window_is_as_wide_as_it_is_long(ledger: dict[str, int], door: Door) -> None:
    row = look(door, ACCOUNT).split("<b>党员大会</b>")[1].split("</tr>")[0]
    assert row.count('colspan="3"') == 4


def test_a_window_opens_the_records_that_count_in_it(ledger: dict[str, int], door: Door) -> None:
    opened = panel(look(door, f"{ACCOUNT}&duty=branch_committee_meeting&window=2023-04-01"))
    assert f'<a href="/records/{ledger["meeting 4"]}/">4月支委会</a>' in opened
    assert "4月1日至4月30日应办1次，算数的有<b>1次</b>。" in opened
    assert "佐证1件" in opened
    assert "5月支委会" not in opened


def test_a_missed_window_says_what_is_still_owed(ledger: dict[str, int], door: Door) -> None:
    opened = panel(look(door, f"{ACCOUNT}&duty=branch_committee_meeting&window=2023-03-01"))
    assert 'aria-label="欠账"' in opened
    assert "还差1次" in opened
    assert "这个期限里没有一条算数的记录。" in opened


def test_a_waived_window_says_why(ledger: dict[str, int], door: Door) -> None:
    opened = panel(look(door, f"{ACCOUNT}&duty=theme_party_day&window=2023-02-01"))
    assert 'aria-label="免办"' in opened
    assert "免办理由：全员抗洪抢险" in opened


def test_a_window_that_is_not_owed_opens_nothing(ledger: dict[str, int], door: Door) -> None:
    assert 'id="panel"' not in look(door, f"{ACCOUNT}&duty=branch_committee_meeting&window=2023-04-02")


def test_duties_without_a_number_stand_apart(ledger: dict[str, int], door: Door) -> None:
    page = look(door, ACCOUNT)
    apart = page.split("没有期限可列")[1]
    assert "思想动态分析" in apart
    assert "每季度办几次还没有定，定了才算账" in apart


def test_the_menu_leads_to_ones_own_account(ledger: dict[str, int], door: Door) -> None:
    assert door("wenshu").get("/duties/").headers["Location"] == "/duties/dc/"


def test_the_account_is_narrowed_by_theme_and_state(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    whole = client.get("/duties/dczb/?year=2023").content.decode()
    owed = client.get("/duties/dczb/?year=2023&state=missed").content.decode()
    assert whole.count("matrix__group") >= owed.count("matrix__group") > 0
    assert (
        "cell--waive" not in client.get("/duties/dczb/?year=2023&theme=no_such").content.decode().split("legend")[0]
    )
    assert "没有这样的事项" in client.get("/duties/dczb/?year=2023&theme=no_such").content.decode()
    assert '<option value="missed" selected>欠账</option>' in owed


def test_another_unit_is_a_choice_away_within_what_one_sees(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    page = client.get("/duties/dczb/?year=2023").content.decode()
    assert '<option value="dc1">东城一站</option>' in page
    assert "西城" not in page
    where = client.get("/duties/?unit=dc1&year=2023&state=missed").headers["Location"]
    assert where == "/duties/dc1/?year=2023&state=missed"
    assert client.get("/duties/?unit=xc").status_code == 404


def test_what_nearly_counted_stands_beside_what_is_missing(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    meeting = branch_meeting(3)
    record_act(operator, replace(meeting, state=State.PLANNED, evidence=()))
    record_act(operator, replace(meeting, fields={"members_due": 5, "members_present": 1}, evidence=()))
    page = door("wenshu").get("/duties/dczb/?year=2023&duty=branch_committee_meeting&window=2023-03-01")
    near = page.content.decode().split("差一点算数的")[1].split("</section>")[0]
    assert "计划，没有开展" in near
    assert "不符合计数的条件" in near
    assert "在期限之外" in near


def test_the_window_of_a_post_holder_lists_what_that_person_carried_out(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    enrol(operator, "zd", "p2", "李四光")
    for person, unit, title in (("p1", "zd", "机关党课"), ("p1", "dc", "大队党课"), ("p2", "zd", "李四光的党课")):
        lecturer = (Attendee(person, AttendeeRole.LECTURER),)
        record_act(operator, Act("party_lecture", unit, date(2023, 5, 9), title, people=lecturer))
    for person in ("p1", "p2"):
        appoint(operator, person, "zd", "班子成员", date(2022, 1, 1))
    year = "/duties/zd/?year=2023&duty=leader_lecture&window=2023-01-01"
    first, second = (panel(look(door, f"{year}&holder={person}", "ducha")) for person in ("p1", "p2"))
    assert "算数的有<b>2次</b>" in first
    assert "机关党课" in first
    assert "另有1次是别的单位记的。" in first
    assert "李四光的党课" not in first
    assert "算数的有<b>1次</b>" in second
    assert "李四光的党课" in second
    assert "机关党课" not in second
    assert "别的单位" not in second
