"""The lexicon: measure words, and names that are no claim; a pack extends both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.reading.measures import AMOUNTS, BEFORE_TIMES, CONTINUED, COUNTS, RATES
from bihuan.reading.names import NAMES

_LONGEST = 6
_SHORT = 2
_IN_BRACKETS = 3


@dataclass(frozen=True)
class Lexicon:
    """The words a reading goes by.

    ``counts`` and ``amounts`` are measure words of things and of money, size and time; ``names`` are phrases that
    hold a number and state no quantity. Extend with :meth:`extended`, which leaves the original as it is.
    """

    counts: frozenset[str] = frozenset(COUNTS)
    amounts: frozenset[str] = frozenset(AMOUNTS)
    names: frozenset[str] = frozenset(NAMES)
    _measures: frozenset[str] = field(init=False, repr=False, compare=False)
    _names: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        with_times = {word + "次" for word in BEFORE_TIMES}
        measures = self.counts | self.amounts | set(RATES) | with_times
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        object.__setattr__(self, "_measures", frozenset(measures))
        object.__setattr__(self, "_names", re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"))

    def extended(self, counts: Iterable[str] = (), amounts: Iterable[str] = (), names: Iterable[str] = ()) -> Lexicon:
        """A lexicon with more words than this one, as a pack brings them."""
        return Lexicon(self.counts | set(counts), self.amounts | set(amounts), self.names | set(names))

    @property
    def first_characters(self) -> str:
        """The characters that a measure word may begin with, sorted."""
        return "".join(sorted({word[0] for word in self._measures}))

    def measure_at(self, text: str, start: int, end: int) -> int:
        """Where the longest measure word that begins at ``start`` ends, or ``start`` where none does.

        A word that only begins another one is none: 支 in 支部, 部 in 部门. A bracketed second measure word belongs
        to the first: 件（套）.
        """
        for length in range(min(_LONGEST, end - start), 0, -1):
            word = text[start : start + length]
            if word in self._measures:
                after = text[start + length : start + length + 1]
                if after and length <= _SHORT and after in CONTINUED.get(word, ""):
                    continue
                return self._bracketed(text, start + length, end)
        return start

    def _bracketed(self, text: str, start: int, end: int) -> int:
        if start < end and text[start] in "（(":
            close = start + 1
            while close < end and close - start <= _IN_BRACKETS and text[close] not in "）)":
                close += 1
            if close < end and text[close] in "）)" and text[start + 1 : close] in self._measures:
                return close + 1
        return start

    def name_spans(self, text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
        """The spans of names that are no claim between two offsets."""
        return (match.span() for match in self._names.finditer(text, start, end))


LEXICON = Lexicon()
