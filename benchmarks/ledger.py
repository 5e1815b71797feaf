"""A big ledger, made from a seed: a tree of units in four levels, a year of postings, and the same as Parquet.

Postings go in by bulk statements, not by verbs, and the sums are made by `bihuan.book.verification.rebuild_tallies`;
what is left is the same tables that verbs leave, and `bihuan verify` passes. Used by the other benchmarks.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np

YEAR = 2023
FIRST = date(YEAR, 1, 1)
UNITS = 2_500
SEED = 20231
BATCH = 200_000
MOMENT = datetime(2024, 1, 2, tzinfo=UTC)


def ready(home: Path) -> None:
    """Make Django and an up-to-date database in the folder ready; nothing of Django is imported before."""
    os.environ["BIHUAN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def levels(units: int) -> list[tuple[int, int]]:
    """The tree in the order of its paths: the level of each unit and the position of the one above it.

    A corps, 16 detachments, 10 brigades each, and the stations below them; as a national report sees a province.
    """
    tree = [(0, -1)]
    stations, extra = divmod(units - 1 - 16 - 160, 160)
    for a in range(16):
        detachment = len(tree)
        tree.append((1, 0))
        for b in range(10):
            brigade = len(tree)
            tree.append((2, detachment))
            tree += [(3, brigade)] * (stations + (a * 10 + b < extra))
    return tree


def open_tree(units: int = UNITS) -> None:
    """Open the units of the tree, by the verb."""
    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.values.actor import everything
    from bihuan.values.unit_type import UnitType

    types = [UnitType.CORPS, UnitType.DETACHMENT, UnitType.BRIGADE, UnitType.STATION]
    news = [
        NewUnit(f"u{n}", f"第{n}单位", types[level], f"u{above}" if level else "", date(2020, 1, 1))
        for n, (level, above) in enumerate(levels(units))
    ]
    open_units(everything("基准测试", MOMENT), news)


def places(units: int = UNITS) -> list[tuple[int, str]]:
    """Number and path of each unit, in the order of `levels`."""
    from bihuan.organisations.models import Placement

    rows = {
        code: (number, path) for code, number, path in Placement.objects.values_list("unit__code", "unit_id", "path")
    }
    return [rows[f"u{n}"] for n in range(units)]


def counted_series(count: int = 100) -> list[str]:
    """Series of the shipped packs that add up, spread over all of them."""
    from bihuan.catalog.loaded import catalogue

    keys = [each.key for each in catalogue().all_series() if each.is_tallied and each.choice is None]
    return [keys[n * len(keys) // count] for n in range(count)]


def draw(rows: int, units: int, series: int) -> dict[str, np.ndarray]:
    """The postings as columns: unit and series by position, day of the year, amount."""
    rng = np.random.default_rng(SEED)
    # Some units record far more than others, and so it is with series.
    by_unit = rng.lognormal(0, 1, units)
    by_series = 1 / (1 + np.arange(series)) ** 0.5
    return {
        "unit": rng.choice(units, rows, p=by_unit / by_unit.sum()).astype(np.int32),
        "series": rng.choice(series, rows, p=by_series / by_series.sum()).astype(np.int16),
        "day": np.sort(rng.integers(0, 365, rows)).astype(np.int16),
        "amount": np.where(rng.random(rows) < 0.5, 1, rng.integers(1, 900_000, rows)).astype(np.int64),
    }


def post_in_bulk(
    columns: dict[str, np.ndarray], keys: Sequence[str], tree: Sequence[tuple[int, str]], lines: int = 1
) -> None:
    """Write the postings, so many of each act, then make the sums from them."""
    from django.db import connection, transaction

    from bihuan.book.bulk import insert
    from bihuan.book.verification import rebuild_tallies

    indexes = _dropped_indexes()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO book_series (key) VALUES (%s)", [(key,) for key in keys])
        cursor.execute("SELECT key, id FROM book_series")
        numbers = dict(cursor.fetchall())
        for begin in range(0, len(columns["unit"]), BATCH):
            some = {name: column[begin : begin + BATCH] for name, column in columns.items()}
            insert(
                "INSERT INTO book_posting (series_id, unit_id, path, happened, month, entered, amount, sense, mark,"
                " item, origin, source) VALUES {rows}",
                list(_rows(some, range(begin, begin + BATCH), keys, tree, (numbers, lines))),
            )
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in indexes:
            cursor.execute(sql)
    with transaction.atomic():
        rebuild_tallies()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _dropped_indexes() -> list[str]:
    """Drop the postings' indexes and say how to make them again: sorting once is faster than inserting in them."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'book_posting' AND sql > ''"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _rows(
    columns: dict[str, np.ndarray],
    places_of_rows: range,
    keys: Sequence[str],
    tree: Sequence[tuple[int, str]],
    numbers_and_lines: tuple[dict[str, int], int],
) -> Iterator[tuple[object, ...]]:
    from django.db import connection

    from bihuan.book.posting import mark_of
    from bihuan.book.vouchers import Line
    from bihuan.values.period import month_of

    days = [FIRST + timedelta(days=n) for n in range(365)]
    texts = [day.isoformat() for day in days]
    months = [month_of(day) for day in days]
    noon = time_of_day(12, tzinfo=UTC)
    moments = [connection.ops.adapt_datetimefield_value(datetime.combine(day, noon)) for day in days]
    numbers, lines = numbers_and_lines
    lists = (columns[name].tolist() for name in ("unit", "series", "day", "amount"))
    for place, (unit, series, day, amount) in enumerate(zip(*lists, strict=True), start=places_of_rows.start):
        n = place // lines + 1
        number, path = tree[unit]
        key = keys[series]
        mark = mark_of("record", n, Line(key, days[day], amount))
        yield (
            numbers[key],
            number,
            path,
            texts[day],
            months[day],
            moments[day],
            amount,
            1,
            mark,
            "",
            "record",
            n,
        )


def write_parquet(columns: dict[str, np.ndarray], file: Path) -> None:
    """The same postings for the peers, with the month already worked out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    month_of_day = np.array([(FIRST + timedelta(days=n)).month for n in range(365)], dtype=np.int8)
    table = pa.table({**columns, "month": month_of_day[columns["day"]]})
    pq.write_table(table, file, row_group_size=1_000_000)


def asked(series: int) -> list[dict[str, int]]:
    """The 100 figures of one report: 60 of the root's year, 20 of its quarters and halves, 20 of a unit below it."""
    rng = np.random.default_rng(SEED + 1)
    tree = levels(UNITS)
    below = [n for n, (level, _) in enumerate(tree) if level == 1]
    parts = [(1, 3), (4, 3), (7, 3), (10, 3), (1, 6), (7, 6)]
    report = []
    for n in range(100):
        month, count = parts[int(rng.integers(6))] if 60 <= n < 80 else (1, 12)
        unit = below[int(rng.integers(len(below)))] if n >= 80 else 0
        report.append({"series": n % series, "unit": unit, "month": month, "months": count})
    return report


def make(home: Path, rows: int) -> None:
    """Make the ledger in the folder, unless it is there."""
    if (home / "made.json").exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    ready(home)
    open_tree()
    keys = counted_series()
    columns = draw(rows, UNITS, len(keys))
    write_parquet(columns, home / "postings.parquet")
    post_in_bulk(columns, keys, places())
    made = {"rows": rows, "keys": keys, "report": asked(len(keys)), "seconds": round(time.perf_counter() - begin)}
    (home / "made.json").write_text(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
