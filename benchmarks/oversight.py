"""Recognising what came back among 10,000 findings, and how long a move of a task takes, in one run.

    .venv/bin/python benchmarks/oversight.py

The 10,000 findings are made of 120 places, 12 things and 5 faults, three wordings each; the 60 labelled pairs of
``tests/oversight/pairs.yaml`` are hidden among them. Recall is the share of the 30 true repeats whose earlier finding
is among the first five proposals. The limit beside which the time stands is the issue's: 100 ms a search. Searching
is measured twice: the pure comparison, and the whole query through the ledger's face with the database read.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from random import Random

import yaml

PAIRS = Path(__file__).parents[1] / "tests" / "oversight" / "pairs.yaml"
SIZE, LIMIT_MS, SEARCHES, TASKS = 10_000, 100, 30, 100
WHERE = ("一号", "二号", "三号", "东侧", "西侧", "南侧", "北侧", "楼上", "楼下", "院内")
ROOMS = ("车库", "宿舍", "食堂", "仓库", "操场", "训练塔", "值班室", "通信室", "会议室", "荣誉室", "晾衣房", "门岗")
THINGS = ("灯具", "门锁", "窗户", "标识牌", "应急灯", "疏散门", "插座", "水龙头", "空调", "监控", "桌椅", "地面")
FAULTS = ("损坏未修", "缺失", "脏乱", "老化", "无人管理")


def median_ms(rounds: int, work: Callable[[int], object]) -> tuple[float, float]:
    """The median and the slowest of the rounds, in milliseconds, after one that is not measured."""
    work(0)
    taken = []
    for number in range(rounds):
        begin = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken), max(taken)


def texts() -> tuple[list[str], list[str]]:
    """The earlier findings, the 30 true ones first, and the 30 that repeat them in other words."""
    pairs = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    random = Random(1)
    known = [earlier for earlier, _ in pairs["repeats"]] + [other for _, other in pairs["near_misses"]]
    made = {"".join(words) for words in product(WHERE, ROOMS, THINGS, FAULTS)}
    filler = random.sample(sorted(made), len(made))
    wordings = [word for text in filler for word in (text, f"{text}，未及时处理", f"检查发现{text}")]
    return known + wordings[: SIZE - len(known)], [again for _, again in pairs["repeats"]]


def pure() -> None:
    """The comparison alone."""
    from bihuan.oversight.similarity import Earlier, folded, proposals, shortlist

    earlier_words, again = texts()
    gists = [folded(words) for words in earlier_words]

    def search(number: int) -> list[int]:
        gist = folded(again[number])
        near = [Earlier(place, gists[place]) for place in sorted(shortlist(gist, gists))]
        return [proposal.number for proposal in proposals(gist, near)]

    hits = sum(number in search(number) for number in range(len(again)))
    middle, worst = median_ms(SEARCHES, search)
    print(f"recall within five of {len(gists):,}: {hits}/30 = {hits / 30:.2f} (asked: 0.90)")
    print(f"comparison alone: median {middle:.1f} ms, slowest {worst:.1f} ms (limit {LIMIT_MS} ms)")
    assert hits / 30 >= 0.9


def whole() -> None:
    """The search through the ledger, and moves of tasks."""
    os.environ["BIHUAN_HOME"] = tempfile.mkdtemp(prefix="bihuan-bench-")
    from bihuan.cli import session

    session.setup()
    from django.db import transaction

    from bihuan.organisations.structure import NewUnit, open_units
    from bihuan.oversight.findings import NewFinding, register_finding, task_of
    from bihuan.oversight.models import Finding, Task
    from bihuan.oversight.moves import State, Step
    from bihuan.oversight.moving import Doing, move, verify_and_close
    from bihuan.oversight.recognition import Description, likely_earlier
    from bihuan.oversight.similarity import folded
    from bihuan.records.act import EvidenceFile
    from bihuan.values.actor import Grant, Role, everything
    from bihuan.values.unit_type import UnitType

    boss = everything("基准", datetime(2023, 12, 1, 9, tzinfo=UTC))
    open_units(boss, [NewUnit("zd", "支队", UnitType.DETACHMENT, "", date(2020, 1, 1))])
    earlier_words, again = texts()
    told = NewFinding(found_on=date(2023, 1, 4), unit="zd", issuer="zd", description=earlier_words[0])
    register_finding(boss, told)
    model = Task.objects.get()
    with transaction.atomic():
        # The rows that the verb would write, without their postings: a search reads nothing else.
        row = Task.objects.values().get()
        del row["id"]
        rows = [Task(**row) for _ in earlier_words[1:]]
        tasks = Task.objects.bulk_create(rows, batch_size=500)
        Finding.objects.bulk_create(
            [Finding(task=t, description=w, gist=folded(w)) for t, w in zip(tasks, earlier_words[1:], strict=True)],
            batch_size=500,
        )
    inspector = type(boss)("督察员", boss.at, (Grant(Role.INSPECTOR, model.responsible_path),), "ducha")
    for name, actor in (("operator", boss), ("inspector of the unit", inspector)):
        asked = [Description("zd", words, date(2023, 12, 1)) for words in again]
        middle, worst = median_ms(SEARCHES, lambda n, a=actor, q=asked: likely_earlier(a, q[n]))  # type: ignore[misc]
        print(f"whole search as {name}: median {middle:.1f} ms, slowest {worst:.1f} ms (limit {LIMIT_MS} ms)")
    doer = type(boss)("经办人", boss.at, boss.grants)
    done = Doing(words="已整改", evidence=(EvidenceFile("照片.txt", b"photo"),))

    def life(number: int) -> None:
        finding = register_finding(boss, replace(told, found_on=date(2023, 11, 1), description=earlier_words[number]))
        task = task_of(boss, finding)
        move(doer, task, Step.ACCEPT)
        move(doer, task, Step.REPORT_DONE, done)
        verify_and_close(boss, task)
        assert Task.objects.get(pk=task).state == State.CLOSED

    middle, worst = median_ms(TASKS, life)
    print(f"a finding's whole life, registered, 4 moves, closed: median {middle:.1f} ms, slowest {worst:.1f} ms")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    pure()
    whole()
    sys.exit(0)
