"""Two people at the same record at once: one is done, the other is told so, and nothing is half-written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.book.verification import verify_book
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.errors import AlreadyCorrected, ImportedBefore
from bihuan.records.importing import ImportResult, Source, import_records
from bihuan.records.models import Correction, Record
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor
from bihuan.values.refusal import Refusal
from records.acts import meeting
from side_by_side import at_once


def counted() -> object:
    """How many corrections, records and trail entries of corrections there are, and whether all is whole."""
    whole = not [*verify_book(), *verify_trail()]
    verbs = ("supersede", "void")
    return (Correction.objects.count(), Record.objects.count(), Entry.objects.filter(verb__in=verbs).count(), whole)


@pytest.mark.parametrize("turn", range(5))
def test_of_four_corrections_of_one_record_exactly_one_is_made(
    side_by_side: None, operator: Actor, turn: int
) -> None:
    (number,) = at_once(lambda: record_act(operator, meeting()))
    assert isinstance(number, int)

    def correct(present: int) -> Callable[[], object]:
        return lambda: supersede(operator, number, meeting(members_present=present), f"改为 {present} 人")

    answers = at_once(correct(6), correct(7), correct(8), lambda: void(operator, number, "作废"))
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [type(refusal) for refusal in refused] == [AlreadyCorrected] * 3
    voided = answers[3] is None
    assert at_once(counted) == [(1, 1 if voided else 2, 1, True)]


def test_of_two_imports_of_one_file_exactly_one_comes_in(side_by_side: None, operator: Actor, tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_column(0, 0, ["日期", *(f"2023-05-{day:02}" for day in range(1, 31))])

    def work() -> ImportResult:
        return import_records(operator, Source(path, "party_committee_meeting", "dc"))

    answers = at_once(work, work)
    assert {type(answer) for answer in answers} == {ImportResult, ImportedBefore}
    assert at_once(counted) == [(0, 30, 0, True)]


def test_many_writers_at_once_all_come_through(side_by_side: None, operator: Actor) -> None:
    def write(unit: str) -> Callable[[], object]:
        return lambda: record_act(operator, meeting(unit))

    answers = at_once(*(write(unit) for unit in ("zd", "dc", "dc1", "dc2", "xc", "xc1")))
    assert [type(answer) for answer in answers] == [int] * 6
    assert at_once(counted) == [(0, 6, 0, True)]
