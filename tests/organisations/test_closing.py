"""Who closes the books: only who approves for the whole tree, and of two at once one is told."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.book.verification import book_digest
from bihuan.organisations.closing import may_seal, seal_period, sealed
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.trail.errors import AlreadySealed
from bihuan.trail.queries import seals
from bihuan.trail.verification import verify_seals, verify_trail
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from conftest import acting
from side_by_side import at_once

JUNE, JULY = Period.parse("2023-06"), date(2023, 7, 3)
Tree = dict[str, UnitPlace]


def test_who_approves_for_the_whole_tree_seals(approver: Actor, tree: Tree) -> None:
    assert may_seal(approver)
    digest = seal_period(approver, JUNE, book_digest, JULY)
    assert [(line.period, line.actor, line.digest) for line in sealed(approver)] == [("2023-06", "赵主任", digest)]


def test_who_approves_for_a_part_reads_what_is_sealed_and_seals_nothing(tree: Tree) -> None:
    part = acting("大队长", tree["dc"].path, Role.APPROVER)
    assert not may_seal(part)
    with pytest.raises(MayNot, match="全部单位"):
        seal_period(part, JUNE, book_digest, JULY)
    assert sealed(part) == []


def test_nobody_else_seals_or_reads(recorder: Actor, inspector: Actor, tree: Tree) -> None:
    for actor in (recorder, inspector, acting("管理员", tree["zd"].path, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)):
        with pytest.raises(MayNot):
            seal_period(actor, JUNE, book_digest, JULY)
        with pytest.raises(MayNot):
            sealed(actor)
    assert seals() == []


def test_of_two_who_seal_at_once_one_is_told(side_by_side: None, approver: Actor) -> None:
    results = at_once(*[lambda: seal_period(approver, JUNE, book_digest, JULY)] * 2)
    assert [type(each) for each in results if not isinstance(each, str)] == [AlreadySealed]
    # Read where they wrote: on a connection of its own.
    assert at_once(lambda: (len(seals()), [*verify_seals(), *verify_trail()])) == [(1, [])]
