"""Reading records: who sees what, lists by pages, and what looks like a duplicate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.book.figures import figures
from bihuan.book.proofs import proof
from bihuan.book.registry import describe
from bihuan.organisations.errors import UnknownUnit
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import move_unit
from bihuan.records.act import Act, EvidenceFile, State
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.duplicates import likely_duplicates
from bihuan.records.errors import UnknownRecord
from bihuan.records.queries import Page, Search, descriptions, record_for, records
from bihuan.values.actor import Actor, Role
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from conftest import acting
from records.acts import MEETINGS, item, meeting

YEAR = Period.parse("2023")


def numbers(actor: Actor, search: Search, page: Page | None = None) -> list[int]:
    return [line.number for line in records(actor, search, page or Page()).lines]


def test_a_record_is_there_for_those_who_may_see_it_and_for_nobody_else(
    recorder: Actor, inspector: Actor, approver: Actor, outsider: Actor, operator: Actor
) -> None:
    number = record_act(recorder, meeting())
    for actor in (recorder, inspector, approver, operator):
        assert record_for(actor, number).line.title == "六月第一次党委会"
    for actor in (outsider, acting("管理员", "", Role.SYSTEM_ADMIN)):
        with pytest.raises(UnknownRecord):
            record_for(actor, number)


def test_lists_hold_only_what_the_actor_sees(recorder: Actor, outsider: Actor, inspector: Actor) -> None:
    east, west = record_act(recorder, meeting()), record_act(outsider, meeting("xc1"))
    assert numbers(recorder, Search()) == [east]
    assert numbers(outsider, Search()) == [west]
    assert numbers(inspector, Search()) == [west, east]
    with pytest.raises(UnknownUnit):
        records(outsider, Search(unit="dc"))


def test_a_list_is_narrowed_in_every_way(recorder: Actor) -> None:
    held = record_act(recorder, meeting("dc1", date(2023, 6, 28)))
    late = record_act(recorder, replace(meeting("dc2", date(2023, 3, 1)), title="研究春季训练"))
    planned = record_act(recorder, replace(meeting(day=date(2023, 9, 1)), state=State.PLANNED))
    gone = record_act(recorder, meeting(day=date(2023, 6, 29)))
    void(recorder, gone, "重复")
    wanted = {
        Search(unit="dc1"): [held],
        Search(unit="东城消防救援大队"): [planned, held, late],
        Search(kind="agenda_item"): [],
        Search(period=Period.parse("2023-03")): [late],
        Search(state=State.PLANNED): [planned],
        Search(text="春季"): [late],
        Search(late=True): [late],
        Search(late=False): [planned, held],
        Search(corrected=True): [gone],
        Search(corrected=None): [planned, gone, held, late],
    }
    assert {search: numbers(recorder, search) for search in wanted} == wanted


def test_pages_follow_each_other_without_gap_or_repeat(recorder: Actor) -> None:
    made = [record_act(recorder, meeting(day=date(2023, 5, 1) + timedelta(days=n % 3))) for n in range(7)]
    seen: list[int] = []
    page = Page(size=3)
    while True:
        answer = records(recorder, Search(), page)
        seen += [line.number for line in answer.lines]
        if not answer.following:
            break
        page = Page(answer.following, 3)
    assert len(seen) == 7
    assert sorted(seen) == sorted(made)
    with pytest.raises(UnknownRecord):
        records(recorder, Search(), Page("昨天~1"))


def test_a_page_costs_the_same_however_many_it_holds(
    recorder: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(1, 29):
        record_act(recorder, meeting(day=date(2023, 5, day)))
    with django_assert_max_num_queries(4):
        records(recorder, Search(), Page(size=28))


def test_a_unit_that_moved_still_sees_its_earlier_records(
    operator: Actor, tree: dict[str, UnitPlace], outsider: Actor
) -> None:
    number = record_act(operator, meeting("dc1", date(2023, 3, 1)))
    move_unit(operator, "dc1", "xc", date(2023, 4, 1))
    assert numbers(outsider, Search()) == [number]
    assert record_for(outsider, number).line.unit == "dc1"
    assert numbers(outsider, Search(unit="dc1")) == [number]


def test_restricted_records_are_for_their_role_alone(
    tree: dict[str, UnitPlace], recorder: Actor, inspector: Actor
) -> None:
    discipline = acting("孙纪检", tree["zd"].path, Role.DISCIPLINE)
    number = record_act(discipline, Act("four_forms_case", "dc", date(2023, 5, 5)))
    assert numbers(discipline, Search()) == [number]
    for actor in (recorder, inspector):
        assert numbers(actor, Search()) == []
        with pytest.raises(UnknownRecord):
            record_for(actor, number)


def test_a_proof_names_its_members_by_title_and_evidence(recorder: Actor) -> None:
    describe("record", descriptions)
    files = (EvidenceFile("纪要.pdf", b"minutes"),)
    number = record_act(recorder, replace(meeting(), evidence=files))
    untitled = record_act(recorder, replace(meeting(day=date(2023, 6, 6)), title=""))
    ask = Ask(MEETINGS, "dc", YEAR)
    members = {member.source: (member.title, member.evidence) for member in proof(recorder, ask).members}
    assert members == {
        number: ("六月第一次党委会", ("纪要.pdf",)),
        untitled: ("2023年6月6日党委会（党组会）", ()),
    }
    assert figures(recorder, [ask])[0].members == 2


def test_a_record_of_the_same_unit_kind_and_day_is_pointed_out(recorder: Actor) -> None:
    number = record_act(recorder, meeting())
    assert [(each.record.number, each.likeness) for each in likely_duplicates(recorder, meeting())] == [
        (number, "same_day")
    ]
    assert likely_duplicates(recorder, meeting("dc1")) == []
    assert likely_duplicates(recorder, meeting(day=date(2023, 6, 6))) == []
    assert likely_duplicates(recorder, meeting(), apart_from=number) == []
    assert record_act(recorder, meeting())


def test_the_same_file_under_another_act_is_pointed_out(recorder: Actor) -> None:
    files = (EvidenceFile("照片.jpg", b"picture"),)
    number = record_act(recorder, replace(meeting(), evidence=files))
    again = replace(meeting(day=date(2023, 6, 20)), evidence=(EvidenceFile("另名.jpg", b"picture"),))
    assert [(each.record.number, each.likeness, each.file) for each in likely_duplicates(recorder, again)] == [
        (number, "same_file", "另名.jpg")
    ]


def test_what_was_voided_or_is_not_ones_own_is_no_duplicate(recorder: Actor, outsider: Actor) -> None:
    files = (EvidenceFile("照片.jpg", b"picture"),)
    number = record_act(recorder, replace(meeting(), evidence=files))
    assert likely_duplicates(outsider, replace(meeting("xc"), evidence=files)) == []
    void(recorder, number, "重复")
    assert likely_duplicates(recorder, replace(meeting(), evidence=files)) == []


def test_the_items_of_a_meeting_are_not_duplicates_of_each_other(recorder: Actor) -> None:
    number = record_act(recorder, replace(meeting(), parts=(item(),)))
    another = replace(item("二"), unit="dc", part_of=number)
    assert likely_duplicates(recorder, another) == []
    successor = supersede(recorder, number, meeting(), "核对")
    assert record_for(recorder, successor).parts[0].part_of == successor
