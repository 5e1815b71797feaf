"""What stands around each sentence: its paragraph, section, topic, and whether a plan or a report is speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.reading.norms import announces_a_plan, is_plan, is_report, reports
from bihuan.reading.outline import RUN_IN
from bihuan.reading.shapes import Heading, Outline, Stretch

_TOPIC = re.compile(
    r"(?P<noun>(?:[^，。；的、（()）]|[（(][^）)]*[）)]){2,14}?)(?:情况|进度|方面|牵头任务|工作|任务)?$"
)
_LONGEST_LABEL = 60
_WITHIN = 160
_SENTENCE_END = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence and what it takes from around it.

    ``block`` is where the run of lines without a blank line between them begins: what a document says of itself
    holds no further, so that two documents with a blank line between are read as each alone.
    """

    sentence: Stretch
    paragraph: int
    block: int
    section: str
    topic: str
    planned: bool
    reported: bool


@dataclass(slots=True)
class _State:
    block: int = 0
    section: str = ""
    topic: str = ""
    title: str = ""
    planned: bool = False
    reported: bool = False
    labels_only: bool = True
    in_label: bool = False


def surroundings(text: str, outline: Outline) -> Iterator[Surroundings]:
    """Each sentence of the outline in order, with its surroundings."""
    state = _State()
    headings = iter([heading for heading in outline.headings if heading.level < RUN_IN])
    heading = next(headings, None)
    sentences = iter(outline.sentences)
    sentence = next(sentences, None)
    before = 0
    for paragraph in outline.paragraphs:
        _enter(text, paragraph, before, state)
        before = paragraph.end
        state.topic = ""
        while heading is not None and heading.start < paragraph.end:
            _under(heading, state)
            heading = next(headings, None)
        while sentence is not None and sentence.start < paragraph.end:
            _hear(text, sentence, state)
            yield Surroundings(
                sentence, paragraph.start, state.block, state.section, state.topic, state.planned, state.reported
            )
            sentence = next(sentences, None)


def _enter(text: str, paragraph: Stretch, before: int, state: _State) -> None:
    """A blank line ends what was said of the document, unless only titles and headings stood before it."""
    words = text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_LABEL + 1)]
    label = len(words) <= _LONGEST_LABEL and not _SENTENCE_END.search(words)
    if before and text.count("\n", before, paragraph.start) > 1:
        if not state.labels_only:
            state.title, state.planned, state.reported, state.block = "", False, False, paragraph.start
            state.section = "" if label else state.section
        state.labels_only = True
    if label and state.labels_only:
        state.title += words
        state.planned = state.planned or is_plan("", words)
        state.reported = state.reported or is_report(words)
    state.in_label = label and state.labels_only
    state.labels_only = state.in_label


def _under(heading: Heading, state: _State) -> None:
    state.section = heading.text
    if heading.level == 1:
        state.planned = is_plan(heading.text, state.title)
    topic = _TOPIC.search(heading.text.rpartition("）")[2] or heading.text)
    state.topic = topic["noun"] if topic else ""


def _hear(text: str, sentence: Stretch, state: _State) -> None:
    if state.in_label:
        return  # a title or heading says what it is; a sentence as short as one is none
    if announces_a_plan(text, sentence.start, sentence.end):
        state.planned = True
    elif (
        not state.planned
        and not state.reported
        and reports(text, sentence.start, min(sentence.end, sentence.start + _WITHIN))
    ):
        state.reported = True
