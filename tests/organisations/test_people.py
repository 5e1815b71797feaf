from __future__ import annotations

from datetime import date

import pytest

from bihuan.organisations.errors import BadAppointment, MayNot, PersonTaken, UnknownPerson, UnknownUnit
from bihuan.organisations.models import Appointment, Person
from bihuan.organisations.people import appoint, end_appointment, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor

Tree = dict[str, UnitPlace]
SINCE = date(2023, 3, 1)


@pytest.fixture
def zhang(operator: Actor, tree: Tree) -> str:
    """Zhang San, enrolled at the east brigade."""
    enrol(operator, "dc", "p1", "张三")
    return "p1"


def test_a_person_is_enrolled_once(operator: Actor, zhang: str) -> None:
    enrol(operator, "dc", zhang, "张三")
    assert Person.objects.count() == 1
    assert Entry.objects.filter(verb="enrol").count() == 1


def test_a_code_is_one_person_s(operator: Actor, zhang: str) -> None:
    with pytest.raises(PersonTaken, match="张三"):
        enrol(operator, "dc", zhang, "李四")


def test_a_person_holds_a_post_once_at_a_time(operator: Actor, zhang: str) -> None:
    appoint(operator, zhang, "dc", "大队长", SINCE)
    for day in (SINCE, date(2022, 1, 1), date(2024, 1, 1)):
        with pytest.raises(BadAppointment):
            appoint(operator, zhang, "dc", "大队长", day)
    end_appointment(operator, zhang, "dc", "大队长", date(2023, 6, 30))
    with pytest.raises(BadAppointment):
        appoint(operator, zhang, "dc", "大队长", date(2023, 6, 30))
    appoint(operator, zhang, "dc", "大队长", date(2023, 7, 1))
    appoint(operator, zhang, "dc", "党委书记", SINCE)
    assert Appointment.objects.count() == 3


def test_an_appointment_ends_only_where_it_stands(operator: Actor, zhang: str) -> None:
    appoint(operator, zhang, "dc", "大队长", SINCE)
    for unit, post, until in [
        ("dc", "教导员", date(2023, 6, 30)),
        ("xc", "大队长", date(2023, 6, 30)),
        ("dc", "大队长", date(2023, 2, 28)),
    ]:
        with pytest.raises(BadAppointment):
            end_appointment(operator, zhang, unit, post, until)
    end_appointment(operator, zhang, "dc", "大队长", SINCE)
    with pytest.raises(BadAppointment):
        end_appointment(operator, zhang, "dc", "大队长", date(2023, 6, 30))
    assert Entry.objects.filter(verb="end_appointment").count() == 1


def test_nobody_unknown_is_appointed(operator: Actor, tree: Tree) -> None:
    with pytest.raises(UnknownPerson):
        appoint(operator, "p9", "dc", "大队长", SINCE)


def test_the_cast_may_not_appoint(
    zhang: str, recorder: Actor, inspector: Actor, approver: Actor, outsider: Actor
) -> None:
    for actor in (recorder, inspector, approver):
        with pytest.raises(MayNot):
            appoint(actor, zhang, "dc", "大队长", SINCE)
        with pytest.raises(MayNot):
            enrol(actor, "dc", "p2", "李四")
    with pytest.raises(UnknownUnit):
        appoint(outsider, zhang, "dc", "大队长", SINCE)
    assert not Appointment.objects.exists()
