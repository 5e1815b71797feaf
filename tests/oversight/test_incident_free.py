"""Days without an incident rest on a recorded incident or on somebody who answers for the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.book.figures import figures
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.incident_free import DAYS
from bihuan.oversight.registers import declare_complete, withdraw_declaration
from bihuan.records.act import Act, Value
from bihuan.records.acts import record_act, void
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from conftest import at

INCIDENTS = "safety_incident.incidents"
HALF, QUARTER = Period.parse("2023-H1"), Period.parse("2023-Q1")


def days(actor: Actor, unit: str = "zd", period: Period = HALF, **words: object) -> Figure:
    (figure,) = figures(actor, [Ask(DAYS, unit, period, **words)])  # type: ignore[arg-type]
    return figure


def incident(actor: Actor, unit: str, day: date) -> int:
    fields: dict[str, Value] = {"incident_type": "训练事故"}
    return record_act(actor, Act("safety_incident", unit, day, "训练中扭伤", fields=fields))


def test_with_no_record_and_nobody_to_answer_there_is_no_number(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    found = days(operator)
    assert found.value is None
    assert not found.is_entered
    assert "不能断定" in found.notes[0]


def test_days_are_counted_from_the_last_incident_of_the_unit_and_all_below_it(
    operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    incident(operator, "dc1", date(2023, 2, 10))
    last = incident(operator, "dc1", date(2023, 6, 20))
    incident(operator, "xc1", date(2023, 6, 25))
    assert days(operator, "dc").value == 10
    assert days(operator, "zd").value == 5
    assert days(operator, "dc", own=True).value is None
    assert days(operator, "dc1", own=True).value == 10
    assert days(operator, "dc", QUARTER).value == 49
    assert "没有人声明" in days(operator, "dc").notes[1]
    before = days(operator, "dc").digest
    void(operator, last, "不是事故")
    assert days(operator, "dc").value == 140
    assert days(operator, "dc").digest != before


def test_a_day_to_come_is_not_counted(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    incident(operator, "dc1", date(2023, 6, 20))
    assert days(operator, "dc", Period.parse("2023")).value == 11  # the operator asks on 1 July


def test_as_of_a_moment_it_is_what_was_known_then(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    incident(replace(operator, at=at(2023, 3, 2)), "dc1", date(2023, 3, 1))
    incident(operator, "dc1", date(2023, 3, 20))
    assert days(operator, "dc", QUARTER).value == 11
    assert days(operator, "dc", QUARTER, as_of=at(2023, 3, 25)).value == 24


def test_a_register_declared_complete_counts_from_its_first_day_without_a_gap(
    operator: Actor, approver: Actor, tree: dict[str, UnitPlace]
) -> None:
    declare_complete(approver, INCIDENTS, "zd", Period.parse("2023-01"))
    number = declare_complete(approver, INCIDENTS, "zd", Period.parse("2023-03"))
    declare_complete(approver, INCIDENTS, "zd", Period.parse("2023-Q2"))
    found = days(operator, "dc")
    assert found.value == 31 + 91
    assert found.is_entered
    assert "赵主任" in found.attested
    assert days(operator, "dc", Period.parse("2023-02")).value is None
    withdraw_declaration(approver, number, "漏登")
    assert days(operator, "dc").value == 91
