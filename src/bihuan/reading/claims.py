"""Claims: the figures of each sentence, with bound, kind, subject, action, period and section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.reading.bounds import Limits, limits_of
from bihuan.reading.clauses import clause_start
from bihuan.reading.exclusions import is_excluded
from bihuan.reading.lexer import figures_pattern, tokens
from bihuan.reading.lexicon import Lexicon
from bihuan.reading.norms import announces_a_plan, is_plan, kind_of
from bihuan.reading.outline import RUN_IN
from bihuan.reading.periods import period_of
from bihuan.reading.quantities import Quantity, quantities
from bihuan.reading.shapes import Claim, Heading, Outline, Stretch
from bihuan.reading.subjects import Named, Remembered, name_all
from bihuan.values.period import Period

_TOPIC = re.compile(
    r"(?P<noun>(?:[^，。；的、（()）]|[（(][^）)]*[）)]){2,14}?)(?:情况|进度|方面|牵头任务|工作|任务)?$"
)


@dataclass(slots=True)
class Surroundings:
    """What a paragraph's figures take from around them: title, section and whether it speaks of a plan."""

    title: str = ""
    section: str = ""
    planned: bool = False
    paragraph: int = 0
    reference: Period | None = None
    memory: Remembered = field(default_factory=Remembered)


def claims_of(text: str, outline: Outline, lexicon: Lexicon, reference: Period | None) -> Iterator[Claim]:
    """The claims of a document, in order; periods such as 上半年 are resolved against ``reference``."""
    holds_figures = figures_pattern(lexicon)
    around = Surroundings(reference=reference)
    headings = iter([heading for heading in outline.headings if heading.level < RUN_IN])
    heading = next(headings, None)
    sentences = iter(outline.sentences)
    sentence = next(sentences, None)
    before = 0
    for paragraph in outline.paragraphs:
        _enter(text, paragraph, before, outline, around)
        before = paragraph.end
        while heading is not None and heading.start < paragraph.end:
            _under(heading, around)
            heading = next(headings, None)
        while sentence is not None and sentence.start < paragraph.end:
            if holds_figures.search(text, sentence.start, sentence.end):
                yield from _sentence_claims(text, sentence, around, lexicon)
            elif announces_a_plan(text[sentence.start : sentence.end]):
                around.planned = True
            sentence = next(sentences, None)


def _enter(text: str, paragraph: Stretch, before: int, outline: Outline, around: Surroundings) -> None:
    """A new paragraph remembers no figures; a new block, behind a blank line, no plan either."""
    around.paragraph = paragraph.start
    if around.memory.past or around.memory.topic:
        around.memory = Remembered()
    if outline.title is not None and outline.title.start <= paragraph.start < outline.title.end:
        around.title = text[outline.title.start : outline.title.end]
        around.planned = is_plan("", around.title)
    elif text.count("\n", before, paragraph.start) > 1 and not around.title:
        around.planned = False


def _under(heading: Heading, around: Surroundings) -> None:
    around.section = heading.text
    if heading.level == 1:
        around.planned = is_plan(heading.text, around.title)
    topic = _TOPIC.search(heading.text)
    around.memory.topic = topic["noun"] if topic else ""


def _sentence_claims(text: str, sentence: Stretch, around: Surroundings, lexicon: Lexicon) -> Iterator[Claim]:
    start, end = sentence.start, sentence.end
    if announces_a_plan(text[start : min(end, start + 60)]):
        around.planned = True
    row = [
        found
        for found in quantities(text, list(tokens(text, start, end, lexicon)), lexicon)
        if not is_excluded(text, found, start, end, lexicon)
    ]
    named = name_all(text, row, (start, end), around.memory)
    for found, name in zip(row, named, strict=True):
        clause = clause_start(text, found.start, start)
        limits = limits_of(text, found, clause, end)
        yield _claim(text, found, name, limits, (clause, sentence, around))


def _claim(
    text: str, found: Quantity, name: Named, limits: Limits, place: tuple[int, Stretch, Surroundings]
) -> Claim:
    clause, sentence, around = place
    return Claim(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        value=found.value,
        unit=found.unit,
        bound=limits.bound,
        masked=found.masked,
        kind=kind_of(text, found, limits, (clause, sentence.end), planned=around.planned),
        subject=name.subject,
        action=name.action,
        value_to=found.value_to,
        raw_bound=limits.raw,
        period=period_of(text, sentence.start, found.start, around.paragraph, around.reference),
        section=around.section,
    )
