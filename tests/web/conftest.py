"""What the tests of the web share: a small ledger of 2023, and each of the cast at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from bihuan.duties.waivers import WindowOwed, waive
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.people import enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile
from bihuan.records.acts import record_act, supersede, void
from bihuan.values.actor import Actor, Role
from bihuan.web.idleness import note_presence
from conftest import at

PASSWORD = "qinghe-2023-web"  # noqa: S105 - opens nothing but the accounts of these tests
CAST = {
    "wenshu": ("dc", Role.RECORDER),
    "ducha": ("zd", Role.INSPECTOR),
    "wairen": ("xc", Role.RECORDER),
    "xitong": ("zd", Role.SYSTEM_ADMIN),
}
"""The clerk of the east brigade, the inspector of the detachment, the clerk of the west, and an administrator."""

LATE_MONTH, MISSED_MONTH = 4, 3


@pytest.fixture(autouse=True)
def _light_house(settings: Settings, tmp_path: Path) -> None:
    """Evidence in the test's own folder, no demo mark, and passwords hashed without the cost that guards real ones.

    The cast's passwords are as old as the made-up year; nobody is asked to change them.
    """
    settings.EVIDENCE = tmp_path / "evidence"
    settings.HOME = tmp_path
    settings.PASSWORD_DAYS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """An account for each of the cast."""
    for username, (unit, role) in CAST.items():
        open_account(operator, username, PASSWORD, unit)
        give_role(operator, username, role, unit)


@pytest.fixture
def ledger(cast: None, operator: Actor) -> dict[str, int]:
    """The year 2023: the numbers of the records that the tests speak of, by what they are called here."""
    enrol(operator, "dc", "p1", "张三丰")
    numbers: dict[str, int] = {}
    for month in range(1, 13):
        if month == MISSED_MONTH:
            continue
        lag = 20 if month == LATE_MONTH else 1
        clerk = replace(operator, name="李文书", at=at(2023, month, 8 + lag))
        numbers[f"meeting {month}"] = record_act(clerk, branch_meeting(month))
    waive(operator, WindowOwed("theme_party_day", "dczb", date(2023, 2, 1)), "全员抗洪抢险")
    east = Act(
        "party_committee_meeting",
        "dc",
        date(2023, 5, 9),
        "东城党委会",
        fields={"members_due": 9, "members_present": 8},
    )
    numbers["wrong"] = record_act(operator, replace(east, fields={"members_due": 9, "members_present": 7}))
    numbers["right"] = supersede(operator, numbers["wrong"], east, "到会人数数错了")
    numbers["voided"] = record_act(operator, replace(east, happened=date(2023, 5, 23), title="没有开成的党委会"))
    void(operator, numbers["voided"], "会议没有召开")
    west = Act("party_committee_meeting", "xc", date(2023, 6, 6), "西城党委会", fields={"members_due": 5})
    numbers["west"] = record_act(operator, replace(west, fields={"members_due": 5, "members_present": 5}))
    return numbers


def branch_meeting(month: int) -> Act:
    """The branch committee's meeting of a month, with minutes."""
    return Act(
        "branch_committee_meeting",
        "dczb",
        date(2023, month, 8),
        f"{month}月支委会",
        fields={"members_due": 5, "members_present": 4},
        people=(Attendee("p1", AttendeeRole.CHAIR),),
        evidence=(EvidenceFile(f"{month}月签到表.txt", f"{month}月".encode()),),
    )


Door = Callable[[str], Client]


@pytest.fixture
def door(cast: None) -> Door:
    """A browser in which one of the cast is signed in; "" for nobody."""

    def come_in(username: str) -> Client:
        client = Client()
        if username:
            client.force_login(get_user_model().objects.get(username=username), MODEL_BACKEND)
            stay(client)
        return client

    return come_in


MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def stay(client: Client) -> None:
    """Let the client have been here just now, as it is after signing in at the door."""
    answer = HttpResponse()
    note_presence(answer, client.session.session_key)
    client.cookies.update(answer.cookies)


@contextmanager
def looking_only() -> Iterator[None]:
    """Refuse every statement that writes."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        verb = sql.lstrip().split(None, 1)[0].upper()
        assert verb not in {"INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP"}, f"looking wrote: {sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def reading() -> Callable[[], AbstractContextManager[None]]:
    """A block in which the database may only be read."""
    return looking_only
