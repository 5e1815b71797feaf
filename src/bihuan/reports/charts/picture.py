"""A drawing as a picture for files that hold none but pixels: PNG by resvg, with the fonts that the machine has."""

from __future__ import annotations

from functools import lru_cache

import resvg_py

from bihuan.reports.charts.shapes import Drawing
from bihuan.reports.charts.svg import svg_file

_ZOOM = 3
"""288 pixels an inch: sharp in print, some 40 kB for a chart as wide as the type area."""
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text y="16" font-size="16" font-family="sans-serif">{}</text></svg>'
)
_NOBODYS = "\U00100000"
"""A character of private use: what a font draws that lacks a character."""


@lru_cache(maxsize=1)
def can_write_chinese() -> bool:
    """Whether any font of this machine has Chinese characters: whether one looks other than one that no font has."""
    drawn = {resvg_py.svg_to_bytes(svg_string=_PROBE.format(character)) for character in ("闭", "", _NOBODYS)}
    blank = {resvg_py.svg_to_bytes(svg_string=_PROBE.format(character)) for character in ("", _NOBODYS)}
    return len(drawn) > len(blank)


def png_of(drawing: Drawing) -> bytes | None:
    """The picture; None on a machine without a Chinese font, where its words would be missing."""
    if not can_write_chinese():
        return None
    return resvg_py.svg_to_bytes(svg_string=svg_file(drawing), background="#ffffff", zoom=_ZOOM)
