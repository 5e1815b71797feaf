"""Every window of 60 duties for 20,000 units over 12 months, and one unit's year, beside a bare GROUP BY.

The ledger has 14.4 million cells (unit, duty, month), of which about nine tenths of those up to the end of
September are met, some twice: 9.7 million tallies, put straight into the tables in the order of the months, as a year
of entering leaves them. The product's own `balances_below` judges every window and hands back every unit's lines; the
bare statements only group the same rows and fetch the sums. All answers are compared with a count of the rows, unit
by unit. The best run of each counts, by the clock and by the processor's time.

    .venv/bin/python benchmarks/balance.py [--units 20000] [--home FOLDER]

The folder is kept and used again where it is given. The peer of which the goal speaks took 5.8 ms for each cell of
its calendar (84 s for 14,400 cells): that is the reference's measurement and not repeated here.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import statistics
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

DUTIES, MONTHS, OVER = 60, 12, 9
SEED = 11
TODAY = date(2023, 10, 1)
MOMENT = datetime(2023, 10, 1, 2, tzinfo=UTC)
GOAL, YEAR_GOAL = 2.0, 5.0

_T = TypeVar("_T")


def ready(home: Path) -> None:
    """Make Django and an up-to-date database in the folder ready; nothing of Django is imported before."""
    os.environ["BIHUAN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def above(place: int) -> int | None:
    """The place of the unit above: a corps, 16 detachments, 10 brigades each, and stations in turn below those."""
    if place == 0:
        return None
    if place <= 16:
        return 0
    return (place - 17) // 10 + 1 if place <= 176 else (place - 177) % 160 + 17


def write_pack(home: Path) -> None:
    """A pack of 60 kinds, each with one duty: at least once a month, owed by every station."""
    pack = home / "packs" / "bench"
    pack.mkdir(parents=True, exist_ok=True)
    (home / "packs.yaml").write_text("use: [bench]\n", encoding="utf-8")
    head = 'key: bench\nname: 基准\nversion: "1.0"\ndescription: 基准测试\n'
    (pack / "pack.yaml").write_text(head, encoding="utf-8")
    kinds = [
        f"  - {{key: k{n}, name: 事项{n}, theme: bench, measures: [{{key: done, name: 次数{n}, unit: 次,"
        " aggregation: count}]}"
        for n in range(DUTIES)
    ]
    duties = [
        f"  - {{key: d{n}, name: 责任{n}, theme: bench, owed_by: {{unit_type: station}}, series: k{n}.done, times: 1,"
        " per: month, force: 至少, source: {document: 基准}}"
        for n in range(DUTIES)
    ]
    lines = ["themes:", "  - {key: bench, name: 基准}", "kinds:", *kinds, "duties:", *duties]
    (pack / "all.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_tree(units: int) -> list[int]:
    """The units, each a station so that each owes all duties; their numbers in the order of the tree."""
    from bihuan.organisations.models import Placement, Unit
    from bihuan.organisations.paths import segment
    from bihuan.values.unit_type import UnitType

    began = date(2020, 1, 1)
    Unit.objects.bulk_create(
        [Unit(code=f"u{n}", name=f"第{n}单位", type=UnitType.STATION, begins=began) for n in range(units)],
        batch_size=5000,
    )
    numbers = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    paths: list[str] = []
    rows: list[Placement] = []
    for place, number in enumerate(numbers):
        top = above(place)
        paths.append(("" if top is None else paths[top]) + segment(number))
        parent = None if top is None else numbers[top]
        rows.append(Placement(unit_id=number, parent_id=parent, path=paths[-1], since=began))
    Placement.objects.bulk_create(rows, batch_size=5000)
    return numbers


def make_tallies(numbers: Sequence[int]) -> None:
    """The tallies, month after month; at least one act in nine of ten cells, two in a fifth of those."""
    from django.db import connection, transaction

    from bihuan.book.models import Series

    Series.objects.bulk_create([Series(key=f"k{n}.done") for n in range(DUTIES)])
    series = [Series.objects.get(key=f"k{n}.done").pk for n in range(DUTIES)]
    chance = random.Random(SEED)

    def rows() -> Iterator[tuple[int, int, int, int, int, int]]:
        for month in range(202301, 202301 + OVER):
            for each in series:
                for unit in numbers:
                    if chance.random() < 0.9:
                        amount = 2 if chance.random() < 0.2 else 1
                        yield each, unit, month, amount, amount, chance.getrandbits(38)

    with transaction.atomic(), connection.cursor() as cursor:
        columns = "series_id, unit_id, month, amount, members, marks"
        cursor.executemany(f"INSERT INTO book_tally ({columns}) VALUES (%s, %s, %s, %s, %s, %s)", rows())


def recounted() -> tuple[array[int], int]:
    """For each unit, how many of its windows were met, and how many there are in all; straight from the rows."""
    from django.db import connection

    from bihuan.organisations.models import Unit

    met = array("q", [0]) * (Unit.objects.count() + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM book_tally WHERE amount > 0")
        for (unit,) in cursor:
            met[unit] += 1
    return met, sum(met)


@dataclass(frozen=True)
class Spent:
    """What the runs of one piece of work took, in seconds: by the clock, and of the processor's time."""

    clock: list[float]
    processor: list[float]

    @property
    def best(self) -> tuple[float, float]:
        """The best run by the clock and by the processor's time, which other work on the machine disturbs less."""
        return min(self.clock), min(self.processor)


def timed(work: Callable[[], _T], runs: int, warm: int = 1) -> tuple[Spent, _T]:
    """Do the work so often, after runs that do not count, and hand back what the last one gave."""
    spent = Spent([], [])
    for run in range(warm + runs):
        gc.collect()
        clock, processor = time.perf_counter(), time.process_time()
        found = work()
        if run >= warm:
            spent.clock.append(time.perf_counter() - clock)
            spent.processor.append(time.process_time() - processor)
        if run < warm + runs - 1:
            del found
    return spent, found


def said(name: str, spent: Spent, scale: float = 1, unit: str = "s") -> None:
    """Print the median by the clock with the least and the most, and the same of the processor's time."""
    parts = []
    for seconds in (spent.clock, spent.processor):
        middle, low, high = (each(seconds) * scale for each in (statistics.median, min, max))
        parts.append(f"{middle:7.2f} ({low:.2f}-{high:.2f})")
    print(f"{name:<60} clock {parts[0]:<22} processor {parts[1]} {unit}, {len(spent.clock)} runs")


def fetched(sql: str) -> Callable[[], int]:
    """The bare statement through the same connection, every row fetched."""
    from django.db import connection

    def work() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return len(cursor.fetchall())

    return work


def measured(units: int, runs: int) -> None:
    """Time the product and the bare statements in turn, check the answers, and print the table."""
    from django.db import transaction

    from bihuan.duties.balances import State
    from bihuan.duties.queries import balance, balances_below
    from bihuan.duties.standing import UnitBalance
    from bihuan.values.actor import everything
    from bihuan.values.period import Period

    actor, year = everything("基准测试", MOMENT), Period.parse("2023")
    months = "month BETWEEN 202301 AND 202312"
    met, total = recounted()
    size = units * DUTIES * MONTHS
    print(f"{units:,} units x {DUTIES} duties x {MONTHS} months = {size:,} cells; {total:,} tallies\n")
    by_unit, _ = timed(
        fetched(f"SELECT unit_id, COUNT(*), SUM(amount) FROM book_tally WHERE {months} GROUP BY unit_id"), runs
    )
    by_duty, groups = timed(
        fetched(f"SELECT series_id, unit_id, SUM(amount) FROM book_tally WHERE {months} GROUP BY series_id, unit_id"),
        runs,
    )
    per_cell = f"SELECT series_id, unit_id, month, SUM(amount) FROM book_tally WHERE {months} GROUP BY 1, 2, 3"
    by_cell, cells = timed(fetched(per_cell), 1, warm=0)

    def drawn_up() -> list[UnitBalance]:
        # Within a transaction nothing is remembered: each run works everything out.
        with transaction.atomic():
            return balances_below(actor, "u0", year, TODAY)

    product, found = timed(drawn_up, runs)
    said("bare GROUP BY unit: two numbers a unit", by_unit)
    said(f"bare GROUP BY unit, duty: {groups:,} sums", by_duty)
    said(f"bare GROUP BY unit, duty, month: {cells:,} sums", by_cell)
    said("balances_below: every window of every duty of every unit", product)
    assert cells == total
    assert len(found) == units
    numbers = {each.unit: int(each.unit.removeprefix("u")) + 1 for each in found}
    for each in found:
        windows = [window for duty in each.duties for window in duty.windows]
        assert len(windows) == DUTIES * MONTHS
        assert each.met == met[numbers[each.unit]]
        assert each.missed == DUTIES * OVER - each.met
        assert sum(window.state is State.UPCOMING for window in windows) == DUTIES * (MONTHS - OVER - 1)
    del found, windows
    print(f"\ntimes the bare statements, best runs (goal: at most {GOAL:g} times the one by unit and duty)")
    for name, bare in (("unit", by_unit), ("unit, duty", by_duty), ("unit, duty, month", by_cell)):
        clock, processor = (ours / theirs for ours, theirs in zip(product.best, bare.best, strict=True))
        print(f"  GROUP BY {name:<18} clock {clock:.2f}, processor {processor:.2f}")
    print(f"  a cell: {product.best[0] / size * 1e9:.0f} ns (the peer's calendar: 5.8 ms, by the reference)\n")
    chance = random.Random(SEED)
    single = Spent([], [])
    for code in [f"u{chance.randrange(units)}" for _ in range(201)]:
        clock, processor = time.perf_counter(), time.process_time()
        one = balance(actor, code, year, TODAY)
        single.clock.append(time.perf_counter() - clock)
        single.processor.append(time.process_time() - processor)
        assert one.met == met[int(code.removeprefix("u")) + 1]
    said(f"balance: one unit's year, {DUTIES * MONTHS} windows (goal: under {YEAR_GOAL:g} ms)", single, 1000, "ms")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Make the ledger where it is not there yet, and measure."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--units", type=int, default=20_000)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--home", type=Path, default=None, help="a folder to keep the ledger in")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home: Path = asked.home or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        write_pack(home)
        ready(home)
        from bihuan.organisations.models import Unit

        if not Unit.objects.exists():
            begin = time.perf_counter()
            make_tallies(make_tree(asked.units))
            print(f"made the ledger in {time.perf_counter() - begin:.0f} s")
        measured(Unit.objects.count(), asked.runs)


if __name__ == "__main__":
    main()
