"""Reports beside docxtpl: ten pages with 150 figures written, marked and read back; and twenty pages checked.

The peer is no dependency of the project. In a virtual environment of the benchmark's own:

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install -e . docxtpl numpy pyarrow
    /tmp/bench/bin/python benchmarks/reports.py --rows 10000000

Both fill a template of the same words, tables and figures, in one process and one run. docxtpl is handed its words;
this program asks the book for its figures, whose time is measured by itself and stands in a line of its own, binds
each one in the file, and reads the finished file back. The goal: all but the figures in at most three times docxtpl's
time. The check is a call of the program from the command line, start included, on the text of two such reports; the
goal is a second.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import ledger

T = TypeVar("T")
ROUNDS = 15
CHECKS = 15
IN_TEXT, TABLES, COLUMNS, DETACHMENTS = 102, 1, 3, 16
PAD = "坚持问题导向和目标导向相结合，统筹推进各项工作，强化监督检查和考核问效，做到责任到人、措施到位、落实到底。"
HEAD = "---\nkey: bench\nname: 基准报告\n---\n"


def timed(work: Callable[[], T], rounds: int = ROUNDS) -> tuple[float, T]:
    """The median of the seconds of each round after an unmeasured one, and the last result."""
    result = work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), result


def template_text(keys: Sequence[str]) -> str:
    """Ten pages: 102 figures in sentences, 48 in a table of the sixteen detachments."""
    slots = [f'{{{{ 数据("{keys[n % len(keys)]}") }}}}' for n in range(IN_TEXT)]
    lines = ["# 关于履行全面从严治党主体责任情况的报告", "", "主送：总队党委", ""]
    for part in range(10):
        lines += [f"## {'一二三四五六七八九十'[part]}、履行责任情况", ""]
        own = slots[part * IN_TEXT // 10 : (part + 1) * IN_TEXT // 10]
        for number in range(11):
            stated = own[number : number + 1]
            lines += [f"{'一年来，完成工作量' + stated[0] + '，' if stated else ''}{PAD}", ""]
    columns = ", ".join(f'"{key}"' for key in keys[:COLUMNS])
    return "\n".join([*lines, f'{{{{ 单位表([{columns}], 级别="支队") }}}}', ""])


def ours(home: Path, made: dict[str, list[str]]) -> dict[str, float]:
    """Seconds of this program: the figures alone, and everything else."""
    ledger.ready(home)
    from bihuan.book.figures import figures
    from bihuan.reports.docx.reading import bound_in_bytes
    from bihuan.reports.docx.writing import docx_bytes
    from bihuan.reports.drafting.reviewing import typed_claims
    from bihuan.reports.writing import Order, write_report
    from bihuan.values.actor import everything
    from bihuan.values.period import Period

    actor = everything("基准测试", ledger.MOMENT)
    file = home / "bench.md"
    file.write_text(HEAD + template_text(made["keys"]), encoding="utf-8")
    order = Order(str(file), "u0", Period.parse("2023"), ledger.MOMENT.date())
    written, document = timed(lambda: write_report(actor, order))
    assert len(document.mentions) == IN_TEXT + COLUMNS * DETACHMENTS
    asks = [identity.ask(None) for identity in document.figures]
    asking, _ = timed(lambda: figures(actor, asks))
    marking, content = timed(lambda: docx_bytes(document))

    def read_back() -> int:
        bound = bound_in_bytes(content, "bench.docx")
        typed_claims(bound)
        return sum(bound.words(number) == text for number, text in bound.written.items())

    reading, same = timed(read_back)
    assert same == len(document.mentions)
    (home / "bench.docx").write_bytes(content)
    return {"figures": asking, "write": max(0.0, written - asking), "mark": marking, "read back": reading}


def peer(made: dict[str, list[str]]) -> float:
    """Seconds of docxtpl for the same words, its figures handed in."""
    import re

    from docx import Document
    from docxtpl import DocxTemplate

    slots = iter(range(10_000))
    text = re.sub(r"\{\{ 数据.*?\}\}", lambda _: f"{{{{ f{next(slots)} }}}}", template_text(made["keys"]))
    word = Document()
    for line in text.splitlines():
        if line and not line.startswith("{{ 单位表"):
            word.add_paragraph(line.lstrip("# "))
    table = word.add_table(DETACHMENTS + 1, COLUMNS + 1)
    for row in range(1, DETACHMENTS + 1):
        for column in range(1, COLUMNS + 1):
            table.cell(row, column).text = f"{{{{ f{next(slots)} }}}}"
    kept = io.BytesIO()
    word.save(kept)
    values = {f"f{n}": f"{n}次" for n in range(IN_TEXT + COLUMNS * DETACHMENTS)}

    def fill() -> bytes:
        template = DocxTemplate(io.BytesIO(kept.getvalue()))
        template.render(values)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    seconds, content = timed(fill)
    assert b"f149" not in content
    return seconds


def checked(home: Path, folder: Path) -> float:
    """Seconds of one call of ``bihuan check`` on twenty pages, the program's start included."""
    from bihuan.reading.documents import text_of

    file = folder / "twenty.txt"
    text = text_of(home / "bench.docx")
    file.write_text(text + text, encoding="utf-8")
    call = [sys.executable, "-m", "bihuan.cli", "check", str(file), "--unit", "u0", "--period", "2023", "--json"]
    # As on a user's machine, where modules are compiled once.
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**told, "BIHUAN_HOME": str(home)}

    def work() -> int:
        return subprocess.run(call, env=environment, capture_output=True, check=False).returncode

    seconds, code = timed(work, CHECKS)
    assert code in (0, 1)
    return seconds


def main() -> None:
    """Make the ledger unless it is there, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir(), "bihuan-bench-reports"))
    wanted = parser.parse_args()
    import json

    home = wanted.home / str(wanted.rows)
    # The maker of the ledger imports Django, which this process must not have set up for another home.
    subprocess.run(
        [sys.executable, str(Path(__file__).with_name("ledger.py")), str(home), str(wanted.rows)], check=True
    )
    made = json.loads((home / "made.json").read_text())
    parts = ours(home, made)
    theirs = peer(made)
    rest = parts["write"] + parts["mark"] + parts["read back"]
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, {wanted.rows:,} postings"
    )
    for name, seconds in {**parts, "all but the figures": rest, "docxtpl": theirs}.items():
        print(f"{name:>22} {seconds * 1000:8.1f} ms")
    print(f"{'times docxtpl':>22} {rest / theirs:8.2f}   (goal: at most 3)")
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'check of 20 pages':>22} {checked(home, Path(folder)):8.2f} s  (goal: under 1)")


if __name__ == "__main__":
    main()
