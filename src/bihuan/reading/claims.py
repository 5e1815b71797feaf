"""Claims: the figures of each sentence, with bound, kind, subject, action, period and section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bihuan.reading.bounds import Limits, limits_of
from bihuan.reading.clauses import clause_start
from bihuan.reading.exclusions import is_excluded
from bihuan.reading.lexer import figures_pattern, tokens
from bihuan.reading.lexicon import Lexicon
from bihuan.reading.norms import kind_of, opens_a_plan
from bihuan.reading.periods import period_of
from bihuan.reading.quantities import Quantity, quantities
from bihuan.reading.shapes import Claim, ClaimKind
from bihuan.reading.subjects import Named, Remembered, name_all
from bihuan.reading.surroundings import Surroundings
from bihuan.values.period import Period


def claims_of(
    text: str, sentences: Iterable[Surroundings], lexicon: Lexicon, reference: Period | None
) -> Iterator[Claim]:
    """The claims of a document, in order; periods such as 上半年 are resolved against ``reference``."""
    holds_figures = figures_pattern(lexicon).search
    memory, paragraph = Remembered(), -1
    for around in sentences:
        if not holds_figures(text, around.sentence.start, around.sentence.end):
            continue
        if around.paragraph != paragraph:
            memory, paragraph = Remembered(around.topic), around.paragraph
        yield from _sentence_claims(text, around, memory, lexicon, reference)


def _sentence_claims(
    text: str, around: Surroundings, memory: Remembered, lexicon: Lexicon, reference: Period | None
) -> Iterator[Claim]:
    start, end = around.sentence.start, around.sentence.end
    row = [
        found
        for found in quantities(text, list(tokens(text, start, end, lexicon)), lexicon)
        if not is_excluded(text, found, start, end, lexicon)
    ]
    if not row:
        return
    planned = around.planned
    for found, name in zip(row, name_all(text, row, (start, end), memory), strict=True):
        clause = clause_start(text, found.start, start)
        limits = limits_of(text, found, clause, end)
        kind = kind_of(text, found, limits, (clause, end), planned=planned)
        planned = planned or (kind is ClaimKind.NORM and opens_a_plan(text, found, clause))
        yield _claim(text, found, name, limits, kind, around, reference)


def _claim(  # noqa: PLR0913 - the parts of one claim, each worked out elsewhere
    text: str,
    found: Quantity,
    name: Named,
    limits: Limits,
    kind: ClaimKind,
    around: Surroundings,
    reference: Period | None,
) -> Claim:
    return Claim(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        value=found.value,
        unit=found.unit,
        bound=limits.bound,
        masked=found.masked,
        kind=kind,
        subject=name.subject,
        action=name.action,
        value_to=found.value_to,
        raw_bound=limits.raw,
        period=period_of(text, around.sentence.start, found.start, around.paragraph, reference),
        section=around.section,
    )
