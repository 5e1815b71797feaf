"""The list of accounts: those with a role in the part of the tree that one keeps, a page at a time, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.account_list import accounts_below
from bihuan.organisations.accounts import give_role, open_account, withdraw_role
from bihuan.organisations.errors import MayNot, UnknownPerson, UnknownUnit
from bihuan.organisations.leaving import set_account_open
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor, Role
from conftest import acting

PASSWORD = "qinghe-2023-ceshi"  # noqa: S105 - opens nothing but the test
HELD = (
    ("dawei", "张大队长", Role.APPROVER, "dc"),
    ("Yizhan", "李一站", Role.RECORDER, "dc1"),
    ("erzhan", "王二站", Role.RECORDER, "dc2"),
    ("xicheng", "张西城", Role.RECORDER, "xc"),
)


@pytest.fixture(autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed for real, but not a million times."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def accounts(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """Three accounts of the east, one of them also trusted with the west, and one of the west alone."""
    for username, name, role, unit in HELD:
        enrol(operator, unit, f"p-{username}", name)
        open_account(operator, username, PASSWORD, unit, f"p-{username}")
        give_role(operator, username, role, unit)
    give_role(operator, "dawei", Role.VIEWER, "xc")


@pytest.fixture
def keeper(tree: dict[str, UnitPlace]) -> Actor:
    return acting("安全员", tree["dc"].path, Role.SECURITY_ADMIN)


def names(actor: Actor, text: str = "", unit: str = "dc") -> set[str]:
    found = accounts_below(actor, unit, text)
    assert found.total == len(found.lines)
    return {line.username for line in found.lines}


def test_it_holds_who_has_a_role_there_or_below_with_only_the_roles_there(accounts: None, keeper: Actor) -> None:
    assert names(keeper) == {"dawei", "Yizhan", "erzhan"}
    assert names(keeper, unit="dc1") == {"Yizhan"}
    of_the_leader = next(line for line in accounts_below(keeper, "dc").lines if line.username == "dawei")
    assert of_the_leader.roles == ((Role.APPROVER, "东城消防救援大队", "dc"),)


def test_an_account_that_lost_its_roles_is_no_longer_held(accounts: None, keeper: Actor, operator: Actor) -> None:
    withdraw_role(operator, "erzhan", Role.RECORDER, "dc2")
    assert names(keeper) == {"dawei", "Yizhan"}


def test_an_account_without_any_role_is_kept_at_the_top_of_the_tree(
    accounts: None, keeper: Actor, operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    withdraw_role(operator, "erzhan", Role.RECORDER, "dc2")
    at_the_top = acting("总安全员", tree["zd"].path, Role.SECURITY_ADMIN)
    (line,) = accounts_below(at_the_top, "zd", "erzhan").lines
    assert line.roles == ()
    set_account_open(at_the_top, "erzhan", "zd", is_open=False)
    assert not accounts_below(at_the_top, "zd", "erzhan").lines[0].is_active
    with pytest.raises(UnknownPerson):
        set_account_open(keeper, "erzhan", "dc", is_open=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zhan", {"Yizhan", "erzhan"}),
        ("YIZ", {"Yizhan"}),
        ("张", {"dawei"}),
        ("东城二站", {"erzhan"}),
        ("西城", set()),
        ("%", set()),
        ("没有这个人", set()),
    ],
)
def test_an_account_is_found_by_its_name_its_person_and_its_unit(
    accounts: None, keeper: Actor, text: str, found: set[str]
) -> None:
    assert names(keeper, text) == found


def test_the_pages_hold_everybody_once_and_say_how_many_there_are(accounts: None, operator: Actor) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = accounts_below(operator, "zd", after=after, size=3)
        assert page.total == len(HELD)
        seen += [line.username for line in page.lines]
        after = page.following
        if not after:
            break
    assert sorted(seen) == sorted(username for username, *_ in HELD)


def test_a_page_that_just_fits_is_the_last(accounts: None, keeper: Actor) -> None:
    assert accounts_below(keeper, "dc", size=3).following == ""


def test_nobody_learns_of_accounts_that_are_not_theirs_to_keep(
    accounts: None, keeper: Actor, outsider: Actor, tree: dict[str, UnitPlace]
) -> None:
    with pytest.raises(UnknownUnit):
        accounts_below(keeper, "xc")
    with pytest.raises(UnknownUnit):
        accounts_below(keeper, "zd")
    with pytest.raises(MayNot):
        accounts_below(outsider, "xc")


def test_its_cost_is_the_same_however_many_there_are(accounts: None, keeper: Actor, operator: Actor) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as queries:
            accounts_below(keeper, "dc")
        return len(queries)

    few = taken()
    for number in range(8):
        open_account(operator, f"more{number}", PASSWORD, "dc1")
        give_role(operator, f"more{number}", Role.RECORDER, "dc1")
    assert taken() == few
