"""Reading: one call from text to outline, claims and duties."""

from __future__ import annotations

from bihuan.reading.claims import claims_of
from bihuan.reading.duties import duties_of
from bihuan.reading.lexicon import LEXICON, Lexicon
from bihuan.reading.outline import outline_of
from bihuan.reading.shapes import Reading
from bihuan.reading.surroundings import surroundings
from bihuan.values.period import Period


def read(text: str, reference: Period | None = None, lexicon: Lexicon = LEXICON) -> Reading:
    """The outline, claims and duties of an official document.

    ``reference`` is the period that 上半年, 年初至今 or 去年 are told from; without it only dates with a year have
    days. ``lexicon`` brings the words of packs.
    """
    outline = outline_of(text)
    around = tuple(surroundings(text, outline))
    claims = tuple(claims_of(text, around, lexicon, reference))
    return Reading(text, outline, claims, tuple(duties_of(text, around, claims)))
