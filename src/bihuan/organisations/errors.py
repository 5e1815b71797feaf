"""What the organisation refuses."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.values.problem import Problem
from bihuan.values.refusal import BadInput, NotAllowed, NotFound, Refusal


class UnknownUnit(NotFound):
    """No unit has this code or name, or the asker may not know of it."""


class AmbiguousUnit(BadInput):
    """Several units bear this name."""


class UnitTaken(Refusal):
    """A unit with this code is there already."""


class BadPlacement(Refusal):
    """A unit cannot stand there: below itself, or before it or its parent began."""


class MayNot(NotAllowed):
    """The actor sees the unit but may not do this to it."""


class UnknownPerson(NotFound):
    """No person has this code."""


class PersonTaken(Refusal):
    """Somebody else is enrolled under this code."""


class BadAppointment(Refusal):
    """The person holds the post already on those days, or does not hold it, or it would end before it began."""


class AccountTaken(Refusal):
    """An account with this name is there already, or the person has one."""


class WeakPassword(BadInput):
    """The password is too easy to guess."""


class UnknownEntry(NotFound):
    """No entry of the trail has this number, or the asker does not audit it."""


class WrongPassword(MayNot):
    """The actor's own password, asked for once more, is another."""


class WrongCode(BadInput):
    """The one-time code is not the one of this moment, or was used before."""


class NoSecondFactor(Refusal):
    """The account has no second factor."""


class BadRoster(BadInput):
    """Rows of a table of people have to be mended; ``problems`` has every one, the sentence how many."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"表里有{len(self.problems)}处要改，一个人也没有登记，请改好再交。")
