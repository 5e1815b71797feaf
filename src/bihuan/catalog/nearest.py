"""The nearest of the words that exist, for a sentence about one that does not."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str], limit: int = 3) -> list[str]:
    """At most ``limit`` of the words that look like ``word``, the likeliest first.

    A word is compared by its last part too, so that ``meetings`` finds ``party_committee_meeting.meetings``.
    """
    known = list(dict.fromkeys(words))
    found = get_close_matches(word, known, n=limit, cutoff=0.6)
    if len(found) < limit:
        tail = word.rpartition(".")[2]
        found += [key for key in known if key not in found and tail and key.rpartition(".")[2] == tail]
    return found[:limit]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Half a Chinese sentence that names the nearest words, or "" where nothing is near."""
    near = nearest(word, words)
    return f"是不是 {' 或 '.join(near)}" if near else ""
