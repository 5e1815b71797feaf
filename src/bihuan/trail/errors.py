"""What the trail refuses."""

from __future__ import annotations

from bihuan.values.refusal import Refusal


class AlreadySealed(Refusal):
    """The period has been sealed before."""


class NotOver(Refusal):
    """The period has not ended yet."""
