"""A zero is proven only where somebody answers for the register of the whole period."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.coverage import gaps
from bihuan.oversight.errors import BadDeclaration
from bihuan.oversight.registers import Claim, declare_complete, withdraw_declaration, zero_claims, zero_standing
from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from bihuan.values.period import Period

INCIDENTS = "safety_incident.incidents"
HALF, QUARTER = Period.parse("2023-H1"), Period.parse("2023-Q1")


def test_an_empty_register_proves_nothing(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    found = zero_standing(operator, INCIDENTS, "zd", HALF)
    assert found.claim is Claim.NO_ENTRY
    assert found.missing == (HALF,)
    assert "不能断定为零" in found.why


def test_a_register_declared_complete_for_the_whole_period_proves_a_zero(approver: Actor, operator: Actor) -> None:
    declare_complete(approver, INCIDENTS, "zd", QUARTER)
    assert zero_standing(operator, INCIDENTS, "dc", HALF).claim is Claim.NO_ENTRY
    assert zero_standing(operator, INCIDENTS, "dc", HALF).missing == (Period.parse("2023-Q2"),)
    declare_complete(approver, INCIDENTS, "zd", Period.parse("2023-Q2"))
    found = zero_standing(operator, INCIDENTS, "dc", HALF)
    assert found.claim is Claim.PROVEN
    assert "赵主任" in found.why


def test_the_declaration_of_one_station_says_nothing_of_the_brigade(approver: Actor, operator: Actor) -> None:
    declare_complete(approver, INCIDENTS, "dc1", HALF)
    assert zero_standing(operator, INCIDENTS, "dc1", HALF).claim is Claim.PROVEN
    assert zero_standing(operator, INCIDENTS, "dc", HALF).claim is Claim.NO_ENTRY


def test_an_entry_contradicts_the_claim_whoever_declared_it(approver: Actor, operator: Actor) -> None:
    declare_complete(approver, INCIDENTS, "zd", HALF)
    record_act(
        operator, Act("safety_incident", "dc1", date(2023, 3, 3), "训练扭伤", fields={"incident_type": "训练事故"})
    )
    assert zero_standing(operator, INCIDENTS, "zd", HALF).claim is Claim.CONTRADICTED


def test_a_declaration_taken_back_no_longer_counts(approver: Actor, operator: Actor) -> None:
    number = declare_complete(approver, INCIDENTS, "zd", HALF)
    with pytest.raises(BadDeclaration, match="原因"):
        withdraw_declaration(approver, number, " ")
    withdraw_declaration(approver, number, "漏登一起")
    assert zero_standing(operator, INCIDENTS, "zd", HALF).claim is Claim.NO_ENTRY
    with pytest.raises(BadDeclaration, match="没有有效"):
        withdraw_declaration(approver, number, "再撤")


def test_only_who_answers_declares_and_only_what_is_over(approver: Actor, recorder: Actor) -> None:
    with pytest.raises(MayNot):
        declare_complete(recorder, INCIDENTS, "dc", QUARTER)
    with pytest.raises(BadDeclaration, match="还没有结束"):
        declare_complete(approver, INCIDENTS, "zd", Period.parse("2023"))
    with pytest.raises(BadDeclaration, match="算出来"):
        declare_complete(approver, "finding.rectification_rate", "zd", QUARTER)


def test_every_claim_of_the_packs_is_answered_or_lies_outside(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    found = zero_claims(operator, "zd", HALF)
    assert len(found) == 4
    assert [claim.key for claim, standing in found if standing is None] == ["ideology_no_problem"]


periods = st.tuples(
    st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.dates(date(2023, 1, 1), date(2023, 12, 31))
).map(lambda pair: Period(min(pair), max(pair)))


@given(periods, st.lists(periods, max_size=6))
def test_gaps_are_the_days_that_no_part_covers(whole: Period, parts: list[Period]) -> None:
    found = list(gaps(whole, parts))
    day = whole.first
    while day <= whole.last:
        assert any(day in gap for gap in found) == (not any(day in part for part in parts))
        day = date.fromordinal(day.toordinal() + 1)
    assert all(left.end < right.first for left, right in pairwise(found))
