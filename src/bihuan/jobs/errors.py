"""What jobs refuse."""

from __future__ import annotations

from bihuan.values.refusal import NotAllowed, NotFound, Refusal


class UnknownJob(NotFound):
    """The asker has no such job; whether somebody else has one is not said."""


class TooManyJobs(Refusal):
    """The account has as many jobs waiting as one may have."""

    status = 429


class NoRoom(Refusal):
    """What was handed in, or what came of it, cannot be written to the disk."""

    status = 507


class ResultGone(NotFound):
    """The file that the job made was cleared away."""


class RightsWithdrawn(NotAllowed):
    """The owner may no longer see all that they saw when the file was made."""


class EndedBefore(Refusal):
    """The job was declared interrupted while it still ran; nothing of it may be entered any more."""


class WorkedElsewhere(Refusal):
    """Another worker of this home is at work."""
