"""A document that somebody else wrote, held against a small ledger."""

from __future__ import annotations

from pathlib import Path

from bihuan.organisations.queries import UnitPlace
from bihuan.reports.checking import check_text
from bihuan.values.actor import Actor
from bihuan.values.period import Period

HALF = Period.parse("2023-H1")


def test_what_document_000_states_is_proven(shared: Path, small_ledger: UnitPlace, operator: Actor) -> None:
    text = (shared / "documents/000.txt").read_text(encoding="utf-8")
    check = check_text(operator, text, "zd", HALF)
    for v in check.verdicts:
        print(v.claim.text, v.claim.subject, v.ruling, v.figure, v.why)
    print(check.counts)
    assert not check.has_differences
