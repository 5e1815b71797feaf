"""A ledger with large tables waiting to be imported, in a home of its own. Run by test_killed_worker.py.

``prepare`` opens the ledger and asks for two imports; ``state`` prints what stands in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from bihuan.cli.session import operator, setup

ROWS = 6000
KIND = "party_committee_meeting"


def table(path: Path, year: int) -> Path:
    """Meetings of one detachment, several seconds of importing."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("日期", "标题", "应到人数", "实到人数"))
        for row in range(ROWS):
            day = (date(year, 1, 1) + timedelta(days=row % 300)).isoformat()
            page.write_row(row + 1, 0, (day, f"第{row}次", 9, 8))
    return path


def prepare() -> dict[str, object]:
    """A detachment, its clerk, and two imports that wait."""
    from bihuan.jobs.asking import ask_for
    from bihuan.jobs.job import Order
    from bihuan.organisations.accounts import actor_for, give_role, open_account
    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.values.actor import Role
    from bihuan.values.unit_type import UnitType

    open_units(operator(), [NewUnit("zd", "支队", UnitType.DETACHMENT, "", date(2019, 1, 1))])
    open_account(operator(), "wenshu", "qinghe-2023-web", "zd")
    give_role(operator(), "wenshu", Role.RECORDER, "zd")
    clerk = actor_for("wenshu", datetime.now(UTC))
    tokens = []
    with tempfile.TemporaryDirectory() as folder:
        for year in (2021, 2022):
            ask = {"kind": KIND, "unit": "zd", "file": f"{year}.xlsx"}
            path = table(Path(folder, f"{year}.xlsx"), year)
            tokens.append(ask_for(clerk, Order("import", f"{year}年", ask, {path.name: path})))
    return {"tokens": tokens}


def state() -> dict[str, object]:
    """The jobs with their states, the records, and everything that is wrong."""
    from bihuan.book.verification import verify_book
    from bihuan.jobs.queries import mine
    from bihuan.organisations.accounts import actor_for
    from bihuan.records.models import Batch, Record
    from bihuan.trail.models import Entry
    from bihuan.trail.verification import verify_trail

    clerk = actor_for("wenshu", datetime.now(UTC))
    return {
        "jobs": {line.title: [line.state.value, line.sentence] for line in mine(clerk)},
        "records": Record.objects.count(),
        "imports": Batch.objects.count(),
        "entries": Entry.objects.filter(verb="import_records").count(),
        "problems": [str(problem) for problem in (*verify_book(), *verify_trail())],
    }


if __name__ == "__main__":
    setup()
    print(json.dumps({"prepare": prepare, "state": state}[sys.argv[1]]()))  # noqa: T201 - to the test that started it
