"""Who took part in a committee's meeting: name and post, of the committee's own meeting, never of a closed kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.cli import attendance_list
from bihuan.cli.attendance_list import attendance
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, Attendee, AttendeeRole
from bihuan.records.acts import record_act
from bihuan.reports.listings import ListAsk
from bihuan.values.actor import Actor
from bihuan.values.period import Period

DAY = date(2023, 5, 9)
ASK = ListAsk("zd", Period(DAY, DAY), DAY)


@pytest.fixture(autouse=True)
def meetings(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """A meeting of the detachment's committee with three people, and one of a brigade's on the same day."""
    for code, name in (("p1", "张三丰"), ("p2", "李卫国"), ("p3", "王海"), ("p4", "外人")):
        enrol(operator, "zd", code, name)
    appoint(operator, "p1", "zd", "党委书记", date(2022, 1, 1))
    appoint(operator, "p2", "zd", "政治部主任", date(2023, 6, 1))
    people = (
        Attendee("p3", AttendeeRole.OBSERVER),
        Attendee("p2", AttendeeRole.PRESENT),
        Attendee("p1", AttendeeRole.SPEAKER),
        Attendee("p1", AttendeeRole.CHAIR),
    )
    fields = {"members_due": 9, "members_present": 8}
    record_act(operator, Act("party_committee_meeting", "zd", DAY, "支队党委会", fields=fields, people=people))
    below = (Attendee("p4", AttendeeRole.PRESENT),)
    record_act(operator, Act("party_committee_meeting", "dc", DAY, "东城党委会", fields=fields, people=below))


def test_each_is_named_once_with_the_post_held_on_the_day(operator: Actor) -> None:
    found = attendance(operator, ASK)
    assert found.columns == ("参会", "姓名", "职务")
    assert found.rows == (("主持", "张三丰", "党委书记"), ("参加", "李卫国", ""), ("列席", "王海", ""))


def test_a_kind_that_keeps_the_act_only_names_nobody(operator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = catalogue()
    kind = packs.kinds["party_committee_meeting"].model_copy(update={"act_only": True})
    closed = replace(packs, kinds={**packs.kinds, kind.key: kind})
    monkeypatch.setattr(attendance_list, "catalogue", lambda: closed)
    assert attendance(operator, ASK).rows == ()


def test_a_day_without_a_meeting_names_nobody(operator: Actor) -> None:
    assert attendance(operator, replace(ASK, period=Period(date(2023, 5, 8), date(2023, 5, 8)))).rows == ()
