"""Refusals of the catalogue."""

from __future__ import annotations

from bihuan.values.refusal import BadInput, Refusal


class UnknownKey(BadInput):
    """A key names nothing in the loaded packs; the sentence names the nearest ones."""


class BrokenPacks(Refusal):
    """The packs of this ledger cannot be used as they stand; the sentence names the first problem and how many."""

    status = 500
