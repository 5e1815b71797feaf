"""Reading official Chinese: the outline, every figure and every duty of a document, with offsets.

Pure Python, usable alone::

    from bihuan.reading import read

    for claim in read("上半年召开党委会14次。").claims:
        print(claim.text, claim.value, claim.subject)
"""

from bihuan.reading.lexicon import LEXICON, Lexicon
from bihuan.reading.reader import read
from bihuan.reading.shapes import Claim, ClaimKind, Duty, Heading, Outline, Reading, StatedPeriod, Stretch

__all__ = [
    "LEXICON",
    "Claim",
    "ClaimKind",
    "Duty",
    "Heading",
    "Lexicon",
    "Outline",
    "Reading",
    "StatedPeriod",
    "Stretch",
    "read",
]
