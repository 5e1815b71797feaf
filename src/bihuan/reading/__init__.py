"""Reading official Chinese: outline, claims and duties of a document, with offsets. Usable alone.

``read(text)`` gives a :class:`Reading`.
"""

from bihuan.reading.reader import read

__all__ = ["read"]
