"""通报: the month of all units below, ranked by a rule that stands on the page."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from bihuan.book.figures import figures
from bihuan.organisations.accounts import give_role, open_account
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.values.actor import Actor, Role
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from web.conftest import PASSWORD, Door


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


def test_the_number_of_overdue_tasks_is_that_of_the_list_also_where_a_unit_elsewhere_answers(
    ledger: dict[str, int], operator: Actor, door: Door
) -> None:
    for unit in ("dc1", "xc1"):
        found = NewFinding(
            found_on=date(2023, 6, 1),
            unit=unit,
            issuer="dc",
            description=f"{unit}的灭火器",
            source="暗访督查",
            due=date(2023, 6, 20),
        )
        register_finding(operator, found)
    page = door("ducha").get("/bulletin/?unit=dc&period=2023-06").content.decode()
    assert '<dt>逾期任务</dt><dd class="big">2<small>件</small></dd>' in page
    assert "xc1的灭火器" in page


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


def test_the_bulletin_is_taken_as_a_document_by_who_may_write_it(
    ledger: dict[str, int], operator: Actor, door: Door
) -> None:
    open_account(operator, "zhuangao", PASSWORD, "zd")
    give_role(operator, "zhuangao", Role.AUTHOR, "zd")
    page = door("zhuangao").get("/bulletin/?unit=zd&period=2023-03").content.decode()
    address = "/reports/draft/file.docx?template=monthly_bulletin&unit=zd&period=2023-03"
    assert f'href="{address.replace("&", "&amp;")}"' in page
    assert "monthly_bulletin" not in door("ducha").get("/bulletin/?unit=zd&period=2023-03").content.decode()
    answer = door("zhuangao").get(address)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert [name for name in package.namelist() if name.startswith("word/media/")]


def test_a_unit_without_brigades_has_no_such_document(ledger: dict[str, int], operator: Actor, door: Door) -> None:
    open_account(operator, "zhuangao", PASSWORD, "dc")
    give_role(operator, "zhuangao", Role.AUTHOR, "dc")
    assert "monthly_bulletin" not in door("zhuangao").get("/bulletin/?unit=dc&period=2023-03").content.decode()


def test_the_page_and_the_document_draw_the_same_chart(ledger: dict[str, int], operator: Actor, door: Door) -> None:
    page = door("ducha").get("/bulletin/?unit=zd&period=2023-06").content.decode()
    months = [Period.parse(f"2023-{month:02}") for month in range(1, 7)]
    figures_ = figures(operator, [Ask("duty.completion_rate", "zd", month) for month in months])
    said = "，".join(
        f"{month.first.month}月{'无记录' if each.value is None else f'{float(each.value):.1f}%'}"
        for month, each in zip(months, figures_, strict=True)
    )
    assert f'aria-label="{said}"' in page
