"""Who checks whose work: never the doer, and nobody of the doer's unit where somebody else could."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bihuan.organisations.accounts import actor_for, give_role, open_account
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.errors import NotApart
from bihuan.oversight.models import Move
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import move
from bihuan.values.actor import Actor, Role
from conftest import NOW
from oversight.cast import DONE, supervised

Hire = Callable[..., Actor]


@pytest.fixture
def hire(tree: dict[str, UnitPlace], operator: Actor) -> Hire:
    """Gives somebody a post at a unit, an account, and roles over a part of the tree."""

    def hired(name: str, unit: str, over: str, *roles: Role) -> Actor:
        enrol(operator, unit, name, name)
        appoint(operator, name, unit, "干事", date(2020, 1, 1))
        open_account(operator, name, "A-long-password-2023", unit, person=name)
        for role in (Role.VIEWER, *roles):
            give_role(operator, name, role, over)
        return actor_for(name, NOW)

    return hired


@pytest.fixture
def reported(hire: Hire, operator: Actor) -> int:
    """A task that the clerk of the east brigade reported done."""
    clerk = hire("wang", "dc", "dc", Role.RECORDER)
    task = supervised(operator, date(2023, 5, 10))
    move(clerk, task, Step.ACCEPT)
    move(clerk, task, Step.REPORT_DONE, DONE)
    return task


def test_a_colleague_may_not_verify_where_somebody_else_could(reported: int, hire: Hire) -> None:
    colleague = hire("li", "dc", "dc", Role.INSPECTOR)
    hire("zhao", "zd", "zd", Role.INSPECTOR)
    with pytest.raises(NotApart, match="同在一个单位"):
        move(colleague, reported, Step.VERIFY)


def test_a_colleague_verifies_for_want_of_anybody_else_and_it_is_marked(reported: int, hire: Hire) -> None:
    colleague = hire("li", "dc", "dc", Role.INSPECTOR)
    hire("zhou", "xc", "xc", Role.INSPECTOR)
    move(colleague, reported, Step.VERIFY)
    assert Move.objects.get(task=reported, step=Step.VERIFY).same_unit


def test_somebody_of_another_unit_verifies(reported: int, hire: Hire) -> None:
    hire("li", "dc", "dc", Role.INSPECTOR)
    inspector = hire("zhao", "zd", "zd", Role.INSPECTOR)
    move(inspector, reported, Step.VERIFY)
    assert not Move.objects.get(task=reported, step=Step.VERIFY).same_unit


def test_the_doer_does_not_verify_even_where_nobody_else_could(reported: int, operator: Actor) -> None:
    give_role(operator, "wang", Role.INSPECTOR, "dc")
    with pytest.raises(NotApart, match="不能自己"):
        move(actor_for("wang", NOW), reported, Step.VERIFY)


def test_a_post_at_the_units_branch_is_another_unit_but_the_same_person_is_not(
    reported: int, hire: Hire, operator: Actor
) -> None:
    """Who holds posts at two units belongs to both."""
    both = hire("liu", "zd", "zd", Role.INSPECTOR)
    appoint(operator, "liu", "dc", "副大队长", date(2021, 1, 1))
    hire("zhao", "zd", "zd", Role.INSPECTOR)
    with pytest.raises(NotApart):
        move(both, reported, Step.VERIFY)
