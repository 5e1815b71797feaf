"""A window is waived in the account by who approves above the unit, and nobody else is offered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from bihuan.duties.waivers import WindowOwed, waive
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.people import appoint
from bihuan.organisations.structure import NewUnit, open_units
from bihuan.trail.queries import TrailSearch, entries
from bihuan.values.actor import Actor, Role
from bihuan.values.unit_type import UnitType
from web.conftest import PASSWORD, Door

MARCH = "year=2023&duty=branch_committee_meeting&window=2023-03-01"
ACCOUNT, WAIVE = f"/duties/dczb/?{MARCH}", f"/duties/dczb/waive/?{MARCH}"
FLOOD = "全员抗洪抢险"


@dataclass(frozen=True)
class Answer:
    """What came of a form: its status, where it leads, the page."""

    status: int
    to: str
    content: bytes


@pytest.fixture
def leader(ledger: dict[str, int], door: Door, operator: Actor) -> Client:
    """The leader of the detachment, who approves for all below it."""
    return approving("zhihui", "zd", door, operator)


def approving(username: str, unit: str, door: Door, operator: Actor) -> Client:
    open_account(operator, username, PASSWORD, unit)
    give_role(operator, username, Role.APPROVER, unit)
    return door(username)


def panel(content: bytes) -> str:
    return content.decode().partition('id="panel"')[2].partition("</aside>")[0]


def asks(client: Client, path: str = WAIVE, step: str = "waive", reason: str = FLOOD) -> Answer:
    answer = client.post(path, {"step": step, "reason": reason})
    return Answer(answer.status_code, answer.headers.get("Location", ""), answer.content)


def test_a_window_that_is_owed_can_be_waived_where_it_is_opened(leader: Client) -> None:
    opened = panel(leader.get(ACCOUNT).content)
    assert "批准免办</button>" in opened
    assert "撤回免办" not in opened
    answer = asks(leader)
    assert (answer.status, answer.to) == (302, f"{ACCOUNT}&done=waive#panel")
    waived = panel(leader.get(answer.to).content)
    assert "已批准免办，这一期不算欠账了。" in waived
    assert f"免办理由：{FLOOD}" in waived
    assert "由zhihui批准免办" in waived
    assert "撤回免办</button>" in waived
    assert "批准免办</button>" not in waived
    assert 'aria-label="免办"' in waived


def test_what_is_waived_is_owed_no_more_here_and_in_the_overview_above(leader: Client) -> None:
    def owed(path: str) -> str:
        return leader.get(path).content.decode().split('class="answer"')[1].split("</p>")[0]

    before = owed("/?unit=zd&year=2023"), owed("/duties/dczb/?year=2023")
    asks(leader)
    after = owed("/?unit=zd&year=2023"), owed("/duties/dczb/?year=2023")
    assert "免办1项" in before[0]
    assert "免办1项" in before[1]
    assert "免办2项" in after[0]
    assert "免办2项" in after[1]
    asks(leader, step="withdraw", reason="批错了单位")
    assert before == (owed("/?unit=zd&year=2023"), owed("/duties/dczb/?year=2023"))


def test_withdrawing_it_lets_the_acts_speak_again_and_both_stay_to_be_read(leader: Client, door: Door) -> None:
    asks(leader)
    answer = asks(leader, step="withdraw", reason="批错了单位")
    back = panel(leader.get(answer.to).content)
    assert "已撤回免办，这一期重新按办了没有来算。" in back
    assert 'aria-label="欠账"' in back
    assert "批准免办</button>" in back
    seen = panel(door("wenshu").get(ACCOUNT).content)
    assert f"<li>{FLOOD}" in seen
    assert "zhihui批准" in seen
    assert "zhihui撤回" in seen
    assert [line.verb for line in entries(TrailSearch(), None, size=2).lines] == ["withdraw_waiver", "waive"]


def test_what_is_no_longer_so_is_not_said_by_an_old_address(leader: Client) -> None:
    done = asks(leader).to
    asks(leader, step="withdraw", reason="批错了单位")
    assert "已批准免办" not in panel(leader.get(done).content)


@pytest.mark.parametrize("reason", ["  ", "长" * 201])
def test_a_reason_that_is_none_is_refused_beside_the_form_with_what_was_typed(leader: Client, reason: str) -> None:
    answer = asks(leader, reason=reason)
    assert answer.status == 400
    opened = panel(answer.content)
    assert "免办要写明理由。" in opened or "免办的理由有201个字，请压到200个字以内。" in opened
    assert f">{reason}</textarea>" in opened
    assert 'aria-label="欠账"' in opened


def test_waiving_twice_says_who_waived_it(leader: Client, operator: Actor) -> None:
    waive(operator, WindowOwed("branch_committee_meeting", "dczb", date(2023, 3, 1)), FLOOD)
    answer = asks(leader)
    assert answer.status == 409
    assert "3月1日起的这一期已由操作员批准免办，不用再批。" in panel(answer.content)
    assert "撤回免办</button>" in panel(answer.content)


def test_withdrawing_what_another_withdrew_before_says_so(leader: Client) -> None:
    answer = asks(leader, step="withdraw")
    assert answer.status == 409
    assert "没有免办，无需撤回。" in panel(answer.content)
    assert f">{FLOOD}</textarea>" in panel(answer.content)


def test_a_window_that_is_met_offers_nothing(leader: Client) -> None:
    for first in ("2023-04-01", "2023-05-01"):
        opened = panel(leader.get(f"/duties/dczb/?year=2023&duty=branch_committee_meeting&window={first}").content)
        assert opened
        assert "免办" not in opened


def test_the_recorder_is_offered_nothing_and_refused(ledger: dict[str, int], door: Door) -> None:
    clerk = door("wenshu")
    assert "免办" not in panel(clerk.get(ACCOUNT).content)
    answer = asks(clerk)
    assert answer.status == 403
    assert "没有对“东城大队党支部”做这件事的权限" in panel(answer.content)
    assert "批准免办</button>" not in panel(answer.content)


def test_an_outsider_finds_nothing_and_nobody_waives_unseen(ledger: dict[str, int], door: Door) -> None:
    assert asks(door("wairen")).status == 404
    assert asks(door("")).to.startswith("/login/")


def test_who_approves_for_the_unit_itself_is_told_that_it_comes_from_above(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    secretary = approving("shuji", "dczb", door, operator)
    opened = panel(secretary.get(ACCOUNT).content)
    assert "东城大队党支部的免办由上级单位的审批人批准。" in opened
    assert "<form" not in opened
    assert asks(secretary).status == 403


def test_what_the_holder_of_a_post_owes_is_waived_for_that_holder(leader: Client, operator: Actor) -> None:
    open_units(operator, [NewUnit("dcdw", "东城大队党委", UnitType.PARTY_COMMITTEE, "dc", date(2020, 1, 1))])
    appoint(operator, "p1", "dcdw", "党委书记", date(2022, 1, 1))
    page = leader.get("/duties/dcdw/?year=2023").content.decode()
    href = next(
        each.split('"')[0].replace("&amp;", "&") for each in page.split('href="') if "&amp;holder=p1&amp;" in each
    )
    action = panel(leader.get(href).content).split('action="')[1].split('"')[0].replace("&amp;", "&")
    assert "holder=p1" in action
    waived = panel(leader.get(asks(leader, action).to).content)
    assert "张三丰" in waived
    assert f"免办理由：{FLOOD}" in waived


def test_a_window_that_is_not_owed_is_no_page(leader: Client) -> None:
    assert asks(leader, WAIVE.replace("03-01", "03-02")).status == 404
    assert asks(leader, WAIVE.replace("2023-03-01", "")).status == 400
    assert asks(leader, step="nothing").status == 400


def test_looking_leads_to_the_window(leader: Client) -> None:
    assert leader.get(WAIVE).headers["Location"] == f"{ACCOUNT}#panel"


def test_a_form_from_elsewhere_is_refused(leader: Client) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies.update(leader.cookies)
    assert asks(guarded).status == 403
    assert "批准免办</button>" in panel(leader.get(ACCOUNT).content)
