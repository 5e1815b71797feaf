"""What there is to be asked for at each of four units: one's own, one below, one beside and one above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.auditing import audited
from bihuan.organisations.people import enrol
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.queries import finding_for
from bihuan.records.act import Act, EvidenceFile
from bihuan.records.acts import record_act
from bihuan.records.queries import record_for
from bihuan.reports.drafting.drafts import begin_draft
from bihuan.reports.issuing import issue_report
from bihuan.reports.orders import Order
from bihuan.trail.queries import TrailSearch
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from bihuan.web.check.uploads import Upload, keep
from web.access_table import PLACES
from web.conftest import MODEL_BACKEND, PASSWORD, stay

UNITS = dict(zip(PLACES, ("dc", "dczb", "xc", "zd"), strict=True))
FOUND = date(2023, 6, 1)
TEXT = "关于2023年工作的报告\n\n召开党委会3次，召开支委会11次。\n"
Things = dict[str, str]


def things_at(operator: Actor, unit: str) -> Things:
    """What the placeholders of the table stand for at a unit. Who adds an address adds its thing here."""
    kind = "branch_committee_meeting" if unit == "dczb" else "party_committee_meeting"
    fields = {"members_due": 5, "members_present": 5}
    evidence = (EvidenceFile("签到表.txt", unit.encode()),)
    record = record_act(operator, Act(kind, unit, date(2023, 6, 20), "", fields=fields, evidence=evidence))
    scene = EvidenceFile("现场.txt", f"{unit}现场".encode())
    new = NewFinding(found_on=FOUND, unit=unit, issuer="zd", description="灭火器压力不足", source="暗访督查")
    finding = register_finding(operator, replace(new, evidence=(scene,)))
    earlier = register_finding(
        operator,
        NewFinding(found_on=date(2023, 5, 1), unit=unit, issuer="zd", description="水带破损", source="暗访督查"),
    )
    order = Order("yearly_plan", unit, Period.parse("2024"), date(2024, 1, 8))
    enrol(operator, unit, f"of-{unit}", "张三丰")
    return {
        "unit": unit,
        "person": f"of-{unit}",
        "record": str(record),
        "kind": kind,
        "evidence": record_for(operator, record).evidence[0].sha256,
        "finding": str(finding),
        "earlier": str(earlier),
        "file": sha256(f"{unit}现场".encode()).hexdigest(),
        "task": str(finding_for(operator, finding, FOUND).line.number),
        "report": issue_report(operator, order).number,
        "draft": str(begin_draft(operator, order)),
        "token": f"kept-{unit}",
        "entry": str(audited(operator, TrailSearch(), unit, size=1).lines[0].number),
    }


def come_in(role: Role, operator: Actor) -> Client:
    """A browser in which somebody with one role over the east brigade is signed in, with a document at each unit."""
    name = f"one-{role.value}"
    open_account(operator, name, PASSWORD, UNITS["own"])
    give_role(operator, name, role, UNITS["own"])
    now = timezone.now()
    for unit in UNITS.values():
        keep(name, Upload(f"kept-{unit}", "报告.txt", TEXT, unit, "2023", now.isoformat()), now)
    client = Client()
    client.force_login(get_user_model().objects.get(username=name), MODEL_BACKEND)
    stay(client)
    return client
