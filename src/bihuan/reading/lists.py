"""Word lists as they are written in this package: words between blanks."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """The words of a list, in order."""
    return tuple(words.split())
