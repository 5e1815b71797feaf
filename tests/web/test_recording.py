"""记一笔: a form of every kind, the record it makes, what it changed, corrections and voiding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.people import enrol
from bihuan.organisations.structure import close_unit
from bihuan.records.queries import RecordView, record_for
from bihuan.values.actor import Actor
from web.conftest import Door
from web.crawl import markup

MEETING = "/record/branch_committee_meeting/"
SEATS = {"f-members_due": "5", "f-members_present": "4"}


def told(day: str = "2023-03-08", **more: object) -> dict[str, object]:
    return {"unit": "dczb", "day": day, "state": "held", **SEATS, **more}


def saved(client: Client, operator: Actor, path: str, form: Mapping[str, object]) -> RecordView:
    answer = client.post(path, form)
    assert answer.status_code == 302, answer.content.decode()
    return record_for(operator, int(answer.headers["Location"].split("/")[2]))


def test_what_the_form_says_is_what_is_recorded(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    view = saved(door("wenshu"), operator, MEETING, told(title="三月支委会", **{"f-agenda": "研究发展党员"}))
    assert (view.line.unit, view.line.happened, view.line.title) == ("dczb", date(2023, 3, 8), "三月支委会")
    assert view.fields == {"members_due": 5, "members_present": 4, "agenda": "研究发展党员"}
    assert view.line.entered_by == "wenshu"


def test_after_saving_the_page_says_what_it_changed_and_what_is_owed_next(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").post(MEETING, told(), follow=True).content.decode()
    strip = page.split('class="saved"')[1].split('class="head"')[0]
    assert "支委会" in strip
    assert '<span class="frac"><b>1</b>/1</span>' in strip
    assert "东城大队党支部还欠" in strip
    assert "接着记" in strip
    assert "unit=dczb&amp;day=2023-03-08" in strip
    assert "支委会次数" in page.split('id="h-post"')[1]


def test_the_form_stands_as_it_was_last_time(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").get(f"{MEETING}?unit=dczb&day=2023-03-08").content.decode()
    assert 'name="f-members_due" type="number" inputmode="numeric" min="0" step="1" value="5"' in page
    assert '<input type="checkbox" name="person" value="p1:chair" checked><span>张三丰<small>主持</small>' in page
    assert '<option value="dczb" selected>' in page
    assert "照12月8日那一条填好" in page


def test_the_unit_that_recorded_such_an_act_last_is_chosen(ledger: dict[str, int], door: Door) -> None:
    assert '<option value="dczb" selected>' in door("wenshu").get(MEETING).content.decode()
    # Nobody has recorded a Party lecture; a branch owes it.
    assert '<option value="dczb" selected>' in door("wenshu").get("/record/party_lecture/").content.decode()


def test_the_units_of_others_are_neither_offered_nor_taken(ledger: dict[str, int], door: Door) -> None:
    page = door("wenshu").get(MEETING).content.decode()
    assert "西城" not in page
    assert "清河市" not in page
    answer = door("wenshu").post(MEETING, told(unit="xc"))
    assert answer.status_code == 400
    assert "没有找到单位“xc”" in answer.content.decode()
    assert door("wenshu").get(f"{MEETING}?unit=xc").status_code == 404
    assert door("ducha").get(f"{MEETING}?unit=dczb").status_code == 403


def test_people_are_ticked_or_typed(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    enrol(operator, "dc", "p2", "李四光")
    form = told(person=["p1:chair"], who=["李四光", ""], role=["keeper", "present"])
    view = saved(door("wenshu"), operator, MEETING, form)
    assert [(each.name, each.role.label) for each in view.people] == [("张三丰", "主持"), ("李四光", "记录")]


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(ledger: dict[str, int], door: Door) -> None:
    form = told(who=["王五"], role=["present"], **{"f-members_due": "五人多", "f-agenda": "研究经费"})
    del form["f-members_present"]
    answer = door("wenshu").post(MEETING, form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "还没有保存" in page
    assert "人员名册中没有“王五”" in page
    assert page.count('class="field__bad"') == 2
    assert "研究经费</textarea>" in page
    assert 'value="五人多"' in page


@pytest.mark.parametrize("day", ["", "2023-02-30", "gestern"])
def test_a_day_that_cannot_be_read_is_said(ledger: dict[str, int], door: Door, day: str) -> None:
    answer = door("wenshu").post(MEETING, told(day))
    assert answer.status_code == 400
    assert '<a href="#day">日期</a>：' in answer.content.decode()


def test_a_likely_duplicate_is_shown_before_saving(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    client = door("wenshu")
    assert "像是同一件事" in client.get(f"{MEETING}?unit=dczb&day=2023-01-08").content.decode()
    assert "像是同一件事" not in client.get(f"{MEETING}?unit=dczb&day=2023-01-09").content.decode()
    answer = client.post(MEETING, told("2023-01-08"))
    assert answer.status_code == 200
    assert "像是同一件事" in answer.content.decode()
    assert saved(client, operator, MEETING, told("2023-01-08", anyway="1")).line.happened == date(2023, 1, 8)


def test_photos_are_kept_while_the_form_comes_back(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    client = door("wenshu")
    photo = SimpleUploadedFile("会场.jpg", b"a photo", "image/jpeg")
    page = client.post(MEETING, told("2023-01-08", files=[photo])).content.decode()
    token = page.split('name="kept" value="')[1].split('"')[0]
    view = saved(client, operator, MEETING, told("2023-01-08", anyway="1", kept=[token]))
    assert [each.name for each in view.evidence] == ["会场.jpg"]
    made_up = saved(client, operator, MEETING, told("2023-01-08", anyway="1", kept=[token[:-1] + "x"]))
    assert made_up.evidence == ()


def test_an_empty_file_is_refused_in_one_sentence(ledger: dict[str, int], door: Door) -> None:
    answer = door("wenshu").post(MEETING, told(files=[SimpleUploadedFile("空.jpg", b"")]))
    assert answer.status_code == 400
    assert "空文件" in answer.content.decode()


def test_the_items_of_a_meeting_become_its_parts(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    sort = catalogue().kind("agenda_item").fields[4].choices[0]
    form = {
        "unit": "dc",
        "day": "2023-06-20",
        "state": "held",
        "f-members_due": "9",
        "f-members_present": "8",
        "agenda_item-words": ["研究经费安排", "", "研究干部调整"],
        "agenda_item-choice": [sort, "", ""],
        "first_agenda_item-words": ["学习重要讲话"],
    }
    view = saved(door("wenshu"), operator, "/record/party_committee_meeting/", form)
    assert [part.title for part in view.parts] == ["研究经费安排", "研究干部调整", "学习重要讲话"]
    first = record_for(operator, view.parts[0].number)
    assert first.fields["deliberation_type"] == sort


def test_a_planned_act_is_recorded_as_one(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    view = saved(door("wenshu"), operator, MEETING, told("2023-03-20", state="planned"))
    assert view.line.state.value == "planned"


def test_a_correction_takes_the_place_of_the_record(ledger: dict[str, int], door: Door, operator: Actor) -> None:
    client, number = door("wenshu"), ledger["meeting 1"]
    page = client.get(f"/records/{number}/correct/").content.decode()
    assert 'value="2023-01-08"' in page
    assert "1月签到表.txt" in page
    token = page.split('name="kept" value="')[1].split('"')[0]
    form = told("2023-01-09", person=["p1:chair"], kept=[token], reason="日期记错", **{"f-members_present": "3"})
    view = saved(client, operator, f"/records/{number}/correct/", form)
    assert view.history[0].reason == "日期记错"
    assert view.line.happened == date(2023, 1, 9)
    assert view.fields["members_present"] == 3
    assert [each.name for each in view.evidence] == ["1月签到表.txt"]
    assert not record_for(operator, number).line.standing


def test_a_record_of_a_unit_that_has_ended_stays_with_it_when_corrected(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    close_unit(operator, "dczb", date(2023, 12, 31))
    page = door("wenshu").get(f"/records/{ledger['meeting 1']}/correct/").content.decode()
    assert '<option value="dczb" selected>' in page
    assert 'value="dczb"' not in door("wenshu").get("/record/theme_party_day/").content.decode()


def test_a_correction_needs_its_reason(ledger: dict[str, int], door: Door) -> None:
    answer = door("wenshu").post(f"/records/{ledger['meeting 1']}/correct/", told("2023-01-09"))
    assert answer.status_code == 400
    assert "请写明更正或作废的原因" in answer.content.decode()


def test_voiding_takes_a_reason_and_leaves_the_record_readable(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    client, number = door("wenshu"), ledger["meeting 2"]
    assert client.post(f"/records/{number}/void/", {"reason": " "}).status_code == 400
    assert record_for(operator, number).line.standing
    assert client.post(f"/records/{number}/void/", {"reason": "没有召开"}).status_code == 302
    assert "没有召开" in client.get(f"/records/{number}/").content.decode()
    assert client.get(f"/records/{number}/void/").status_code == 404


def test_only_who_may_correct_finds_the_buttons(ledger: dict[str, int], door: Door) -> None:
    path = f"/records/{ledger['meeting 1']}/"
    assert "correct/" in door("wenshu").get(path).content.decode()
    assert "correct/" not in door("ducha").get(path).content.decode()
    for act in ("correct", "void"):
        assert door("ducha").post(f"{path}{act}/", told(reason="试")).status_code == 403
        assert door("wairen").post(f"{path}{act}/", told(reason="试")).status_code == 404


def test_a_corrected_record_is_not_corrected_again(ledger: dict[str, int], door: Door) -> None:
    assert door("wenshu").get(f"/records/{ledger['wrong']}/correct/").status_code == 404


def test_there_is_a_form_for_every_kind_that_is_entered_by_hand(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    packs = catalogue()
    for kind in packs.kinds.values():
        by_hand = not kind.restricted and kind.part_of is None and kind.key not in packs.kept_kinds
        answer = client.get(f"/record/{kind.key}/?unit=dc")
        assert answer.status_code == (200 if by_hand else 403), kind.key
        if not by_hand:
            continue
        page = markup(answer.content.decode())
        names = [tag.attributes.get("name", "") for tag in page.all("input", "select", "textarea")]
        free = [each.key for each in kind.fields if f"f-{each.key}" not in names]
        own = {kind.day_field, kind.unit_field, kind.until_field}
        assert set(free) <= own | {each.key for each in kind.fields if kind.act_only}, kind.key
        assert not page.crossed, kind.key
        assert not page.open, kind.key


def test_an_act_only_kind_takes_no_words(ledger: dict[str, int], door: Door) -> None:
    kind = next(each for each in catalogue().kinds.values() if each.act_only and not each.restricted)
    page = door("wenshu").get(f"/record/{kind.key}/?unit=dc").content.decode()
    assert 'name="title"' not in page


def test_recording_goes_into_the_trail_under_ones_own_name(
    ledger: dict[str, int], door: Door, operator: Actor
) -> None:
    view = saved(door("wenshu"), operator, MEETING, told())
    page = door("ducha").get(f"/records/{view.line.number}/").content.decode()
    assert "wenshu" in page


@pytest.mark.parametrize("path", [MEETING, f"{MEETING}?unit=dczb&day=2023-03-08", "/record/", "/record/?q=zw"])
def test_a_form_takes_few_queries(ledger: dict[str, int], door: Door, path: str) -> None:
    client = door("wenshu")
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    assert len(taken) <= 30, len(taken)


def test_saving_shows_its_page_in_few_queries(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    where = client.post(MEETING, told()).headers["Location"]
    with CaptureQueriesContext(connection) as taken:
        client.get(where)
    assert len(taken) <= 20, len(taken)


def test_a_form_is_posted_with_its_token_or_not_at_all(ledger: dict[str, int], door: Door) -> None:
    client = door("wenshu")
    client.handler.enforce_csrf_checks = True
    assert client.post(MEETING, told()).status_code == 403
