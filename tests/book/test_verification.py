"""Verifying the book: it is clean after every verb, and each kind of tampering is found."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from bihuan.book.models import Place, Posting, RollUp, Series, Tally
from bihuan.book.posting import reverse
from bihuan.book.verification import book_digest, rebuild_tallies, verify_book
from bihuan.organisations.structure import move_unit
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from book.acts import Tree, enter, hazard, meeting
from conftest import NOW, at

MARCH = Period.parse("2023-03")


@pytest.fixture
def book(tree: Tree, operator: Actor) -> Tree:
    """A few acts, one taken back, one of a unit that moved."""
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4, "现场"))
    enter(tree, 2, "dc1", *meeting(date(2023, 3, 8), 3))
    enter(tree, 3, "xc1", *hazard(date(2023, 1, 8), date(2023, 3, 4)))
    reverse("record", [2], NOW)
    move_unit(operator, "dc1", "xc", date(2023, 4, 1))
    enter(tree, 4, "dc1", *meeting(date(2023, 4, 8), 3))
    return tree


def found() -> list[str]:
    """Every problem as it is shown."""
    return [str(problem) for problem in verify_book()]


def test_the_book_is_whole_after_every_verb(book: Tree) -> None:
    assert found() == []


def test_a_changed_tally_is_named(book: Tree) -> None:
    Tally.objects.filter(series__key="meeting.items", month=202303).update(amount=99)
    assert len(found()) == 1
    assert "meeting.items dc1 202303" in found()[0]


def test_a_tally_without_postings_is_named(book: Tree) -> None:
    series = Series.objects.get(key="meeting.items")
    Tally.objects.create(series=series, unit_id=book["dc2"].number, month=202305, amount=1, members=1, marks=1)
    assert "meeting.items dc2 202305" in found()[0]


def test_a_lost_tally_is_named(book: Tree) -> None:
    Tally.objects.filter(series__key="meeting.items", month=202304).delete()
    assert "meeting.items dc1 202304" in found()[0]


def test_a_changed_roll_up_is_named(book: Tree) -> None:
    RollUp.objects.filter(series__key="meeting.meetings", unit_id=book["zd"].number, month=202303).update(members=7)
    assert [line.split(":")[0] for line in found()] == ["汇总额 meeting.meetings zd 202303"]


def test_a_lost_place_is_noticed(book: Tree) -> None:
    Place.objects.filter(unit_id=book["zd"].number).delete()
    assert any("zd" in line for line in found())


def test_a_changed_posting_does_not_match_its_mark(book: Tree) -> None:
    number = Posting.objects.filter(series__key="meeting.items", source=1).values_list("pk", flat=True)[0]
    Posting.objects.filter(pk=number).update(amount=5)
    assert f"分录 {number}: 内容与校验值不符，分录被改动过。（请用备份核对。）" in found()


def test_a_posting_moved_to_another_month_is_named(book: Tree) -> None:
    Posting.objects.filter(series__key="meeting.items", source=1).update(month=202302)
    assert any("所属月份" in line for line in found())


def test_a_reversal_that_is_not_the_mirror_of_its_original_is_named(book: Tree) -> None:
    Posting.objects.filter(series__key="meeting.items", reverses__isnull=False).update(happened=date(2023, 3, 9))
    assert any(line.startswith("冲销分录") for line in found())


def test_a_reversal_whose_original_is_gone_is_named(book: Tree) -> None:
    Posting.objects.filter(source=2, reverses__isnull=True).delete()
    assert sum(line.startswith("冲销分录") for line in found()) == 2


def test_rebuilding_mends_every_sum(book: Tree) -> None:
    whole = sorted(RollUp.objects.exclude(members=0, amount=0).values_list("series", "unit_id", "month", "amount"))
    Tally.objects.all().delete()
    RollUp.objects.update(amount=0)
    Place.objects.all().delete()
    assert found()
    rebuild_tallies()
    assert found() == []
    rebuilt = RollUp.objects.exclude(members=0, amount=0).values_list("series", "unit_id", "month", "amount")
    assert sorted(rebuilt) == whole


def test_the_digest_changes_with_any_posting_of_the_period_and_no_other(book: Tree) -> None:
    before = book_digest(MARCH)
    enter(book, 9, "dc2", *meeting(date(2023, 5, 1)))
    assert book_digest(MARCH) == before
    enter(book, 10, "dc2", *meeting(date(2023, 3, 31)))
    assert book_digest(MARCH) != before


def test_the_digest_of_a_moment_is_not_touched_by_late_entries(book: Tree) -> None:
    before = book_digest(MARCH, as_of=NOW)
    enter(book, 9, "dc2", *meeting(date(2023, 3, 31)), at=at(2023, 8, 1))
    assert book_digest(MARCH, as_of=NOW) == before
    assert book_digest(MARCH) != before


def test_tampering_changes_the_digest(book: Tree) -> None:
    before = book_digest(MARCH)
    Posting.objects.filter(source=1, series__key="meeting.items").update(entered=at(2023, 6, 30))
    assert book_digest(MARCH) != before


@pytest.mark.django_db(transaction=True)
def test_rebuilding_outside_a_transaction_is_a_mistake_of_the_caller() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        rebuild_tallies()
