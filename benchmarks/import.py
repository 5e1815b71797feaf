"""Importing a table of 100,000 meetings with all checks, trail and tallies, beside the least that could be done.

The floor is calamine reading the sheet plus one bare ``executemany`` of its cells into a table without an index, in
the same run on the same file. Also measured: the memory at 20,000 and 100,000 rows, and one act through the verb.
Each import runs in a process and a ledger of its own. Run with ``python benchmarks/import.py``.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

KIND = "party_committee_meeting"
BRIGADES, STATIONS = 20, 4
TOPICS = ("一般", "专题研究全面从严治党", "专题党委会（作战训练安全）", "专题研究保密")
HEAD = ("召开日期", "召开机构", "标题", "状态", "主持人", "应到人数", "实到人数", "列席人员", "纪要文号", "专题类型")
GOAL = 8.0
ACT_GOAL = 5.0


def units() -> list[tuple[str, str, str]]:
    """The tree: code, name and the code of the unit above."""
    tree = [("linjiang", "临江支队", "")]
    for brigade in range(1, BRIGADES + 1):
        tree.append((f"b{brigade}", f"临江{brigade}大队", "linjiang"))
        tree += [(f"b{brigade}s{n}", f"临江{brigade}大队{n}站", f"b{brigade}") for n in range(1, STATIONS + 1)]
    return tree


def write_sheet(path: Path, rows: int) -> None:
    """A seeded sheet of meetings, no two of a unit on one day while the days last."""
    chance = random.Random(rows)
    codes = [code for code, _, _ in units()]
    first = date(2020, 1, 1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, HEAD)
        for row in range(1, rows + 1):
            due = chance.randint(5, 15)
            page.write_datetime(row, 0, first + timedelta(days=row // len(codes)), day)
            cells = (
                codes[row % len(codes)],
                f"第{row}次党委会",
                "已开展",
                f"书记{chance.randint(1, 200)}",
                due,
                chance.randint(due // 2, due),
                "有关部门负责人",
                f"纪要〔{2020 + row // 30_000}〕{row}号",
                TOPICS[chance.randrange(len(TOPICS))],
            )
            page.write_row(row, 1, cells)


def floor(path: Path, database: Path) -> float:
    """Seconds for calamine and a bare executemany of the same rows."""
    begin = time.perf_counter()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    with sqlite3.connect(database) as bare:
        bare.execute(f"CREATE TABLE bare ({', '.join(f'c{n}' for n in range(len(HEAD)))})")
        marks = ", ".join("?" * len(HEAD))
        plain = ([cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows[1:])
        bare.executemany(f"INSERT INTO bare VALUES ({marks})", plain)
    return time.perf_counter() - begin


def child(path: str) -> None:
    """Import the file into the ledger of this process's home; print seconds and peak memory in MiB."""
    from bihuan.cli.session import setup

    setup()
    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.records.importing import Source, import_records
    from bihuan.values.actor import everything
    from bihuan.values.unit_type import UnitType

    actor = everything("基准", datetime.now(UTC))
    open_units(actor, [NewUnit(c, n, UnitType.OTHER, above, date(2019, 1, 1)) for c, n, above in units()])
    begin = time.perf_counter()
    result = import_records(actor, Source(Path(path), KIND, "linjiang"))
    seconds = time.perf_counter() - begin
    # Before the acts below: they are measured on the full ledger, as a clerk would meet it.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": result.rows, "seconds": seconds, "peak": peak, "act": one_act(), "book": checked()}))


def one_act() -> float:
    """Median milliseconds of recording one act through the verb, on the ledger as it is."""
    from bihuan.records.act import Act
    from bihuan.records.acts import record_act
    from bihuan.values.actor import everything

    times = []
    for number in range(200):
        seats = {"members_due": 9, "members_present": 8, "special_topic": "专题研究保密"}
        act = Act(KIND, f"b{number % BRIGADES + 1}", date(2024, 1, 1 + number % 28), f"会议{number}", fields=seats)
        begin = time.perf_counter()
        record_act(everything("基准", datetime.now(UTC)), act)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def checked() -> int:
    """How many problems the book finds in itself; none, or the import was fast and wrong."""
    from bihuan.book.verification import verify_book

    return sum(1 for _ in verify_book())


def run(folder: Path, path: Path, name: str) -> dict[str, float]:
    """The import of a file in a process and a home of its own."""
    environment = {**os.environ, "BIHUAN_HOME": str(folder / name)}
    environment.pop("BIHUAN_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, __file__, "--child", str(path)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'rows':>8} {'floor s':>8} {'import s':>9} {'times':>6} {'peak MiB':>9} {'act ms':>7}")
        for rows in (20_000, 100_000):
            path = folder / f"{rows}.xlsx"
            write_sheet(path, rows)
            bare = min(floor(path, folder / f"bare{rows}-{n}.sqlite3") for n in range(3))
            runs = [run(folder, path, f"home{rows}-{n}") for n in range(3)]
            assert all(each["rows"] == rows and each["book"] == 0 for each in runs)
            best = min(runs, key=lambda each: each["seconds"])
            times, act = best["seconds"] / bare, statistics.median(each["act"] for each in runs)
            print(f"{rows:8} {bare:8.2f} {best['seconds']:9.2f} {times:6.1f} {best['peak']:9.0f} {act:7.2f}")
        print(f"goal: at most {GOAL:.0f} times the floor at 100,000 rows, an act under {ACT_GOAL:.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
    else:
        main()
