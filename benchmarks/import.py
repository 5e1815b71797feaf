"""Importing tables of 100,000 acts with all checks, trail and tallies, beside the least that could be done.

The floor is calamine reading the sheet plus one bare ``executemany`` of its cells into a table without an index, in
the same run on the same file. Two kinds are imported: enforcement actions, which post a little more than the median
kind of the packs (2 amounts a record), and meetings of Party committees, which post twice the mean (3.6). Also
measured: the memory that the import adds, beside that of calamine alone, and one act through the verb on the full
ledger. Each import runs in a process and a ledger of its own; starting the program and reading the packs are not
counted. The best of three runs counts on both sides, by the clock and by the processor's time, which other work on
the machine disturbs less.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

Cells = tuple[str | int | float | None, ...]

BRIGADES, STATIONS = 20, 4
RUNS = 3
FIRST = date(2020, 1, 1)
GOAL, ACT_GOAL = 8.0, 5.0
TOPICS = ("一般", "专题研究全面从严治党", "专题党委会（作战训练安全）", "专题研究保密")
ACTIONS = ("行政处罚", "临时查封", "责令三停")


@dataclass(frozen=True)
class Subject:
    """A kind to import: the heads of its sheet, and the cells of a row behind day and unit."""

    kind: str
    head: tuple[str, ...]
    cells: Callable[[int, random.Random], Cells]


def enforcement(row: int, chance: random.Random) -> Cells:
    """An enforcement action; two of three come with a fine."""
    action = ACTIONS[chance.randrange(3)]
    fine = chance.randint(1, 400) * 0.05 if chance.random() < 0.67 else None
    place = f"{chance.randint(1, 9000)}号商铺"
    executed = (FIRST + timedelta(days=row // 90 + 5)).isoformat()
    return (f"第{row}号案", "已开展", f"消行罚〔2023〕{row}号", place, action, fine, executed, None, "维持", "张三")


def committee(row: int, chance: random.Random) -> Cells:
    """A meeting of a Party committee."""
    due = chance.randint(5, 15)
    present, chair = chance.randint(due // 2, due), f"书记{chance.randint(1, 200)}"
    topic = TOPICS[chance.randrange(4)]
    return (f"第{row}次党委会", "已开展", chair, due, present, "有关部门负责人", f"纪要{row}号", topic, "张三", None)


SUBJECTS = {
    each.kind: each
    for each in (
        Subject(
            "enforcement_action",
            (
                "decided_on", "记录单位", "记录标题", "记录状态", "case_no", "unit", "action", "fine", "executed_on",
                "lifted_on", "review_result", "人员·主持",
            ),
            enforcement,
        ),
        Subject(
            "party_committee_meeting",
            (
                "召开日期", "召开机构", "标题", "状态", "主持人", "应到人数", "实到人数", "列席人员", "纪要文号",
                "专题类型", "人员·主持", "人员·列席",
            ),
            committee,
        ),
    )
}  # fmt: skip


def units() -> list[tuple[str, str, str]]:
    """The tree: code, name and the code of the unit above."""
    tree = [("linjiang", "临江支队", "")]
    for brigade in range(1, BRIGADES + 1):
        tree.append((f"b{brigade}", f"临江{brigade}大队", "linjiang"))
        tree += [(f"b{brigade}s{n}", f"临江{brigade}大队{n}站", f"b{brigade}") for n in range(1, STATIONS + 1)]
    return tree


def write_sheet(path: Path, subject: Subject, rows: int) -> None:
    """A seeded sheet of twelve columns, one act a day and unit."""
    chance = random.Random(rows)
    codes = [code for code, _, _ in units()]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, subject.head)
        for row in range(1, rows + 1):
            page.write_datetime(row, 0, FIRST + timedelta(days=row // len(codes)), day)
            page.write_row(row, 1, (codes[row % len(codes)], *subject.cells(row, chance)))


def floor(path: Path, database: Path) -> tuple[float, float]:
    """Seconds by the clock and by the processor for calamine and a bare executemany of the same rows."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    with sqlite3.connect(database) as bare:
        bare.execute(f"CREATE TABLE bare ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
        marks = ", ".join("?" * len(rows[0]))
        plain = ([cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows[1:])
        bare.executemany(f"INSERT INTO bare VALUES ({marks})", plain)
    return time.perf_counter() - begin, time.process_time() - begin_cpu


def peak_memory() -> float:
    """The most memory this process ever held, in MiB. Its parent's, which ``ru_maxrss`` inherits, is not in it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def child(path: str, kind: str) -> None:
    """Import the file into the ledger of this process's home; print what was measured as JSON."""
    from bihuan.cli.session import setup

    setup()
    from bihuan.catalog.loaded import catalogue
    from bihuan.organisations.people import enrol
    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.records.importing import Source, import_records
    from bihuan.values.actor import everything
    from bihuan.values.unit_type import UnitType

    actor = everything("基准", datetime.now(UTC))
    open_units(actor, [NewUnit(c, n, UnitType.OTHER, above, date(2019, 1, 1)) for c, n, above in units()])
    enrol(actor, "linjiang", "zs", "张三")
    catalogue().all_series()
    before = peak_memory()
    begin, begin_cpu = time.perf_counter(), time.process_time()
    result = import_records(actor, Source(Path(path), kind, "linjiang"))
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    # Taken before the acts below, which are measured on the full ledger, as a clerk meets it.
    peak = peak_memory()
    postings, problems = checked()
    found = {"rows": result.rows, "seconds": seconds, "cpu": cpu, "start": before, "peak": peak, "act": one_act()}
    print(json.dumps(found | {"postings": postings, "problems": problems}))


def one_act() -> float:
    """Median milliseconds of recording one act through the verb, on the ledger as it is."""
    from bihuan.records.act import Act
    from bihuan.records.acts import record_act
    from bihuan.values.actor import everything

    times = []
    for number in range(200):
        seats = {"members_due": 9, "members_present": 8, "special_topic": "专题研究保密"}
        day = date(2024, 1, 1 + number % 28)
        act = Act("party_committee_meeting", f"b{number % BRIGADES + 1}", day, f"会议{number}", fields=seats)
        begin = time.perf_counter()
        record_act(everything("基准", datetime.now(UTC)), act)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def checked() -> tuple[int, int]:
    """How many postings there are, and how many problems the book finds: the import was not fast and wrong."""
    from bihuan.book.models import Posting
    from bihuan.book.verification import verify_book

    return Posting.objects.count(), sum(1 for _ in verify_book())


def sheet_memory(path: Path) -> float:
    """MiB that calamine alone holds at its peak to read the sheet, which it does as a whole."""
    arguments = [sys.executable, __file__, "--sheet", str(path)]
    return float(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout)


def read_sheet(path: str) -> None:
    """Read the sheet and nothing else; print how much memory that took."""
    before = peak_memory()
    for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass
    print(peak_memory() - before)


def run(folder: Path, path: Path, kind: str, name: str) -> dict[str, float]:
    """The import of a file in a process and a home of its own."""
    environment = {**os.environ, "BIHUAN_HOME": str(folder / name)}
    environment.pop("BIHUAN_DATABASE_URL", None)
    arguments = [sys.executable, __file__, "--child", str(path), kind]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measured(folder: Path, subject: Subject, rows: int) -> str:
    """One line of the table; the floor and the import take turns, so that both meet the same machine."""
    path = folder / f"{subject.kind}-{rows}.xlsx"
    write_sheet(path, subject, rows)
    floors, runs = [], []
    for turn in range(RUNS):
        name = f"{subject.kind}-{rows}-{turn}"
        floors.append(floor(path, folder / f"{name}.sqlite3"))
        runs.append(run(folder, path, subject.kind, name))
    assert all(each["rows"] == rows and each["problems"] == 0 for each in runs)
    seconds, cpu = min(each["seconds"] for each in runs), min(each["cpu"] for each in runs)
    bare, bare_cpu = min(wall for wall, _ in floors), min(cpu for _, cpu in floors)
    one = runs[0]
    act = statistics.median(each["act"] for each in runs)
    added = one["peak"] - one["start"]
    return (
        f"{subject.kind:24}{rows:8}{one['postings'] / rows:9.1f}{bare:9.2f}{seconds:10.2f}{seconds / bare:7.1f}"
        f"{bare_cpu:10.2f}{cpu:11.2f}{cpu / bare_cpu:7.1f}{added:9.0f}{sheet_memory(path):7.0f}{act:8.2f}"
    )


def main() -> None:
    print(
        f"{'kind':24}{'rows':>8}{'post/row':>9}{'floor s':>9}{'import s':>10}{'times':>7}"
        f"{'floor cpu':>10}{'import cpu':>11}{'times':>7}{'+MiB':>9}{'sheet':>7}{'act ms':>8}"
    )
    with tempfile.TemporaryDirectory() as name:
        for subject in SUBJECTS.values():
            for rows in (20_000, 100_000):
                print(measured(Path(name), subject, rows), flush=True)
    print(
        f"goal: at most {GOAL:.0f} times the floor at 100,000 rows of the first kind, an act under {ACT_GOAL:.0f} ms"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3])
    elif sys.argv[1:2] == ["--sheet"]:
        read_sheet(sys.argv[2])
    else:
        main()
