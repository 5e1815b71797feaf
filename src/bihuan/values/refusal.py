"""Refusals: something was asked that is not done, said in one Chinese sentence."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Something not done; ``str()`` is one Chinese sentence that says what to do about it.

    ``status`` is the HTTP status a web face answers with. A part subclasses this once for each reason
    (``errors.py``), so that a caller can tell the reasons apart.
    """

    status: ClassVar[int] = 409


class BadInput(Refusal):
    """What was handed in cannot be read: the caller has to write it differently."""

    status = 400


class NotFound(Refusal):
    """There is no such thing, or the asker may not know of it: to an outsider both look the same."""

    status = 404


class NotAllowed(Refusal):
    """The asker may see this but not do that to it."""

    status = 403
