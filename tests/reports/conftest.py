"""A small ledger: the figures that document 000 states, posted to the fixed cast's detachment."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from bihuan.book.posting import post
from bihuan.book.vouchers import Line, Voucher
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.writing import Order
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from conftest import acting, at

# A series, with what each of its records adds; a choice posts to the whole measure as well.
STATED: Mapping[str, tuple[str, int]] = {
    "centre_group_study.sessions": ("1", 10),
    "centre_group_study.speeches": ("2", 10),
    "frontline_visit.visits[visitor_group=班子成员]": ("1", 63),
    "frontline_visit.visits[visitor_group=机关科室负责人以上]": ("1", 139),
    "discipline_committee_meeting.meetings": ("1", 6),
    "administrative_meeting.meetings": ("1", 9),
    "party_committee_meeting.meetings": ("1", 14),
    "agenda_item.items": ("1", 75),
    "inspection.persons_checked[mode=突击点验]": ("3", 3),
    "commitment_letter.signers[letter_type=廉洁承诺书]": ("1", 39),
    "inspection.inspections[mode=暗访督查]": ("1", 41),
    "inspection.inspections[mode=督导检查]": ("1", 87),
    "inspection.inspections[mode=夜间督查暗访]": ("1", 8),
    "finding.rectified[source_kind=暗访督查]": ("1", 93),
    "finding.rectified[source_kind=夜间督查暗访]": ("1", 77),
    "talk.headcount[talk_type=谈心谈话]": ("3", 71),
    "audit.audits[audit_type=领导干部经济责任审计]": ("1", 5),
    "audit.amount": ("230.68", 5),
    "audit_finding.findings": ("1", 59),
    "audit_finding.repeat_findings": ("1", 11),
    "audit_finding.suggestions": ("1", 59),
    "integrity_lecture.external_lectures": ("1", 5),
    "integrity_lecture.lectures[lecturer_kind=党组织书记]": ("1", 23),
}
# Distinct values: as many items.
DISTINCT: Mapping[str, int] = {
    "organisation_change.reelected_orgs": 34,
    "organisation_change.realigned_branches": 4,
    "audit_finding.categories": 7,
    "audit_finding.repeat_categories": 3,
}


def vouchers(place: UnitPlace, day: date) -> list[Voucher]:
    """The records of the small ledger, all on one day."""
    found: list[Voucher] = []
    packs = catalogue()
    for key, (value, count) in STATED.items():
        whole = key.partition("[")[0]
        amount = packs.series(whole).amount(Decimal(value))
        for _ in range(count):
            lines = tuple(Line(series, day, amount) for series in dict.fromkeys((whole, key)))
            found.append(Voucher("record", len(found) + 1, place.number, place.path, lines))
    for key, count in DISTINCT.items():
        found += [
            Voucher("record", 10_000 + len(found), place.number, place.path, (Line(key, day, 1, f"第{n}个"),))
            for n in range(count)
        ]
    return found


@pytest.fixture(scope="session")
def plain_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without profiles, packs or a demo's mark."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def home(plain_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Whatever the machine's home holds plays no part in a test; what a test leaves there goes with it."""
    monkeypatch.setenv("BIHUAN_HOME", str(plain_home))
    yield plain_home
    for left in plain_home.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture
def small_ledger(tree: dict[str, UnitPlace]) -> UnitPlace:
    """The detachment, with what document 000 states posted to it on 5 June 2023."""
    with transaction.atomic():
        post(vouchers(tree["zd"], date(2023, 6, 5)), at(2023, 6, 6))
    return tree["zd"]


TEMPLATE = Path(__file__).with_name("half_year.md")


@pytest.fixture
def order(small_ledger: UnitPlace) -> Order:
    """The order of the small report on the first half of 2023."""
    return Order(str(TEMPLATE), small_ledger.code, Period.parse("2023-H1"), date(2023, 7, 5))


@pytest.fixture
def author(tree: dict[str, UnitPlace]) -> Actor:
    """Who writes the detachment's reports, and may not issue them."""
    return acting("孙撰稿", tree["zd"].path, Role.AUTHOR)


def edited(source: Path, target: Path, name: str, change: Callable[[str], str]) -> Path:
    """A copy of a .docx in which one part's text was changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            data = old.read(item)
            new.writestr(item, change(data.decode()).encode() if item == name else data)
    return target
