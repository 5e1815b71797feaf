"""Sums that differ from their postings are named, and made anew by who looks after the whole ledger."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from bihuan.book.mending import mend_sums
from bihuan.book.models import Tally
from bihuan.book.verification import verify_book
from bihuan.cli.keeping import verify_command
from bihuan.organisations.errors import MayNot
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor
from book.acts import Tree, enter, meeting


@pytest.fixture
def spoilt(tree: Tree) -> None:
    """Somebody changed a sum in the database by hand."""
    enter(tree, 1, "dc1", *meeting(date(2023, 3, 5)))
    Tally.objects.update(amount=7)


@pytest.mark.usefixtures("spoilt")
def test_a_spoilt_sum_is_named_with_what_to_do_and_mended() -> None:
    said = CliRunner().invoke(verify_command)
    assert (said.exit_code, "bihuan verify --rebuild" in said.output) == (1, True)
    mended = CliRunner().invoke(verify_command, ["--rebuild"])
    assert (mended.exit_code, "全部相符" in mended.output) == (0, True)
    assert Entry.objects.filter(verb="mend_sums").count() == 1
    assert not [*verify_book(), *verify_trail()]


@pytest.mark.usefixtures("spoilt")
def test_nobody_else_touches_the_whole_ledger(recorder: Actor, approver: Actor) -> None:
    for actor in (recorder, approver):
        with pytest.raises(MayNot, match="系统管理员"):
            mend_sums(actor)
    assert list(verify_book())
