"""Which acts a person carried out, for the duties that post-holders owe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.records.act import Act, Attendee, AttendeeRole
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.doers import PersonCount, acts_carried_out
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from conftest import at

LECTURES = "party_lecture.lectures"
YEAR = Period.parse("2023")


def lecture(day: date, lecturer: str = "") -> Act:
    fields = {"lecturer": lecturer} if lecturer else {}
    return Act("party_lecture", "dc", day, "党课", fields=fields)


def counted(people: tuple[str, ...] = ("p1", "p2"), period: Period = YEAR) -> list[PersonCount]:
    return sorted(acts_carried_out([LECTURES], people, period))


def test_who_lectured_is_counted_and_who_listened_is_not(recorder: Actor, people: None) -> None:
    day = date(2023, 5, 9)
    record_act(recorder, lecture(day, "张三"))
    listeners = (Attendee("p2", AttendeeRole.LECTURER), Attendee("p1", AttendeeRole.PRESENT))
    record_act(recorder, replace(lecture(date(2023, 6, 1)), people=listeners))
    assert counted() == [
        PersonCount(LECTURES, "p1", day, 1),
        PersonCount(LECTURES, "p2", date(2023, 6, 1), 1),
    ]
    assert counted(("p2",)) == [PersonCount(LECTURES, "p2", date(2023, 6, 1), 1)]
    assert counted(period=Period.parse("2023-06")) == [PersonCount(LECTURES, "p2", date(2023, 6, 1), 1)]


def test_a_lecturer_named_in_both_places_is_counted_once(recorder: Actor, people: None) -> None:
    twice = replace(lecture(date(2023, 5, 9), "p1"), people=(Attendee("p1", AttendeeRole.LECTURER),))
    record_act(recorder, twice)
    assert len(counted()) == 1


def test_a_correction_moves_it_and_the_past_stays_as_it_was_known(recorder: Actor, people: None) -> None:
    number = record_act(recorder, lecture(date(2023, 5, 9), "p1"))
    later = replace(recorder, at=at(2023, 7, 2))
    new = supersede(later, number, lecture(date(2023, 5, 9), "p2"), "主讲人记错")
    assert [count.person for count in counted()] == ["p2"]
    before = acts_carried_out([LECTURES], ["p1", "p2"], YEAR, as_of=at(2023, 7, 1, 12))
    assert [count.person for count in before] == ["p1"]
    void(later, new, "未开展")
    assert counted() == []
