"""Every address by every role, for a unit of one's own, one below, one beside and one above: the table in docs/web.md."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern

from bihuan.organisations.accounts import give_role, open_account
from bihuan.values.actor import Action, Actor, Role
from bihuan.web.navigation import WAYS
from bihuan.web.urls import urlpatterns
from web.conftest import MODEL_BACKEND, PASSWORD, stay

BUSINESS = [role for role in Role if not role.value.endswith("_admin")]
ADMINISTRATORS = [role for role in Role if role.value.endswith("_admin")]
OWN, BELOW, BESIDE, ABOVE = "dc", "dczb", "xc", "zd"

# Pages that show one unit, with the unit in their address.
OF_A_UNIT = [
    "/?unit={unit}&year=2023",
    "/today/?unit={unit}&on=2023-06-26",
    "/duties/{unit}/?year=2023",
    "/duties/{unit}/?year=2023&theme=party&state=missed",
    "/figures/party_committee_meeting.meetings/?unit={unit}&period=2023",
    "/records/?unit={unit}",
    "/records/export/?unit={unit}&kind=all",
]
FORM = "/record/party_committee_meeting/?unit={unit}"


def come_in(role: Role, operator: Actor) -> Client:
    """A browser in which somebody with one role over the east brigade is signed in."""
    open_account(operator, f"one-{role.value}", PASSWORD, OWN)
    give_role(operator, f"one-{role.value}", role, OWN)
    client = Client()
    client.force_login(get_user_model().objects.get(username=f"one-{role.value}"), MODEL_BACKEND)
    stay(client)
    return client


@pytest.mark.parametrize("role", BUSINESS)
def test_a_business_role_sees_its_own_and_below_and_nothing_beside_or_above(
    ledger: dict[str, int], operator: Actor, role: Role
) -> None:
    client = come_in(role, operator)
    for path in OF_A_UNIT:
        for unit, status in ((OWN, 200), (BELOW, 200), (BESIDE, 404), (ABOVE, 404)):
            assert client.get(path.format(unit=unit)).status_code == status, (path, unit)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_sees_no_business_of_any_unit(ledger: dict[str, int], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    for path in OF_A_UNIT:
        for unit, status in ((OWN, 403), (BELOW, 403), (BESIDE, 404), (ABOVE, 404)):
            assert client.get(path.format(unit=unit)).status_code == status, (path, unit)
    assert client.get(f"/records/{ledger['right']}/").status_code == 404
    assert "没有这样的记录" in client.get("/records/").content.decode()
    assert client.get("/today/").status_code == 200
    assert "这里没有您能看的账" in client.get("/today/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_only_recorders_find_a_form_and_only_for_their_own(
    ledger: dict[str, int], operator: Actor, role: Role
) -> None:
    client = come_in(role, operator)
    records = role is Role.RECORDER
    for unit, status in ((OWN, 200), (BELOW, 200), (BESIDE, 404), (ABOVE, 404)):
        assert client.get(FORM.format(unit=unit)).status_code == (status if records else 403), unit
    form = {"unit": OWN, "day": "2023-06-21", "state": "held", "f-members_due": "5", "f-members_present": "5"}
    assert client.post(FORM.format(unit=OWN), form).status_code == (302 if records else 403)


@pytest.mark.parametrize("role", list(Role))
def test_only_recorders_and_reviewers_correct(ledger: dict[str, int], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    corrects = role in (Role.RECORDER, Role.REVIEWER)
    path = f"/records/{ledger['right']}/"
    status = 404 if role in ADMINISTRATORS else 200 if corrects else 403
    assert client.get(f"{path}correct/").status_code == status
    assert client.get(f"{path}void/").status_code == status
    assert client.get(f"/records/{ledger['west']}/correct/").status_code == 404
    status = 302 if corrects else status
    assert client.post(f"{path}void/", {"reason": "试"}).status_code == status


@pytest.mark.parametrize("role", list(Role))
def test_every_way_shown_to_a_role_is_open_to_it(ledger: dict[str, int], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    page = client.get("/more/").content.decode()
    shown = [line.split('href="')[1].split('"')[0] for line in page.splitlines() if 'class="row__title"' in line]
    assert shown
    for path in shown:
        assert client.get(path, follow=True).status_code == 200, path
    assert client.get("/home/", follow=True).status_code == 200


def test_every_address_is_shut_to_who_is_not_signed_in(db: None) -> None:
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name in ("login", "logout"):
            continue
        values = {
            name: converter.to_url(1 if "int" in type(converter).__name__.lower() else "x")
            for name, converter in pattern.pattern.converters.items()
        }
        path = f"/{pattern.pattern!s}"
        for name, value in values.items():
            for kind in ("int", "str", "path"):
                path = path.replace(f"<{kind}:{name}>", value)
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in (302, 405), path
            assert answer.headers.get("Location", "/login/").startswith("/login/"), path


def test_the_navigation_names_addresses_that_are_there() -> None:
    names = {pattern.name for pattern in urlpatterns}
    for way in WAYS:
        assert way.name in names
        assert set(way.within) <= names, way.word


def test_each_role_of_the_table_is_a_role(operator: Actor) -> None:
    assert len(BUSINESS) + len(ADMINISTRATORS) == len(Role)
    assert all(operator.may(action, "") for action in Action)
