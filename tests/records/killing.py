"""Kills imports at random moments and looks at what is left. Run by test_killed_import.py in a home of its own.

The program is loaded once and forked for each import, so that fifty of them take seconds: what is killed is the whole
process of ``bihuan import``, with its own connection, by SIGKILL.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django
import xlsxwriter

from bihuan.cli.session import setup

ROWS = 1200
TIMES = 50


def write_sheet(path: Path) -> None:
    """Meetings of two units, more than one chunk of them."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("日期", "单位", "标题", "专题类型"))
        for row in range(1, ROWS + 1):
            day = (date(2020, 1, 1) + timedelta(days=row // 2)).isoformat()
            page.write_row(row, 0, (day, ("zd", "dc")[row % 2], f"第{row}次", "一般"))


def forked(work: Callable[[], object]) -> int:
    """Do the work in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    try:
        work()
    finally:
        os._exit(0)


def run_import(path: Path) -> None:
    """The program itself, as the command line starts it."""
    from bihuan.cli.main import main

    sys.argv = ["bihuan", "import", "party_committee_meeting", str(path), "--unit", "zd", "--again"]
    main()


def answer_of(work: Callable[[], object]) -> object:
    """What the work answers in a process of its own, whose connections end with it."""
    reading, writing = os.pipe()

    def tell() -> None:
        os.write(writing, json.dumps(work()).encode())

    child = forked(tell)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)


def tables() -> bool:
    """The tables of a new ledger."""
    setup()
    return True


def open_ledger() -> bool:
    """A detachment with one brigade."""
    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.values.actor import everything
    from bihuan.values.unit_type import UnitType

    news = [
        NewUnit("zd", "支队", UnitType.DETACHMENT, "", date(2019, 1, 1)),
        NewUnit("dc", "大队", UnitType.BRIGADE, "zd", date(2019, 1, 1)),
    ]
    open_units(everything("操作员", datetime.now(UTC)), news)
    return True


def state() -> dict[str, object]:
    """What stands in the ledger: records, imports, their trail entries, and everything that is wrong."""
    from django.db import connection

    from bihuan.book.verification import verify_book
    from bihuan.records.models import Batch, Record
    from bihuan.trail.models import Entry
    from bihuan.trail.verification import verify_trail

    if connection.vendor == "postgresql":
        wait_for_the_dead()
    return {
        "records": Record.objects.count(),
        "imports": Batch.objects.count(),
        "entries": Entry.objects.filter(verb="import_records").count(),
        "problems": [str(problem) for problem in (*verify_book(), *verify_trail())],
    }


def wait_for_the_dead() -> None:
    """Wait until the server has noticed that the client is gone: a commit may have been on its way."""
    from django.db import connection

    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            (others,) = cursor.fetchone()
        if not others:
            return
        time.sleep(0.02)
    raise TimeoutError(sql)


def main(home: Path) -> None:
    """Import once undisturbed, then kill fifty imports; print what was seen each time."""
    # Nothing touches the database before the forks: a connection must not be shared with a child.
    path = home / "党委会.xlsx"
    write_sheet(path)
    answer_of(tables)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    django.setup()
    import bihuan.records.importing
    from bihuan.catalog.loaded import catalogue

    assert bihuan.records.importing
    catalogue().all_series()
    answer_of(open_ledger)
    begin = time.monotonic()
    os.waitpid(forked(lambda: run_import(path)), 0)
    whole = time.monotonic() - begin
    seen = [answer_of(state)]
    chance = random.Random(20231120)  # noqa: S311 - moments, not secrets
    for _ in range(TIMES):
        child = forked(lambda: run_import(path))
        time.sleep(chance.uniform(0, 1.15 * whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.append(answer_of(state))
    print(json.dumps(seen))  # noqa: T201 - to the test that started it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
