"""Acts of the cast, as the book is told of them: vouchers with the lines that a records part would post."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.book.figures import figures
from bihuan.book.posting import post
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace, path_on
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from conftest import NOW

Tree = dict[str, UnitPlace]


def voucher(tree: Tree, source: int, unit: str, *lines: Line) -> Voucher:
    """What one act of the unit posts; it stands where the unit stood on the first line's day."""
    place = tree[unit]
    return Voucher("record", source, place.number, path_on(place, lines[0].happened), lines)


def enter(tree: Tree, source: int, unit: str, *lines: Line, at: datetime = NOW) -> None:
    """Post one act of the unit."""
    post([voucher(tree, source, unit, *lines)], at)


def meeting(day: date, items: int = 4, form: str = "") -> tuple[Line, ...]:
    """A meeting with its items, and its form where it is known."""
    lines = [Line("meeting.meetings", day, 1), Line("meeting.items", day, items)]
    if form:
        lines += [Line(f"{line.series}[form={form}]", day, line.amount) for line in lines[:2]]
    return tuple(lines)


def visit(day: date, community: str) -> tuple[Line, ...]:
    """A visit to a community."""
    return (Line("visit.visits", day, 1), Line("visit.communities", day, 1, community))


def hazard(
    found: date, after_last_day: date | None = None, area: int = 100, category: str = "用电"
) -> tuple[Line, ...]:
    """A hazard on the register from a day until it was mended."""
    lines = [
        Line("hazard.open", found, 1),
        Line("hazard.area", found, area),
        Line("hazard.categories", found, 1, category),
    ]
    if after_last_day:
        lines += [Line(line.series, after_last_day, -line.amount, line.item, closes=True) for line in tuple(lines)]
    return tuple(lines)


def census(day: date, people: int, township: str = "") -> tuple[Line, ...]:
    """A reading of how many people live in a township."""
    return tuple(Line(f"census.{key}", day, people, township) for key in ("people", "staff", "latest"))


def ask(key: str, unit: str = "zd", period: str = "2023", as_of: datetime | None = None, *, own: bool = False) -> Ask:
    """A request, with the period as it is written."""
    return Ask(key, unit, Period.parse(period), as_of, own)


def figure(
    actor: Actor,
    key: str,
    unit: str = "zd",
    period: str = "2023",
    as_of: datetime | None = None,
    *,
    own: bool = False,
) -> Figure:
    """The figure of one request."""
    return figures(actor, [ask(key, unit, period, as_of, own=own)])[0]
