"""What oversight refuses."""

from __future__ import annotations

from bihuan.values.refusal import BadInput, NotAllowed, NotFound, Refusal


class UnknownTask(NotFound):
    """No task has this number, or the asker may not know of it."""


class UnknownFinding(NotFound):
    """No finding has this number, or the asker may not know of it."""


class UnknownOrigin(BadInput):
    """The packs know no tasks of this origin."""


class BadTask(BadInput):
    """A task or finding cannot be entered as it stands."""


class BadMove(BadInput):
    """A move lacks its reason, its evidence, or its day makes no sense."""


class MoveNotAllowed(Refusal):
    """The table has no such move from where the task stands."""


class AlreadyMoved(Refusal):
    """Somebody else moved the task first."""


class NotApart(NotAllowed):
    """Who did the work may not check it, nor anybody of the same unit where somebody else could."""


class BadRepeat(BadInput):
    """A finding cannot repeat that one."""


class UnknownLoop(NotFound):
    """The packs have no loop or mechanism of this key."""


class BadDeclaration(BadInput):
    """A register cannot be declared complete like that."""


class UnknownList(BadInput):
    """The offices keep no list of this name."""
