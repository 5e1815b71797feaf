"""封账: who approves for the whole tree seals a period that is over, is asked twice, and everybody is told what it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.book.verification import book_digest
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.closing import seal_period
from bihuan.records.acts import record_act
from bihuan.trail.queries import seals
from bihuan.trail.verification import verify_seals, verify_trail
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from bihuan.web.sealing.choices import next_to_seal, open_periods
from web.conftest import PASSWORD, Door, branch_meeting

JUNE = Period.parse("2023-06")
SURE = {"period": "2023-06", "sure": "1"}


def approving(username: str, unit: str, door: Door, operator: Actor) -> Client:
    open_account(operator, username, PASSWORD, unit)
    give_role(operator, username, Role.APPROVER, unit)
    return door(username)


@pytest.fixture
def leader(ledger: dict[str, int], door: Door, operator: Actor) -> Client:
    """Who approves for the whole tree."""
    return approving("zhihui", "zd", door, operator)


def page(client: Client, path: str = "/seals/") -> str:
    return client.get(path).content.decode()


def test_a_period_is_chosen_then_confirmed_then_sealed(leader: Client) -> None:
    assert "还没有封过账" in page(leader)
    assert '<option value="2023-06">2023年6月</option>' in page(leader)
    asked = page(leader, "/seals/?period=2023-06")
    assert "封2023年6月的账" in asked
    assert "2023年6月1日至2023年6月30日，全部单位" in asked
    assert "我知道封账不能撤销" in asked
    assert not seals()
    answer = leader.post("/seals/?period=2023-06", SURE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/seals/?done=2023-06")
    (seal,) = seals()
    told = page(leader, "/seals/?done=2023-06")
    assert "2023年6月已经封账" in told
    row = told.split("<tbody>")[1].split("</tr>")[0]
    assert "2023年6月" in row
    assert "zhihui" in row
    assert seal.digest[:16] in row
    assert '<option value="2023-06">' not in told
    assert not [*verify_trail(), *verify_seals()]


def test_what_is_entered_afterwards_is_marked(leader: Client, door: Door, operator: Actor) -> None:
    leader.post("/seals/", {"period": "2023-03", "sure": "1"})
    clerk = door("wenshu")
    form = {"unit": "dczb", "day": "2023-03-21", "state": "held", "f-members_due": 5, "f-members_present": 5}
    saved = clerk.post("/record/branch_committee_meeting/", form)
    assert saved.status_code == 302
    assert "封账后补录" in page(clerk, saved.headers["Location"])


def test_without_the_tick_nothing_is_sealed(leader: Client) -> None:
    answer = leader.post("/seals/?period=2023-06", {"period": "2023-06"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "封账不能撤销，请先勾选" in said
    assert "封2023年6月的账" in said
    assert not seals()


def test_the_second_of_two_is_told(leader: Client, operator: Actor) -> None:
    seal_period(operator, JUNE, book_digest, date(2023, 7, 3))
    answer = leader.post("/seals/?period=2023-06", SURE)
    assert answer.status_code == 409
    assert "2023年6月已经封账，不能再封一次。" in answer.content.decode()
    assert "操作员" in answer.content.decode()
    assert len(seals()) == 1


@pytest.mark.parametrize(("period", "status", "why"), [("2199", 409, "还没有结束"), ("昨天", 400, "看不懂时段")])
def test_what_cannot_be_sealed_is_refused_in_its_sentence(leader: Client, period: str, status: int, why: str) -> None:
    answer = leader.post("/seals/", {"period": period, "sure": "1"})
    assert answer.status_code == status
    assert why in answer.content.decode()
    assert not seals()


def test_who_approves_for_a_part_reads_and_seals_nothing(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    brigade = approving("duizhang", "dc", door, operator)
    seal_period(operator, JUNE, book_digest, date(2023, 7, 3))
    seen = page(brigade, "/seals/?period=2023-05")
    assert "封账由管全部单位的审批人办" in seen
    assert "2023年6月" in seen
    assert "<form" not in seen.split("<main")[1].split("</main>")[0]
    answer = brigade.post("/seals/", {"period": "2023-05", "sure": "1"})
    assert answer.status_code == 403
    assert "封账封的是全部单位的账" in answer.content.decode()
    assert len(seals()) == 1


def test_nobody_else_finds_it(ledger: dict[str, int], door: Door) -> None:
    for username in ("wenshu", "ducha", "xitong"):
        client = door(username)
        assert 'href="/seals/"' not in page(client, "/more/")
        assert client.get("/seals/").status_code == 403
        assert client.post("/seals/", SURE).status_code == 403
    assert not seals()


def test_who_approves_finds_it_in_the_menu(leader: Client) -> None:
    assert 'href="/seals/"' in page(leader, "/more/")


def test_a_form_from_elsewhere_is_refused(leader: Client) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies.update(leader.cookies)
    assert guarded.post("/seals/", SURE).status_code == 403
    assert not seals()


def test_the_page_takes_few_queries(leader: Client, operator: Actor) -> None:
    record_act(operator, branch_meeting(3))
    with CaptureQueriesContext(connection) as queries:
        assert leader.get("/seals/").status_code == 200
    assert len(queries) <= 10, "\n".join(query["sql"][:150] for query in queries)


def test_the_month_after_the_last_sealed_one_comes_next() -> None:
    day = date(2024, 2, 3)
    assert next_to_seal([], day) == Period.parse("2024-01")
    assert next_to_seal([Period.parse("2023-11"), Period.parse("2023-Q3")], day) == Period.parse("2023-12")
    assert next_to_seal([Period.parse("2023")], day) == Period.parse("2024-01")
    assert next_to_seal([Period.parse("2024-01")], day) == Period.parse("2024-01")


def test_only_what_is_over_and_in_no_sealed_period_is_offered() -> None:
    sealed = [Period.parse("2023-H1"), Period.parse("2023-07")]
    (this, choices_now), (last, choices) = open_periods(sealed, [2023, 2024], date(2024, 2, 3))
    assert (this, [each.value for each in choices_now]) == ("2024年", ["2024-01"])
    assert last == "2023年"
    offered = [each.value for each in choices]
    assert offered == ["2023", "2023-H2", "2023-Q3", "2023-Q4", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12"]
    assert [each.value for each in choices if each.is_chosen] == ["2023-08"]


def test_a_month_is_offered_from_the_day_after_its_last() -> None:
    def offered(day: date) -> bool:
        return any(each.value == "2023-06" for _, choices in open_periods([], [2023], day) for each in choices)

    assert not offered(date(2023, 6, 30))
    assert offered(date(2023, 7, 1))
