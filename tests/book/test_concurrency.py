"""Writers at the same time: on PostgreSQL side by side, on SQLite one after the other, and no sum is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from bihuan.book.errors import AlreadyReversed
from bihuan.book.models import RollUp
from bihuan.book.posting import post, repost, reverse
from bihuan.book.verification import verify_book
from bihuan.values.actor import Actor
from book.acts import Tree, figure, hazard, meeting, visit, voucher
from conftest import NOW
from side_by_side import at_once

WRITERS, ACTS = 4, 12


def writer(tree: Tree, number: int) -> Callable[[], None]:
    """Somebody who records, corrects and takes back acts, series and units in an order of their own."""
    units = ["dc1", "dc2", "xc1", "dc", "zd"]

    def work() -> None:
        for n in range(ACTS):
            unit = units[(n * (number + 1)) % len(units)]
            day = date(2023, 1 + (n + number) % 6, 3)
            source = number * 1000 + n * 2
            lines = [*meeting(day, n, "现场"), *visit(day, f"社区{n}"), *hazard(day)]
            first = voucher(tree, source, unit, *(lines if number % 2 else reversed(lines)))
            with transaction.atomic():
                post([first], NOW)
            if n % 3 == 1:
                with transaction.atomic():
                    reverse("record", [source], NOW)
            if n % 3 == 2:
                with transaction.atomic():
                    repost("record", [source], [voucher(tree, source + 1, unit, *meeting(day, 100))], NOW)

    return work


def test_writers_at_the_same_time_lose_no_sum(side_by_side: Tree, operator: Actor) -> None:
    at_once(*(writer(side_by_side, number) for number in range(WRITERS)))

    def read() -> tuple[list[str], object, set[int]]:
        slots = RollUp.objects.filter(unit_id=side_by_side["zd"].number).values_list("slot", flat=True)
        whole = figure(operator, "meeting.items", "zd", "2023")
        return [str(problem) for problem in verify_book()], whole.value, set(slots)

    ((problems, total, slots),) = at_once(read)
    kept = [n if n % 3 == 0 else 100 for n in range(ACTS) if n % 3 != 1]
    assert problems == []
    assert total == WRITERS * sum(kept)
    # Near the root the sums are spread over slots where writers work side by side.
    assert slots == {0} if connection.vendor == "sqlite" else len(slots) > 1


def test_two_reversals_of_one_act_at_the_same_time_let_one_pass(side_by_side: Tree, operator: Actor) -> None:
    def enter_first() -> None:
        with transaction.atomic():
            post([voucher(side_by_side, 1, "dc1", *meeting(date(2023, 3, 5)))], NOW)

    def take_back() -> str:
        try:
            with transaction.atomic():
                reverse("record", [1], NOW)
        except AlreadyReversed:
            return "refused"
        return "done"

    at_once(enter_first)
    assert sorted(at_once(take_back, take_back)) == ["done", "refused"]
    ((value, problems),) = at_once(
        lambda: (figure(operator, "meeting.items", "zd").value, [str(problem) for problem in verify_book()])
    )
    assert (value, problems) == (0, [])
