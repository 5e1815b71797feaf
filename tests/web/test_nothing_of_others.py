"""What happens where a viewer may not look changes nothing that they see: not a row, not a total, not a rank.

The ledger of a brigade is filled first. Then anything is done elsewhere, and each page has to stay letter for letter as
it was: as if the ledger held the brigade's data only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bihuan.organisations.people import appoint, enrol
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import NewTask, give_task
from bihuan.records.act import Act
from bihuan.records.acts import record_act
from bihuan.reports.issuing import issue_report
from bihuan.reports.writing import Order
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from web.access_world import come_in

PAGES = [
    "/?year=2023",
    "/?unit=dc&year=2023&row=dczb&month=3",
    "/today/?unit=dc&on=2023-06-26",
    "/duties/dc/?year=2023",
    "/duties/dczb/?year=2023&theme=party",
    "/figures/party_committee_meeting.meetings/?unit=dc&period=2023",
    "/records/",
    "/records/?unit=dc&order=kind",
    "/records/?text=会&order=entered_last",
    "/records/?sort=late",
    "/tasks/",
    "/tasks/?view=board",
    "/tasks/?standing=settled",
    "/bulletin/?unit=dc&period=2023-06",
    "/reports/",
    "/findings/new/",
    "/check/",
    "/more/",
]
FOR_RECORDERS = ["/record/", "/record/?q=xs", "/import/"]
DAYS = st.dates(date(2023, 1, 1), date(2023, 6, 30))
_SEEN_ONLY_ONCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|data-draft="[^"]*"')


@dataclass(frozen=True)
class Elsewhere:
    """Something done at another unit, or in one's own unit where only others may look."""

    what: str
    unit: str
    day: date

    def happen(self, actor: Actor) -> None:
        """Do it."""
        if self.what == "meeting":
            act = Act(
                "party_committee_meeting",
                self.unit,
                self.day,
                "别处的党委会",
                fields={"members_due": 5, "members_present": 5},
            )
            record_act(actor, act)
        elif self.what == "lead":
            record_act(actor, Act("problem_lead", "dc", self.day, "反映某某"))
        elif self.what == "finding":
            new = NewFinding(
                found_on=self.day, unit=self.unit, issuer=self.unit, description="别处的灭火器", source="暗访督查"
            )
            register_finding(actor, new)
        elif self.what == "task":
            due = self.day + timedelta(days=20)
            new_task = NewTask(
                origin="supervised_item",
                issuer="zd",
                responsible=self.unit,
                title="别处的督办",
                opened=self.day,
                due=due,
            )
            give_task(actor, new_task)
        elif self.what == "person":
            enrol(actor, self.unit, f"x{self.day:%m%d}", "别处的人")
            appoint(actor, f"x{self.day:%m%d}", self.unit, "站长", self.day)
        else:
            issue_report(actor, Order("yearly_plan", self.unit, Period.parse("2024"), self.day))


DEEDS = st.builds(
    Elsewhere,
    st.sampled_from(["meeting", "lead", "finding", "task", "person", "report"]),
    st.sampled_from(["zd", "xc", "xc1"]),
    DAYS,
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within is undone after."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def looks(client: Client, pages: list[str]) -> dict[str, str]:
    """The digest of each page without what differs at every look."""
    found = {path: client.get(path) for path in pages}
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(pages, 200)
    told = {path: _SEEN_ONLY_ONCE.sub("", answer.content.decode()) for path, answer in found.items()}
    return {path: hashlib.sha256(page.encode()).hexdigest() for path, page in told.items()}


@pytest.fixture
def brigade(tree: dict[str, object], operator: Actor) -> None:
    """Acts, findings and a report of the east brigade alone."""
    for month in (1, 2, 4, 5, 6):
        fields = {"members_due": 5, "members_present": 4}
        record_act(
            operator, Act("branch_committee_meeting", "dczb", date(2023, month, 8), f"{month}月支委会", fields=fields)
        )
        record_act(operator, Act("party_committee_meeting", "dc", date(2023, month, 9), "东城党委会", fields=fields))
    for day in (1, 20):
        new = NewFinding(
            found_on=date(2023, 5, day), unit="dc1", issuer="dc", description="水带破损", source="暗访督查"
        )
        register_finding(operator, new)
    issue_report(operator, Order("yearly_plan", "dc", Period.parse("2024"), date(2023, 6, 1)))


@pytest.fixture(params=[Role.RECORDER, Role.INSPECTOR, Role.APPROVER])
def viewer(request: pytest.FixtureRequest, brigade: None, operator: Actor) -> tuple[Client, dict[str, str]]:
    """Somebody of the brigade, and the pages that are open to them as they are now."""
    client = come_in(request.param, operator)
    return client, looks(client, PAGES + (FOR_RECORDERS if request.param is Role.RECORDER else []))


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(DEEDS, min_size=3, max_size=8, unique_by=lambda deed: (deed.what, deed.unit, deed.day)))
def test_what_others_do_changes_nothing_that_one_sees(
    viewer: tuple[Client, dict[str, str]], operator: Actor, deeds: list[Elsewhere]
) -> None:
    client, before = viewer
    with undone():
        for deed in deeds:
            deed.happen(operator)
        after = looks(client, list(before))
    assert [path for path in before if before[path] != after[path]] == []


def test_what_one_does_oneself_changes_what_one_sees(brigade: None, operator: Actor) -> None:
    """Else the test above would hold of pages that show nothing."""
    client = come_in(Role.INSPECTOR, operator)
    before = looks(client, PAGES)
    fields = {"members_due": 5, "members_present": 5}
    record_act(operator, Act("party_committee_meeting", "dc", date(2023, 6, 29), "又一次", fields=fields))
    new = NewFinding(found_on=date(2023, 6, 2), unit="dc1", issuer="dc", description="又一处", source="暗访督查")
    register_finding(operator, new)
    issue_report(operator, Order("yearly_plan", "dc", Period.parse("2025"), date(2023, 6, 1)))
    after = looks(client, PAGES)
    changed = {path for path in PAGES if before[path] != after[path]}
    assert {
        "/?year=2023",
        "/records/",
        "/records/?unit=dc&order=kind",
        "/tasks/",
        "/tasks/?view=board",
        "/reports/",
    } <= changed
    assert "/figures/party_committee_meeting.meetings/?unit=dc&period=2023" in changed
