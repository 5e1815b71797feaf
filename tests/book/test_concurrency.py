"""Writers at the same time: on PostgreSQL side by side, on SQLite one after the other, and no sum is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from bihuan.book.errors import AlreadyReversed
from bihuan.book.models import RollUp
from bihuan.book.posting import post, repost, reverse
from bihuan.book.verification import verify_book
from bihuan.values.actor import Actor
from book.acts import Tree, figure, hazard, meeting, visit, voucher
from conftest import NOW

T = TypeVar("T")
WRITERS, ACTS = 4, 12


@pytest.fixture
def together(transactional_db: None, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The tree in a database that several connections share.

    The test database of SQLite is in memory, where a second connection is refused and never waits; threads get a
    copy of it in a file, which is what a ledger is.
    """
    if connection.vendor == "sqlite":
        file = tmp_path / "ledger.sqlite3"
        with sqlite3.connect(file) as copy:
            assert isinstance(connection.connection, sqlite3.Connection)
            connection.connection.backup(copy)
        copy.close()
        settings = dict(connections.settings["default"]) | {"NAME": str(file)}
        monkeypatch.setitem(connections.settings, "default", settings)
    return tree


def beside(*work: Callable[[], T]) -> list[T]:
    """The results of the work, each piece done in a thread and on a connection of its own, all begun together."""
    start = Barrier(len(work))

    def one(piece: Callable[[], T]) -> T:
        start.wait()
        try:
            return piece()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(one, piece) for piece in work]]


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


def test_writers_at_the_same_time_lose_no_sum(together: Tree, operator: Actor) -> None:
    beside(*(writer(together, number) for number in range(WRITERS)))

    def read() -> tuple[list[str], object, set[int]]:
        slots = RollUp.objects.filter(unit_id=together["zd"].number).values_list("slot", flat=True)
        whole = figure(operator, "meeting.items", "zd", "2023")
        return [str(problem) for problem in verify_book()], whole.value, set(slots)

    ((problems, total, slots),) = beside(read)
    kept = [n if n % 3 == 0 else 100 for n in range(ACTS) if n % 3 != 1]
    assert problems == []
    assert total == WRITERS * sum(kept)
    # Near the root the sums are spread over slots where writers work side by side.
    assert slots == {0} if connection.vendor == "sqlite" else len(slots) > 1


def test_two_reversals_of_one_act_at_the_same_time_let_one_pass(together: Tree, operator: Actor) -> None:
    def enter_first() -> None:
        with transaction.atomic():
            post([voucher(together, 1, "dc1", *meeting(date(2023, 3, 5)))], NOW)

    def take_back() -> str:
        try:
            with transaction.atomic():
                reverse("record", [1], NOW)
        except AlreadyReversed:
            return "refused"
        return "done"

    beside(enter_first)
    assert sorted(beside(take_back, take_back)) == ["done", "refused"]
    ((value, problems),) = beside(
        lambda: (figure(operator, "meeting.items", "zd").value, [str(problem) for problem in verify_book()])
    )
    assert (value, problems) == (0, [])  # type: ignore[comparison-overlap]
