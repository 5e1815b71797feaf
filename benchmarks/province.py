"""A province: 2,500 units, two million acts with ten million postings, 150,000 tasks, an account that sees it all.

    .venv/bin/python benchmarks/province.py FOLDER [ACTS]           # 2,000,000 acts unless told otherwise
    BIHUAN_HOME=FOLDER .venv/bin/python benchmarks/web.py --unit u0 --branch u3 --account sheng

Acts and tasks are drawn from a seed in proportion: a quarter of the acts brings a quarter of the postings and of the
tasks over the same units and days, so that what a page costs on either says whether it grows with the tables. Rows go
in by bulk statements as verbs would leave them; the sums are made by the book itself. Files behind acts are left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np

from ledger import FIRST, MOMENT, SEED, UNITS, open_tree, places, post_in_bulk, ready

ACTS = 2_000_000
LINES = 5
"""Postings of an act."""
ACTS_A_TASK = 13
SERIES = 100
BATCH = 100_000
OPEN = ("assigned", "accepted", "reported", "verified")
CLOSED_OF_A_HUNDRED = 97
"""What was given before November is settled but for so few; half of what came later is open."""
STEPS = ("assign", "accept", "report_done", "verify", "close")
MOVES = {"assigned": 1, "accepted": 2, "reported": 3, "verified": 4, "closed": 5}
AFTER = ("assigned", "accepted", "reported", "verified", "closed")


def series_of_duties() -> list[str]:
    """Series that duties of these units count, and others up to a hundred."""
    from bihuan.catalog.loaded import catalogue
    from ledger import counted_series

    packs = catalogue()
    owed = dict.fromkeys(duty.series for duty in packs.duties if packs.series(duty.series).is_tallied)
    found = [key for key in owed if packs.series(key).choice is None][: SERIES * 3 // 4]
    return found + [key for key in counted_series(SERIES * 2) if key not in found][: SERIES - len(found)]


def draw(acts: int, units: int, series: int) -> dict[str, np.ndarray]:
    """The postings as columns, those of one act side by side: unit and series by position, day, amount."""
    rng = np.random.default_rng(SEED)
    by_unit = rng.lognormal(0, 1, units)
    unit = rng.choice(units, acts, p=by_unit / by_unit.sum()).astype(np.int32)
    day = np.sort(rng.integers(0, 365, acts)).astype(np.int16)
    rows = acts * LINES
    return {
        "unit": np.repeat(unit, LINES),
        "series": rng.integers(0, series, rows).astype(np.int16),
        "day": np.repeat(day, LINES),
        "amount": np.where(rng.random(rows) < 0.7, 1, rng.integers(1, 9_000, rows)).astype(np.int64),
    }


def enter_acts(columns: dict[str, np.ndarray], keys: Sequence[str], tree: Sequence[tuple[int, str]]) -> None:
    """The records that the postings came of, numbered as the postings name their sources."""
    from django.db import connection, transaction

    sql = (
        "INSERT INTO records_record (id, kind, unit_id, path, state, happened, title, fields, entered, entered_by,"
        " delay, after_seal) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    firsts = {name: column[::LINES] for name, column in columns.items()}
    count = len(firsts["unit"])
    for begin in range(0, count, BATCH):
        some = {name: column[begin : begin + BATCH].tolist() for name, column in firsts.items()}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, list(_records(some, begin, keys, tree)))


def _records(
    some: dict[str, list[int]], begin: int, keys: Sequence[str], tree: Sequence[tuple[int, str]]
) -> Iterator[tuple[object, ...]]:
    kinds = [key.partition(".")[0] for key in keys]
    for n, (unit, series, day) in enumerate(zip(some["unit"], some["series"], some["day"], strict=True), begin + 1):
        number, path = tree[unit]
        happened = FIRST + timedelta(days=day)
        late = n % 30
        entered = datetime.combine(happened + timedelta(days=late % 10), time_of_day(12), UTC)
        title = f"第{n}号事"
        yield n, kinds[series], number, path, "held", happened, title, "{}", entered, "某人", late % 10, False


def give_tasks(count: int, tree: Sequence[tuple[int, str]]) -> None:
    """Tasks of the province's own units with their moves; every third puts a finding right."""
    from django.db import transaction

    from bihuan.oversight.models import Finding, Move, Task

    rng = np.random.default_rng(SEED + 2)
    units, days, ends = rng.integers(1, len(tree), count), rng.integers(0, 365, count), rng.integers(0, 100, count)
    is_closed = ends < np.where(days < 304, CLOSED_OF_A_HUNDRED, 50)
    root = tree[0]
    for begin in range(0, count, 10_000):
        tasks, moves, findings = [], [], []
        for n in range(begin, min(begin + 10_000, count)):
            (number, path), opened = tree[int(units[n])], FIRST + timedelta(days=int(days[n]))
            state, title = "closed" if is_closed[n] else OPEN[n % len(OPEN)], f"第{n}项"
            due = opened + timedelta(days=n % 60)
            task = Task(
                id=n + 1, origin="finding" if n % 3 == 0 else "supervised_item", issuer_id=root[0],
                issuer_path=root[1], responsible_id=number, responsible_path=path, title=title, fields="{}",
                opened=opened, due=due, state=state, moves=MOVES[state], entered=MOMENT, entered_by="某人",
                settled=opened + timedelta(days=n % 70) if state == "closed" else None,
            )  # fmt: skip
            tasks.append(task)
            moves += [
                Move(
                    task_id=n + 1,
                    number=m + 1,
                    step=STEPS[m],
                    before=AFTER[m - 1] if m else "",
                    after=AFTER[m],
                    happened=opened + timedelta(days=m),
                    at=MOMENT,
                    by=f"某{m % 3}",
                    account=f"a{m % 3}",
                    due=due if m == 0 else None,
                )
                for m in range(MOVES[state])
            ]
            if n % 3 == 0:
                findings.append(Finding(task_id=n + 1, description=title, gist=title))
        with transaction.atomic():
            Task.objects.bulk_create(tasks)
            Move.objects.bulk_create(moves)
            Finding.objects.bulk_create(findings)


def let_in() -> None:
    """An account that writes for the whole province, so that it sees every unit."""
    from bihuan.organisations.accounts import give_role, open_account
    from bihuan.values.actor import Role, everything

    boss = everything("基准测试", MOMENT)
    open_account(boss, "sheng", "Benchmark-2023", "u0")
    give_role(boss, "sheng", Role.AUTHOR, "u0")


def make(home: Path, acts: int) -> None:
    """Make the ledger in the folder."""
    begin = time.perf_counter()
    home.mkdir(parents=True, exist_ok=True)
    ready(home)
    open_tree()
    let_in()
    keys = series_of_duties()
    tree = places()
    columns = draw(acts, UNITS, len(keys))
    post_in_bulk(columns, keys, tree, LINES)
    print(f"{acts * LINES:,} postings after {time.perf_counter() - begin:.0f} s", flush=True)
    enter_acts(columns, keys, tree)
    give_tasks(acts // ACTS_A_TASK, tree)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"made in {time.perf_counter() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ACTS)
