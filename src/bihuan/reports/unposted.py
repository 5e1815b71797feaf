"""Acts that were recorded and count nowhere: only planned, called off, without a quorum. Their part tells us.

They post nothing, so the book does not know of them; who wonders why a report says 15 where the book has 14 wants to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.values.actor import Actor
from bihuan.values.figure import Figure


@dataclass(frozen=True)
class Unposted:
    """An act of the figure's kind, unit and period that is not in the figure.

    Attributes:
        reason: why, in Chinese: 计划未办, 取消, 未到法定人数, 已作废.
        source: the number of its record.
        day: the day of the act.
        unit_name: whose act it was.
        title: what a person calls it.
    """

    reason: str
    source: int
    day: date
    unit_name: str
    title: str


Telling = Callable[[Actor, Figure], Sequence[Unposted]]

_telling: list[Telling] = []


def tell_unposted(function: Telling) -> None:
    """Register who knows the acts that count nowhere. The function checks what the actor may see."""
    _telling[:] = [function]


def unposted(actor: Actor, figure: Figure) -> Sequence[Unposted]:
    """The acts that one might have counted in the figure; none where nobody knows them."""
    return _telling[0](actor, figure) if _telling else ()
