"""From a plan to the calendar: what its text lays down, what could not be placed, and what is owed once entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bihuan.catalog.loaded import catalogue, forget
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.errors import PlanNotEntered
from bihuan.reports.planning.packs import enter_duties, propose
from bihuan.reports.planning.proposal import Proposal
from bihuan.values.actor import Actor
from bihuan.values.unit_type import UnitType

PLAN = (
    "东城大队2024年党建工作要点\n\n一、组织生活\n"
    "各党支部每月至少召开2次支委会。各党支部每月开展1次主题党日。"
    "东城一站于4月30日前完成营房整修。机关纪委每周抽查1次值班值守情况。\n"
)


@pytest.fixture(autouse=True)
def packs_as_they_were(home: Path) -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def proposed(operator: Actor, tree: dict[str, UnitPlace]) -> Proposal:
    return propose(operator, PLAN, "zd", 2024, "要点")


def test_what_the_packs_do_not_ask_yet_is_proposed_with_its_clause(proposed: Proposal) -> None:
    (duty,) = proposed.duties
    assert (duty.series, str(duty.times), str(duty.per)) == ("branch_committee_meeting.meetings", "2", "month")
    assert (duty.owed_by.unit_type, duty.owed_by.codes) == (UnitType.PARTY_BRANCH, ("dczb",))
    assert (duty.since, duty.until) == (date(2024, 1, 1), date(2024, 12, 31))
    assert duty.source.clause == "各党支部每月至少召开2次支委会"
    assert duty.source.document == "东城大队2024年党建工作要点"


def test_what_is_owed_already_and_what_cannot_be_placed_are_told_with_the_reason(proposed: Proposal) -> None:
    assert [left.duty.act for left in proposed.owed] == ["开展主题党日"]
    assert ["每周" in left.why for left in proposed.unplaced] == [True]


def test_a_dated_job_becomes_a_task_of_its_unit(proposed: Proposal) -> None:
    (task,) = proposed.tasks
    assert (task.responsible, task.due) == ("dc1", date(2024, 4, 30))
    assert (task.document, task.clause) == ("东城大队2024年党建工作要点", "东城一站于4月30日前完成营房整修")


def test_entered_duties_are_owed_from_then_on(operator: Actor, proposed: Proposal, home: Path) -> None:
    key = enter_duties(operator, "zd", 2024, proposed.duties)
    assert (home / "packs" / key / "duties.yaml").is_file()
    owed = {duty.key for duty in catalogue().duties_on(date(2024, 6, 1))}
    assert proposed.duties[0].key in owed
    assert proposed.duties[0].key not in {duty.key for duty in catalogue().duties_on(date(2025, 6, 1))}
    with pytest.raises(PlanNotEntered, match="已经录入过"):
        enter_duties(operator, "zd", 2024, proposed.duties)


def test_a_choice_of_packs_that_leaves_the_plan_out_is_told(operator: Actor, proposed: Proposal, home: Path) -> None:
    (home / "packs.yaml").write_text("use: [fire_rescue]\n", encoding="utf-8")
    forget()
    with pytest.raises(PlanNotEntered, match=r"packs\.yaml"):
        enter_duties(operator, "zd", 2024, proposed.duties)
    assert not list((home / "packs").glob("*"))


def test_nothing_to_enter_is_refused(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    with pytest.raises(PlanNotEntered, match="没有可以录入"):
        enter_duties(operator, "zd", 2024, ())


def test_who_may_not_organise_enters_no_plan(author: Actor, proposed: Proposal) -> None:
    with pytest.raises(MayNot):
        enter_duties(author, "zd", 2024, proposed.duties)
