"""The 100 figures of one report: the book beside pandas and DuckDB on the same postings, in one run.

The peers are no dependencies of the project. In a virtual environment of the benchmark's own:

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install -e . pandas pyarrow duckdb
    /tmp/bench/bin/python benchmarks/rollup.py --rows 1000000 10000000

With ``--writers`` and a PostgreSQL in BIHUAN_DATABASE_URL it measures threads that post at the same time instead.

Each engine runs in a process of its own, once unmeasured and then several times; the median counts. The book answers
through its real face, one ``figures()`` call by an actor with a grant; pandas reads the Parquet's four needed columns
and groups them once; DuckDB groups the same file once. Both then pick their 100 figures from the groups with numpy.
All three answers are compared with each other: amounts and members, to the last unit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np

import ledger

T = TypeVar("T")
Answer = list[list[int]]
ROUNDS = {"book": 41, "pandas": 7, "duckdb": 7}
VERIFIED = 2_000_000
"""Up to so many postings the whole book is verified too; ten times as many take ten times as long."""
GOALS = {"pandas": 50, "duckdb": 25}


def timed(rounds: int, work: Callable[[], T]) -> tuple[list[float], T]:
    """The seconds of each round after an unmeasured one, and the last result."""
    result = work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return seconds, result


def book(home: Path, made: dict[str, object]) -> tuple[list[float], Answer]:
    """The book: one call for all 100."""
    ledger.ready(home)
    from bihuan.book.figures import figures
    from bihuan.organisations.queries import unit_coded
    from bihuan.values.actor import Actor, Grant, Role
    from bihuan.values.figure import Ask
    from bihuan.values.period import Period

    reader = Actor("分析员", ledger.MOMENT, (Grant(Role.AUTHOR, unit_coded(["u0"])["u0"].path),), "analyst")
    asks = [
        Ask(made["keys"][f["series"]], f"u{f['unit']}", Period.of_months(ledger.YEAR, f["month"], f["months"]))
        for f in made["report"]
    ]
    seconds, found = timed(ROUNDS["book"], lambda: figures(reader, asks))
    decimals = [_decimals(each.ask.key) for each in found]
    return seconds, [[int(f.value * 10**d), f.members] for f, d in zip(found, decimals, strict=True)]


def _decimals(key: str) -> int:
    from bihuan.catalog.loaded import catalogue

    return catalogue().series(key).decimals


def pandas(home: Path, made: dict[str, object]) -> tuple[list[float], Answer]:
    """pandas: read the needed columns, group once, pick."""
    import pandas as pd

    def work() -> Answer:
        frame = pd.read_parquet(home / "postings.parquet", columns=["series", "month", "unit", "amount"])
        groups = frame.groupby(["series", "month", "unit"], sort=False)["amount"].agg(["sum", "size"]).reset_index()
        return picked({name: groups[name].to_numpy() for name in groups}, made)

    return timed(ROUNDS["pandas"], work)


def duckdb(home: Path, made: dict[str, object]) -> tuple[list[float], Answer]:
    """DuckDB: group the Parquet once, pick."""
    import duckdb as peer

    connection = peer.connect()
    connection.execute(f"SET threads = {os.cpu_count()}")
    sql = (
        'SELECT series, month, unit, CAST(SUM(amount) AS BIGINT) AS "sum", COUNT(*) AS "size"'
        f" FROM '{home / 'postings.parquet'}' GROUP BY series, month, unit"
    )
    return timed(ROUNDS["duckdb"], lambda: picked(connection.execute(sql).fetchnumpy(), made))


def picked(groups: dict[str, np.ndarray], made: dict[str, object]) -> Answer:
    """The 100 figures from sums by series, month and unit: a cube whose units stand in the order of the tree."""
    cube = np.zeros((2, len(made["keys"]), 12, ledger.UNITS), dtype=np.int64)
    for n, name in enumerate(("sum", "size")):
        cube[n, groups["series"], groups["month"] - 1, groups["unit"]] = groups[name]
    last = _last_below()
    return [
        cube[:, f["series"], f["month"] - 1 : f["month"] - 1 + f["months"], f["unit"] : last[f["unit"]] + 1]
        .sum(axis=(1, 2))
        .tolist()
        for f in made["report"]
    ]


def _last_below() -> list[int]:
    """The position of the last unit below each one."""
    tree = ledger.levels(ledger.UNITS)
    last = list(range(len(tree)))
    for n in range(len(tree) - 1, 0, -1):
        above = tree[n][1]
        last[above] = max(last[above], last[n])
    return last


def acts(home: Path, _: dict[str, object]) -> dict[str, float]:
    """What one act costs on this ledger: three lines of a station, four levels deep, a transaction each, in µs."""
    ledger.ready(home)
    from datetime import date

    from django.db import transaction

    from bihuan.book.posting import post, reverse
    from bihuan.book.vouchers import Line, Voucher

    keys, places = ledger.counted_series()[:3], ledger.places()
    rng = np.random.default_rng(5)
    vouchers = [
        Voucher(
            "bench", n, *places[int(rng.integers(200, 2500))], tuple(Line(key, date(2023, 6, 1), 1) for key in keys)
        )
        for n in range(int(time.time()), int(time.time()) + 1000)
    ]
    one = []
    for voucher in vouchers:
        begin = time.perf_counter()
        with transaction.atomic():
            post([voucher], ledger.MOMENT)
        one.append(time.perf_counter() - begin)
    with transaction.atomic():
        reverse("bench", [voucher.source for voucher in vouchers], ledger.MOMENT)
    many = [Voucher("bench", -n, v.unit, v.path, v.lines) for n in range(1, 34) for v in vouchers]
    begin = time.perf_counter()
    with transaction.atomic():
        post(many, ledger.MOMENT)
        batch = (time.perf_counter() - begin) / len(many)
        transaction.set_rollback(True)
    return {"one": statistics.median(one), "in a batch": batch}


def writers(home: Path, _: dict[str, object]) -> dict[str, float]:
    """Acts a second of 8 threads that post at once, with the sums near the root in 16 rows each and in one."""
    ledger.ready(home)
    from datetime import date

    from django.db import connection, transaction

    from bihuan.book import tallies
    from bihuan.book.posting import post
    from bihuan.book.vouchers import Line, Voucher
    from bihuan.organisations.models import Unit

    if not Unit.objects.filter(code="u0").exists():
        ledger.open_tree(400)
    keys, places = ledger.counted_series()[:3], ledger.places(400)
    begin_at = int(time.time() * 1000)

    def write(thread: int) -> None:
        for n in range(100):
            number, path = places[200 + (n * 7 + thread * 31) % 200]
            lines = tuple(Line(key, date(2023, 6, 1), 1) for key in keys)
            with transaction.atomic():
                post([Voucher("bench", begin_at + thread * 1000 + n, number, path, lines)], ledger.MOMENT)
        connection.close()

    rates = {}
    for slots in (16, 1, 16, 1):
        tallies.SLOTS = slots
        begin = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(8)))
        name = "16 rows" if slots == 16 else "one row"
        rates[name] = max(rates.get(name, 0), 800 / (time.perf_counter() - begin))
        begin_at += 100_000
    return rates


def verified(home: Path, _: dict[str, object]) -> dict[str, float]:
    """Verify the whole book and say how long it took."""
    ledger.ready(home)
    from bihuan.book.verification import verify_book

    begin = time.perf_counter()
    assert list(verify_book()) == []
    return {"seconds": time.perf_counter() - begin}


CASES = {"book": book, "pandas": pandas, "duckdb": duckdb}
OTHERS = {"acts": acts, "verified": verified, "writers": writers}


def in_own_process(home: Path, case: str) -> object:
    """The outcome of a case, measured in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--home", str(home), "--case", case], capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def compare(home: Path) -> None:
    """Print what each engine took, with the answers compared."""
    made = json.loads((home / "made.json").read_text())
    print(f"\n{made['rows']:,} postings, {ledger.UNITS:,} units, 4 levels (made in {made['seconds']} s)")
    found = {case: in_own_process(home, case) for case in CASES}
    answers = [answer for _, answer in found.values()]
    assert answers[0] == answers[1] == answers[2], "the engines differ"
    middle = {case: statistics.median(seconds) for case, (seconds, _) in found.items()}
    for case, (seconds, _) in found.items():
        times = f"{middle[case] * 1000:9.1f} ms  (best {min(seconds) * 1000:.1f}, worst {max(seconds) * 1000:.1f})"
        more = f"  {middle[case] / middle['book']:6.0f} times the book, goal {GOALS[case]}" if case in GOALS else ""
        print(f"  {case:8}{times}{more}")
    print("  all 100 amounts and members are equal")
    cost = in_own_process(home, "acts")
    print(f"  one act of 3 lines: {cost['one'] * 1e6:.0f} µs in a transaction of its own,"
          f" {cost['in a batch'] * 1e6:.0f} µs in a batch")  # fmt: skip
    if made["rows"] <= VERIFIED:
        print(f"  verify_book() found nothing in {in_own_process(home, 'verified')['seconds']:.0f} s")


def main() -> None:
    """Make the ledgers and compare, or measure one case for the parent process."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    words.add_argument("--home", type=Path, default=Path("var/benchmarks/rollup"))
    words.add_argument("--case", choices=[*CASES, *OTHERS])
    words.add_argument("--writers", action="store_true", help="8 writers on the PostgreSQL of BIHUAN_DATABASE_URL")
    given = words.parse_args()
    if given.writers:
        given.home.mkdir(parents=True, exist_ok=True)
        print({name: f"{rate:.0f} acts/s" for name, rate in writers(given.home, {}).items()})
        return
    if given.case:
        made = json.loads((given.home / "made.json").read_text())
        print(json.dumps((CASES | OTHERS)[given.case](given.home, made)))
        return
    print(f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}")
    for rows in given.rows:
        home = given.home / str(rows)
        subprocess.run([sys.executable, ledger.__file__, str(home), str(rows)], check=True)
        compare(home)


if __name__ == "__main__":
    main()
