"""The periods that a form offers: those of late, and those of an account that lay still for years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.organisations.accounts import actor_for
from bihuan.records.acts import record_act
from bihuan.values.actor import Actor
from bihuan.web.unit_form import unit_form
from conftest import at
from web.conftest import branch_meeting


def offered_to_the_inspector() -> set[str]:
    """The years of the form."""
    form = unit_form(actor_for("ducha", at(2026, 11, 20)))
    assert form is not None
    return {year for year, _ in form.periods}


def test_an_account_of_one_year_offers_that_year_and_the_one_before(ledger: dict[str, int]) -> None:
    assert offered_to_the_inspector() == {"2023年", "2022年"}


def test_an_account_taken_up_again_still_offers_the_years_it_holds(ledger: dict[str, int], operator: Actor) -> None:
    clerk = replace(operator, at=at(2026, 11, 20))
    record_act(clerk, replace(branch_meeting(11), happened=date(2026, 11, 18)))
    assert offered_to_the_inspector() == {"2026年", "2025年", "2023年", "2022年"}
