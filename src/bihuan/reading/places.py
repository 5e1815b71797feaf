"""Where a figure stands: its clause's words on either side, and the figures named before it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bihuan.reading import nouns
from bihuan.reading.clauses import clause_end, clause_start
from bihuan.reading.phrases import Named
from bihuan.reading.quantities import Quantity
from bihuan.reading.shapes import ClaimKind

MEMORY = 12


@dataclass(slots=True)
class Remembered:
    """The figures named so far in a paragraph, for those that come without a noun; and the paragraph's topic."""

    topic: str = ""
    past: deque[tuple[Quantity, Named]] = field(default_factory=lambda: deque(maxlen=MEMORY))

    def of_unit(self, unit: str) -> Named | None:
        """The last one counted with this measure word."""
        return next((named for found, named in reversed(self.past) if found.base == unit), None)

    def last(self) -> Named | None:
        """The last one of any unit."""
        return self.past[-1][1] if self.past else None

    def tail(self, count: int) -> list[Named]:
        """The last ``count`` ones that are no rates."""
        counted = [named for found, named in self.past if found.kind is not ClaimKind.RATE]
        return counted[-count:] if len(counted) >= count else []


class Place:
    """A quantity, or several side by side, with the words on its left and right in its clause."""

    def __init__(self, text: str, row: list[Quantity], first: int, last: int, sentence: tuple[int, int]) -> None:
        self.text, self.row, self.first, self.last, self.sentence = text, row, first, last, sentence
        self.found = row[first]
        low = clause_start(text, self.found.start, sentence[0])
        before = row[first - 1].end if first else sentence[0]
        self.low = max(low, before)
        self.continues = first > 0 and before >= low
        high = clause_end(text, row[last].end, sentence[1])
        following = row[last + 1].start if last + 1 < len(row) else sentence[1]
        self.more = following < high
        self.left = text[self.low : self.found.start]
        self.right = nouns.trimmed_right(text[row[last].end : min(high, following)])
        self.core, self.tail = nouns.trimmed_left(self.left)
        if self.continues and self.core.rstrip().endswith(("、", "和", "，", "及")):
            self.core = ""

    def clause_before(self) -> str:
        """The clause in front of this one, for the noun that stands only there."""
        end = max(self.sentence[0], clause_start(self.text, self.found.start, self.sentence[0]) - 1)
        return self.text[clause_start(self.text, end, self.sentence[0]) : end]
