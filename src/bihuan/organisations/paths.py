"""Paths in the tree: one fixed-width segment a level, so that a subtree is a half-open range of strings. Pure."""

from __future__ import annotations

WIDTH = 5
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# "~" sorts after every digit and letter of a segment.
_AFTER = "~"


def segment(number: int) -> str:
    """The segment of the unit with this number: five base-36 digits, room for 60 million units."""
    digits = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def unit_numbers(path: str) -> list[int]:
    """The numbers of the units on the path, from the top of the tree down to the unit itself."""
    return [int(path[i : i + WIDTH], 36) for i in range(0, len(path), WIDTH)]


def depth(path: str) -> int:
    """How many units stand above the one at this path."""
    return len(path) // WIDTH - 1


def below(path: str) -> tuple[str, str]:
    """The half-open range of paths of the unit and all below it."""
    return path, path + _AFTER
