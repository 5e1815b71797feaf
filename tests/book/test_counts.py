"""Counts for duties: what units did themselves."""

from __future__ import annotations

from datetime import date

from pytest_django import DjangoAssertNumQueries

from bihuan.book.counts import monthly
from bihuan.book.posting import reverse
from bihuan.organisations.structure import move_unit
from bihuan.values.actor import Actor
from book.acts import Tree, enter, meeting
from conftest import NOW

BOTH = ("meeting.meetings", "meeting.items")


def numbers(tree: Tree, *codes: str) -> list[int]:
    """The numbers of the units with these codes."""
    return [tree[code].number for code in codes]


def test_each_unit_is_counted_for_itself(tree: Tree, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4))
    enter(tree, 2, "dc", *meeting(date(2023, 3, 31), 2))
    enter(tree, 3, "dc1", *meeting(date(2023, 5, 1), 1))
    with django_assert_max_num_queries(2):
        found = list(monthly(BOTH, numbers(tree, "dc", "dc1"), (202303, 202304)))
    assert sorted(found) == sorted(
        [
            ("meeting.items", tree["dc"].number, 202303, 2),
            ("meeting.items", tree["dc1"].number, 202303, 4),
            ("meeting.meetings", tree["dc"].number, 202303, 1),
            ("meeting.meetings", tree["dc1"].number, 202303, 1),
        ]
    )


def test_many_units_are_counted_like_few(tree: Tree) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4))
    enter(tree, 2, "dc2", *meeting(date(2023, 3, 5), 4))
    crowd = [*numbers(tree, "dc1"), *range(10**6, 10**6 + 1000)]
    assert list(monthly(BOTH, crowd, (202301, 202312))) == list(monthly(BOTH, numbers(tree, "dc1"), (202301, 202312)))


def test_nothing_asked_is_nothing_counted(tree: Tree) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5), 4))
    assert list(monthly((), numbers(tree, "dc1"), (202301, 202312))) == []
    assert list(monthly(BOTH, (), (202301, 202312))) == []
    assert list(monthly(("study.sessions",), numbers(tree, "dc1"), (202301, 202312))) == []


def test_what_was_taken_back_is_counted_no_more(tree: Tree) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 4, 5), 4))
    enter(tree, 2, "dc1", *meeting(date(2023, 4, 6), 3))
    reverse("record", [1], NOW)
    assert list(monthly(("meeting.items",), numbers(tree, "dc1"), (202304, 202304))) == [
        ("meeting.items", tree["dc1"].number, 202304, 3)
    ]


def test_a_unit_that_moved_keeps_what_it_did_before(tree: Tree, operator: Actor) -> None:
    enter(tree, 1, "dc1", *meeting(date(2023, 4, 5)))
    move_unit(operator, "dc1", "xc", date(2023, 4, 10))
    enter(tree, 2, "dc1", *meeting(date(2023, 4, 20)))
    assert [row[3] for row in monthly(("meeting.meetings",), numbers(tree, "dc1"), (202304, 202304))] == [2]
