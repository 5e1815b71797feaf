"""The answers of a check as a person reads them at the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bihuan.reports.checking.check import Check
from bihuan.reports.checking.near_misses import NearMiss
from bihuan.reports.checking.reconciling import Mismatch
from bihuan.reports.checking.verdicts import Ruling, Verdict
from bihuan.values.quantity import shown

_COLOURS = {
    Ruling.PROVEN: "green",
    Ruling.DIFFERS: "bold red",
    Ruling.UNPROVEN: "yellow",
    Ruling.MASKED: "dim",
    Ruling.UNCLEAR: "cyan",
}
_NEAR_SHOWN = 3


def print_check(check: Check, misses: Mapping[int, Sequence[NearMiss]], *, show_all: bool) -> None:
    """A line for each claim that asks to be looked at, or for all; then what the document says against itself.

    Args:
        check: the checked document.
        misses: what comes near, by the claim's place.
        show_all: the proven claims as well.
    """
    console = Console()
    table = Table(title=f"{check.unit.name} {check.period.name} 核验结果", title_justify="left", expand=False)
    for heading in ("结论", "原文", "说的是", "账上", "说明"):
        table.add_column(heading, overflow="fold")
    for place, verdict in enumerate(check.verdicts):
        if verdict.ruling is Ruling.PROVEN and verdict.decided is None and not show_all:
            continue
        held = shown(verdict.ledger_value) if verdict.ledger_value is not None else "—"
        label = Text(verdict.ruling.label, style=_COLOURS[verdict.ruling])
        table.add_row(
            label, verdict.claim.text, verdict.claim.subject, held, _explained(verdict, misses.get(place, ()))
        )
    if table.row_count:
        console.print(table)
    for clash in check.contradictions:
        console.print(Text(clash.clash.label, style="bold red").append(f"  {clash.why}", style="default"))
    line = Text("共 ").append(str(len(check.verdicts))).append(" 条表述：")
    for ruling, count in check.counts.items():
        line.append(f"{ruling.label} {count}  ", style=_COLOURS[ruling] if count else "dim")
    console.print(line)


def _explained(verdict: Verdict, near: Sequence[NearMiss]) -> Text:
    """The sentence, what comes near, and what somebody decided."""
    words = Text(verdict.why)
    for miss in near[:_NEAR_SHOWN]:
        words.append(f"\n·{miss.why}", style="bold" if miss.explains else "dim")
    if verdict.decided is not None:
        decided = verdict.decided
        words.append(f"\n{decided.step.label}（{decided.by}）{decided.words}", style="italic")
    if verdict.ruling is not Ruling.PROVEN:
        words.append(f"  {verdict.fingerprint[:8]}", style="dim")
    return words


def print_mismatches(found: Sequence[Mismatch]) -> None:
    """A line for each thing in which the reports do not fit each other."""
    console = Console()
    for mismatch in found:
        console.print(Text(mismatch.kind.label, style="bold red").append(f"  {mismatch.why}", style="default"))
    if not found:
        console.print("各份报告之间没有不一致。", style="green")
