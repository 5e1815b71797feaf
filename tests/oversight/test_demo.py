"""The demo's findings and tasks prove what document 000 states: nothing of it is a typed total."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from bihuan.book.figures import figures
from bihuan.book.proofs import proof
from bihuan.book.verification import verify_book
from bihuan.cli.demo.organisation import TOP, found
from bihuan.cli.demo.oversight import occasions
from bihuan.oversight.models import Finding
from bihuan.oversight.registers import Claim, zero_standing
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period

HALF = Period.parse("2023-H1")
STATED = {
    "audit_finding.findings": 59,
    "audit_finding.categories": 7,
    "audit_finding.repeat_findings": 11,
    "audit_finding.repeat_categories": 3,
    "audit_finding.suggestions": 59,
    "audit_finding.prior_year_rectification_rate": 90,
    "finding.rectified[source_kind=暗访督查]": 93,
    "finding.rectified[source_kind=夜间督查暗访]": 77,
}


@pytest.mark.slow
def test_what_document_000_states_is_proven_from_findings(db: None, operator: Actor) -> None:
    random = Random(2023)  # noqa: S311 - made-up data, the same each time
    detachment = found(operator, random)
    for each in occasions(detachment, random):
        each.happen(operator)
    asks = [Ask(key, TOP, HALF) for key in STATED]
    assert {ask.key: figure.value for ask, figure in zip(asks, figures(operator, asks), strict=True)} == STATED
    for ask in asks:
        shown = proof(operator, ask, size=100)
        parts = shown.parts or (shown,)
        assert {member.origin for part in parts for member in part.members} == {"finding"}
    year = Period.parse("2023")
    counted = {"supervised_item.items": 105, "research_topic.topics": 12, "submission.received": 36}
    asks = [Ask(key, TOP, year) for key in counted]
    assert {ask.key: figure.value for ask, figure in zip(asks, figures(operator, asks), strict=True)} == counted
    asks = [Ask(f"task.{measure}", TOP, year) for measure in ("overdue", "reopened", "returned", "deadline_changes")]
    assert all((figure.value or 0) > Fraction(5) for figure in figures(operator, asks))
    assert Finding.objects.filter(repeats__isnull=False).count() == 11
    assert zero_standing(operator, "agenda_item.impromptu", TOP, HALF).claim is Claim.PROVEN
    assert not list(verify_book())
