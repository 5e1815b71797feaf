"""Server time of the main pages beside a minimal Django page behind login, in one run on one ledger.

    BIHUAN_HOME=/somewhere/empty .venv/bin/python benchmarks/web.py            # the demo is built there if missing
    BIHUAN_HOME=/the/province .venv/bin/python benchmarks/web.py --unit u0 --branch u3 --account sheng

The minimal page goes the same way through the middleware and the login, reads 50 rows in one statement and writes
them as a table with one template. Pages are asked for through Django's own handler, so that no server and no network
takes part: what counts is the ratio. Each page is asked once unmeasured; rounds take turns. Both the clock and the
processor's time of this process are taken: on a machine that does other work as well, only the second says what a
page costs, so that it makes the ratio. ``benchmarks/province.py`` makes the province.

With ``--busy`` somebody records an act at one of fifty units before every look, outside the time that is taken: what
was remembered of the accounts has to be brought up to date each time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path

GOAL = 4
"""The main pages take at most so many times the minimal page's time."""
LARGEST = 150 * 1024
MAIN = {
    "今日": "/today/",
    "总览": "/?unit={unit}&year=2023",
    "责任账": "/duties/{branch}/?year=2023",
    "台账": "/records/",
    "记录": "/records/1/",
    "问题与任务": "/tasks/",
    "看板": "/tasks/?view=board",
    "报告": "/reports/",
    "通报": "/bulletin/?unit={unit}&period=2023-06",
    "核验": "/check/",
}
HEAVY = {
    "台账，一个单位": "/records/?unit={branch}",
    "数据依据": "/figures/party_committee_meeting.meetings/?unit={unit}&period=2023-H1",
    "草稿，半年": "/reports/draft/?template=half_year_duty&unit={unit}&period=2023-H1",
    "草稿，月通报": "/reports/draft/?template=monthly_bulletin&unit={unit}&period=2023-06",
}
TABLE = """<!doctype html><title>50</title><table>{% for row in rows %}<tr><th>{{ row.0 }}</th><td>{{ row.1 }}</td>
<td>{{ row.2 }}</td><td>{{ row.3 }}</td></tr>{% endfor %}</table>"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--unit", default="linjiang")
    parser.add_argument("--branch", default="linjiang-zb01")
    parser.add_argument("--account", default="zhengzhi")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--busy", action="store_true")
    told = parser.parse_args()
    if told.unit == "linjiang" and not (Path(os.environ["BIHUAN_HOME"]) / "demo.txt").exists():
        subprocess.run([sys.executable, "-m", "bihuan.cli", "demo", "--no-serve"], check=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django

    django.setup()
    # As a server has it: the packs read, and left alone by the collector.
    import bihuan.wsgi  # noqa: F401

    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    measure(told)


def measure(told: argparse.Namespace) -> None:
    """Ask for every page in turns, and print each one's median and its ratio to the minimal page."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bihuan.web.idleness import note_presence

    minimal_page()
    client = Client()
    client.force_login(
        get_user_model().objects.get(username=told.account), "django.contrib.auth.backends.ModelBackend"
    )
    answer = HttpResponse()
    note_presence(answer, client.session.session_key)
    client.cookies.update(answer.cookies)
    places = {"unit": told.unit, "branch": told.branch}
    paths = {"最小页": "/minimal/"} | {name: path.format(**places) for name, path in (MAIN | HEAVY).items()}
    queries, sizes = {}, {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as taken:
            found = client.get(path)
        assert found.status_code == 200, f"{path}: {found.status_code}"
        queries[name], sizes[name] = len(taken), len(found.content)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in paths}
    acts = somebody_records(told.unit) if told.busy else None
    for _ in range(told.rounds):
        for name, path in paths.items():
            if acts is not None:
                next(acts)
            begun, worked = time.perf_counter(), time.process_time()
            client.get(path)
            times[name].append((time.perf_counter() - begun, time.process_time() - worked))
    base = statistics.median(worked for _, worked in times["最小页"])
    print(f"{'page':<12}{'clock ms':>9}{'work ms':>9}{'times':>7}{'queries':>9}{'KB':>6}")
    for name, seconds in times.items():
        clock, work = (1000 * statistics.median(each) for each in zip(*seconds, strict=True))
        ratio = work / 1000 / base
        mark = "  over" if (name in MAIN and ratio > GOAL) or sizes[name] > LARGEST or queries[name] > 30 else ""
        size = sizes[name] / 1024
        print(f"{name:<12}{clock:>9.1f}{work:>9.1f}{ratio:>7.1f}{queries[name]:>9}{size:>6.0f}{mark}")


def somebody_records(unit: str) -> Iterator[int]:
    """One act after the other, at fifty of the units below in turns; the number of each record."""
    from bihuan.organisations.queries import unit_for, units_below
    from bihuan.records.act import Act
    from bihuan.records.acts import record_act
    from bihuan.values.actor import everything

    clerk = everything("基准测试", datetime.now(tz=UTC))
    places = units_below(clerk, unit_for(clerk, unit))
    for number, place in enumerate(cycle(places[:: max(1, len(places) // 50)])):
        day = date(2023, 6, 1) + timedelta(days=number % 30)
        yield record_act(replace(clerk, at=datetime.now(tz=UTC)), Act("party_lecture", place.code, day, "党课"))


def minimal_page() -> None:
    """Add the minimal page to the addresses of this process."""
    from django.contrib.auth.decorators import login_required
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.urls import path

    from bihuan import urls

    template = Template(TABLE)

    def minimal(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, title, happened, entered_by FROM records_record ORDER BY id LIMIT 50")
            rows = cursor.fetchall()
        return HttpResponse(template.render(Context({"rows": rows})))

    urls.urlpatterns += [path("minimal/", login_required(minimal))]  # type: ignore[list-item]


if __name__ == "__main__":
    main()
