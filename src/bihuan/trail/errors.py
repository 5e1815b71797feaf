"""What the trail refuses."""

from __future__ import annotations

from bihuan.values.refusal import BadInput, Refusal


class AlreadySealed(Refusal):
    """The period has been sealed before."""


class NotOver(Refusal):
    """The period has not ended yet."""


class SealedMeanwhile(Refusal):
    """The books were closed between the moment of an act and its entry."""


class CannotBackUp(Refusal):
    """The backup could not be made."""


class CannotRestore(Refusal):
    """The backup cannot be put back here."""


class NotABackup(BadInput):
    """The file is no backup of ours."""
