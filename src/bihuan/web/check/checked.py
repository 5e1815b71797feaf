"""A checked document as its page shows it: counts, the text with its claims, the queue of what to look at. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.reading.shapes import Outline
from bihuan.reports.checking.check import Check
from bihuan.reports.checking.decided import DecisionStep
from bihuan.reports.checking.verdicts import Ruling, Verdict
from bihuan.values.quantity import shown
from bihuan.web.check.seals import LINES, TO_DECIDE, WORST_FIRST, verdict_seal
from bihuan.web.seals import Seal
from bihuan.web.sheets import Paragraph, Span, paragraphs

_AROUND = 14
"""Characters in front of a number that name it."""
_STOPS = "，。；：！？、\n"


@dataclass(frozen=True)
class Count:
    """How many claims were given one answer; ``first`` is the number of the first of them, 0 for none."""

    ruling: Ruling
    seal: Seal
    count: int
    line: str
    first: int


@dataclass(frozen=True)
class Segment:
    """A stretch of the bar over all claims, in claims."""

    ruling: Ruling
    start: int
    width: int


@dataclass(frozen=True)
class Entry:
    """A claim by its number in the text, from 1."""

    number: int
    verdict: Verdict
    seal: Seal
    words: str

    @property
    def is_dismissed(self) -> bool:
        """Whether a person said that it is no figure."""
        decided = self.verdict.decided
        return decided is not None and decided.step is DecisionStep.DISMISS


@dataclass(frozen=True)
class Clash:
    """A sentence on numbers of the text that cannot all be true, and the claim at which to look; 0 for none."""

    why: str
    number: int


@dataclass(frozen=True)
class Checked:
    """Everything the page of a check says that does not depend on which claim is chosen."""

    check: Check
    entries: tuple[Entry, ...]
    counts: tuple[Count, ...]
    segments: tuple[Segment, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def queue(self) -> list[Entry]:
        """What a person has to look at, in the order of the text."""
        return [entry for entry in self.entries if entry.verdict.ruling in TO_DECIDE and not entry.is_dismissed]

    @property
    def clashes(self) -> list[Clash]:
        """What the text says against itself, with the number of the first claim that it concerns."""
        return [Clash(each.why, each.claims[0] + 1 if each.claims else 0) for each in self.check.contradictions]

    @property
    def differing(self) -> int:
        """Claims that the book contradicts."""
        return self.check.counts[Ruling.DIFFERS]

    @property
    def unclear(self) -> int:
        """Claims that a person has to decide."""
        return self.check.counts[Ruling.UNCLEAR]

    def entry(self, number: int) -> Entry | None:
        """The claim with this number."""
        return self.entries[number - 1] if 1 <= number <= len(self.entries) else None

    def first(self) -> Entry | None:
        """The claim that the page opens with: the first that differs, else to be decided, else the first of all."""
        order = sorted(self.entries, key=lambda entry: WORST_FIRST.index(entry.verdict.ruling))
        return next(iter(order), None)


def checked(text: str, outline: Outline, check: Check) -> Checked:
    """The check of a text, made ready to be shown."""
    entries = tuple(
        Entry(number, verdict, verdict_seal(verdict.ruling), words_around(text, verdict))
        for number, verdict in enumerate(check.verdicts, 1)
    )
    spans = [Span(entry.verdict.claim.start, entry.verdict.claim.end, entry.number) for entry in entries]
    return Checked(check, entries, _counts(entries), _segments(check), tuple(paragraphs(text, outline, spans)))


def words_around(text: str, verdict: Verdict) -> str:
    """The claim with the words of its clause in front of it: 共召开党委会15次."""
    claim = verdict.claim
    lead = text[max(0, claim.start - _AROUND) : claim.start]
    cut = max((lead.rfind(stop) for stop in _STOPS), default=-1)
    is_cut = cut < 0 and claim.start > _AROUND
    return f"{'…' if is_cut else ''}{lead[cut + 1 :].strip()}{claim.text}"


def gap(verdict: Verdict) -> str:
    """How far the text is from the book: 多1, 少2; "" where that cannot be said."""
    claim, held = verdict.claim, verdict.ledger_value
    if verdict.ruling is not Ruling.DIFFERS or held is None or claim.value is None or claim.value_to is not None:
        return ""
    if verdict.ledger is None or claim.unit != verdict.ledger.measure_unit:
        return ""
    numerator, denominator = claim.value.as_integer_ratio()
    apart = type(held)(numerator, denominator) - held
    return f"{'多' if apart > 0 else '少'}{shown(abs(apart))}{claim.unit}" if apart else ""


def _counts(entries: Sequence[Entry]) -> tuple[Count, ...]:
    found: list[Count] = []
    for ruling in WORST_FIRST:
        numbers = [entry.number for entry in entries if entry.verdict.ruling is ruling]
        found.append(Count(ruling, verdict_seal(ruling), len(numbers), LINES[ruling], numbers[0] if numbers else 0))
    return tuple(found)


def _segments(check: Check) -> tuple[Segment, ...]:
    found: list[Segment] = []
    start = 0
    for ruling in WORST_FIRST:
        width = check.counts[ruling]
        if width:
            found.append(Segment(ruling, start, width))
        start += width
    return tuple(found)
