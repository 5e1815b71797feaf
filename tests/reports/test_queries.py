"""The issued reports as a face shows them: who sees which, and the file as it left the house."""

from __future__ import annotations

import hashlib

import pytest

from bihuan.organisations.errors import UnknownUnit
from bihuan.reports.errors import UnknownReport
from bihuan.reports.issuing import issue_report
from bihuan.reports.queries import issued_figures, issued_file, issued_report, issued_reports
from bihuan.reports.writing import Order
from bihuan.values.actor import Actor


@pytest.fixture
def number(approver: Actor, order: Order) -> str:
    return issue_report(approver, order).number


def test_the_list_shows_what_was_issued_the_latest_first(approver: Actor, order: Order, number: str) -> None:
    second = issue_report(approver, order).number
    lines = issued_reports(approver, "zd")
    assert [line.number for line in lines] == [second, number]
    assert (lines[0].unit_name, str(lines[0].period), lines[0].issued_by) == (
        "清河市消防救援支队",
        "2023-H1",
        "赵主任",
    )
    assert lines[0].figures > 5
    assert issued_reports(approver, "zd", "half_year_duty") == []


def test_the_file_is_the_one_that_left_the_house(approver: Actor, number: str) -> None:
    content = issued_file(approver, number)
    assert hashlib.sha256(content).hexdigest() == issued_report(approver, number).sha256


def test_the_frozen_figures_come_with_their_words(approver: Actor, number: str) -> None:
    texts = {identity.key: words for identity, words in issued_figures(approver, number)}
    assert texts["party_committee_meeting.meetings"] == ("14次", "14次")


def test_the_units_below_see_neither_the_list_nor_the_file(recorder: Actor, number: str) -> None:
    assert issued_reports(recorder, "dc") == []
    with pytest.raises(UnknownUnit):
        issued_reports(recorder, "zd")
    for read in (issued_report, issued_file, issued_figures):
        with pytest.raises(UnknownReport):
            read(recorder, number)
