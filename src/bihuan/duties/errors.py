"""What the duties refuse."""

from __future__ import annotations

from bihuan.values.refusal import BadInput, NotAllowed, NotFound, Refusal


class NotOwed(NotFound):
    """The unit does not owe this duty, or not in a window that begins on that day."""


class AlreadyWaived(Refusal):
    """The window was waived before."""


class NotWaived(NotFound):
    """There is no waiver to withdraw."""


class OwnWaiver(NotAllowed):
    """Nobody waives what they owe themselves."""


class NoReason(BadInput):
    """A waiver without a reason is none; nor may it be longer than there is room for."""
