"""What the book refuses."""

from __future__ import annotations

from bihuan.values.refusal import NotAllowed, Refusal


class NotOffered(Refusal):
    """The key names a number that a part should work out, and no part of this program does."""


class AlreadyReversed(Refusal):
    """Everything that this source posted was reversed before."""


class Restricted(NotAllowed):
    """The records behind the figure are open to one role only."""
