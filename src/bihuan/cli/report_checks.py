"""``bihuan check`` and ``bihuan reconcile``: documents that others wrote, held against the book and each other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from bihuan.cli import report_lists
from bihuan.cli.session import emit_json, operator
from bihuan.reports.checking.check import Check, check_file
from bihuan.reports.checking.decided import Decided
from bihuan.reports.checking.decisions import Concerning, accept, dismiss, note, phrase_of, withdraw
from bihuan.reports.checking.near_misses import NearMiss, near_misses
from bihuan.reports.checking.reconciling import Mismatch, Part, reconcile
from bihuan.reports.checking.verdicts import Verdict
from bihuan.reports.errors import UnknownClaim
from bihuan.values.actor import Actor
from bihuan.values.period import Period

report_lists.register()

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("check")
@click.argument("file", type=_FILE)
@click.option("--unit", required=True, help="对照哪个单位的账（含全部下级）")
@click.option("--period", required=True, help="报告所述的时段，如 2023-H1")
@click.option("--json", "as_json", is_flag=True, help="每条表述输出一行 JSON")
@click.option("--all", "show_all", is_flag=True, help="有据的也列出来")
@click.option(
    "--decide",
    "decisions",
    type=(str, click.Choice(["accept", "dismiss", "note", "withdraw"]), str),
    multiple=True,
    metavar="指纹 决定 内容",
    help="对一条表述作决定：accept 科目、dismiss 理由、note 备注、withdraw -",
)
def check_command(
    file: Path, unit: str, period: str, decisions: Sequence[tuple[str, str, str]], *, as_json: bool, show_all: bool
) -> None:
    """对照台账核验一份报告（.txt .docx .pdf）；指纹见 --json 或表中说明的末尾。"""
    actor, asked = operator(), Period.parse(period)
    check = check_file(actor, file, unit, asked)
    for mark, step, words in decisions:
        _decide(actor, _concerning(check, mark), step, words)
    if decisions:
        check = check_file(actor, file, unit, asked)
    _show(actor, check, as_json=as_json, show_all=show_all)
    sys.exit(1 if check.has_differences else 0)


def _decide(actor: Actor, claim: Concerning, step: str, words: str) -> None:
    match step:
        case "accept":
            accept(actor, claim, words)
        case "dismiss":
            dismiss(actor, claim, words)
        case "note":
            note(actor, claim, words)
        case _:
            withdraw(actor, claim)


def _concerning(check: Check, mark: str) -> Concerning:
    """Which claim a fingerprint, or the beginning of one, names."""
    found = [verdict for verdict in check.verdicts if mark and verdict.fingerprint.startswith(mark)]
    if len(found) != 1:
        raise UnknownClaim(f"文中没有指纹为“{mark}”的表述，请先用 --json 查看指纹。")
    return Concerning(check.unit.code, check.period, found[0].fingerprint, phrase_of(found[0].claim))


def _show(actor: Actor, check: Check, *, as_json: bool, show_all: bool) -> None:
    misses = near_misses(actor, check.verdicts, check.unit)
    if as_json:
        for place, verdict in enumerate(check.verdicts):
            emit_json(_verdict_row(check, place, verdict, misses.get(place, ())))
    else:
        # What draws tables is read in only for a person: a program that asks for JSON need not wait for it.
        from bihuan.cli.check_tables import print_check

        print_check(check, misses, show_all=show_all)


def number_of(value: Fraction | None) -> int | float | None:
    """The value as JSON has it; None stays None."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else round(float(value), 6)


def _verdict_row(check: Check, place: int, verdict: Verdict, near: Sequence[NearMiss]) -> dict[str, object]:
    clashes = [each for each in check.contradictions if place in each.claims]
    return {
        **verdict.claim.row(),
        "figure": verdict.figure,
        "candidates": [
            {"figure": each.series, "name": each.name, "reason": each.reason, "score": each.score}
            for each in verdict.candidates
        ],
        "ledger_value": number_of(verdict.ledger_value),
        "ledger_unit": verdict.ledger.measure_unit if verdict.ledger else None,
        "verdict": str(verdict.ruling),
        "members": verdict.members,
        "why": verdict.why,
        "fingerprint": verdict.fingerprint,
        "near": [{"near": str(each.near), "why": each.why, "explains": each.explains} for each in near],
        "contradicts": [
            {"clash": str(each.clash), "why": each.why, "at": [check.verdicts[n].claim.start for n in each.claims]}
            for each in clashes
        ],
        "decision": _decision_row(verdict.decided),
    }


def _decision_row(decided: Decided | None) -> dict[str, object] | None:
    if decided is None:
        return None
    return {
        "step": str(decided.step),
        "figure": decided.series or None,
        "words": decided.words,
        "by": decided.by,
        "at": decided.at.isoformat(),
    }


@click.command("reconcile")
@click.argument("parts", nargs=-1, required=True, metavar="单位:时段=文件 ...")
@click.option("--json", "as_json", is_flag=True, help="每处不一致输出一行 JSON")
def reconcile_command(parts: Sequence[str], *, as_json: bool) -> None:
    """几份报告互相核对：上级与下级之和、今年与去年、同一数据的两种说法、照抄别的单位。"""
    found = reconcile(operator(), [_part(words) for words in parts])
    if as_json:
        for mismatch in found:
            emit_json(_mismatch_row(mismatch))
    else:
        from bihuan.cli.check_tables import print_mismatches

        print_mismatches(found)
    sys.exit(1 if found else 0)


def _part(words: str) -> Part:
    whose, equals, file = words.partition("=")
    unit, colon, period = whose.rpartition(":")
    if not equals or not colon:
        raise click.BadParameter(f"“{words}”看不懂，请写成 单位:时段=文件，如 linjiang:2023-H1=报告.docx。")
    return Part(Path(file), unit, Period.parse(period))


def _mismatch_row(mismatch: Mismatch) -> dict[str, object]:
    return {
        "kind": str(mismatch.kind),
        "why": mismatch.why,
        "figure": mismatch.series or None,
        "files": [file.name for file in mismatch.files],
    }
