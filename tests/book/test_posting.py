"""Posting and reversing: what the tables hold afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from bihuan.book.errors import AlreadyReversed
from bihuan.book.models import Place, Posting, RollUp, Series, Tally
from bihuan.book.posting import post, repost, reverse
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace
from conftest import NOW, at

MEETINGS = "party_committee_meeting.meetings"
ITEMS = "party_committee_meeting.items"

Tree = dict[str, UnitPlace]


def meeting(tree: Tree, source: int, unit: str = "dc1", day: date = date(2023, 3, 5), items: int = 4) -> Voucher:
    """One meeting of the unit with its items."""
    place = tree[unit]
    lines = (Line(MEETINGS, day, 1), Line(ITEMS, day, items))
    return Voucher("record", source, place.number, place.path, lines)


def rolled_up(tree: Tree, unit: str, series: str = ITEMS) -> tuple[int, int]:
    """The amount and members of all months of a unit with all below it."""
    rows = RollUp.objects.filter(series__key=series, unit_id=tree[unit].number)
    return sum(row.amount for row in rows), sum(row.members for row in rows)


def test_a_voucher_counts_for_its_unit_and_all_above_and_for_no_sibling(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    assert [rolled_up(tree, unit) for unit in ("dc1", "dc", "zd")] == [(4, 1)] * 3
    assert [rolled_up(tree, unit) for unit in ("dc2", "xc", "xc1", "dczb")] == [(0, 0)] * 4


def test_own_sums_are_kept_for_the_unit_alone(tree: Tree) -> None:
    post([meeting(tree, 1), meeting(tree, 2, "dc")], NOW)
    own = {(row.unit_id, row.month): row.amount for row in Tally.objects.filter(series__key=ITEMS)}
    assert own == {(tree["dc1"].number, 202303): 4, (tree["dc"].number, 202303): 4}


def test_a_posting_carries_its_place_day_month_and_moment(tree: Tree) -> None:
    post([meeting(tree, 7, day=date(2023, 2, 28))], at(2023, 3, 2))
    row = Posting.objects.get(series__key=MEETINGS)
    assert (row.path, row.happened, row.month, row.entered) == (
        tree["dc1"].path,
        date(2023, 2, 28),
        202302,
        at(2023, 3, 2),
    )
    assert (row.origin, row.source, row.sense, row.reverses) == ("record", 7, 1, None)
    assert 0 < row.mark < 2**38


def test_the_places_of_the_whole_path_are_kept_once(tree: Tree) -> None:
    post([meeting(tree, 1), meeting(tree, 2)], NOW)
    post([meeting(tree, 3)], NOW)
    assert set(Place.objects.values_list("path", "unit_id")) == {
        (tree[unit].path, tree[unit].number) for unit in ("zd", "dc", "dc1")
    }


def test_a_reversal_restores_every_sum(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    before = list(RollUp.objects.order_by("pk").values_list())
    post([meeting(tree, 2, items=9)], NOW)
    reverse("record", [2], NOW)
    assert list(RollUp.objects.order_by("pk").values_list()) == before


def test_a_reversal_names_what_it_reverses_and_keeps_its_day(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    reverse("record", [1], at(2023, 9, 1))
    first, second = Posting.objects.filter(series__key=ITEMS).order_by("pk")
    assert second.reverses == first.pk
    assert (second.happened, second.path, second.month) == (first.happened, first.path, first.month)
    assert (second.amount, second.sense, second.mark) == (-4, -1, -first.mark)


def test_reversing_twice_is_refused(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    reverse("record", [1], NOW)
    with pytest.raises(AlreadyReversed, match="已经更正或作废过"):
        reverse("record", [1], NOW)


def test_the_database_itself_refuses_a_second_reversal(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    reverse("record", [1], NOW)
    twin = Posting.objects.filter(sense=-1).first()
    assert twin is not None
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_source_without_postings_is_reversed_by_nothing(tree: Tree) -> None:
    reverse("record", [1], NOW)
    assert not Posting.objects.exists()


def test_a_source_can_post_again_after_its_reversal(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    reverse("record", [1], NOW)
    post([meeting(tree, 1)], NOW)
    reverse("record", [1], NOW)
    assert rolled_up(tree, "zd") == (0, 0)


def test_a_correction_reverses_and_posts_in_one_pass(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    repost("record", [1], [meeting(tree, 2, items=6)], NOW)
    assert rolled_up(tree, "dc") == (6, 1)


def test_only_the_named_origin_is_reversed(tree: Tree) -> None:
    post([meeting(tree, 1)], NOW)
    reverse("finding", [1], NOW)
    assert rolled_up(tree, "dc") == (4, 1)


def test_the_end_of_a_standing_entry_takes_its_member_out(tree: Tree) -> None:
    place = tree["dc1"]
    lines = (
        Line("hazard.open", date(2023, 1, 10), 1),
        Line("hazard.open", date(2023, 3, 1), -1, closes=True),
    )
    post([Voucher("record", 1, place.number, place.path, lines)], NOW)
    assert rolled_up(tree, "zd", "hazard.open") == (0, 0)


def test_a_series_of_a_transaction_that_failed_is_not_remembered(tree: Tree) -> None:
    savepoint = transaction.savepoint()
    post([meeting(tree, 1)], NOW)
    transaction.savepoint_rollback(savepoint)
    post([meeting(tree, 1)], NOW)
    assert set(Posting.objects.values_list("series__key", flat=True)) == {MEETINGS, ITEMS}
    assert Series.objects.count() == 2


def test_a_path_that_leads_elsewhere_is_a_mistake_of_the_caller(tree: Tree) -> None:
    wrong = Voucher("record", 1, tree["xc"].number, tree["dc"].path, (Line(MEETINGS, date(2023, 1, 1), 1),))
    with pytest.raises(ValueError, match="does not lead to unit"):
        post([wrong], NOW)


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_a_mistake_of_the_caller() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        post([], NOW)


def test_an_act_takes_five_statements_however_deep_its_unit_stands(
    tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post([meeting(tree, 1)], NOW)
    with django_assert_num_queries(5):
        post([meeting(tree, 2)], NOW)
