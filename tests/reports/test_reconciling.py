"""Several reports at once: superior against subordinates, this year against last, two of one, copied sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bihuan.organisations.queries import UnitPlace
from bihuan.reports.checking.reconciling import Misfit, Mismatch, Part, reconcile
from bihuan.values.actor import Actor
from bihuan.values.period import Period

Reconciling = Callable[..., list[Mismatch]]


@pytest.fixture
def between(operator: Actor, small_ledger: UnitPlace, tmp_path: Path) -> Reconciling:
    def reconciled(*reports: tuple[str, str, str]) -> list[Mismatch]:
        parts = []
        for number, (unit, period, text) in enumerate(reports):
            file = tmp_path / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            parts.append(Part(file, unit, Period.parse(period)))
        return reconcile(operator, parts)

    return reconciled


def test_a_superior_states_no_less_than_its_subordinates_together(between: Reconciling) -> None:
    below = [("dc", "2023-H1", "接警出动60次。"), ("xc", "2023-H1", "接警出动50次。")]
    assert between(("zd", "2023-H1", "接警出动110次。"), *below) == []
    (found,) = between(("zd", "2023-H1", "接警出动100次。"), *below)
    assert found.kind is Misfit.SUBORDINATES
    assert "下级合计110" in found.why


def test_a_unit_below_a_subordinate_is_not_counted_twice(between: Reconciling) -> None:
    reports = [("dc", "2023-H1", "接警出动60次。"), ("dc1", "2023-H1", "接警出动40次。")]
    assert between(("zd", "2023-H1", "接警出动70次。"), *reports) == []


def test_one_figure_in_two_reports_of_a_unit_has_one_number(between: Reconciling) -> None:
    (found,) = between(("zd", "2023-H1", "召开党委会14次。"), ("zd", "2023-H1", "共召开党委会15次。"))
    assert (found.kind, found.series) == (Misfit.SAME_FIGURE, "party_committee_meeting.meetings")


def test_this_years_report_repeats_last_years_number_as_it_was(between: Reconciling) -> None:
    last = ("zd", "2022", "全年召开党委会20次。")
    assert between(last, ("zd", "2023", "2022年召开党委会20次。")) == []
    (found,) = between(last, ("zd", "2023", "2022年召开党委会22次。"))
    assert found.kind is Misfit.LAST_YEAR


def test_sentences_copied_from_another_unit_are_shown(between: Reconciling) -> None:
    sentence = "坚持把纪律挺在前面，扎实开展警示教育，组织观看警示教育片3部，受教育120人次。"
    (found,) = between(("dc", "2023-H1", sentence), ("xc", "2023-H1", f"今年以来，成效明显。{sentence}"))
    assert found.kind is Misfit.COPIED
    assert "一字不差" in found.why
