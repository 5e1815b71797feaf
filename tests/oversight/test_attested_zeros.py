"""A zero with somebody answering for the register is a figure; without, it is no entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bihuan.book.figures import figures
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.registers import declare_complete, withdraw_declaration
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period

SERIES = "safety_incident.incidents"
QUARTER = Period.parse("2023-Q1")


def asked(actor: Actor, unit: str = "dc", period: Period = QUARTER) -> Figure:
    """The number of incidents."""
    return figures(actor, [Ask(SERIES, unit, period)])[0]


def test_a_zero_without_an_entry_is_not_a_proven_zero(tree: dict[str, UnitPlace], inspector: Actor) -> None:
    found = asked(inspector)
    assert found.value == 0
    assert not found.is_entered


def test_a_declared_zero_is_proven_and_says_by_whom(
    tree: dict[str, UnitPlace], approver: Actor, inspector: Actor
) -> None:
    declare_complete(approver, SERIES, "dc", QUARTER)
    for unit in ("dc", "dc1"):
        found = asked(inspector, unit)
        assert found.is_entered
        assert "东城消防救援大队（赵主任）" in found.notes[0]
    assert not asked(inspector, "zd").is_entered
    assert not asked(inspector, "xc").is_entered
    assert not asked(inspector, period=Period.parse("2023-H1")).is_entered


def test_a_declaration_taken_back_leaves_the_zero_as_it_was_then(
    tree: dict[str, UnitPlace], approver: Actor, inspector: Actor
) -> None:
    number = declare_complete(approver, SERIES, "dc", QUARTER)
    later = replace(approver, at=approver.at + timedelta(days=2))
    withdraw_declaration(later, number, "漏记一起")
    assert not asked(inspector).is_entered
    between = approver.at + timedelta(days=1)
    then = figures(inspector, [Ask(SERIES, "dc", QUARTER, as_of=between)])[0]
    assert then.is_entered


def test_many_zeros_cost_one_statement(
    tree: dict[str, UnitPlace], inspector: Actor, django_assert_max_num_queries: object
) -> None:
    asks = [Ask(f"dispatch.{key}", "dc", QUARTER) for key in ("dispatches", "fires", "rescues", "other", "vehicles")]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert not any(figure.is_entered for figure in figures(inspector, asks))
