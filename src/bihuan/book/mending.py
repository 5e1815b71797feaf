"""The sums made anew from the postings by who looks after the whole ledger: for when a check finds them different."""

from __future__ import annotations

from django.db import transaction

from bihuan.book.verification import rebuild_tallies
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import whole_tree
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor


@transaction.atomic
def mend_sums(actor: Actor) -> None:
    """Make tallies and roll-ups anew. The postings, of which every figure's proof consists, are not touched.

    Raises:
        MayNot: the actor does not administer the whole tree.
    """
    if not whole_tree(actor, Action.ORGANISE):
        raise MayNot("重建发生额动的是整本账，只有管全部单位的系统管理员能做。")
    rebuild_tallies()
    note(actor, "mend_sums", "ledger:whole")
