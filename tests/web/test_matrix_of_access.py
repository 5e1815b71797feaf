"""Every address by every role, for a unit of one's own, one below, one beside and one above: the table in docs/web.md."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from bihuan.values.actor import Action, Actor, Role
from bihuan.web.navigation import WAYS
from bihuan.web.urls import urlpatterns
from web.access_table import HOW, PLACES, Asked, rows
from web.access_world import TEXT, UNITS, Things, come_in, things_at

ADMINISTRATORS = [role for role in Role if role.value.endswith("_admin")]
DOOR = ("login", "logout")


@pytest.fixture
def world(ledger: dict[str, int], operator: Actor) -> dict[str, Things]:
    """What there is at each of the four units."""
    return {place: things_at(operator, unit) for place, unit in UNITS.items()}


def named() -> list[str]:
    """The names of all addresses."""
    assert all(isinstance(pattern, URLPattern) and pattern.name for pattern in urlpatterns)
    return [str(pattern.name) for pattern in urlpatterns]


def asked_for(row: Asked) -> Iterator[int]:
    """Which of the four places a row is tried at: one is enough where the answer does not depend on it."""
    return iter(range(len(PLACES)) if row.of_a_place else range(1))


def status_of(client: Client, row: Asked, things: Things) -> int:
    """What the address answers; whatever it did is undone."""
    path, form = row.path.format(**things), {key: value.format(**things) for key, value in row.fields.items()}
    with transaction.atomic():
        if row.method == "GET":
            answer = client.get(path)
        else:
            sent = {key: _file() if value == "@file" else value for key, value in form.items()}
            answer = client.post(path, sent)
        if answer.streaming:
            # Read to its end a file shuts itself; shut by hand it would take the database's connection along.
            deque(answer.streaming_content, maxlen=0)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return answer.status_code


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("年度报告.txt", TEXT.encode())


def test_every_address_stands_in_the_table() -> None:
    known = {row.name for row in rows()}
    assert not [name for name in named() if name not in known and name not in DOOR], HOW
    assert not sorted(known - {*named()}), "these lines of the table name no address any more"


@pytest.mark.parametrize("role", list(Role))
def test_every_address_answers_as_the_table_says(world: dict[str, Things], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    wrong = [
        f"{row.method} {row.path} {row.form} as {role} {PLACES[place]}: {found}, the table says {said}"
        for row in rows()
        for place in asked_for(row)
        if (found := status_of(client, row, world[PLACES[place]])) != (said := row.answers[role][place])
    ]
    assert not wrong, "\n".join(wrong)


def test_an_address_that_acts_has_a_line_for_it(world: dict[str, Things], operator: Actor) -> None:
    client = come_in(Role.VIEWER, operator)
    acting = {row.name for row in rows() if row.method == "POST"}
    looking = [row for row in rows() if row.method == "GET" and row.name not in acting]
    answers = {row.path: client.post(row.path.format(**world["own"])).status_code for row in looking}
    assert not [path for path, status in answers.items() if status != 405], f"it takes a POST; {HOW}"


def test_the_table_tells_own_from_beside(world: dict[str, Things]) -> None:
    """A table of nothing but 200 could not fail: every role is kept from something, and every unit's page from some."""
    for role, place in product(Role, ("beside", "above")):
        assert any(row.answers[role][PLACES.index(place)] == 404 for row in rows()), (role, place)
    for row in rows():
        if row.of_a_place and "{unit}" in row.path and row.method == "GET":
            assert not any(row.answers[role][PLACES.index("beside")] == 200 for role in Role), row.path


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_sees_no_business_of_any_unit(ledger: dict[str, int], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    assert "没有这样的记录" in client.get("/records/").content.decode()
    assert "这里没有您能看的账" in client.get("/today/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_way_shown_to_a_role_is_open_to_it(ledger: dict[str, int], operator: Actor, role: Role) -> None:
    client = come_in(role, operator)
    page = client.get("/more/").content.decode()
    shown = [line.split('href="')[1].split('"')[0] for line in page.splitlines() if 'class="row__title"' in line]
    assert shown
    for path in shown:
        assert client.get(path, follow=True).status_code == 200, path
    assert client.get("/home/", follow=True).status_code == 200


def test_every_address_is_shut_to_who_is_not_signed_in(world: dict[str, Things]) -> None:
    for row in rows():
        if row.name in DOOR:
            continue
        path = row.path.format(**world["own"])
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in (302, 405), path
            assert answer.headers.get("Location", "/login/").startswith("/login/"), path


def test_the_navigation_names_addresses_that_are_there() -> None:
    names = {*named()}
    for way in WAYS:
        assert way.name in names
        assert set(way.within) <= names, way.word


def test_the_operator_may_do_all(operator: Actor) -> None:
    assert all(operator.may(action, "") for action in Action)
