"""Records: one with everything behind it, and the list that finds it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bihuan.records.act import Act, State
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from web.conftest import Door


def look(door: Door, path: str) -> str:
    return door("wenshu").get(path).content.decode()


def test_a_record_shows_its_fields_people_and_evidence(ledger: dict[str, int], door: Door) -> None:
    page = look(door, f"/records/{ledger['meeting 1']}/")
    assert "<dt>应到委员数</dt><dd>5人</dd>" in page or "<dt>应到委员数</dt><dd>5</dd>" in page
    assert "<dt>主持</dt><dd>张三丰</dd>" in page
    assert "1月签到表.txt" in page
    assert "东城大队党支部" in page


def test_lateness_stays_visible(ledger: dict[str, int], door: Door) -> None:
    late = '<span class="tag tag--due">补录，晚20天</span>'
    assert late in look(door, f"/records/{ledger['meeting 4']}/")
    assert late in look(door, "/records/?period=2023-04")
    assert "补录" not in look(door, f"/records/{ledger['meeting 1']}/")


def test_a_corrected_record_leads_to_what_took_its_place(ledger: dict[str, int], door: Door) -> None:
    old = look(door, f"/records/{ledger['wrong']}/")
    assert f"这条记录已更正为记录{ledger['right']}，不再计数" in old
    assert "到会人数数错了" in old
    assert f'href="/records/{ledger["right"]}/"' in old
    new = look(door, f"/records/{ledger['right']}/")
    assert f'<a href="/records/{ledger["wrong"]}/">更正记录{ledger["wrong"]}</a>' in new
    assert "不再计数" not in new


def test_a_voided_record_says_why(ledger: dict[str, int], door: Door) -> None:
    page = look(door, f"/records/{ledger['voided']}/")
    assert "这条记录已作废，不再计数" in page
    assert "会议没有召开" in page


def test_the_items_of_a_meeting_stand_on_its_page(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    item = Act("agenda_item", "", date(2023, 6, 5), "研究经费安排")
    seats = {"members_due": 9, "members_present": 9}
    whole = record_act(
        operator, Act("party_committee_meeting", "dc", date(2023, 6, 5), "六月党委会", fields=seats, parts=(item,))
    )
    page = look(door, f"/records/{whole}/")
    assert "研究经费安排" in page
    part = page.split('class="row__title" href="')[1].split('"')[0]
    assert f'<a href="/records/{whole}/">属于记录{whole}</a>' in look(door, part)


def test_the_list_is_narrowed_by_unit_kind_period_and_words(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/records/?unit=dczb&kind=branch_committee_meeting&period=2023-H1&text=支委会")
    assert page.count("支委会</a>") == 5
    assert "12月支委会" not in page
    assert "共5条" in page
    assert '<option value="branch_committee_meeting" selected>支委会</option>' in page


def test_what_was_corrected_leaves_the_list(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/records/?text=党委会")
    assert f"/records/{ledger['right']}/" in page
    assert f"/records/{ledger['wrong']}/" not in page
    assert f"/records/{ledger['voided']}/" not in page


def test_a_long_list_goes_on_where_it_stopped(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    for month in range(1, 7):
        for day in range(1, 11):
            record_act(operator, Act("theme_party_day", "dczb", date(2023, month, day), f"主题{month:02}{day:02}"))
    first = look(door, "/records/?kind=theme_party_day")
    assert first.count('<th scope="row"><a') == 50
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = look(door, following)
    assert second.count('<th scope="row"><a') == 10
    assert "主题0101" in second
    assert "主题0101" not in first
    assert "回第一页" in second


def test_a_planned_act_is_marked_as_one(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    number = record_act(operator, Act("theme_party_day", "dczb", date(2023, 8, 1), "建军节活动", state=State.PLANNED))
    assert "<dt>情况</dt><dd>计划</dd>" in look(door, f"/records/{number}/")


def test_nothing_found_says_what_to_do(ledger: dict[str, int], door: Door) -> None:
    page = look(door, "/records/?text=没有这样的事")
    assert "没有这样的记录" in page
    assert "换一个词、时段或单位再找" in page


def test_a_period_that_cannot_be_read_leads_back_to_the_list(ledger: dict[str, int], door: Door) -> None:
    answer = door("wenshu").get("/records/?period=去年")
    assert answer.status_code == 400
    assert "看不懂时段“去年”" in answer.content.decode()
    assert '<a class="btn" href="/records/">重新填写</a>' in answer.content.decode()


def test_words_are_shown_as_words(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    number = record_act(operator, Act("theme_party_day", "dczb", date(2023, 6, 1), "<b>学习</b>&“条例”"))
    page = look(door, f"/records/{number}/")
    assert "&lt;b&gt;学习&lt;/b&gt;&amp;“条例”" in page
    assert '<input class="input" id="text" name="text" type="search" value="&quot;&gt;&lt;b&gt;">' in look(
        door, '/records/?text="><b>'
    )


def test_late_and_corrected_records_are_found_apart(ledger: dict[str, int], door: Door) -> None:
    late = look(door, "/records/?sort=late&unit=dczb&period=2023-04")
    assert "4月支委会" in late
    assert "5月支委会" not in look(door, "/records/?sort=late&unit=dczb")
    corrected = look(door, "/records/?sort=corrected")
    assert f"/records/{ledger['wrong']}/" in corrected
    assert f"/records/{ledger['right']}/" not in corrected
    assert door("wenshu").get("/records/?state=gone").status_code == 400


def test_the_list_goes_out_as_a_table_with_only_what_one_may_see(ledger: dict[str, int], door: Door) -> None:
    for username, words, others in (("wenshu", "东城党委会", "西城党委会"), ("wairen", "西城党委会", "东城党委会")):
        answer = door(username).get("/records/export/?text=党委会")
        book = load_workbook(BytesIO(answer.content))
        cells = {str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
        assert words in cells
        assert others not in cells
        assert answer.headers["Content-Disposition"].startswith("attachment")


ROW = re.compile(
    r'<tr><td class="nb">(.*?)</td><th scope="row"><a href="/records/(\d+)/">.*?<td class="far">(.*?)</td><td>(.*?)</td>'
)


def rows(page: str) -> list[tuple[str, ...]]:
    """Day, number, kind and unit of each row."""
    return ROW.findall(page)


def test_the_heads_of_the_columns_sort_and_turn_round(ledger: dict[str, int], door: Door) -> None:
    client = door("ducha")
    page = client.get("/records/?text=会").content.decode()
    assert page.count("aria-sort") == 1
    assert (
        '<th scope="col" aria-sort="descending"><a class="sort" href="/records/?text=%E4%BC%9A&amp;order=oldest">日期'
        in page
    )
    oldest = client.get("/records/?text=会&order=oldest").content.decode()
    assert rows(oldest) == rows(page)[::-1]
    assert 'aria-sort="ascending"' in oldest
    entered = [int(number) for _, number, _, _ in rows(client.get("/records/?order=entered_last").content.decode())]
    assert entered == sorted(entered, reverse=True)
    by_unit = [unit for _, _, _, unit in rows(client.get("/records/?order=unit").content.decode())]
    assert by_unit == sorted(by_unit, key=["东城消防救援大队", "东城大队党支部", "西城消防救援大队"].index)
    by_kind = [kind for _, _, kind, _ in rows(client.get("/records/?order=kind").content.decode())]
    assert len({*by_kind}) == 2
    assert by_kind == sorted(by_kind, key=by_kind.index)


def test_sorting_keeps_the_filters_and_goes_on_page_by_page(
    ledger: dict[str, int], door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = door("ducha")
    whole = rows(client.get("/records/?unit=dc&order=unit&period=2023").content.decode())
    monkeypatch.setattr("bihuan.web.records.page.SIZE", 4)
    path, seen = "/records/?unit=dc&order=unit&period=2023", []
    while path:
        page = client.get(path).content.decode()
        assert '<option value="unit" selected>' in page
        seen += rows(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(following.group(1)) if following else ""
    assert seen == whole
    assert len(seen) > 8


def test_what_was_late_or_corrected_can_be_sorted_too(ledger: dict[str, int], door: Door) -> None:
    client = door("ducha")
    for sort in ("late", "corrected"):
        numbers = [
            {row[1] for row in rows(client.get(f"/records/?sort={sort}&order={order}").content.decode())}
            for order in ("newest", "kind")
        ]
        assert numbers[0] == numbers[1] != set()
    assert client.get("/records/?order=sideways").status_code == 400
    assert client.get("/records/?order=kind&after=2023-01-01~3").status_code == 404
