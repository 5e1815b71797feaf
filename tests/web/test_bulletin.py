"""通报: the month of all units below, ranked by a rule that stands on the page."""

from __future__ import annotations

from datetime import date

from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.values.actor import Actor
from web.conftest import Door


def test_the_month_says_what_fell_due_and_who_owes(ledger: dict[str, int], door: Door) -> None:
    page = door("ducha").get("/bulletin/?unit=zd&period=2023-03").content.decode()
    assert "2023年3月履责情况通报" in page
    assert "欠账" in page
    assert "支委会（东城大队党支部）" in page
    assert "排名规则：" in page
    assert "近6个月完成率：" in page


def test_every_unit_right_below_has_its_line_and_opens(ledger: dict[str, int], door: Door) -> None:
    page = door("ducha").get("/bulletin/?unit=zd&period=2023-03").content.decode()
    assert '<a href="?unit=dc&amp;period=2023-03">东城消防救援大队</a>' in page
    assert 'href="/?unit=zd&amp;year=2023&amp;row=dc&amp;month=3#panel"' in page


def test_late_entries_are_counted_in_the_month_of_the_act(ledger: dict[str, int], door: Door) -> None:
    april = door("ducha").get("/bulletin/?unit=zd&period=2023-04").content.decode()
    assert '<dt>补录</dt><dd class="big">1<small>笔</small></dd>' in april


def test_a_task_overdue_at_the_end_of_the_month_is_named(ledger: dict[str, int], operator: Actor, door: Door) -> None:
    found = date(2023, 6, 1)
    new = NewFinding(
        found_on=found,
        unit="dc1",
        issuer="zd",
        description="灭火器压力不足",
        source="暗访督查",
        due=date(2023, 6, 20),
    )
    register_finding(operator, new)
    assert "灭火器压力不足" in door("ducha").get("/bulletin/?unit=zd&period=2023-06").content.decode()
    assert "灭火器压力不足" not in door("ducha").get("/bulletin/?unit=zd&period=2023-05").content.decode()


def test_a_unit_without_any_below_is_told_where_its_account_is(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").get("/bulletin/?unit=dczb").content.decode()
    assert "没有下级单位" in page
    assert 'href="/duties/dczb/"' in page


def test_only_a_month_has_a_bulletin(ledger: dict[str, int], door: Door) -> None:
    assert door("ducha").get("/bulletin/?period=2023-H1").status_code == 400
    assert door("ducha").get("/bulletin/?period=irgendwann").status_code == 400


def test_a_bulletin_names_no_neighbour(ledger: dict[str, int], door: Door) -> None:
    assert "西城" not in door("wenshu").get("/bulletin/?period=2023-06").content.decode()
    assert door("wenshu").get("/bulletin/?unit=xc&period=2023-06").status_code == 404
