"""Figures that somebody typed over, settled: the book's figure again, or the typed words and nothing else. Pure."""

from __future__ import annotations

import json
import re

from bihuan.reports.drafting.text import literal

_BY_HAND = re.compile(r'\{\{ 手改\(("(?:[^"\\]|\\.)*"), 原为=(.*?)\) \}\}')


def settled(text: str, place: int, *, with_book: bool) -> str | None:
    """A draft's text with one of its typed-over figures settled; None where there is no such place.

    Args:
        text: of the draft.
        place: which of them, from 1, in the order of the text.
        with_book: whether the book's figure takes its place again; else the typed words stay, as plain words.
    """
    found = list(_BY_HAND.finditer(text))
    if not 0 < place <= len(found):
        return None
    over = found[place - 1]
    words = f"{{{{ 数据({over[2]}) }}}}" if with_book else literal(str(json.loads(over[1])))
    return text[: over.start()] + words + text[over.end() :]
