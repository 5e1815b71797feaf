"""Claims: the figures of each sentence, with bound, kind, subject, action, period and section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bihuan.reading.bounds import Limits, limits_of
from bihuan.reading.clauses import clause_start
from bihuan.reading.exclusions import is_excluded
from bihuan.reading.lexer import figures_pattern, tokens
from bihuan.reading.lexicon import Lexicon
from bihuan.reading.norms import kind_of, opens_a_plan
from bihuan.reading.periods import SentencePeriods
from bihuan.reading.phrases import Named
from bihuan.reading.places import Remembered
from bihuan.reading.quantities import Quantity, quantities
from bihuan.reading.shapes import Claim, ClaimKind, StatedPeriod
from bihuan.reading.subjects import name_all
from bihuan.reading.surroundings import Surroundings
from bihuan.values.period import Period


@dataclass(frozen=True, slots=True)
class _Reader:
    """What every sentence of a document is read with."""

    text: str
    lexicon: Lexicon
    reference: Period | None

    def sentence(self, around: Surroundings, memory: Remembered) -> Iterator[Claim]:
        """The claims of one sentence; ``memory`` holds the figures before it in its paragraph."""
        text, start, end = self.text, around.sentence.start, around.sentence.end
        found_here = quantities(text, list(tokens(text, start, end, self.lexicon)), self.lexicon)
        row = [found for found in found_here if not is_excluded(text, found, start, end, self.lexicon)]
        if not row:
            return
        periods = SentencePeriods(text, around.sentence, around.paragraph, self.reference)
        planned = around.planned
        for found, name in zip(row, name_all(text, row, (start, end), memory), strict=True):
            clause = clause_start(text, found.start, start)
            limits = limits_of(text, found, clause, end)
            kind = kind_of(text, found, limits, (clause, end), planned=planned)
            planned = planned or (kind is ClaimKind.NORM and opens_a_plan(text, found, clause))
            yield self._claim(found, name, limits, kind, (periods.of(found.start), around.section))

    def _claim(
        self,
        found: Quantity,
        name: Named,
        limits: Limits,
        kind: ClaimKind,
        place: tuple[StatedPeriod | None, str],
    ) -> Claim:
        return Claim(
            start=found.start,
            end=found.end,
            text=self.text[found.start : found.end],
            value=found.value,
            unit=found.unit,
            bound=limits.bound,
            masked=found.masked,
            kind=kind,
            subject=name.subject,
            action=name.action,
            value_to=found.value_to,
            raw_bound=limits.raw,
            period=place[0],
            section=place[1],
        )


def claims_of(
    text: str, sentences: Iterable[Surroundings], lexicon: Lexicon, reference: Period | None
) -> Iterator[Claim]:
    """The claims of a document, in order; periods such as 上半年 are resolved against ``reference``."""
    holds_figures = figures_pattern(lexicon).search
    reader = _Reader(text, lexicon, reference)
    memory, paragraph = Remembered(), -1
    for around in sentences:
        if not holds_figures(text, around.sentence.start, around.sentence.end):
            continue
        if around.paragraph != paragraph:
            memory, paragraph = Remembered(around.topic), around.paragraph
        yield from reader.sentence(around, memory)
