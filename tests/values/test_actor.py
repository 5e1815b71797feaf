from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.values.actor import ALLOWED, Action, Actor, Grant, Role, everything
from conftest import NOW

ZD, DC, DC1, XC = "00001", "0000100002", "000010000200003", "0000100006"
ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
PATHS = st.lists(st.sampled_from(["00001", "00002", "00003"]), max_size=4).map("".join)


def holding(*grants: tuple[Role, str]) -> Actor:
    return Actor("某人", NOW, tuple(Grant(role, path) for role, path in grants))


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (Role.VIEWER, {Action.SEE}),
        (Role.RECORDER, {Action.SEE, Action.RECORD, Action.CORRECT}),
        (Role.REVIEWER, {Action.SEE, Action.CORRECT}),
        (Role.INSPECTOR, {Action.SEE, Action.INSPECT}),
        (Role.DISCIPLINE, {Action.SEE, Action.DISCIPLINE}),
        (Role.ASSESSOR, {Action.SEE, Action.ASSESS}),
        (Role.AUTHOR, {Action.SEE, Action.WRITE}),
        (Role.APPROVER, {Action.SEE, Action.WAIVE, Action.ISSUE, Action.SEAL}),
        (Role.SYSTEM_ADMIN, {Action.ORGANISE}),
        (Role.SECURITY_ADMIN, {Action.GRANT}),
        (Role.AUDIT_ADMIN, {Action.AUDIT}),
    ],
)
def test_each_role_may_do_this_and_nothing_else(role: Role, actions: set[Action]) -> None:
    actor = holding((role, ZD))
    assert {action for action in Action if actor.may(action, DC)} == actions


def test_the_three_administrators_share_nothing_and_touch_no_business() -> None:
    business = set(Action) - {Action.ORGANISE, Action.GRANT, Action.AUDIT}
    for role in ADMINISTRATORS:
        assert not ALLOWED[role] & business
        for other in ADMINISTRATORS - {role}:
            assert not ALLOWED[role] & ALLOWED[other]
    assert set(ALLOWED) == set(Role)


def test_a_role_reaches_its_unit_and_all_below_it_and_nothing_else() -> None:
    actor = holding((Role.RECORDER, DC))
    assert actor.may(Action.RECORD, DC)
    assert actor.may(Action.RECORD, DC1)
    assert not actor.may(Action.RECORD, ZD)
    assert not actor.may(Action.RECORD, XC)
    assert not holding().may(Action.SEE, ZD)


def test_two_roles_do_not_mix_their_places() -> None:
    actor = holding((Role.VIEWER, ZD), (Role.RECORDER, DC1))
    assert actor.may(Action.SEE, XC)
    assert not actor.may(Action.RECORD, XC)
    assert actor.may(Action.RECORD, DC1)


def test_the_tops_of_what_they_see_stand_beside_each_other() -> None:
    actor = holding((Role.VIEWER, DC1), (Role.RECORDER, DC), (Role.VIEWER, XC), (Role.AUDIT_ADMIN, ""))
    assert actor.paths(Action.SEE) == (DC, XC)
    assert actor.paths(Action.AUDIT) == ("",)
    assert actor.paths(Action.SEAL) == ()


@given(st.lists(st.tuples(st.sampled_from(Role), PATHS), max_size=6), st.sampled_from(Action), PATHS)
def test_an_action_is_allowed_exactly_below_the_tops(
    grants: list[tuple[Role, str]], action: Action, path: str
) -> None:
    actor = holding(*grants)
    assert actor.may(action, path) == any(path.startswith(top) for top in actor.paths(action))


def test_the_operator_at_the_machine_may_do_everything_everywhere() -> None:
    operator = everything("操作员", NOW)
    assert all(operator.may(action, path) for action in Action for path in (ZD, DC1, "00007"))


def test_every_role_has_its_own_chinese_word() -> None:
    assert len({role.label for role in Role}) == len(Role)
