"""Norms that a document states as kept and the book shows were not: 每月召开1次, where it holds four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bihuan.catalog.catalogue import Catalogue
from bihuan.reading.shapes import ClaimKind
from bihuan.reports.checking.inside import Clash, Contradiction
from bihuan.reports.checking.verdicts import Verdict
from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.window import Per, windows

_EVERY = {"每月": Per.MONTH, "每季度": Per.QUARTER, "每半年": Per.HALF_YEAR, "每年": Per.YEAR}
_FREQUENCY = re.compile("|".join(_EVERY))
_WANTED = re.compile(r"要|应|须|必须|不得|确保|力争|计划|下一步|今后|规定|按照|明确|制度|提出|目标|印发|建立|将")
_BACK = 40


def unmet_norms(packs: Catalogue, text: str, verdicts: Sequence[Verdict]) -> Iterator[Contradiction]:
    """Each frequency that the text says was kept and that the acts of the whole period cannot reach.

    What is demanded, planned or laid down is no statement that it was done.
    """
    for place, verdict in enumerate(verdicts):
        claim, figure = verdict.claim, verdict.ledger
        if claim.kind is not ClaimKind.NORM or claim.value is None or figure is None or figure.value is None:
            continue
        if not figure.is_entered or figure.measure_unit not in (claim.unit, f"{claim.unit}次"):
            continue
        words = _sentence_before(text, claim.start)
        every = _FREQUENCY.findall(words)
        if not every or _WANTED.search(words) or claim.bound not in (Bound.EXACT, Bound.AT_LEAST):
            continue
        owed = Fraction(claim.value) * _whole_windows(_EVERY[every[-1]], figure.ask.period)
        if owed > figure.value and packs.has_series(figure.ask.key):
            why = (
                f"文中说{every[-1]}{claim.text}，{figure.ask.period.name}应有{owed}{figure.measure_unit}，"
                f"账上“{figure.name}”只有{figure.text}。"
            )
            yield Contradiction(Clash.NORM, (place,), why)


def _sentence_before(text: str, end: int) -> str:
    start = max(text.rfind(mark, 0, end) for mark in "。；！？\n") + 1
    return text[max(start, end - _BACK) : end]


def _whole_windows(per: Per, period: Period) -> int:
    """How many windows lie wholly in the period."""
    return sum(period.first <= window.first and window.last <= period.last for window in windows(per, period))
